// Random words which are a function of a key and a counter, without a state: the same draw of the
// same cell has the same bits on any thread and in any window.
// Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, Proc. SC11,
// https://doi.org/10.1145/2063384.2063405; Philox 4x32 with ten rounds, section 3.3.
#pragma once

#include <array>
#include <cstdint>

namespace hazone {

/// What a random word belongs to: four words of counter and the seed as key.
struct PhiloxCounter {
    std::uint32_t draw = 0;    // number of the sample
    std::uint32_t stream = 0;  // which of several uses of one draw
    std::uint64_t cell = 0;    // of the whole grid
};

using RandomWords = std::array<std::uint32_t, 4>;

/// Philox 4x32-10 of raw words. No branches and no tables: loops over it vectorise.
inline RandomWords philox_words(RandomWords counter, std::uint64_t key) {
    constexpr std::uint64_t kFirstFactor = 0xD2511F53;
    constexpr std::uint64_t kSecondFactor = 0xCD9E8D57;
    auto low_key = static_cast<std::uint32_t>(key);
    auto high_key = static_cast<std::uint32_t>(key >> 32);
    auto [a, b, c, d] = counter;
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t first = kFirstFactor * a;
        const std::uint64_t second = kSecondFactor * c;
        a = static_cast<std::uint32_t>(second >> 32) ^ b ^ low_key;
        b = static_cast<std::uint32_t>(second);
        c = static_cast<std::uint32_t>(first >> 32) ^ d ^ high_key;
        d = static_cast<std::uint32_t>(first);
        low_key += 0x9E3779B9U;
        high_key += 0xBB67AE85U;
    }
    return {a, b, c, d};
}

inline RandomWords philox(const PhiloxCounter& at, std::uint64_t seed) {
    return philox_words({at.draw, at.stream, static_cast<std::uint32_t>(at.cell),
                         static_cast<std::uint32_t>(at.cell >> 32)},
                        seed);
}

/// A number in the open interval (0, 1) from a word: the middle of its 2^-32.
inline double unit_interval(std::uint32_t word) {
    return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

}  // namespace hazone
