#include "engine/terrain/network/basin_shape.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/network/convex_hull.hpp"

namespace hazone {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// What is gathered of the cells of a basin, and then of all the ground above its outlet.
struct Tally {
    Index cells = 0;
    Index without_elevation = 0;
    float highest = -std::numeric_limits<float>::infinity();
    float lowest = std::numeric_limits<float>::infinity();
    Index with_slope = 0;
    double slope = 0;        // sum
    std::vector<Cell> hull;  // cells among which the farthest from any place is

    void add(float elevation, float own_slope) {
        ++cells;
        without_elevation += is_missing(elevation) ? 1 : 0;
        highest = elevation > highest ? elevation : highest;
        lowest = elevation < lowest ? elevation : lowest;
        with_slope += is_missing(own_slope) ? 0 : 1;
        slope += is_missing(own_slope) ? 0.0 : double{own_slope};
    }
    void add(const Tally& other) {
        cells += other.cells;
        without_elevation += other.without_elevation;
        highest = std::max(highest, other.highest);
        lowest = std::min(lowest, other.lowest);
        with_slope += other.with_slope;
        slope += other.slope;
        hull.insert(hull.end(), other.hull.begin(), other.hull.end());
    }
    void tighten() { hull = convex_hull(std::move(hull)); }
};

using Tallies = std::unordered_map<std::int32_t, Tally>;

/// A run of cells of one basin in a row.
void add_run(const BasinGround& ground, Cell first, Index end, Tally& tally) {
    for (Index col = first.col; col < end; ++col) {
        tally.add(ground.filled(first.row, col), ground.slope(first.row, col));
    }
    tally.hull.push_back(first);
    tally.hull.push_back({first.row, end - 1});
}

Tallies tallies_of_rows(const BasinGround& ground, Index first_row, Index last_row) {
    Tallies tallies;
    for (Index row = first_row; row < last_row; ++row) {
        const std::int32_t* label = ground.basin.row(row);
        for (Index col = 0; col < ground.basin.cols();) {
            Index end = col + 1;
            while (end < ground.basin.cols() && label[end] == label[col]) {
                ++end;
            }
            if (label[col] != kNoLabel) {
                add_run(ground, {row, col}, end, tallies[label[col]]);
            }
            col = end;
        }
    }
    for (auto& [label, tally] : tallies) {
        tally.tighten();
    }
    return tallies;
}

/// One basin on its way to its form.
struct Basin {
    std::int32_t label = 0;
    Tally own;
    Tally catchment;
    bool single = false;  // it has one outlet
    bool known = true;    // so have all basins above
    Cell outlet;
    std::int32_t downstream = 0;
    Index waiting = 0;  // basins above whose catchments are still to come
};

/// The basins by label, with the tallies of their own cells: bands of rows in parallel, joined in
/// the order of the bands.
std::vector<Basin> own_tallies(const BasinGround& ground) {
    constexpr Index kBandRows = 64;
    const Index bands = (ground.basin.rows() + kBandRows - 1) / kBandRows;
    std::vector<Tallies> by_band(static_cast<std::size_t>(bands));
    for_each_block(bands, [&](Index band) {
        by_band[static_cast<std::size_t>(band)] = tallies_of_rows(
            ground, band * kBandRows, std::min(ground.basin.rows(), (band + 1) * kBandRows));
    });
    Tallies joined;
    for (Tallies& band : by_band) {
        for (auto& [label, tally] : band) {
            joined[label].add(tally);
        }
        band.clear();
    }
    std::vector<Basin> basins;
    for (auto& [label, tally] : joined) {
        basins.push_back({.label = label, .own = std::move(tally)});
    }
    std::sort(basins.begin(), basins.end(),
              [](const Basin& a, const Basin& b) { return a.label < b.label; });
    return basins;
}

template <class Labelled>
auto find_label(std::vector<Labelled>& sorted, std::int32_t label) {
    const auto found = std::lower_bound(
        sorted.begin(), sorted.end(), label,
        [](const Labelled& one, std::int32_t wanted) { return one.label < wanted; });
    return found != sorted.end() && found->label == label ? found : sorted.end();
}

void set_outlets(const std::vector<BasinOutlet>& outlets, std::vector<Basin>& basins) {
    for (const BasinOutlet& outlet : single_outlets(outlets)) {
        const auto basin = find_label(basins, outlet.label);
        if (basin != basins.end()) {
            basin->single = true;
            basin->outlet = outlet.cell;
            basin->downstream = outlet.downstream;
        }
    }
    for (const BasinOutlet& outlet : outlets) {
        const auto below = find_label(basins, outlet.downstream);
        const auto above = find_label(basins, outlet.label);
        if (below != basins.end()) {
            below->waiting += above->single ? 1 : 0;
            below->known = below->known && above->single;
        }
    }
}

/// Hands the catchments down, from the headwaters on. Basins in a ring never come to their turn.
void gather_catchments(std::vector<Basin>& basins) {
    std::vector<std::size_t> ready;
    for (std::size_t place = 0; place < basins.size(); ++place) {
        basins[place].own.tighten();
        basins[place].catchment = basins[place].own;
        if (basins[place].waiting == 0) {
            ready.push_back(place);
        }
    }
    while (!ready.empty()) {
        const std::size_t place = ready.back();
        ready.pop_back();
        Basin& basin = basins[place];
        basin.catchment.tighten();
        basin.known = basin.known && basin.single;
        const auto below = find_label(basins, basin.downstream);
        if (below == basins.end()) {
            continue;
        }
        below->known = below->known && basin.known;
        below->catchment.add(basin.catchment);
        if (--below->waiting == 0) {
            ready.push_back(static_cast<std::size_t>(below - basins.begin()));
        }
    }
    for (Basin& basin : basins) {
        basin.known = basin.known && basin.waiting == 0;
    }
}

double farthest(const std::vector<Cell>& hull, Cell outlet) {
    Index squared = 0;
    for (const Cell cell : hull) {
        const Index rows = cell.row - outlet.row;
        const Index cols = cell.col - outlet.col;
        squared = std::max(squared, rows * rows + cols * cols);
    }
    return std::sqrt(static_cast<double>(squared));
}

BasinShape shape_of(const Basin& basin, const BasinGround& ground) {
    const double cell_area = ground.cell_size * ground.cell_size;
    BasinShape shape{.label = basin.label,
                     .downstream = basin.downstream,
                     .area = cell_area * static_cast<double>(basin.own.cells),
                     .catchment_area = kUnknown,
                     .relief = kUnknown,
                     .mean_slope = kUnknown,
                     .path_length = kUnknown,
                     .length = kUnknown,
                     .melton_ratio = kUnknown,
                     .relief_ratio = kUnknown};
    if (!basin.known) {
        return shape;
    }
    const Tally& all = basin.catchment;
    shape.catchment_area = cell_area * static_cast<double>(all.cells);
    shape.relief = all.without_elevation > 0 ? kUnknown : double{all.highest} - double{all.lowest};
    shape.mean_slope =
        all.with_slope == 0 ? kUnknown : all.slope / static_cast<double>(all.with_slope);
    shape.path_length = double{ground.upstream_length(basin.outlet)};
    shape.length = ground.cell_size * farthest(all.hull, basin.outlet);
    shape.melton_ratio = melton_ratio(shape.relief, shape.catchment_area);
    shape.relief_ratio = relief_ratio(shape.relief, shape.length);
    return shape;
}

/// The value of one of the shapes, which are sorted by label; missing where none has the label.
float value_of_basin(const std::vector<BasinShape>& shapes,
                     std::int32_t label,
                     double BasinShape::*value) {
    const auto shape = std::lower_bound(
        shapes.begin(), shapes.end(), label,
        [](const BasinShape& one, std::int32_t wanted) { return one.label < wanted; });
    const bool found = shape != shapes.end() && shape->label == label;
    return found ? static_cast<float>((*shape).*value) : kMissing;
}

}  // namespace

