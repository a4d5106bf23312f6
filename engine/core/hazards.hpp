#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hazone {

/// The hazards for which rules give levels. The numbers are those of the field `risk_hazard`; of
/// hazards with the same level the lower number is named first.
enum class Hazard : std::uint8_t {
    none = 0,  // no hazard reaches level 1
    landslide = 1,
    flash_flood = 2,
    river_flood = 3,
    heavy_rain = 4,
    storm = 5,
    heat = 6,
    drought = 7,
    cold = 8,
    convection = 9,  // tornado, lightning, hail
};

/// All but none, in the order of their numbers.
inline constexpr std::array kHazards{
    Hazard::landslide, Hazard::flash_flood, Hazard::river_flood, Hazard::heavy_rain, Hazard::storm,
    Hazard::heat,      Hazard::drought,     Hazard::cold,        Hazard::convection,
};
inline constexpr std::size_t kHazardCount = kHazards.size();

/// The word of a hazard in scenario files, rule files and tables: "landslide", "heavy_rain" ...
constexpr std::string_view hazard_word(Hazard hazard) {
    constexpr std::array<std::string_view, kHazardCount + 1> kWords{
        "none",  "landslide", "flash_flood", "river_flood", "heavy_rain",
        "storm", "heat",      "drought",     "cold",        "convection"};
    return kWords[static_cast<std::size_t>(hazard)];
}

/// The hazard of that word; empty when no hazard has it.
constexpr std::optional<Hazard> hazard_of(std::string_view word) {
    for (const Hazard hazard : kHazards) {
        if (hazard_word(hazard) == word) {
            return hazard;
        }
    }
    return std::nullopt;
}

}  // namespace hazone
