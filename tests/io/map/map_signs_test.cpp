// Whether classes and levels can be told apart without colours and by people who see few of them.
#include "io/map/map_signs.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "io/map/map_badges.hpp"
#include "io/map/map_labels.hpp"
#include "io/map/map_zones.hpp"

namespace hazone::io {
namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
// Machado, Oliveira & Fernandes (2009), IEEE Trans. Vis. Comput. Graph. 15(6), 1291-1298,
// doi:10.1109/TVCG.2009.113, severity 1.0; for linear RGB.
constexpr Matrix kProtanopia{{{0.152286, 1.052583, -0.204868},
                              {0.114503, 0.786281, 0.099216},
                              {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{{{0.367322, 0.860646, -0.227968},
                                {0.280085, 0.672501, 0.047413},
                                {-0.011820, 0.042940, 0.968881}}};

double linear(std::uint8_t value) {
    const double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

/// CIE L*, 0 to 100, of the colour as the eye of the matrix sees it.
double lightness(Colour colour, const Matrix& eye = kNormal) {
    const std::array<double, 3> seen{linear(colour.red), linear(colour.green), linear(colour.blue)};
    constexpr std::array<double, 3> kShares{0.2126, 0.7152, 0.0722};
    double y = 0;
    for (std::size_t row = 0; row < 3; ++row) {
        double channel = 0;
        for (std::size_t col = 0; col < 3; ++col) {
            channel += eye[row][col] * seen[col];
        }
        y += kShares[row] * std::clamp(channel, 0.0, 1.0);
    }
    return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

struct Kind {
    const char* name;
    Colour colour;
    Sign sign;
};

std::vector<Kind> kinds() {
    return {{"below level 1", kBelowLevelsColour, kBelowLevelsSign},
            {"1", kLevelColours[0], kLevelSigns[0]},
            {"2", kLevelColours[1], kLevelSigns[1]},
            {"3", kLevelColours[2], kLevelSigns[2]},
            {"4", kLevelColours[3], kLevelSigns[3]},
            {"5", kLevelColours[4], kLevelSigns[4]}};
}

TEST(Signs, LightnessAgreesWithKnownValues) {
    EXPECT_NEAR(lightness({255, 255, 255}), 100, 0.01);
    EXPECT_NEAR(lightness({0, 0, 0}), 0, 0.01);
    EXPECT_NEAR(lightness({255, 0, 0}), 53.24, 0.05);  // of red, CIE 1976 with D65
    EXPECT_NEAR(lightness({255, 165, 0}), 74.9, 0.1);
}

TEST(Signs, TwoKindsDifferInLightnessOrInTheirSignForEveryEye) {
    int close = 0;
    for (const Matrix& eye : {kNormal, kProtanopia, kDeuteranopia}) {
        for (const Kind& a : kinds()) {
            for (const Kind& b : kinds()) {
                const double apart = std::abs(lightness(a.colour, eye) - lightness(b.colour, eye));
                close += a.name != b.name && apart < 15 ? 1 : 0;
                EXPECT_TRUE(a.name == b.name || a.sign != b.sign) << a.name << " and " << b.name;
            }
        }
    }
    EXPECT_GT(close, 0) << "if all differ in lightness the signs are not needed";
}

TEST(Signs, EverySignStandsOutFromItsGround) {
    constexpr Index kPeriod = 9;
    for (const Kind& kind : kinds()) {
        double tone = 0;
        Index marked = 0;
        for (Index row = 0; row < 4 * kPeriod; ++row) {
            for (Index col = 0; col < 4 * kPeriod; ++col) {
                const double here = sign_tone(kind.sign, row, col, kPeriod);
                tone = here == 0 ? tone : here;
                marked += here == 0 ? 0 : 1;
            }
        }
        if (kind.sign == Sign::none) {
            EXPECT_EQ(marked, 0);
            continue;
        }
        const auto channel = [&](std::uint8_t value) {
            return static_cast<std::uint8_t>(std::lround(toned(value, tone)));
        };
        const Colour line{channel(kind.colour.red), channel(kind.colour.green),
                          channel(kind.colour.blue)};
        for (const Matrix& eye : {kNormal, kProtanopia, kDeuteranopia}) {
            EXPECT_GT(std::abs(lightness(line, eye) - lightness(kind.colour, eye)), 9) << kind.name;
        }
        EXPECT_LT(marked, 16 * kPeriod * kPeriod / 4) << "the colour stays that of the class";
    }
}

TEST(Signs, NoDataIsNoColourOfAnyKind) {
    for (const Kind& kind : kinds()) {
        const int apart = std::abs(kind.colour.red - kNoDataColour.red) +
                          std::abs(kind.colour.green - kNoDataColour.green) +
                          std::abs(kind.colour.blue - kNoDataColour.blue);
        EXPECT_GT(apart, 60) << kind.name;
    }
}

TEST(Badges, SayLevelsBoundsAndNoDataApart) {
    EXPECT_EQ(mark_text({.level = 3}), "3");
    EXPECT_EQ(mark_text({.level = 3, .lower_bound = true}), "≥3");
    EXPECT_EQ(mark_text({.level = 0}), "<1");
    EXPECT_EQ(mark_text({.level = 0, .lower_bound = true}), "≥0");
    EXPECT_EQ(mark_text({}), "?");
}

TEST(Badges, TheirNumbersStandOutAsWcagAsks) {
    for (const Kind& kind : kinds()) {
        const double ground = luminance(kind.colour);
        const double letters = luminance(letters_on(kind.colour));
        const double contrast =
            (std::max(ground, letters) + 0.05) / (std::min(ground, letters) + 0.05);
        EXPECT_GE(contrast, 4.5) << kind.name;  // WCAG 2.1, 1.4.3
    }
}

double area(const Ring& ring) {
    double sum = 0;
    for (std::size_t place = 0; place < ring.size(); ++place) {
        const SheetPoint& from = ring[place];
        const SheetPoint& to = ring[(place + 1) % ring.size()];
        sum += from.x * to.y - to.x * from.y;
    }
    return sum / 2;
}

TEST(Clipping, KeepsThePartInsideTheBox) {
    const Box box{0, 0, 10, 10};
    const Ring square{{-5, 2}, {5, 2}, {5, 8}, {-5, 8}};
    EXPECT_DOUBLE_EQ(area(clipped(square, box)), 30);
    const Ring inside{{1, 1}, {2, 1}, {2, 2}, {1, 2}};
    EXPECT_EQ(clipped(inside, box).size(), inside.size());
    const Ring outside{{20, 1}, {22, 1}, {22, 2}};
    EXPECT_EQ(area(clipped(outside, box)), 0);
    // A U whose arms reach into the box from the right, its bend outside.
    const Ring arms{{4, 1}, {14, 1}, {14, 9}, {4, 9}, {4, 7}, {12, 7}, {12, 3}, {4, 3}};
    EXPECT_DOUBLE_EQ(area(clipped(arms, box)), 24);
    EXPECT_TRUE(clipped({}, box).empty());
}

}  // namespace
}  // namespace hazone::io
