#pragma once

#include <cstdint>

namespace hazone::models {

/// Values of the field deciding_hazard.
inline constexpr std::uint8_t kDecidedByLandslide = 1;
inline constexpr std::uint8_t kDecidedByFlashFlood = 2;
inline constexpr std::uint8_t kDecidedByBoth = 3;

/// The worse of two classes and the hazard it comes from; both 0 when not known.
struct WorstClass {
    std::uint8_t hazard_class = 0;
    std::uint8_t deciding_hazard = 0;
};

/// Classes 1..5, 0 missing. When one is missing the worst is not known, unless the other is 5
/// already: nothing is worse, so the missing one cannot change the answer.
WorstClass worst_of(std::uint8_t landslide, std::uint8_t flash_flood);

}  // namespace hazone::models
