#pragma once

#include <algorithm>
#include <atomic>
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
        : direction_(direction), value_(value), unknown_(unknown), lost_(lost) {}

    void from(Cell start) const {
        const T found = find(start);
        for (Cell cell = start; load(cell) == unknown_;) {
            std::atomic_ref<T>(value_(cell)).store(found, std::memory_order_relaxed);
            if (!flow_on(direction_, cell)) {
                break;
            }
        }
    }

private:
    T load(Cell cell) const {
        return std::atomic_ref<T>(value_(cell)).load(std::memory_order_relaxed);
    }

    /// First known value on the way down. A cycle is noticed after Brent (1980), BIT 20, 176-184,
    /// https://doi.org/10.1007/BF01933190: the cell is compared with one kept at steps 1, 2, 4, 8,
    /// ...
    T find(Cell cell) const {
        Cell kept = cell;
        Index step = 0;
        for (T value = load(cell); true; value = load(cell)) {
            if (value != unknown_) {
                return value;
            }
            if (!flow_on(direction_, cell) || cell == kept) {
                return lost_;
            }
            ++step;
            if ((step & (step - 1)) == 0) {
                kept = cell;
            }
        }
    }

    View<const std::uint8_t> direction_;
    View<T> value_;
    T unknown_;
    T lost_;
};

/// Gives every cell whose value is `unknown` the first known value which its water meets on the way
/// down, on many threads; same bits for any number of them. Where the flow ends or runs in a cycle
/// without meeting one, the value is `lost`. Cells without direction must not be `unknown`; a value
/// that is NaN counts as known. Scratch: none.
template <class T>
void spread_upstream(View<const std::uint8_t> direction, View<T> value, T unknown, T lost) {
    constexpr Index kBand = 16;
    const UpstreamWalk<T> walk(direction, value, unknown, lost);
    for_each_block((value.rows() + kBand - 1) / kBand, [=](Index band) {
        const Index end = std::min(value.rows(), (band + 1) * kBand);
        for (Index row = band * kBand; row < end; ++row) {
            for (Index col = 0; col < value.cols(); ++col) {
                walk.from({row, col});
            }
        }
    });
}

}  // namespace hazone
