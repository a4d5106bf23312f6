// Limits, colours and words with which results are mapped.
#include "io/map/field_scale.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/map/legend.hpp"
#include "io/map/map_layout.hpp"

namespace hazone::io {
namespace {

// From safe to dangerous (ColorBrewer RdYlBu), none so pale that shade makes it the grey of no
// data.
constexpr std::array<Colour, 7> kDanger{{{0x31, 0x36, 0x95},
                                         {0x45, 0x75, 0xB4},
                                         {0x74, 0xAD, 0xD1},
                                         {0xAB, 0xD9, 0xE9},
                                         {0xFE, 0xE0, 0x90},
                                         {0xFC, 0x8D, 0x59},
                                         {0xA5, 0x00, 0x26}}};
// From little to much (ColorBrewer YlOrBr, then viridis).
constexpr std::array<Colour, 6> kSoil{{{0xFF, 0xF7, 0xBC},
                                       {0xFE, 0xE3, 0x91},
                                       {0xFE, 0xC4, 0x4F},
                                       {0xEC, 0x70, 0x14},
                                       {0xB0, 0x48, 0x04},
                                       {0x66, 0x25, 0x06}}};
constexpr std::array<Colour, 6> kAny{{{0x44, 0x01, 0x54},
                                      {0x41, 0x44, 0x87},
                                      {0x2A, 0x78, 0x8E},
                                      {0x22, 0xA8, 0x84},
                                      {0x7A, 0xD1, 0x51},
                                      {0xFD, 0xE7, 0x25}}};
constexpr std::array<Colour, 8> kLabels{{{0x8D, 0xD3, 0xC7},
                                         {0xFF, 0xFF, 0xB3},
                                         {0xBE, 0xBA, 0xDA},
                                         {0xFB, 0x80, 0x72},
                                         {0x80, 0xB1, 0xD3},
                                         {0xFD, 0xB4, 0x62},
                                         {0xB3, 0xDE, 0x69},
                                         {0xBC, 0x80, 0xBD}}};

constexpr double kLeast = std::numeric_limits<float>::min();  // the class below it is that of 0
constexpr double kPerHour = 1e-3 / 3600;                      // mm/h in m/s
constexpr std::array<double, 4> kSafety{1, 1.25, 1.5, 2};
constexpr std::array<double, 5> kIndices{kLeast, 0.5, 1, 1.25, 1.5};
constexpr std::array<double, 4> kProbabilities{0.01, 0.1, 0.25, 0.5};
constexpr std::array<double, 6> kRains{kLeast,        2 * kPerHour,  5 * kPerHour,
                                       10 * kPerHour, 20 * kPerHour, kInfinity};
constexpr std::array<double, 5> kDepths{0.5, 1, 1.5, 2, 3};

/// How one field is shown.
struct Known {
    std::string_view field;
    std::string_view english;
    std::string_view vietnamese;
    std::span<const double> limits;  // SI, rising; of the upper class; none: of its kind
    enum class Order { high_is_worse, low_is_worse, amount } order = Order::amount;
};

constexpr std::array<Known, 10> kKnown{{
    {kSafetyFactor.name, "Safety factor of the slope", "Hệ số an toàn của sườn dốc", kSafety,
     Known::Order::low_is_worse},
    {kMinimumSafetyFactor.name, "Lowest safety factor of the soil column",
     "Hệ số an toàn nhỏ nhất trong cột đất", kSafety, Known::Order::low_is_worse},
    {kMeanSafetyFactor.name, "Mean safety factor of the slope",
     "Hệ số an toàn trung bình của sườn dốc", kSafety, Known::Order::low_is_worse},
    {kLandslideSusceptibility.name, "Probability of slope failure",
     "Xác suất mất ổn định của sườn dốc", kProbabilities, Known::Order::high_is_worse},
    {kStabilityIndex.name, "Stability index (SINMAP)", "Chỉ số ổn định (SINMAP)", kIndices,
     Known::Order::low_is_worse},
    {kStabilityClass.name,
     "Stability class (SINMAP)",
     "Cấp ổn định (SINMAP)",
     {},
     Known::Order::high_is_worse},
    {kCriticalRainfall.name, "Steady rain which brings the slope to failure",
     "Cường độ mưa tới hạn gây mất ổn định sườn dốc", kRains, Known::Order::low_is_worse},
    {kSlopeUnit.name, "Slope units", "Đơn vị sườn dốc", {}, Known::Order::amount},
    {kSoilDepth.name, "Soil depth", "Chiều dày tầng đất", kDepths, Known::Order::amount},
    {kSlope.name, "Slope", "Độ dốc", {}, Known::Order::amount},
}};

const Known* known(const FieldSpec& field) {
    const auto* const found = std::find_if(
        kKnown.begin(), kKnown.end(), [&](const Known& own) { return own.field == field.name; });
    return found == kKnown.end() ? nullptr : found;
}

struct Extremes {
    double low = kInfinity;
    double high = -kInfinity;
};

Extremes extremes_of(View<const float> cells) {
    Extremes all;
    for (Index row = 0; row < cells.rows(); ++row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            const auto value = static_cast<double>(cells(row, col));
            if (std::isfinite(value)) {
                all.low = std::min(all.low, value);
                all.high = std::max(all.high, value);
            }
        }
    }
    return all;
}

/// Round limits which part the values in about six.
std::vector<double> equal_steps(Extremes values, double per_si) {
    if (!(values.high > values.low)) {
        return {};
    }
    const double low = values.low * per_si;
    const double high = values.high * per_si;
    double step = round_length((high - low) / 4);
    while ((high - low) / step > 6) {
        step = round_length(step * 2.5);
    }
    std::vector<double> limits;
    for (double limit = (std::floor(low / step) + 1) * step; limit < high; limit += step) {
        limits.push_back(limit / per_si);
    }
    return limits;
}

std::string shown(double value, double per_si, Language language) {
    const double number = value * per_si;
    int decimals = 0;
    while (decimals < 4 && std::abs(std::round(number * std::pow(10, decimals)) -
                                    number * std::pow(10, decimals)) > 1e-6) {
        ++decimals;
    }
    return number_text(number, decimals, language);
}

/// The names of the classes between the limits, in rising order.
std::vector<std::string> names_between(const FieldSpec& field,
                                       std::span<const double> limits,
                                       Language language) {
    const DisplayUnit display = display_unit(field.unit);
    const std::string unit = display.symbol.empty()    ? ""
                             : display.symbol == "deg" ? "°"
                                                       : " " + std::string(display.symbol);
    const auto number = [&](double value) { return shown(value, display.per_si, language); };
    if (limits.empty()) {
        return {std::string(text(Word::one_value, language))};
    }
    std::vector<std::string> names;
    for (std::size_t place = 0; place <= limits.size(); ++place) {
        if (place == 0) {
            names.push_back(limits[0] == kLeast ? "0" + unit : "< " + number(limits[0]) + unit);
        } else if (place == limits.size()) {
            names.push_back(limits[place - 1] == kInfinity
                                ? std::string(text(Word::never, language))
                                : "≥ " + number(limits[place - 1]) + unit);
        } else if (limits[place - 1] == kLeast) {
            names.push_back("< " + number(limits[place]) + unit);
        } else if (limits[place] == kInfinity) {
            names.push_back("≥ " + number(limits[place - 1]) + unit);
        } else {
            names.push_back(number(limits[place - 1]) + " – " + number(limits[place]) + unit);
        }
    }
    return names;
}

/// As many of the colours as there are classes, at even distances.
template <std::size_t Count>
std::vector<Colour> spread(const std::array<Colour, Count>& all, std::size_t classes) {
    std::vector<Colour> colours;
    for (std::size_t place = 0; place < classes; ++place) {
        colours.push_back(all.at(classes == 1 ? Count / 2 : place * (Count - 1) / (classes - 1)));
    }
    return colours;
}

Raster<std::uint8_t> classes_between(View<const float> cells,
                                     std::span<const double> limits,
                                     bool low_is_worse) {
    Raster<std::uint8_t> classes(cells.extent(), kNoClass);
    const auto count = static_cast<int>(limits.size());
    for_each_cell(cells.extent(), [=, to = classes.view()](Index row, Index col) {
        const auto value = static_cast<double>(cells(row, col));
        if (!is_missing(value)) {
            const auto above = static_cast<int>(
                std::upper_bound(limits.begin(), limits.end(), value) - limits.begin());
            to(row, col) = static_cast<std::uint8_t>(1 + (low_is_worse ? count - above : above));
        }
    });
    return classes;
}

FieldScale measured_scale(const FieldSpec& field,
                          const FieldSet& fields,
                          Index time,
                          Language language) {
    const bool frames = field.form == Form::frames;
    const View<const float> cells =
        frames ? fields.read_frames(field).at(time) : fields.read(field);
    const Known* const own = known(field);
    std::vector<double> limits;
    if (own != nullptr && !own->limits.empty()) {
        limits.assign(own->limits.begin(), own->limits.end());
    } else {
        limits = equal_steps(extremes_of(cells), display_unit(field.unit).per_si);
    }
    const bool danger = own != nullptr && own->order != Known::Order::amount;
    const bool low_is_worse = own != nullptr && own->order == Known::Order::low_is_worse;
    const std::size_t count = limits.size() + 1;
    FieldScale scale{.colours = danger                          ? spread(kDanger, count)
                                : field.name == kSoilDepth.name ? spread(kSoil, count)
                                                                : spread(kAny, count),
                     .names = names_between(field, limits, language),
                     .classes = classes_between(cells, limits, low_is_worse)};
    if (low_is_worse) {
        std::reverse(scale.names.begin(), scale.names.end());
    }
    return scale;
}

/// Kinds and classes with the colours and the words of their legend.
FieldScale counted_scale(const FieldSpec& field,
                         View<const std::uint8_t> cells,
                         Language language) {
    FieldScale scale{.classes = Raster<std::uint8_t>(cells.extent(), kNoClass)};
    std::array<std::uint8_t, 256> class_of{};
    for (const LegendEntry& entry : legend_of(field, language)) {
        const bool missing = entry.value == (field.type == CellType::class8 ? kNoClass : 255);
        if (!missing && entry.value < 256) {
            scale.colours.push_back(entry.colour);
            scale.names.push_back(entry.name);
            class_of.at(static_cast<std::size_t>(entry.value)) =
                static_cast<std::uint8_t>(scale.colours.size());
        }
    }
    for_each_cell(cells.extent(), [&, to = scale.classes.view()](Index row, Index col) {
        to(row, col) = class_of.at(cells(row, col));
    });
    return scale;
}

FieldScale label_scale(View<const std::int32_t> cells) {
    FieldScale scale{.colours = {kLabels.begin(), kLabels.end()},
                     .classes = Raster<std::uint8_t>(cells.extent(), kNoClass)};
    for_each_cell(cells.extent(), [=, to = scale.classes.view()](Index row, Index col) {
        if (cells(row, col) != kNoLabel) {  // neighbours in number get other colours
            to(row, col) =
                static_cast<std::uint8_t>(1 + (cells(row, col) * Index{2654435761}) / 8192 %
                                                  static_cast<Index>(kLabels.size()));
        }
    });
    return scale;
}

}  // namespace

std::string field_title(const FieldSpec& field, Language language) {
    if (const Known* const own = known(field)) {
        return std::string(language == Language::english ? own->english : own->vietnamese);
    }
    std::string title(field.meaning);
    title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    return title;
}

FieldScale field_scale(const FieldSpec& field,
                       const FieldSet& fields,
                       Index time,
                       Language language) {
    switch (field.type) {
        case CellType::class8:
        case CellType::code8:
            return counted_scale(field, fields.read<std::uint8_t>(field), language);
        case CellType::label32:
            return label_scale(fields.read<std::int32_t>(field));
        default:
            return measured_scale(field, fields, time, language);
    }
}

}  // namespace hazone::io
