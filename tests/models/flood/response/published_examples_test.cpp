#include <string>

#include <gtest/gtest.h>

#include "models/flood/losses/green_ampt.hpp"
#include "models/flood/response/kirpich.hpp"
#include "tests/support/answers.hpp"

namespace hazone::models {
namespace {

using testing::number;

constexpr double kHour = 3600;
constexpr double kCentimetre = 0.01;

TEST(PublishedExamples, KirpichGivesThem) {
    for (const testing::Answer& answer : testing::read_answers("kirpich.csv")) {
        const double length = number(answer, "length_m");
        EXPECT_NEAR(kirpich_time(length, length * number(answer, "slope"), {1e-6, 0}) / 60,
                    number(answer, "expected_min"), number(answer, "tolerance_min"))
            << answer.at("source");
    }
}

TEST(PublishedExamples, GreenAmptGivesThem) {
    for (const testing::Answer& answer : testing::read_answers("green_ampt.csv")) {
        const double conductivity = number(answer, "conductivity_cm_h") * kCentimetre / kHour;
        const double intensity = number(answer, "intensity_cm_h") * kCentimetre / kHour;
        const double head = number(answer, "suction_cm") * kCentimetre * number(answer, "deficit");
        const double ponded = ponding_time(intensity, conductivity, head);
        EXPECT_NEAR(intensity * ponded / kCentimetre, number(answer, "ponding_infiltration_cm"),
                    number(answer, "tolerance_cm"))
            << answer.at("source");
        EXPECT_NEAR(ponded / 60, number(answer, "ponding_time_min"),
                    number(answer, "tolerance_min"))
            << answer.at("source");
        const double time = 60 * number(answer, "time_min");
        const GreenAmptSoil soil{.conductivity = conductivity,
                                 .suction = number(answer, "suction_cm") * kCentimetre,
                                 .deficit = number(answer, "deficit")};
        GreenAmptProfile profile;
        const double excess = green_ampt_excess(soil, intensity * time, time, profile);
        EXPECT_NEAR(profile.infiltrated / kCentimetre, number(answer, "infiltration_cm"),
                    number(answer, "infiltration_tolerance_cm"))
            << answer.at("source");
        EXPECT_NEAR(excess + profile.infiltrated, intensity * time, 1e-12);
    }
}

}  // namespace
}  // namespace hazone::models
