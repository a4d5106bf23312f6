#include "models/flood/inundation/maxima.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/flood/inundation/hazard.hpp"
#include "models/flood/inundation/prefetch.hpp"
#include "models/flood/inundation/rows.hpp"

namespace hazone::inundation {
namespace {

/// Cells which are looked at together: where none of them rises, nothing is written, and the memory
/// need not take it back.
constexpr Index kTogether = 256;

/// The highest so far, that at one time and that at a later one (which may be the same), or the
/// square roots of these two. True where one is above what was the highest.
template <bool kSquared>
bool find_highest(Index count,
                  const float* __restrict now,
                  const float* __restrict later,
                  const float* __restrict highest,
                  float* __restrict out) {
    int any = 0;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        float most = now[i] > later[i] ? now[i] : later[i];
        if constexpr (kSquared) {
            most = std::sqrt(most);
        }
        any |= static_cast<int>(most > highest[i]);
        out[i] = most > highest[i] ? most : highest[i];
    }
    return any != 0;
}

template <bool kSquared>
void keep_highest(Index count, const float* now, const float* later, float* highest) {
    alignas(64) std::array<float, static_cast<std::size_t>(kTogether)> found;
    for (Index first = 0; first < count; first += kTogether) {
        const Index some = std::min(kTogether, count - first);
        if (find_highest<kSquared>(some, now + first, later + first, highest + first,
                                   found.data())) {
            std::copy_n(found.data(), some, highest + first);
        }
    }
}

void take_roots(Index count, const float* __restrict squared, float* __restrict roots) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        roots[i] = std::sqrt(squared[i]);
    }
}

template <class T>
void square_speed_of(Index count,
                     const T* __restrict east,
                     const T* __restrict south,
                     float* __restrict squared) {
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const auto u = static_cast<float>(east[i]);
        const auto v = static_cast<float>(south[i]);
        squared[i] = u * u + v * v;
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

void Maxima::take(Cell from, Index count, std::span<const Moment> moments) {
    const auto wet = static_cast<float>(cells_.wet_depth);
    const auto kept = [](const auto& cells) { return cells.data() != nullptr; };
    const auto at = [&](const auto& cells) { return cells.row(from.row) + from.col; };
    const Moment& first = moments.front();
    const Moment& last = moments.back();
    keep_highest<false>(count, first.depth, last.depth, at(cells_.depth));
    if (kept(cells_.speed)) {
        keep_highest<true>(count, first.squared_speed, last.squared_speed, at(cells_.speed));
    }
    Row<float> work;
    float* const speed = work.at(0);
    const bool needs_speed = kept(cells_.flow) || kept(cells_.rating) || kept(cells_.hazard);
    for (const Moment& now : moments) {
        if (needs_speed) {
            take_roots(count, now.squared_speed, speed);
        }
        if (kept(cells_.flow)) {
            keep_flow(count, now.depth, speed, at(cells_.flow));
        }
        if (kept(cells_.rating)) {
            keep_rating(count, now.depth, speed, wet, at(cells_.rating));
        }
        if (kept(cells_.hazard)) {
            keep_class(count, now.depth, speed, wet, at(cells_.hazard));
        }
        if (kept(cells_.arrival)) {
            keep_arrival(count, now.depth, wet, static_cast<float>(now.time), at(cells_.arrival));
        }
        if (kept(cells_.duration)) {
            add_duration(count, now.depth, wet, now.since, at(cells_.duration));
        }
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

void copy_maxima(const MaximaViews& from, const Window& window, const MaximaViews& to) {
    const auto copy = [&](const auto& source, const auto& target) {
        if (source.data() == nullptr || target.data() == nullptr) {
            return;
        }
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            std::copy_n(source.row(row) + window.from.col, window.extent.cols,
                        target.row(row) + window.from.col);
        }
    };
    copy(from.depth, to.depth);
    copy(from.speed, to.speed);
    copy(from.flow, to.flow);
    copy(from.rating, to.rating);
    copy(from.hazard, to.hazard);
    copy(from.arrival, to.arrival);
    copy(from.duration, to.duration);
}

template <class T>
void Maxima::record(Cell from, Index count, const RowState<T>& state, double time, double since) {
    Row<float> depth;
    Row<float> squared;
    square_speed_of(count, state.east, state.south, squared.at(0));
    const Moment now{as_float(count, state.depth, depth.at(0)), squared.at(0), time, since};
    take(from, count, {&now, 1});
}

template void Maxima::record(Cell, Index, const RowState<float>&, double, double);
template void Maxima::record(Cell, Index, const RowState<double>&, double, double);

}  // namespace hazone::inundation
