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
#include "io/map/known_scales.hpp"
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
// From little to much (viridis).
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

/// Round powers of ten below the highest value, for fields which are small nearly everywhere and
/// large in few cells.
std::vector<double> decades(double highest, double per_si) {
    constexpr int kLimits = 5;
    std::vector<double> limits;
    const double top = std::ceil(std::log10(highest * per_si) - 1e-9) - 1;
    for (int place = kLimits - 1; place >= 0; --place) {
        limits.push_back(std::pow(10.0, top - place) / per_si);
    }
    return limits;
}

/// Equal steps, or decades where equal steps would put nearly all cells into the lowest class.
std::vector<double> found_limits(const FieldSpec& field, View<const float> cells) {
    constexpr double kNearlyAll = 0.9;
    const Extremes values = extremes_of(cells);
    const double per_si = display_unit(field.unit, values.high).per_si;
    std::vector<double> limits = equal_steps(values, per_si);
    if (limits.empty() || !(values.low >= 0)) {
        return limits;
    }
    const Index known = count_cells(
        cells.extent(), [&](Index row, Index col) { return !is_missing(cells(row, col)); });
    const Index low = count_cells(cells.extent(), [&](Index row, Index col) {
        return double{cells(row, col)} < limits.front();
    });
    const bool skewed = static_cast<double>(low) > kNearlyAll * static_cast<double>(known);
    return skewed ? decades(values.high, per_si) : limits;
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
    const double highest = limits.empty() || !std::isfinite(limits.back()) ? 0 : limits.back();
    const DisplayUnit display = display_unit(field.unit, highest);
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
std::vector<Colour> spread(std::span<const Colour> all, std::size_t classes) {
    std::vector<Colour> colours;
    for (std::size_t place = 0; place < classes; ++place) {
        colours.push_back(
            all[classes == 1 ? all.size() / 2 : place * (all.size() - 1) / (classes - 1)]);
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

bool low_is_worse(const KnownScale* scale) {
    return scale != nullptr && scale->order == KnownScale::Order::low_is_worse;
}

/// Colours and names of the steps, rising with the value.
FieldSteps steps_between(const FieldSpec& field, std::vector<double> limits, Language language) {
    const KnownScale* const own = known_scale(field);
    const bool danger = own != nullptr && own->order != KnownScale::Order::amount;
    const std::span<const Colour> palette = own != nullptr && !own->palette.empty() ? own->palette
                                            : danger ? std::span<const Colour>(kDanger)
                                                     : std::span<const Colour>(kAny);
    FieldSteps steps{.colours = spread(palette, limits.size() + 1),
                     .names = names_between(field, limits, language)};
    steps.limits = std::move(limits);
    if (low_is_worse(own)) {
        std::reverse(steps.colours.begin(), steps.colours.end());
    }
    return steps;
}

FieldScale measured_scale(const FieldSpec& field,
                          const FieldSet& fields,
                          Index time,
                          Language language) {
    const bool frames = field.form == Form::frames;
    const View<const float> cells =
        frames ? fields.read_frames(field).at(time) : fields.read(field);
    const KnownScale* const own = known_scale(field);
    std::vector<double> limits;
    if (own != nullptr && !own->limits.empty()) {
        limits.assign(own->limits.begin(), own->limits.end());
    } else {
        limits = found_limits(field, cells);
    }
    FieldSteps steps = steps_between(field, std::move(limits), language);
    FieldScale scale{.classes = classes_between(cells, steps.limits, low_is_worse(own))};
    if (low_is_worse(own)) {
        std::reverse(steps.names.begin(), steps.names.end());
        std::reverse(steps.colours.begin(), steps.colours.end());
    }
    scale.colours = std::move(steps.colours);
    scale.names = std::move(steps.names);
    scale.limits = std::move(steps.limits);
    scale.low_is_worse = low_is_worse(own);
    return scale;
}

/// Whether a line of the legend stands for cells with data.
bool is_counted(const FieldSpec& field, const LegendEntry& entry) {
    return entry.value != (field.type == CellType::class8 ? kNoClass : 255) && entry.value < 256;
}

/// Kinds and classes with the colours and the words of their legend.
FieldScale counted_scale(const FieldSpec& field,
                         View<const std::uint8_t> cells,
                         Language language) {
    FieldScale scale{.classes = Raster<std::uint8_t>(cells.extent(), kNoClass)};
    std::array<std::uint8_t, 256> class_of{};
    for (const LegendEntry& entry : legend_of(field, language)) {
        if (is_counted(field, entry)) {
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
    if (const KnownScale* const own = known_scale(field)) {
        return std::string(language == Language::english ? own->english : own->vietnamese);
    }
    std::string title(field.meaning);
    title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    return title;
}

FieldSteps field_steps(const FieldSpec& field, double lowest, double highest, Language language) {
    const KnownScale* const own = known_scale(field);
    if (own != nullptr && !own->limits.empty()) {
        return steps_between(field, {own->limits.begin(), own->limits.end()}, language);
    }
    return steps_between(
        field, equal_steps({lowest, highest}, display_unit(field.unit, highest).per_si), language);
}

std::vector<std::string> scale_names(const FieldSpec& field,
                                     const FieldScale& scale,
                                     Language language) {
    std::vector<std::string> names;
    if (field.type == CellType::class8 || field.type == CellType::code8) {
        for (const LegendEntry& entry : legend_of(field, language)) {
            if (is_counted(field, entry)) {
                names.push_back(entry.name);
            }
        }
    } else if (field.type != CellType::label32) {
        names = names_between(field, scale.limits, language);
        if (scale.low_is_worse) {
            std::reverse(names.begin(), names.end());
        }
    }
    return names;
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
