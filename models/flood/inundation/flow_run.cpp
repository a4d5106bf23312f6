#include "models/flood/inundation/flow_run.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::inundation {
namespace {

/// A raster larger than this, of the ten which a step goes through, is out of the cache again when
/// the next step reads it.
constexpr std::size_t kCacheBytes = std::size_t{4} << 20;

template <class T>
double volume_of(const Ground<T>& ground, const Water<T>& water) {
    return ground.cell_size * ground.cell_size *
           sum_cells(ground.extent, [&](Index row, Index col) {
               return static_cast<double>(water.depth(row, col));
           });
}

}  // namespace

template <class T>
FlowRun<T>::FlowRun(const GroundSource& ground, const Edges& edges, double courant, Index edge_halo)
    : ground_(ground),
      edges_(edges),
      activity_(ground_.extent),
      faces_(ground_, edges_, activity_.windows(), edge_halo),
      sources_(ground_.extent, ground_.cell_size),
      water_(ground_.extent),
      next_(ground_.extent, 1),
      results_(static_cast<std::size_t>(activity_.windows().count())),
      tile_gain_(results_.size()),
      face_mass_(faces_.count()),
      streams_(sizeof(T) * static_cast<std::size_t>(ground_.extent.size()) > kCacheBytes),
      courant_(courant) {
    edges_.at_missing = {};  // the faces know their rules
    balance_.rules.assign(edges_.rules.size(), 0.0);
}

template <class T>
void FlowRun<T>::set_depth(View<const double> depth) {
    for_each_cell(ground_.extent, [&](Index row, Index col) {
        const bool none = is_missing(depth(row, col)) || !ground_.is_inside(row, col);
        water_.depth(row, col) = none ? T{0} : static_cast<T>(std::max(depth(row, col), 0.0));
    });
    ready_ = false;
}

/// The speed of the step before stays where depths fall: the next step is shorter, not unstable.
template <class T>
void FlowRun<T>::put_depth(Cell cell, double depth) {
    water_.depth(cell.row, cell.col) = static_cast<T>(depth);
    if (depth > 0) {
        activity_.set_wet(activity_.windows().number_at(cell), true);
        speed_ = std::max(speed_, wave_speed(cell.row, cell.col));
    }
}

template <class T>
void FlowRun<T>::restore(const WaterViews<const double>& water, const RunTotals& totals) {
    for_each_row(ground_.extent.rows, [&](Index row) {
        for (Index col = 0; col < ground_.extent.cols; ++col) {
            water_.depth(row, col) = static_cast<T>(water.depth(row, col));
            water_.east(row, col) = static_cast<T>(water.east(row, col));
            water_.south(row, col) = static_cast<T>(water.south(row, col));
        }
        water_.east(row, -1) = static_cast<T>(water.west_edge(row, 0));
    });
    for (Index col = 0; col < ground_.extent.cols; ++col) {
        water_.south(-1, col) = static_cast<T>(water.north_edge(0, col));
    }
    time_ = totals.time;
    last_step_ = totals.last_step;
    balance_.initial = totals.initial;
    balance_.sources = totals.sources;
    balance_.edges = totals.edges;
    ready_ = false;
    has_begun_ = true;
}

template <class T>
void FlowRun<T>::save(const WaterViews<double>& water) const {
    for_each_row(ground_.extent.rows, [&](Index row) {
        for (Index col = 0; col < ground_.extent.cols; ++col) {
            water.depth(row, col) = water_.depth(row, col);
            water.east(row, col) = water_.east(row, col);
            water.south(row, col) = water_.south(row, col);
        }
        water.west_edge(row, 0) = water_.east(row, -1);
    });
    for (Index col = 0; col < ground_.extent.cols; ++col) {
        water.north_edge(0, col) = water_.south(-1, col);
    }
}

template <class T>
RunTotals FlowRun<T>::totals() {
    prepare();
    return {time_, last_step_, balance_.initial, balance_.sources, balance_.edges};
}

