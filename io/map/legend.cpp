#include "io/map/legend.hpp"

#include <cctype>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"

namespace hazone::io {
namespace {

constexpr Colour kLandslideColour{0x8C, 0x51, 0x0A};
constexpr Colour kFlashFloodColour{0x21, 0x66, 0xAC};
constexpr Colour kBothColour{0x76, 0x2A, 0x83};
constexpr Colour kNoStreamColour{0xF7, 0xF7, 0xF7};

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

std::vector<LegendEntry> class_legend(Language language) {
    std::vector<LegendEntry> legend{entry(kNoClass, kNoDataColour, Word::no_data, language)};
    for (int number = 1; number <= static_cast<int>(kLevelColours.size()); ++number) {
        legend.push_back({number, kLevelColours[static_cast<std::size_t>(number - 1)],
                          std::string(class_name(number, language)),
                          flag_word(class_name(number, Language::english))});
    }
    return legend;
}

}  // namespace

std::vector<LegendEntry> legend_of(const FieldSpec& field, Language language) {
    if (field.name == kDecidingHazard.name) {
        return {entry(kNoClass, kNoDataColour, Word::no_data, language),
                entry(1, kLandslideColour, Word::hazard_landslide, language),
                entry(2, kFlashFloodColour, Word::hazard_flash_flood, language),
                entry(3, kBothColour, Word::hazard_both, language)};
    }
    if (field.name == kStreamNetwork.name) {
        return {entry(0, kNoStreamColour, Word::no_stream, language),
                entry(1, kFlashFloodColour, Word::stream, language),
                entry(kNoDirection, kNoDataColour, Word::no_data, language)};
    }
    if (field.type == CellType::class8) {
        return class_legend(language);
    }
    return {};
}

}  // namespace hazone::io
