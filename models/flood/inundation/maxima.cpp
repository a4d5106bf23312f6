#include "models/flood/inundation/maxima.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/flood/inundation/hazard.hpp"
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

template <class T>
Padded<T> cells_if(bool wanted, Extent extent, T fill) {
    return wanted ? Padded<T>(extent, fill) : Padded<T>();
}

}  // namespace

Maxima::Maxima(Extent extent, const MaximaChoice& choice)
    : choice_(choice),
      depth_(extent, 0),
      speed_(cells_if(choice.speed, extent, 0.0F)),
      flow_(cells_if(choice.flow, extent, 0.0F)),
      rating_(cells_if(choice.rating, extent, 0.0F)),
      hazard_(cells_if<std::uint8_t>(choice.hazard, extent, 0)),
      arrival_(cells_if(choice.arrival, extent, std::numeric_limits<float>::infinity())),
      duration_(cells_if(choice.duration, extent, 0.0)) {}

template <class T>
void Maxima::record(Cell from, Index count, const RowState<T>& state, double time, double since) {
    Row<float> depth_row;
    Row<float> speed_row;
    float* depth = depth_row.at(0);
    float* speed = speed_row.at(0);
    const auto wet = static_cast<float>(choice_.wet_depth);
    to_float(count, state.depth, depth);
    keep_highest(count, depth, depth_.row(from.row) + from.col);
    if (choice_.speed || choice_.flow || choice_.rating || choice_.hazard) {
        speed_of(count, state.east, state.south, speed);
    }
    if (choice_.speed) {
        keep_highest(count, speed, speed_.row(from.row) + from.col);
    }
    if (choice_.flow) {
        keep_flow(count, depth, speed, flow_.row(from.row) + from.col);
    }
    if (choice_.rating) {
        keep_rating(count, depth, speed, wet, rating_.row(from.row) + from.col);
    }
    if (choice_.hazard) {
        keep_class(count, depth, speed, wet, hazard_.row(from.row) + from.col);
    }
    if (choice_.arrival) {
        keep_arrival(count, depth, wet, static_cast<float>(time),
                     arrival_.row(from.row) + from.col);
    }
    if (choice_.duration) {
        add_duration(count, depth, wet, since, duration_.row(from.row) + from.col);
    }
}

template void Maxima::record(Cell, Index, const RowState<float>&, double, double);
template void Maxima::record(Cell, Index, const RowState<double>&, double, double);

}  // namespace hazone::inundation