/// Before a step: which tiles are fed; before the first also the volume and the speeds.
template <class T>
void FlowRun<T>::prepare() {
    std::vector<char> fed_by_edges(results_.size());
    for (std::size_t tile = 0; tile < results_.size(); ++tile) {
        fed_by_edges[tile] = faces_.feeds(static_cast<Index>(tile), edges_.rules) ? 1 : 0;
    }
    const bool fed_anew = sources_.find_tiles(activity_, fed_by_edges);
    if (!ready_) {
        if (!has_begun_) {
            balance_.initial = volume_of(ground_, water_);
        }
        find_speeds();
        begin_anew();
    }
    if (!ready_ || fed_anew) {
        activity_.find_active();
    }
    ready_ = true;
    has_begun_ = true;
}

template <class T>
void FlowRun<T>::find_speeds() {
    const Windows& windows = activity_.windows();
    for_each_block(windows.count(), [&](Index tile) {
        const Window window = windows.at(tile);
        TileResult result;
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            for (Index col = window.from.col; col < window.end_col(); ++col) {
                result.wet = result.wet || water_.depth(row, col) > 0;
                result.speed = std::max(result.speed, wave_speed(row, col));
            }
        }
        results_[static_cast<std::size_t>(tile)] = result;
    });
    speed_ = 0;
    for (Index tile = 0; tile < windows.count(); ++tile) {
        const TileResult& result = results_[static_cast<std::size_t>(tile)];
        speed_ = std::max(speed_, result.speed);
        activity_.set_wet(tile, result.wet);
    }
    activity_.forget_past();
}

template <class T>
double FlowRun<T>::stable_step() {
    prepare();
    return speed_ > 0 ? courant_ * ground_.cell_size / speed_
                      : std::numeric_limits<double>::infinity();
}

template <class T>
StepReport FlowRun<T>::advance(double longest) {
    StepReport report{.length = std::min(stable_step(), longest),
                      .active_tiles = static_cast<Index>(activity_.active().size())};
    RecordOnce once(*this);
    while (!try_step(report.length)) {
        once.stop();
        report.length /= 2;
        if (++report.halvings > kMostHalvings) {
            refuse(report.length);
        }
    }
    settle(report.length, report.length);
    return report;
}

template <class T>
void FlowRun<T>::settle(double length, double last) {
    std::swap(water_, next_);
    time_ += length;
    last_step_ = last;
    speed_ = 0;
    double gained = 0;
    const double area = ratio(length) * ground_.cell_size * ground_.cell_size;
    const auto add_faces = [&](const std::vector<EdgeFace>& faces) {
        for (const EdgeFace& face : faces) {
            const double mass = face.counts ? face_mass_[face.slot] : 0.0;
            balance_.edges -= mass * area;
            balance_.rules[face.rule] -= mass * area;
        }
    };
    for (const Index tile : activity_.active()) {
        const TileResult& result = results_[static_cast<std::size_t>(tile)];
        speed_ = std::max(speed_, result.speed);
        activity_.set_wet(tile, result.wet);
        gained += tile_gain_[static_cast<std::size_t>(tile)];
        add_faces(faces_.in_x(tile));
        add_faces(faces_.in_y(tile));
    }
    balance_.sources += gained * ground_.cell_size * ground_.cell_size;
    activity_.find_active();
    activity_.end_step();
}

template <class T>
const WaterBalance& FlowRun<T>::balance() {
    prepare();
    balance_.volume = volume_of(ground_, water_);
    return balance_;
}

template <class T>
void FlowRun<T>::refuse(double length) {
    const auto refused = [&](Index tile) {
        return results_[static_cast<std::size_t>(tile)].refused;
    };
    const std::vector<Index>& active = activity_.active();
    const auto found = std::find_if(active.begin(), active.end(), refused);
    if (found == active.end()) {
        throw InputError(
            fmt::format("{}: no step is possible {:.6g} s after the start", name(), time_));
    }
    const Window window = activity_.windows().at(*found);
    const Cell cell = refused_cell(*found, length);
    const std::string place =
        cell.row >= 0 ? fmt::format("row {}, column {}", cell.row, cell.col)
                      : fmt::format("rows {} to {}, columns {} to {}", window.from.row,
                                    window.end_row() - 1, window.from.col, window.end_col() - 1);
    throw InputError(fmt::format(
        "{}: no step of {:.3g} s or more is possible {:.6g} s after the start: a depth would be "
        "negative or not a number in {}; look at the ground and the inflow there",
        name(), length, time_, place));
}

template class FlowRun<float>;
template class FlowRun<double>;

}  // namespace hazone::inundation
