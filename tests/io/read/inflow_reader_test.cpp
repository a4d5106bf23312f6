// Discharge in time at points, as the flood models take it in.
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_text;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class InflowTable : public ::testing::Test {
protected:
    std::filesystem::path file(const std::string& text, const std::string& name = "in.csv") const {
        write_text(folder_ / name, text);
        return folder_ / name;
    }
    std::string refusal(const std::string& text) const {
        const auto path = file(text);
        return refusal_of([&] { read_inflow({.path = path}, small_grid()); });
    }
    TemporaryFolder folder_;
};

TEST_F(InflowTable, ARowPerPointAndTime) {
    const auto inflow = read_inflow({.path = file("x,y,time_s,discharge_m3s\n"
                                                  "451030,2446150,0,0\n"
                                                  "451030,2446150,3600,12.5\n"
                                                  "451060,2446150,0,3\n")},
                                    small_grid());
    EXPECT_EQ(inflow->name, "inflow");
    ASSERT_EQ(inflow->places.size(), 3U);
    EXPECT_EQ(inflow->places[2].x, 451060);
    EXPECT_THAT(inflow->values<double>("time"), ElementsAre(0, 3600, 0));
    EXPECT_THAT(inflow->values<double>("discharge"), ElementsAre(0, 12.5, 3));
}

TEST_F(InflowTable, IsTheSourceOfItsField) {
    FieldSet fields(small_grid());
    load_input(PointSource{.path = file("x,y,time_s,discharge_m3s\n451030,2446150,0,2\n")}, kInflow,
               fields);
    EXPECT_THAT(fields.features(kInflow).values<double>("discharge"), ElementsAre(2));
}

TEST_F(InflowTable, EveryBadNumberIsNamedWithItsLine) {
    const std::string problems = refusal(
        "x,y,time_s,discharge_m3s\n"
        "451030,2446150,-5,0\n"
        "451030,2446150,60,-2\n"
        "451030,2446150,120,wet\n"
        "451030,2446150,,4\n");
    EXPECT_THAT(problems,
                AllOf(HasSubstr("line 2: time_s = -5"), HasSubstr("line 3: discharge_m3s = -2"),
                      HasSubstr("line 4"), HasSubstr("wet"), HasSubstr("line 5")));
}

TEST_F(InflowTable, EndlessAndUnknownNumbersAreRefused) {
    EXPECT_THAT(refusal("x,y,time_s,discharge_m3s\n451030,2446150,0,inf\n"), HasSubstr("line 2"));
    EXPECT_THAT(refusal("x,y,time_s,discharge_m3s\n451030,2446150,0,nan\n"), HasSubstr("line 2"));
}

TEST_F(InflowTable, AMissingColumnOrAnotherFormatIsRefused) {
    EXPECT_THAT(refusal("x,y,time_s,flow\n451030,2446150,0,1\n"), HasSubstr("discharge_m3s"));
    EXPECT_THAT(refusal("x,y,hour,discharge_m3s\n451030,2446150,0,1\n"), HasSubstr("time_s"));
    EXPECT_THAT(refusal("time_s,discharge_m3s\n0,1\n"), HasSubstr("x"));
    const auto layer = file("{}", "in.geojson");
    EXPECT_THAT(refusal_of([&] { read_inflow({.path = layer}, small_grid()); }),
                AllOf(HasSubstr("in.geojson"), HasSubstr("must be a CSV")));
}

TEST_F(InflowTable, PointsOutsideTheGridAreRefused) {
    EXPECT_NE(refusal("x,y,time_s,discharge_m3s\n1000,1000,0,1\n"), "");
}

}  // namespace
}  // namespace hazone::io
