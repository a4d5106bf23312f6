// The valley of a drainage basin by height above drainage: Nobre et al. (2011), Journal of
// Hydrology 404, 13-29, https://doi.org/10.1016/j.jhydrol.2011.03.051.
//
// Bulking of a flood by sediment: Q_b = Q / (1 - C_v) = Q (1 + V_s / V_w), with C_v the share of
// the volume which is sediment; mud floods reach from 0.20 to 0.45, above that flow is no longer
// that of water: O'Brien & Julien (1985), Physical properties and mechanics of hyperconcentrated
// sediment flows, ASCE Specialty Conference on the Delineation of Landslide, Flash Flood and Debris
// Flow Hazards in Utah, 260-279.
#include "models/flood/nest/valley.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/downstream.hpp"

namespace hazone::nest {
namespace {

bool is_reach(const Ground& ground, const Rule& rule, Cell at) {
    return ground.stream(at) == 1 && ground.area(at) >= rule.least_area &&
           ground.basin(at) != kNoLabel;
}

std::map<std::int32_t, Basin> basins_of(const Ground& ground, const Rule& rule) {
    std::map<std::int32_t, Basin> basins;
    for (Index row = 0; row < ground.basin.rows(); ++row) {
        for (Index col = 0; col < ground.basin.cols(); ++col) {
            const Cell at{row, col};
            if (!is_reach(ground, rule, at)) {
                continue;
            }
            Basin& basin = basins[ground.basin(at)];
            basin.number = ground.basin(at);
            basin.reach.push_back(at);
            const float measure = ground.measure(at);
            basin.unknown += is_missing(measure) ? 1 : 0;
            basin.worst =
                is_missing(measure) ? basin.worst : std::max(basin.worst, double{measure});
        }
    }
    for (auto& [number, basin] : basins) {
        std::stable_sort(basin.reach.begin(), basin.reach.end(),
                         [&](Cell a, Cell b) { return ground.area(a) < ground.area(b); });
        const bool known = basin.unknown < static_cast<Index>(basin.reach.size());
        basin.verdict = known && basin.worst >= rule.threshold ? Verdict::passes
                        : basin.unknown > 0                    ? Verdict::unknown
                                                               : Verdict::below;
    }
    return basins;
}

/// The basin of the reach into which the cell drains before any other channel; 0 where there is
/// none, or where the cell lies too high above it.
std::int32_t valley_of(const Ground& ground, const Rule& rule, Cell cell) {
    if (!(ground.height(cell) <= rule.valley_height)) {
        return kNoLabel;
    }
    Cell at = cell;
    // Given directions may run in a circle.
    for (Index left = ground.basin.extent().size(); ground.stream(at) != 1; --left) {
        if (left == 0 || !flow_on(ground.direction, at)) {
            return kNoLabel;
        }
    }
    return is_reach(ground, rule, at) ? ground.basin(at) : kNoLabel;
}

std::vector<Inflow> inflows_of(const Ground& ground, const Rule& rule, const Basin& basin) {
    std::vector<Inflow> inflows;
    for (const Cell into : basin.reach) {
        Inflow inflow{into, {}};
        for (const Cell donor : Donors(ground.direction, into)) {
            if (!is_reach(ground, rule, donor) || ground.basin(donor) != basin.number) {
                inflow.donors.push_back(donor);
            }
        }
        if (!inflow.donors.empty()) {
            inflows.push_back(std::move(inflow));
        }
    }
    return inflows;
}

/// Corners of what a basin covers.
struct Box {
    Cell low{std::numeric_limits<Index>::max(), std::numeric_limits<Index>::max()};
    Cell high{-1, -1};

    void add(Cell at) {
        low = {std::min(low.row, at.row), std::min(low.col, at.col)};
        high = {std::max(high.row, at.row), std::max(high.col, at.col)};
    }
    Window grown(Index margin, Extent extent) const {
        const Cell from{std::max<Index>(0, low.row - margin), std::max<Index>(0, low.col - margin)};
        return {from,
                {std::min(extent.rows, high.row + margin + 1) - from.row,
                 std::min(extent.cols, high.col + margin + 1) - from.col}};
    }
};

}  // namespace

Choice choose(const Ground& ground, const Rule& rule) {
    const Extent extent = ground.basin.extent();
    std::map<std::int32_t, Basin> basins = basins_of(ground, rule);
    Choice choice{{}, Raster<std::int32_t>(extent)};
    for_each_cell(extent, [&](Index row, Index col) {
        choice.valley(row, col) = valley_of(ground, rule, {row, col});
    });
    std::map<std::int32_t, Box> boxes;
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            const std::int32_t number = choice.valley(row, col);
            if (number != kNoLabel) {
                boxes[number].add({row, col});
            }
        }
    }
    for (auto& [number, basin] : basins) {
        if (basin.verdict == Verdict::passes) {
            Box& box = boxes[number];
            std::for_each(basin.reach.begin(), basin.reach.end(), [&](Cell at) { box.add(at); });
            basin.inflows = inflows_of(ground, rule, basin);
            basin.window = box.grown(rule.margin, extent);
        }
        choice.basins.push_back(std::move(basin));
    }
    return choice;
}

