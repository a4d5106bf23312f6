// Letters: Unicode charts Latin-1 Supplement (U+0080), Latin Extended-A (U+0100), Latin Extended-B
// (U+0180), Combining Diacritical Marks (U+0300) and Latin Extended Additional (U+1E00).
#include "scenarios/explain/plain_letters.hpp"

#include <algorithm>
#include <array>

namespace hazone {
namespace {

/// Code points from `first` to `last` which are one letter.
struct Letters {
    char32_t first;
    char32_t last;
    char letter;
};

constexpr std::array kLetters{
    Letters{0xC0, 0xC5, 'a'},     Letters{0xC7, 0xC7, 'c'},     Letters{0xC8, 0xCB, 'e'},
    Letters{0xCC, 0xCF, 'i'},     Letters{0xD1, 0xD1, 'n'},     Letters{0xD2, 0xD6, 'o'},
    Letters{0xD9, 0xDC, 'u'},     Letters{0xDD, 0xDD, 'y'},     Letters{0xE0, 0xE5, 'a'},
    Letters{0xE7, 0xE7, 'c'},     Letters{0xE8, 0xEB, 'e'},     Letters{0xEC, 0xEF, 'i'},
    Letters{0xF1, 0xF1, 'n'},     Letters{0xF2, 0xF6, 'o'},     Letters{0xF9, 0xFC, 'u'},
    Letters{0xFD, 0xFD, 'y'},     Letters{0xFF, 0xFF, 'y'},     Letters{0x102, 0x103, 'a'},
    Letters{0x110, 0x111, 'd'},   Letters{0x128, 0x129, 'i'},   Letters{0x168, 0x169, 'u'},
    Letters{0x1A0, 0x1A1, 'o'},   Letters{0x1AF, 0x1B0, 'u'},   Letters{0x1EA0, 0x1EB7, 'a'},
    Letters{0x1EB8, 0x1EC7, 'e'}, Letters{0x1EC8, 0x1ECB, 'i'}, Letters{0x1ECC, 0x1EE3, 'o'},
    Letters{0x1EE4, 0x1EF1, 'u'}, Letters{0x1EF2, 0x1EF9, 'y'},
};
constexpr char32_t kFirstMark = 0x300;
constexpr char32_t kLastMark = 0x36F;

/// Bytes of the character which begins with this one; 1 for what is no such beginning.
std::size_t length_of(unsigned char lead) {
    if (lead >= 0xF0) {
        return 4;
    }
    return lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

char32_t code_of(std::string_view character) {
    constexpr std::array<unsigned, 5> kLeadBits{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t code = static_cast<unsigned char>(character[0]) & kLeadBits.at(character.size());
    for (const char next : character.substr(1)) {
        code = code << 6 | (static_cast<unsigned char>(next) & 0x3FU);
    }
    return code;
}

std::string plain(std::string_view character) {
    if (character.size() == 1) {
        const char one = character[0];
        return {one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one};
    }
    const char32_t code = code_of(character);
    if (code >= kFirstMark && code <= kLastMark) {
        return "";
    }
    for (const Letters& letters : kLetters) {
        if (code >= letters.first && code <= letters.last) {
            return {letters.letter};
        }
    }
    return std::string(character);
}

}  // namespace

std::string plain_letters(std::string_view text) {
    std::string all;
    while (!text.empty()) {
        const std::size_t length =
            std::min(length_of(static_cast<unsigned char>(text[0])), text.size());
        all += plain(text.substr(0, length));
        text.remove_prefix(length);
    }
    const auto first = all.find_first_not_of(' ');
    return first == std::string::npos ? ""
                                      : all.substr(first, all.find_last_not_of(' ') - first + 1);
}

}  // namespace hazone
