#include "io/file_unit.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"

namespace hazone::io {
namespace {

struct Spelling {
    std::string_view written;  // in lower case
    std::string_view symbol;
};

// UDUNITS and EPSG spellings met in DEMs and in rain products.
constexpr auto kSpellings = std::to_array<Spelling>({
    {"metre", "m"},       {"meter", "m"},       {"metres", "m"},
    {"meters", "m"},      {"m", "m"},           {"foot", "ft"},
    {"feet", "ft"},       {"ft", "ft"},         {"us survey foot", "ft"},
    {"foot_us", "ft"},    {"us-ft", "ft"},      {"sfoot", "ft"},
    {"centimetre", "cm"}, {"centimeter", "cm"}, {"millimetre", "mm"},
    {"millimeter", "mm"}, {"degree", "deg"},    {"degrees", "deg"},
    {"radian", "rad"},    {"radians", "rad"},   {"mm h-1", "mm/h"},
    {"mm hr-1", "mm/h"},  {"mm/hr", "mm/h"},    {"mm/hour", "mm/h"},
    {"mm d-1", "mm/d"},   {"mm day-1", "mm/d"}, {"mm/day", "mm/d"},
    {"kg m-2", "mm"},     {"kg/m^2", "mm"},     {"kg/m2", "mm"},
    {"percent", "%"},
});

}  // namespace

std::string si_symbol(const std::string& text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    const auto* const found =
        std::find_if(kSpellings.begin(), kSpellings.end(),
                     [&](const Spelling& spelling) { return spelling.written == lower; });
    return found == kSpellings.end() ? text : std::string(found->symbol);
}

double unit_factor(const FieldSpec& field,
                   const std::string& stated,
                   const std::string& written,
                   const std::string& what) {
    const bool height = field.name == kElevation.name || field.name == kFilledElevation.name;
    const std::string unit = stated.empty() ? written : stated;
    if (unit.empty() && (field.unit == Unit::one || height)) {
        return 1;
    }
    const auto factor = si_factor(si_symbol(unit), field.unit);
    if (factor) {
        return *factor;
    }
    if (stated.empty() && field.unit == Unit::one) {
        return 1;
    }
    const std::string got = unit.empty()     ? "no unit is stated and the file has none"
                            : stated.empty() ? "the file's unit is '" + unit + "'"
                                             : "the stated unit is '" + unit + "'";
    throw InputError(fmt::format(
        "{}: for {} {}; allowed: {}. State it: unit = \"{}\" beside the file's name, or \"{} "
        "[{}]\" "
        "in the header of a table",
        what, field.name, got, fmt::join(unit_symbols(field.unit), ", "),
        unit_symbols(field.unit).front(), field.name, unit_symbols(field.unit).front()));
}

}  // namespace hazone::io
