#include "models/flood/inundation/maxima.hpp"

#include <algorithm>
#include <cmath>

#include "models/flood/inundation/hazard.hpp"
#include "models/flood/inundation/prefetch.hpp"
#include "models/flood/inundation/rows.hpp"

namespace hazone::inundation {
namespace {

void keep_highest(Index count, const float* __restrict now, float* __restrict highest) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        highest[i] = now[i] > highest[i] ? now[i] : highest[i];
    }
}

template <class T>
void to_float(Index count, const T* __restrict from, float* __restrict to) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        to[i] = static_cast<float>(from[i]);
    }
}

template <class T>
void speed_of(Index count,
              const T* __restrict east,
              const T* __restrict south,
              float* __restrict speed) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const auto u = static_cast<float>(east[i]);
        const auto v = static_cast<float>(south[i]);
        speed[i] = std::sqrt(u * u + v * v);
    }
}

void keep_flow(Index count,
               const float* __restrict depth,
               const float* __restrict speed,
               float* __restrict highest) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const float now = depth[i] * speed[i];
        highest[i] = now > highest[i] ? now : highest[i];
    }
}

void keep_rating(Index count,
                 const float* __restrict depth,
                 const float* __restrict speed,
                 float wet,
                 float* __restrict highest) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const float now = depth[i] >= wet ? hazard_rating(depth[i], speed[i]) : 0.0F;
        highest[i] = now > highest[i] ? now : highest[i];
    }
}

void keep_class(Index count,
                const float* __restrict depth,
                const float* __restrict speed,
                float wet,
                std::uint8_t* __restrict highest) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const int now = depth[i] >= wet ? hazard_class(depth[i], speed[i]) : 0;
        const int before = highest[i];
        highest[i] = static_cast<std::uint8_t>(now > before ? now : before);
    }
}

void keep_arrival(
    Index count, const float* __restrict depth, float wet, float time, float* __restrict arrival) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const bool reached = (depth[i] >= wet) & (time < arrival[i]);
        arrival[i] = reached ? time : arrival[i];
    }
}

void add_duration(Index count,
                  const float* __restrict depth,
                  float wet,
                  double since,
                  double* __restrict duration) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        duration[i] += depth[i] >= wet ? since : 0.0;
    }
}

}  // namespace

void Maxima::take(
    Cell from, Index count, const float* depth, const float* speed, double time, double since) {
    const auto wet = static_cast<float>(cells_.wet_depth);
    const auto kept = [](const auto& cells) { return cells.data() != nullptr; };
    const auto at = [&](const auto& cells) { return cells.row(from.row) + from.col; };
    keep_highest(count, depth, at(cells_.depth));
    if (kept(cells_.speed)) {
        keep_highest(count, speed, at(cells_.speed));
    }
    if (kept(cells_.flow)) {
        keep_flow(count, depth, speed, at(cells_.flow));
    }
    if (kept(cells_.rating)) {
        keep_rating(count, depth, speed, wet, at(cells_.rating));
    }
    if (kept(cells_.hazard)) {
        keep_class(count, depth, speed, wet, at(cells_.hazard));
    }
    if (kept(cells_.arrival)) {
        keep_arrival(count, depth, wet, static_cast<float>(time), at(cells_.arrival));
    }
    if (kept(cells_.duration)) {
        add_duration(count, depth, wet, since, at(cells_.duration));
    }
}

void Maxima::fetch(Cell from, Index count) const {
    const auto fetch = [&](const auto& cells) {
        if (from.row < cells.rows()) {
            fetch_row<FetchFor::writing>(cells.row(from.row) + from.col, count);
        }
    };
    fetch(cells_.depth);
    fetch(cells_.speed);
    fetch(cells_.flow);
    fetch(cells_.rating);
    fetch(cells_.hazard);
    fetch(cells_.arrival);
    fetch(cells_.duration);
}

template <class T>
void Maxima::record(Cell from, Index count, const RowState<T>& state, double time, double since) {
    Row<float> depth;
    Row<float> speed;
    to_float(count, state.depth, depth.at(0));
    speed_of(count, state.east, state.south, speed.at(0));
    take(from, count, depth.at(0), speed.at(0), time, since);
}

template void Maxima::record(Cell, Index, const RowState<float>&, double, double);
template void Maxima::record(Cell, Index, const RowState<double>&, double, double);

}  // namespace hazone::inundation
