// The calibration plot of SINMAP as a table: cells and landslides by slope and specific catchment
// area, the lines along which the stability index is 1.5, 1.25, 1, 0.5 and 0, and that above which
// the soil is saturated in the wettest case. A set of ranges is good when the landslides lie beyond
// the line of 1 and few other cells do; how many of each lie in every class is told in the notes of
// the run. Pack, Tarboton & Goodwin (1998), The SINMAP approach to terrain stability mapping, 8th
// Congress of the International Association of Engineering Geology, Vancouver.
//
// The parameters are those of sinmap, and what is set there holds here. An index which comes as a
// file may be of others: the cells of the sample are computed again and compared with the field.
#include "models/landslide/stability_plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double slope_of_index(double index, double specific_area, const SinmapRanges& ranges) {
    double low = 0;
    double high = kRightAngle;
    for (int step = 0; step < 60; ++step) {
        const double middle = 0.5 * (low + high);
        const double here = stability_index_of(middle, specific_area, ranges);
        (here > 0 && here >= index ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

namespace {

constexpr FieldSpec kNeeds[] = {kSlope, kSpecificCatchmentArea, kStabilityIndex, kStabilityClass};
constexpr FieldSpec kUses[] = {kLandslidePoints};
constexpr FieldSpec kMakes[] = {kStabilityPlot};
constexpr Index kMostCells = 2000;
constexpr std::size_t kClasses = 6;

struct PlotTable {
    std::vector<std::string> series;
    std::vector<double> slopes;
    std::vector<double> areas;
    std::vector<double> indices;

    void add(const std::string& name, double slope, double area, double index) {
        series.push_back(name);
        slopes.push_back(slope);
        areas.push_back(area);
        indices.push_back(index);
    }
};

struct Plotted {
    View<const float> slope, area, index;
    View<const std::uint8_t> number;

    explicit Plotted(const FieldSet& fields)
        : slope(fields.read(kSlope)),
          area(fields.read(kSpecificCatchmentArea)),
          index(fields.read(kStabilityIndex)),
          number(fields.read<std::uint8_t>(kStabilityClass)) {}
};

/// Cells with an index, at even distances in the order of rows, at most kMostCells.
void add_cells(const Plotted& cells, const SinmapRanges& ranges, PlotTable& table) {
    const Index all = cells.slope.rows() * cells.slope.cols();
    const Index stride = std::max<Index>(1, (all + kMostCells - 1) / kMostCells);
    for (Index number = stride / 2; number < all; number += stride) {
        const Index row = number / cells.slope.cols();
        const Index col = number % cells.slope.cols();
        const float index = cells.index(row, col);
        if (is_missing(index)) {
            continue;
        }
        const auto own = static_cast<float>(
            stability_index_of(cells.slope(row, col), cells.area(row, col), ranges));
        if (!(std::abs(own - index) <= 1e-5F)) {
            throw InputError(
                fmt::format("stability_plot: the stability index of row {}, column {} is {:.4g}, "
                            "and {:.4g} with "
                            "the parameters of stability_plot; set sinmap as it was for that index",
                            row + 1, col + 1, index, own));
        }
        table.add("cell", cells.slope(row, col), cells.area(row, col), index);
    }
}

/// Adds the landslides, those without an index too, and gives how many lie in each class; entry 0:
/// no data.
std::array<Index, kClasses + 1> add_landslides(const FieldSet& fields,
                                               const Plotted& cells,
                                               PlotTable& table) {
    std::array<Index, kClasses + 1> counts{};
    const FeatureLayer& points = fields.features(kLandslidePoints);
    for (std::size_t point = 0; point < points.size(); ++point) {
        const Cell cell = fields.grid().cell_at(points.places[points.first[point]]);
        if (!fields.extent().contains(cell.row, cell.col)) {
            continue;
        }
        ++counts.at(cells.number(cell));
        table.add("landslide", cells.slope(cell), cells.area(cell), cells.index(cell));
    }
    return counts;
}

void add_lines(const SinmapRanges& ranges, PlotTable& table) {
    for (const double index : {1.5, 1.25, 1.0, 0.5, 0.0}) {
        for (int tenth = 0; tenth <= 80; ++tenth) {  // 1 m to 100,000 km, ten values a decade
            const double area = std::pow(10.0, tenth / 10.0);
            table.add(fmt::format("line {}", index), slope_of_index(index, area, ranges), area,
                      index);
        }
    }
}

/// Where the wettest of the ranges saturates the soil: w = 1, a = sin(slope) T / R.
void add_saturation(const SinmapRanges& ranges, PlotTable& table) {
    for (int degree = 1; degree < 90; ++degree) {
        const double slope = degree * kRightAngle / 90;
        const double area = std::sin(slope) / ranges.rain.high;
        table.add("saturation", slope, area, stability_index_of(slope, area, ranges));
    }
}

std::array<Index, kClasses + 1> class_counts(View<const std::uint8_t> number) {
    std::array<Index, kClasses + 1> counts{};
    for (Index row = 0; row < number.rows(); ++row) {
        for (Index col = 0; col < number.cols(); ++col) {
            ++counts.at(std::min<std::size_t>(number(row, col), kClasses));
        }
    }
    return counts;
}

std::string counts_text(const std::array<Index, kClasses + 1>& counts) {
    std::string text;
    for (std::size_t number = 1; number < counts.size(); ++number) {
        text += fmt::format("{}{}", number > 1 ? ", " : "", counts.at(number));
    }
    return fmt::format("{}, and {} without data", text, counts[0]);
}

void check(const Params& params, const HasField& /*has*/) {
    sinmap_ranges("stability_plot", params);
}

void run(const Params& params, FieldSet& fields) {
    const SinmapRanges ranges = sinmap_ranges("stability_plot", params);
    const Plotted cells(fields);
    PlotTable table;
    add_cells(cells, ranges, table);
    fields.note("stability_plot: cells in the classes 1 to 6: " +
                counts_text(class_counts(cells.number)));
    if (fields.has(kLandslidePoints)) {
        fields.note("stability_plot: landslides in the classes 1 to 6: " +
                    counts_text(add_landslides(fields, cells, table)));
    }
    add_lines(ranges, table);
    add_saturation(ranges, table);
    FeatureLayer layer{.name = "stability_plot", .shape = FeatureShape::none};
    layer.attributes = {
        {"series", Unit::one, "cell, landslide, the line of an index, or that of saturation",
         std::move(table.series)},
        {"slope", Unit::radian, "of the ground", std::move(table.slopes)},
        {"specific_catchment_area", Unit::metre, "of the ground", std::move(table.areas)},
        {"stability_index", Unit::one, "there", std::move(table.indices)},
    };
    fields.put(kStabilityPlot, std::make_shared<const FeatureLayer>(std::move(layer)));
}

}  // namespace

constinit const Model stability_plot{
    .name = "stability_plot",
    .summary = "slope and catchment area of cells and landslides with the limits of the classes",
    .source =
        "Pack, Tarboton & Goodwin (1998), The SINMAP approach to terrain stability mapping, 8th "
        "IAEG Congress",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kSinmapParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .uses = kUses,
    .check = check,
    .params_of = "sinmap",
};

}  // namespace hazone::models
