#include "io/level_words.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace hazone::io {
namespace {

struct HazardWords {
    Hazard hazard;
    std::string_view english;
    std::string_view vietnamese;
};

/// Vietnamese as Decision 18/2021/QĐ-TTg names the hazards in the titles of its articles.
constexpr auto kHazardWords = std::to_array<HazardWords>({
    {Hazard::none, "none", "không có"},
    {Hazard::landslide, "landslide", "sạt lở đất"},
    {Hazard::flash_flood, "flash flood", "lũ quét"},
    {Hazard::river_flood, "river flood", "lũ, ngập lụt"},
    {Hazard::heavy_rain, "heavy rain", "mưa lớn"},
    {Hazard::storm, "storm or tropical depression", "bão, áp thấp nhiệt đới"},
    {Hazard::heat, "heat", "nắng nóng"},
    {Hazard::drought, "drought", "hạn hán"},
    {Hazard::cold, "severe cold or frost", "rét hại, sương muối"},
    {Hazard::convection, "tornado, lightning or hail", "lốc, sét, mưa đá"},
});

constexpr bool in_order() {
    for (std::size_t place = 0; place < kHazardWords.size(); ++place) {
        if (static_cast<std::size_t>(kHazardWords[place].hazard) != place) {
            return false;
        }
    }
    return kHazardWords.size() == kHazardCount + 1;
}
static_assert(in_order(), "kHazardWords must list every hazard in its order");

/// The colour of "#RRGGBB"; empty for any other text.
std::optional<Colour> colour_of(std::string_view text) {
    constexpr std::size_t kLength = 7;
    unsigned value = 0;
    if (text.size() != kLength || text.front() != '#') {
        return std::nullopt;
    }
    const char* const end = text.data() + text.size();
    if (std::from_chars(text.data() + 1, end, value, 16).ptr != end) {
        return std::nullopt;
    }
    return Colour{static_cast<std::uint8_t>(value >> 16U),
                  static_cast<std::uint8_t>(value >> 8U & 0xFFU),
                  static_cast<std::uint8_t>(value & 0xFFU)};
}

}  // namespace

std::string_view hazard_name(Hazard hazard, Language language) {
    const HazardWords& words = kHazardWords.at(static_cast<std::size_t>(hazard));
    return language == Language::english ? words.english : words.vietnamese;
}

std::string level_name(std::optional<int> level, const RuleSet* rules, Language language) {
    const bool english = language == Language::english;
    if (!level) {
        return std::string(text(Word::no_data, language));
    }
    if (*level == 0) {
        return english ? "below level 1" : "dưới cấp 1";
    }
    if (rules != nullptr) {
        const auto& names = english ? rules->level_names : rules->level_names_vietnamese;
        const auto place = static_cast<std::size_t>(*level - 1);
        if (place < names.size() && !names[place].empty()) {
            return names[place];
        }
    }
    return fmt::format("{} {}", english ? "level" : "cấp", *level);
}

Colour level_colour(std::optional<int> level, const RuleSet* rules) {
    if (!level) {
        return kNoDataColour;
    }
    if (*level == 0) {
        return kBelowLevelsColour;
    }
    const auto place = static_cast<std::size_t>(*level - 1);
    if (rules != nullptr && place < rules->level_colours.size()) {
        if (const auto colour = colour_of(rules->level_colours[place])) {
            return *colour;
        }
    }
    return kLevelColours.at(place);
}

}  // namespace hazone::io
