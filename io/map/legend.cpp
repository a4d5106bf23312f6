#include "io/map/legend.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/level_words.hpp"

namespace hazone::io {
namespace {

constexpr Colour kLandslideColour{0x8C, 0x51, 0x0A};
constexpr Colour kFlashFloodColour{0x21, 0x66, 0xAC};
constexpr Colour kBothColour{0x76, 0x2A, 0x83};
constexpr Colour kFloodColour{0xA6, 0xCE, 0xE3};
constexpr Colour kDebrisFloodColour{0xFD, 0xBF, 0x6F};
constexpr Colour kDebrisFlowColour{0xB1, 0x59, 0x28};
constexpr Colour kNoStreamColour{0xF7, 0xF7, 0xF7};
// Strahler orders 1, 2 .. 6 and above; the first is dark enough for thin lines over a hillshade.
constexpr std::array<Colour, 6> kOrderColours{{{0x3F, 0x9B, 0xDB},
                                               {0x2B, 0x83, 0xC6},
                                               {0x1F, 0x6B, 0xB0},
                                               {0x1A, 0x55, 0x99},
                                               {0x16, 0x3F, 0x7F},
                                               {0x10, 0x2A, 0x5E}}};

// The colours of r.geomorphon, so that maps compare: flat, peak .. pit.
constexpr std::array<Colour, 10> kLandformColours{{{0xDC, 0xDC, 0xDC},
                                                   {0x38, 0x00, 0x00},
                                                   {0xC8, 0x00, 0x00},
                                                   {0xFF, 0x50, 0x14},
                                                   {0xFA, 0xD2, 0x3C},
                                                   {0xFF, 0xFF, 0x3C},
                                                   {0xB4, 0xE6, 0x14},
                                                   {0x3C, 0xFA, 0x96},
                                                   {0x00, 0x00, 0xFF},
                                                   {0x00, 0x00, 0x38}}};

// Blue where stable, over yellow, to red and purple where unstable (ColorBrewer RdYlBu); colours of
// hazone, for the paper gives none. None is so pale that shade makes it the grey of no data.
constexpr std::array<Colour, 6> kStabilityColours{{{0x45, 0x75, 0xB4},
                                                   {0x74, 0xAD, 0xD1},
                                                   {0xAB, 0xD9, 0xE9},
                                                   {0xFE, 0xE0, 0x90},
                                                   {0xFC, 0x8D, 0x59},
                                                   {0xA5, 0x00, 0x26}}};
// Low, moderate, high.
constexpr std::array<Colour, 3> kNowcastColours{
    {{0xD9, 0xEF, 0xD9}, {0xFF, 0xD9, 0x2F}, {0xD7, 0x30, 0x27}}};

// The same for fewer classes.
constexpr std::array<Colour, 4> kPeopleColours{
    {{0xE4, 0xDC, 0xC6}, {0xFE, 0xE3, 0x5C}, {0xF0, 0x5B, 0x35}, {0x5A, 0x00, 0x6E}}};
constexpr std::array<Colour, 3> kBuildingColours{
    {{0xE4, 0xDC, 0xC6}, {0xFD, 0xAE, 0x4B}, {0xBD, 0x00, 0x26}}};

// No dam as where nothing is; the dams from that which stands to that which breaks.
constexpr std::array<Colour, 5> kDamColours{{{0xE4, 0xDC, 0xC6},
                                             {0xFE, 0xE3, 0x5C},
                                             {0x6B, 0xAE, 0xD6},
                                             {0xF0, 0x5B, 0x35},
                                             {0x5A, 0x00, 0x6E}}};
constexpr std::array<Colour, 3> kProcessColours{
    {kFloodColour, kDebrisFloodColour, kDebrisFlowColour}};

// Hazards 1 to 9, none of them a colour of a level (ColorBrewer Paired and Dark2).
constexpr std::array<Colour, kHazardCount> kHazardColours{{kLandslideColour,
                                                           kFlashFloodColour,
                                                           {0x1B, 0x9E, 0x77},
                                                           {0x66, 0xA6, 0xCE},
                                                           {0x54, 0x27, 0x88},
                                                           {0xD9, 0x5F, 0x02},
                                                           {0xB1, 0x8A, 0x2E},
                                                           {0x80, 0xCD, 0xC1},
                                                           {0xE7, 0x29, 0x8A}}};

std::string flag_word(std::string_view text) {
    std::string word(text);
    for (char& letter : word) {
        letter = letter == ' ' ? '_' : static_cast<char>(std::tolower(letter));
    }
    return word;
}

LegendEntry entry(int value, Colour colour, Word word, Language language) {
    return {value, colour, std::string(text(word, language)),
            flag_word(text(word, Language::english))};
}

std::vector<LegendEntry> order_legend(Language language) {
    constexpr int kHighestOrder = 12;  // of the Amazon
    std::vector<LegendEntry> legend{entry(0, kNoStreamColour, Word::no_stream, language)};
    for (int order = 1; order <= kHighestOrder; ++order) {
        legend.push_back(order_entry(order, language));
    }
    legend.push_back(entry(kNoDirection, kNoDataColour, Word::no_data, language));
    return legend;
}

/// Kinds numbered from 1, whose words follow one another from `first`.
template <std::size_t Count>
std::vector<LegendEntry> kinds_legend(const std::array<Colour, Count>& colours,
                                      Word first,
                                      Language language) {
    std::vector<LegendEntry> legend{entry(kNoClass, kNoDataColour, Word::no_data, language)};
    for (std::size_t kind = 0; kind < Count; ++kind) {
        const int number = static_cast<int>(kind) + 1;
        const auto word = static_cast<Word>(static_cast<int>(first) + static_cast<int>(kind));
        legend.push_back(entry(number, colours.at(kind), word, language));
    }
    return legend;
}

std::vector<LegendEntry> class_legend(Language language) {
    std::vector<LegendEntry> legend{entry(kNoClass, kNoDataColour, Word::no_data, language)};
    for (int number = 1; number <= static_cast<int>(kLevelColours.size()); ++number) {
        legend.push_back({number, kLevelColours[static_cast<std::size_t>(number - 1)],
                          std::string(class_name(number, language)),
                          flag_word(class_name(number, Language::english))});
    }
    return legend;
}

/// Levels by the rules, 0 to 5 and no data.
std::vector<LegendEntry> level_legend(Language language) {
    std::vector<LegendEntry> legend;
    for (int level = 0; level <= static_cast<int>(kLevelColours.size()); ++level) {
        legend.push_back({level, level_colour(level, nullptr), level_name(level, nullptr, language),
                          flag_word(level_name(level, nullptr, Language::english))});
    }
    legend.push_back(entry(kNoDirection, kNoDataColour, Word::no_data, language));
    return legend;
}

/// Which hazard decided a level, and no data.
std::vector<LegendEntry> hazard_legend(Language language) {
    std::vector<LegendEntry> legend{{0, kBelowLevelsColour,
                                     std::string(hazard_name(Hazard::none, language)),
                                     std::string(hazard_word(Hazard::none))}};
    for (const Hazard hazard : kHazards) {
        const auto number = static_cast<std::size_t>(hazard);
        legend.push_back({static_cast<int>(number), kHazardColours.at(number - 1),
                          std::string(hazard_name(hazard, language)),
                          std::string(hazard_word(hazard))});
    }
    legend.push_back(entry(kNoDirection, kNoDataColour, Word::no_data, language));
    return legend;
}

bool is_level(const FieldSpec& field) {
    return field.name == kRiskLevel.name ||
           std::any_of(kLevelOfHazard.begin(), kLevelOfHazard.end(),
                       [&field](const FieldSpec* level) { return level->name == field.name; });
}

}  // namespace

LegendEntry order_entry(int order, Language language) {
    const auto place = std::min(static_cast<std::size_t>(order), kOrderColours.size()) - 1;
    return {order, kOrderColours[place],
            fmt::format(fmt::runtime(text(Word::stream_order, language)), order),
            fmt::format("order_{}", order)};
}

LegendEntry process_entry(int process, Language language) {
    const auto place = static_cast<std::size_t>(process - 1);
    return entry(process, kProcessColours.at(place),
                 static_cast<Word>(static_cast<int>(Word::process_flood) + process - 1), language);
}

LegendEntry no_data_entry(Language language) {
    return entry(0, kNoDataColour, Word::no_data, language);
}

std::vector<LegendEntry> legend_of(const FieldSpec& field, Language language) {
    if (field.name == kDecidingHazard.name) {
        return {entry(kNoClass, kNoDataColour, Word::no_data, language),
                entry(1, kLandslideColour, Word::hazard_landslide, language),
                entry(2, kFlashFloodColour, Word::hazard_flash_flood, language),
                entry(3, kBothColour, Word::hazard_both, language)};
    }
    if (is_level(field)) {
        return level_legend(language);
    }
    if (field.name == kRiskHazard.name) {
        return hazard_legend(language);
    }
    if (field.name == kStreamNetwork.name) {
        return {entry(0, kNoStreamColour, Word::no_stream, language),
                entry(1, kFlashFloodColour, Word::stream, language),
                entry(kNoDirection, kNoDataColour, Word::no_data, language)};
    }
    if (field.name == kStrahlerOrder.name) {
        return order_legend(language);
    }
    if (field.name == kLandform.name) {
        return kinds_legend(kLandformColours, Word::landform_flat, language);
    }
    if (field.name == kStabilityClass.name) {
        return kinds_legend(kStabilityColours, Word::stability_stable, language);
    }
    if (field.name == kLandslideNowcast.name || field.name == kHighestLandslideNowcast.name) {
        return kinds_legend(kNowcastColours, Word::nowcast_low, language);
    }
    if (field.name == kFloodHazardClass.name) {
        return kinds_legend(kFloodHazardColours, Word::flood_h1, language);
    }
    if (field.name == kAdultFloodHazard.name || field.name == kChildFloodHazard.name) {
        return kinds_legend(kPeopleColours, Word::people_low, language);
    }
    if (field.name == kVehicleFloodHazard.name) {
        return kinds_legend(kPeopleColours, Word::vehicles_none, language);
    }
    if (field.name == kBuildingFloodDamage.name) {
        return kinds_legend(kBuildingColours, Word::buildings_wet, language);
    }
    if (field.name == kFanProcess.name) {
        return kinds_legend(kProcessColours, Word::process_flood, language);
    }
    if (field.name == kLandslideDamClass.name) {
        return kinds_legend(kDamColours, Word::dam_none, language);
    }
    if (field.type == CellType::class8) {
        return class_legend(language);
    }
    return {};
}

}  // namespace hazone::io
