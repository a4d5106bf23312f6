// Permutations which need no memory of the past: position -> value by mixing bits under a key, as
// Kensler (2013), Correlated multi-jittered sampling, Pixar Technical Memo 13-01, orders strata.
// Each step (add, multiply by an odd number, fold the upper half into the lower, all modulo 2^bits)
// can be undone, and so the whole is one to one.
#pragma once

#include <bit>
#include <cstdint>

#include "engine/statistics/philox.hpp"

namespace hazone {

class MixedOrder {
public:
    /// An order of 0 .. count - 1 for the words of a key; count from 1 to 2^31.
    MixedOrder(std::uint32_t count, const RandomWords& key)
        : count_(count),
          bits_(count < 2 ? 1U : static_cast<std::uint32_t>(std::bit_width(count - 1))),
          key_(key) {}

    /// The numbers 0 .. span() - 1 mixed; those of them below count, in this order, are the order.
    std::uint32_t span() const { return 1U << bits_; }
    std::uint32_t mixed(std::uint32_t position) const {
        const std::uint32_t mask = span() - 1;
        const std::uint32_t fold = (bits_ + 1) / 2;
        std::uint32_t x = position;
        for (const std::uint32_t word : key_) {
            x = ((x + word) * ((word >> 7) | 1U)) & mask;
            x ^= x >> fold;
            x = (x * ((word << 9 | word >> 23) | 1U)) & mask;
            x ^= x >> fold;
        }
        return (x + (key_[0] >> 3)) & mask;
    }

    /// Writes the order to out[0] .. out[span() - 1]; what stands from out[count] on is of no use.
    void write(std::uint32_t* out) const {
        for (std::uint32_t position = 0; position < span(); ++position) {
            out[position] = mixed(position);
        }
        std::uint32_t kept = 0;
        for (std::uint32_t position = 0; position < span(); ++position) {
            const std::uint32_t value = out[position];
            out[kept] = value;  // kept <= position
            kept += value < count_ ? 1 : 0;
        }
    }

private:
    std::uint32_t count_;
    std::uint32_t bits_;
    RandomWords key_;
};

}  // namespace hazone
