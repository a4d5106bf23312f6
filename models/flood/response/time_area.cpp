#include "models/flood/response/time_area.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream_length.hpp"
#include "engine/terrain/network/basins.hpp"

namespace hazone::models {
namespace {

constexpr std::int32_t kNone = -1;

/// The way from one outlet to the next, if its water meets one.
struct Link {
    std::int32_t below = kNone;
    double time = 0;  // s
};

class TimeAreas {
public:
    TimeAreas(const TimeAreaGround& ground, const std::vector<TimeAreaOutlet>& outlets)
        : outlets_(outlets), basin_(ground.direction.extent()), time_(ground.direction.extent()) {
        std::vector<Cell> cells;
        Raster<std::uint8_t> parted(ground.direction.extent());
        for_each_cell(parted.extent(),
                      [&](Index row, Index col) { parted(row, col) = ground.direction(row, col); });
        for (const TimeAreaOutlet& outlet : outlets) {
            cells.push_back(outlet.cell);
            parted(outlet.cell.row, outlet.cell.col) = kOutlet;
        }
        basins_above(ground.direction, cells, basin_);
        travel_time(parted, ground.velocity, ground.cell_size, time_);
        find_links(ground);
        cut_useless_links();
    }

    std::vector<TimeArea> count(double interval, Index most_intervals) const {
        std::vector<TimeArea> areas = longest_times();
        for (std::size_t own = 0; own < areas.size(); ++own) {
            const double last = std::floor(areas[own].longest / interval);
            if (outlets_[own].is_wanted && last < static_cast<double>(most_intervals)) {
                areas[own].cells.resize(static_cast<std::size_t>(last) + 1, 0);
            }
        }
        for_each_cell(basin_.extent(), [&](Index row, Index col) {
            count_cell({row, col}, interval, areas);
        });
        return areas;
    }

private:
    /// Counts the cell for each outlet on its way down. Whole numbers: in any order the same.
    void count_cell(Cell cell, double interval, std::vector<TimeArea>& areas) const {
        double time = time_(cell.row, cell.col);
        for (std::int32_t at = basin_(cell.row, cell.col) - 1; at != kNone;) {
            const auto own = static_cast<std::size_t>(at);
            if (!areas[own].cells.empty()) {
                const auto number = static_cast<std::size_t>(time / interval);
                const std::atomic_ref<Index> cells(areas[own].cells[number]);
                cells.fetch_add(1, std::memory_order_relaxed);
            }
            time += links_[own].time;
            at = links_[own].below;
        }
    }

    void find_links(const TimeAreaGround& ground) {
        for (const TimeAreaOutlet& outlet : outlets_) {
            Link link;
            Cell next = outlet.cell;
            if (flow_on(ground.direction, next)) {
                const double step =
                    ground.cell_size * step_length(neighbour_of(ground.direction(outlet.cell)));
                link.below = basin_(next.row, next.col) - 1;
                link.time =
                    step / double{ground.velocity(outlet.cell)} + double{time_(next.row, next.col)};
            }
            links_.push_back(link);
        }
    }

    /// Cuts the ways on below which no outlet is wanted.
    void cut_useless_links() {
        std::vector<bool> serves(links_.size(), false);
        for (std::size_t own = 0; own < links_.size(); ++own) {
            std::vector<std::size_t> way;
            auto at = static_cast<std::int32_t>(own);
            for (; at != kNone; at = links_[static_cast<std::size_t>(at)].below) {
                way.push_back(static_cast<std::size_t>(at));
                if (serves[way.back()] || (outlets_[way.back()].is_wanted && way.size() > 1)) {
                    break;
                }
            }
            if (at == kNone) {
                links_[own].below = kNone;
            } else {
                way.pop_back();  // it may serve itself alone
                for (const std::size_t above : way) {
                    serves[above] = true;
                }
            }
        }
    }

    std::vector<TimeArea> longest_times() const {
        std::vector<double> longest(outlets_.size(), 0.0);
        for (Index row = 0; row < basin_.rows(); ++row) {
            for (Index col = 0; col < basin_.cols(); ++col) {
                if (basin_(row, col) != kNoLabel) {
                    double& own = longest[static_cast<std::size_t>(basin_(row, col)) - 1];
                    own = later(own, double{time_(row, col)});
                }
            }
        }
        std::vector<TimeArea> areas(outlets_.size());
        for (std::size_t own = 0; own < outlets_.size(); ++own) {
            double time = longest[own];
            for (auto at = static_cast<std::int32_t>(own); at != kNone;) {
                const auto place = static_cast<std::size_t>(at);
                areas[place].longest = later(areas[place].longest, time);
                time += links_[place].time;
                at = links_[place].below;
            }
        }
        return areas;
    }

    /// The greater of two times; missing when one is missing or infinite.
    static double later(double one, double other) {
        return std::isfinite(one) && std::isfinite(other) ? std::max(one, other) : double{kMissing};
    }

    const std::vector<TimeAreaOutlet>& outlets_;
    Raster<std::int32_t> basin_;  // number of the first outlet on the way down, from 1
    Raster<float> time_;          // to that outlet, s
    std::vector<Link> links_;
};

}  // namespace

std::vector<TimeArea> time_areas(const TimeAreaGround& ground,
                                 const std::vector<TimeAreaOutlet>& outlets,
                                 double interval,
                                 Index most_intervals) {
    return TimeAreas(ground, outlets).count(interval, most_intervals);
}

std::vector<double> unit_hydrograph(std::span<const Index> cells,
                                    double cell_area,
                                    double interval,
                                    double storage_time) {
    constexpr double kDepth = 1e-3;  // m
    constexpr double kRest = 1e-3;   // of the volume
    const double keeps = std::exp(-interval / storage_time);
    double volume = 0;
    double outflow = 0;
    std::vector<double> discharge{0};
    const auto pass = [&](double inflow) {
        const double before = outflow;
        outflow = keeps * outflow + (1 - keeps) * inflow;
        discharge.push_back(inflow - storage_time * (outflow - before) / interval);
    };
    for (const Index count : cells) {
        const double inflow = static_cast<double>(count) * cell_area * kDepth / interval;
        volume += inflow * interval;
        pass(inflow);
    }
    while (storage_time * outflow > kRest * volume) {
        pass(0);
    }
    const double factor = 1 / (1 - storage_time * outflow / volume);
    for (double& ordinate : discharge) {
        ordinate *= factor;
    }
    discharge.push_back(0);
    return discharge;
}

}  // namespace hazone::models
