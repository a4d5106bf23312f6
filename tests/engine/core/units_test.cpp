#include "engine/core/units.hpp"

#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

TEST(ParseQuantity, GivesSi) {
    EXPECT_DOUBLE_EQ(parse_quantity("180 deg", Unit::radian, "x"), std::numbers::pi);
    EXPECT_DOUBLE_EQ(parse_quantity(" 36 mm/h", Unit::metre_per_second, "x"), 1e-5);
    EXPECT_DOUBLE_EQ(parse_quantity("2.5 kPa", Unit::pascal, "x"), 2500);
    EXPECT_DOUBLE_EQ(parse_quantity("0.2", Unit::one, "x"), 0.2);
    EXPECT_DOUBLE_EQ(parse_quantity("5 1/km", Unit::per_metre, "x"), 0.005);
    EXPECT_DOUBLE_EQ(parse_quantity("2e-6 1/m2", Unit::per_square_metre, "x"), 2e-6);
    EXPECT_DOUBLE_EQ(parse_quantity("250 1/km2", Unit::per_square_metre, "x"), 2.5e-4);
}

TEST(DisplayUnit, ShowsRainByTheHourAndSpeedByTheSecond) {
    EXPECT_EQ(display_unit(Unit::metre_per_second).symbol, "mm/h");
    EXPECT_EQ(display_unit(Unit::metre_per_second, 1e-4).symbol, "mm/h");  // 360 mm/h
    EXPECT_EQ(display_unit(Unit::metre_per_second, 1e-2).symbol, "m/s");
    EXPECT_EQ(display_unit(Unit::metre_per_second, -20).per_si, 1);
}

TEST(ParseQuantity, RefusesAMissingOrForeignUnit) {
    EXPECT_THROW(parse_quantity("5", Unit::pascal, "cohesion"), InputError);
    EXPECT_THROW(parse_quantity("5 m", Unit::pascal, "cohesion"), InputError);
    EXPECT_THROW(parse_quantity("five kPa", Unit::pascal, "cohesion"), InputError);
}

TEST(ParseQuantity, MessageNamesTheKeyTheValueAndWhatIsAllowed) {
    try {
        parse_quantity("5 psi", Unit::pascal, "inputs.cohesion");
        FAIL();
    } catch (const InputError& error) {
        EXPECT_STREQ(error.what(),
                     "inputs.cohesion: '5 psi' has the unit 'psi'; allowed: Pa, kPa, MPa");
    }
}

}  // namespace
}  // namespace hazone
