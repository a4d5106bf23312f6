#pragma once

#include <cstring>

#include "engine/core/raster.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone::testing {

/// True when both rasters hold the same bits; NaN equals NaN here.
template <class T>
bool same_bits(const Raster<T>& a, const Raster<T>& b) {
    return a.extent() == b.extent() &&
           std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(T)) == 0;
}

/// Runs compute() with 1, 2, 3 and 8 threads; true when every result has the bits of the first.
template <class Compute>
bool same_for_any_thread_count(Compute compute) {
    const auto reference = [&] {
        const ThreadScope scope(1);
        return compute();
    }();
    for (const int count : {2, 3, 8}) {
        const ThreadScope scope(count);
        if (!same_bits(reference, compute())) {
            return false;
        }
    }
    return true;
}

}  // namespace hazone::testing
