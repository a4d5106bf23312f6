#pragma once

#include <cstdint>

namespace hazone::models {

/// Random numbers which are a function of what they are for and of their number, so that any
/// number of threads draws the same: the SplitMix64 sequence of Steele, Lea & Flood (2014),
/// https://doi.org/10.1145/2714064.2660195, begun at a mix of the keys.
class CountedRandom {
public:
    CountedRandom(std::uint64_t seed, std::uint64_t first, std::uint64_t second)
        : state_(mixed(mixed(mixed(seed + kStep) ^ first) ^ second)) {}

    /// From 0 to 1, 1 excluded.
    double next() {
        constexpr int kUnusedBits = 11;
        state_ += kStep;
        return static_cast<double>(mixed(state_) >> kUnusedBits) * 0x1p-53;
    }

private:
    static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;

    static std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace hazone::models