double melton_ratio(double relief, double area) { return relief / std::sqrt(area); }

double relief_ratio(double relief, double length) {
    return length > 0 ? relief / length : kUnknown;
}

std::vector<BasinShape> basin_shapes(const BasinGround& ground,
                                     const std::vector<BasinOutlet>& outlets) {
    assert(ground.basin.extent() == ground.filled.extent());
    assert(ground.basin.extent() == ground.slope.extent());
    assert(ground.basin.extent() == ground.upstream_length.extent());
    std::vector<Basin> basins = own_tallies(ground);
    set_outlets(outlets, basins);
    gather_catchments(basins);
    std::vector<BasinShape> shapes(basins.size());
    std::transform(basins.begin(), basins.end(), shapes.begin(),
                   [&](const Basin& basin) { return shape_of(basin, ground); });
    return shapes;
}

void spread_by_basin(View<const std::int32_t> basin,
                     const std::vector<BasinShape>& shapes,
                     double BasinShape::*value,
                     View<float> out) {
    assert(basin.extent() == out.extent());
    for_each_row(basin.rows(), [&](Index row) {
        std::int32_t last = kNoLabel;
        float own = kMissing;
        for (Index col = 0; col < basin.cols(); ++col) {
            const std::int32_t label = basin(row, col);
            if (label != last) {
                own = value_of_basin(shapes, label, value);
                last = label;
            }
            out(row, col) = own;
        }
    });
}

}  // namespace hazone
