// Tables of rain events and of measured points, and the tables which are written.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_text;
using ::testing::AllOf;
using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class EventTable : public ::testing::Test {
protected:
    std::filesystem::path file(const std::string& text) const {
        write_text(folder_ / "events.csv", text);
        return folder_ / "events.csv";
    }
    TemporaryFolder folder_;
};

TEST_F(EventTable, HoursAndMillimetresAreTheUsualUnits) {
    const auto events = read_rainfall_events(file("D,E\n10,50\n24,120.5\n"));
    EXPECT_EQ(events->shape, FeatureShape::none);
    EXPECT_THAT(events->values<double>("duration"), ElementsAre(36000, 86400));
    EXPECT_THAT(events->values<double>("rain"), ElementsAre(DoubleEq(0.05), DoubleEq(0.1205)));
}

TEST_F(EventTable, AnIntensityIsMultipliedByTheDuration) {
    const auto events = read_rainfall_events(file("duration [d],intensity [mm/h],place\n2,5,x\n"));
    EXPECT_THAT(events->values<double>("duration"), ElementsAre(172800));
    EXPECT_NEAR(events->values<double>("rain")[0], 0.24, 1e-15);
}

TEST_F(EventTable, WhatIsNoEventIsRefusedWithItsLine) {
    const auto refusal = [&](const std::string& text) {
        const auto path = file(text);
        return refusal_of([&] { read_rainfall_events(path); });
    };
    EXPECT_THAT(refusal("D,E\n10,50\n0,5\n"), AllOf(HasSubstr("line 3"), HasSubstr("above 0")));
    EXPECT_THAT(refusal("D,E\n10,wet\n"), HasSubstr("line 2"));
    EXPECT_THAT(refusal("D,place\n10,x\n"), HasSubstr("duration and rain"));
    EXPECT_THAT(refusal("D [kg],E\n10,50\n"), HasSubstr("unknown unit"));
}

TEST_F(EventTable, MeasuredPointsCarryTheirValue) {
    const auto layer = read_measured_points({.path = file("x,y,depth\n451030,2446150,1.25\n")},
                                            "depth", Unit::metre, small_grid());
    EXPECT_THAT(layer->values<double>("depth"), ElementsAre(1.25));
    EXPECT_EQ(layer->size(), 1U);
}

TEST_F(EventTable, MeasuredPointsWithoutAValueAreRefused) {
    const auto refusal = [&](const std::string& text) {
        const auto path = file(text);
        return refusal_of(
            [&] { read_measured_points({.path = path}, "depth", Unit::metre, small_grid()); });
    };
    EXPECT_THAT(refusal("x,y\n451030,2446150\n"), HasSubstr("depth"));
    EXPECT_THAT(refusal("x,y,depth\n451030,2446150,-9999\n"), HasSubstr("line 2"));
    EXPECT_THAT(refusal("x,y,depth\n451030,2446150,\n"), HasSubstr("line 2"));
}

}  // namespace
}  // namespace hazone::io