void connected_bed(View<const float> bed,
                   View<const std::uint8_t> direction,
                   View<const std::uint8_t> stream,
                   Window window,
                   View<float> part) {
    for_each_cell(window.extent, [&](Index row, Index col) {
        part(row, col) = bed(window.from.row + row, window.from.col + col);
    });
    const auto lower = [&](Cell at, float level) {
        const Index row = at.row - window.from.row;
        const Index col = at.col - window.from.col;
        if (part.extent().contains(row, col) && part(row, col) > level) {
            part(row, col) = level;
        }
    };
    for (Index row = window.from.row; row < window.end_row(); ++row) {
        for (Index col = window.from.col; col < window.from.col + window.extent.cols; ++col) {
            const Cell at{row, col};
            Cell next = at;
            if (stream(at) != 1 || !flow_on(direction, next) || next.row == row ||
                next.col == col) {
                continue;
            }
            const Cell beside{row, next.col};
            const Cell across{next.row, col};
            const bool first = is_missing(bed(across)) || bed(beside) <= bed(across);
            lower(first ? beside : across, bed(at));
        }
    }
}

double slope_of_way_out(const Basin& basin,
                        View<const float> bed,
                        View<const std::uint8_t> direction,
                        double cell_size) {
    const Window& window = basin.window;
    const Cell begin = basin.reach.back();
    Cell at = begin;
    double length = 0;
    for (Cell next = at; length < static_cast<double>(window.extent.size()); at = next) {
        const bool inside = next.row >= window.from.row && next.row < window.end_row() &&
                            next.col >= window.from.col &&
                            next.col < window.from.col + window.extent.cols;
        if (!inside || !flow_on(direction, next)) {
            break;
        }
        length += next.row == at.row || next.col == at.col ? 1 : std::sqrt(2.0);
    }
    return length > 0 ? (bed(begin) - bed(at)) / (length * cell_size) : 0;
}

double own_share(const Basin& basin, View<const double> area, double cell_area) {
    double outside = 0;
    for (const Inflow& inflow : basin.inflows) {
        for (const Cell donor : inflow.donors) {
            outside += area(donor);
        }
    }
    return outside > 0 ? static_cast<double>(basin.reach.size()) * cell_area / outside : 0;
}

std::vector<Slide> slides_at_streams(View<const std::int32_t> source,
                                     View<const float> volume,
                                     View<const std::uint8_t> stream,
                                     View<const double> area) {
    std::map<std::int32_t, Slide> slides;
    for (Index row = 0; row < source.rows(); ++row) {
        for (Index col = 0; col < source.cols(); ++col) {
            const Cell at{row, col};
            if (source(at) == kNoLabel || stream(at) != 1 || is_missing(volume(at))) {
                continue;
            }
            const auto [found, is_new] = slides.try_emplace(source(at), Slide{at, 0});
            Slide& slide = found->second;
            slide.volume = std::max(slide.volume, double{volume(at)});
            slide.cell = area(at) < area(slide.cell) ? at : slide.cell;
        }
    }
    std::vector<Slide> list;
    for (const auto& [number, slide] : slides) {
        list.push_back(slide);
    }
    return list;
}

Bulking bulk(const Basin& basin,
             View<const std::uint8_t> direction,
             const std::vector<Slide>& slides,
             const std::vector<double>& water,
             double most_concentration) {
    const auto key = [](Cell cell) { return std::pair(cell.row, cell.col); };
    std::map<std::pair<Index, Index>, double> waiting;  // ground at each cell of the reach
    for (const Cell at : basin.reach) {
        waiting[key(at)] = 0;
    }
    for (const Slide& slide : slides) {
        Cell at = slide.cell;
        bool inside = waiting.contains(key(at));
        // Given directions may run in a circle.
        for (Index left = direction.extent().size(); !inside && left > 0; --left) {
            if (!flow_on(direction, at)) {
                break;
            }
            inside = waiting.contains(key(at));
        }
        if (inside) {
            waiting[key(at)] += slide.volume;
        }
    }
    const double most = most_concentration / (1 - most_concentration);
    Bulking bulking{std::vector<double>(basin.inflows.size(), 1.0)};
    std::size_t next = 0;
    for (const Cell at : basin.reach) {
        double ground = waiting[key(at)];
        if (next < basin.inflows.size() && basin.inflows[next].into == at) {
            const double carried = std::min(ground, most * water[next]);
            bulking.factors[next] = carried > 0 ? 1 + carried / water[next] : 1.0;
            bulking.carried += carried;
            ground -= carried;
            ++next;
        }
        Cell below = at;
        if (flow_on(direction, below) && waiting.contains(key(below))) {
            waiting[key(below)] += ground;
        } else {
            bulking.left += ground;
        }
    }
    return bulking;
}

}  // namespace hazone::nest
