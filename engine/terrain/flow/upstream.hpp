#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <cstdint>

#include "engine/core/view.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {

/// Walks down the flow from one cell, first to find a value and then to leave it behind on the way.
/// Others may walk the same path: what they leave is the same value.
template <class T>
class UpstreamWalk {
public:
    UpstreamWalk(View<const std::uint8_t> direction, View<T> value, T unknown, T lost)
        : direction_(direction), value_(value), unknown_(unknown), lost_(lost) {
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            const Cell offset = kNeighbourOffset[number];
            direction_step_[number] = offset.row * direction.stride() + offset.col;
            value_step_[number] = offset.row * value.stride() + offset.col;
        }
    }

    void from(Index row, Index col) const {
        const Place start{direction_.row(row) + col, value_.row(row) + col};
        if (load(start) != unknown_) {
            return;
        }
        const T found = find(start);
        for (Place place = start; load(place) == unknown_; place = next(place)) {
            std::atomic_ref<T>(*place.value).store(found, std::memory_order_relaxed);
        }
    }

private:
    struct Place {
        const std::uint8_t* direction;
        T* value;
    };

    static T load(Place place) {
        return std::atomic_ref<T>(*place.value).load(std::memory_order_relaxed);
    }

    Place next(Place place) const {
        assert(std::has_single_bit(*place.direction));
        const auto number = static_cast<std::size_t>(neighbour_of(*place.direction));
        return {place.direction + direction_step_[number], place.value + value_step_[number]};
    }

    /// First known value on the way down. A cycle is noticed after Brent (1980), BIT 20, 176-184,
    /// https://doi.org/10.1007/BF01933190: the cell is compared with one kept at steps 1, 2, 4, ...
    T find(Place place) const {
        const T* kept = place.value;
        for (Index step = 1; true; ++step) {
            place = next(place);
            const T value = load(place);
            if (value != unknown_) {
                return value;
            }
            if (place.value == kept) {
                return lost_;
            }
            if ((step & (step - 1)) == 0) {
                kept = place.value;
            }
        }
    }

    View<const std::uint8_t> direction_;
    View<T> value_;
    T unknown_;
    T lost_;
    std::array<Index, kNeighbours> direction_step_{};
    std::array<Index, kNeighbours> value_step_{};
};

/// Gives every cell whose value is `unknown` the first known value which its water meets on the way
/// down, on many threads; same bits for any number of them. Where it runs in a cycle without
/// meeting one, the value is `lost`. A value that is NaN counts as known. Every cell at which the
/// flow ends, see flow_on(), must be known, and so must cells without direction. Scratch: none.
template <class T>
void spread_upstream(View<const std::uint8_t> direction, View<T> value, T unknown, T lost) {
    constexpr Index kBand = 16;
    const UpstreamWalk<T> walk(direction, value, unknown, lost);
    for_each_block((value.rows() + kBand - 1) / kBand, [&](Index band) {
        const Index end = std::min(value.rows(), (band + 1) * kBand);
        for (Index row = band * kBand; row < end; ++row) {
            for (Index col = 0; col < value.cols(); ++col) {
                walk.from(row, col);
            }
        }
    });
}

}  // namespace hazone
