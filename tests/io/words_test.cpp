#include "io/words.hpp"

#include <gtest/gtest.h>

namespace hazone::io {
namespace {

TEST(Words, EveryWordHasATextInBothLanguages) {
    for (int number = 0; number < kWordCount; ++number) {
        EXPECT_FALSE(text(static_cast<Word>(number), Language::english).empty()) << number;
        EXPECT_FALSE(text(static_cast<Word>(number), Language::vietnamese).empty()) << number;
    }
}

TEST(Words, ClassesAreNamedFromVeryLowToVeryHighAndTheRestIsNoData) {
    EXPECT_EQ(class_name(1, Language::english), "very low");
    EXPECT_EQ(class_name(5, Language::english), "very high");
    EXPECT_EQ(class_name(5, Language::vietnamese), "rất cao");
    EXPECT_EQ(class_name(0, Language::english), "no data");
    EXPECT_EQ(class_name(6, Language::english), "no data");
}

TEST(Words, LanguagesAreKnownByTheirCodes) {
    EXPECT_EQ(language_of("vi"), Language::vietnamese);
    EXPECT_EQ(language_of("en"), Language::english);
    EXPECT_FALSE(language_of("VI").has_value());
    EXPECT_FALSE(language_of("").has_value());
}

TEST(Words, NumbersFollowTheLanguage) {
    EXPECT_EQ(number_text(1234567.25, 1, Language::english), "1,234,567.2");
    EXPECT_EQ(number_text(1234567.25, 1, Language::vietnamese), "1.234.567,2");
    EXPECT_EQ(number_text(-1250, 0, Language::english), "-1,250");
    EXPECT_EQ(number_text(999, 0, Language::english), "999");
    EXPECT_EQ(number_text(-0.04, 1, Language::english), "0.0");
    EXPECT_EQ(number_text(1.0 / 0.0, 1, Language::english), "-");
}

}  // namespace
}  // namespace hazone::io
