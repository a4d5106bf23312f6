#include "scenarios/rules/band_text.hpp"

#include <regex>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

double end_of_band(const std::string& number,
                   const std::string& unit_text,
                   Unit unit,
                   const std::string& what) {
    const double value =
        parse_quantity(unit_text.empty() ? number : number + " " + unit_text, unit, what);
    return static_cast<double>(static_cast<float>(value));
}

}  // namespace

Band band_from_text(const std::string& text, Unit unit, const std::string& what) {
    static const std::string kNumber = "(-?[0-9]+(?:\\.[0-9]+)?)";
    static const std::regex kBoth(" *(>?) *" + kNumber + " *- *(<?) *" + kNumber + " *(.*?) *");
    static const std::regex kOne(" *(>=|<=|>|<|) *" + kNumber + " *(.*?) *");
    std::smatch part;
    Band band;
    if (std::regex_match(text, part, kBoth)) {
        band.lowest = end_of_band(part[2], part[5], unit, what);
        band.highest = end_of_band(part[4], part[5], unit, what);
        band.lowest_within = part[1].str().empty();
        band.highest_within = part[3].str().empty();
        if (band.lowest < band.highest) {
            return band;
        }
    } else if (std::regex_match(text, part, kOne)) {
        const std::string sign = part[1];
        const double end = end_of_band(part[2], part[3], unit, what);
        if (sign.empty() || sign[0] == '>') {
            band.lowest = end;
            band.lowest_within = sign != ">";
        }
        if (sign.empty() || sign[0] == '<') {
            band.highest = end;
            band.highest_within = sign != "<";
        }
        return band;
    }
    throw InputError(fmt::format(
        "{}: '{}' is not a band; allowed are such as \"100-200 mm\", \">200-400 mm\", \"4-<8\", "
        "\">400 mm\", \">=1 m\", \"<0\" and \"3\", the smaller number first",
        what, text));
}

}  // namespace hazone
