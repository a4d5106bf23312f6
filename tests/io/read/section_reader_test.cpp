// Surveyed cross-sections of channels, from CSV.
#include <cmath>

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
using ::testing::Not;

class SectionTables : public ::testing::Test {
protected:
    std::string refusal(const std::string& text) const {
        write_text(folder_ / "sections.csv", text);
        return refusal_of(
            [&] { read_cross_sections({.path = folder_ / "sections.csv"}, small_grid()); });
    }
    TemporaryFolder folder_;
};

TEST_F(SectionTables, RowsArePointsFromBankToBank) {
    write_text(folder_ / "sections.csv",
               "section,x,y,station_m,elevation_m,manning_n\n"
               "upper,451030,2446150,0,103,0.06\n"
               "upper,451030,2446150,0,100,0.03\n"
               "upper,451030,2446150,8,100,\n"
               "upper,451030,2446150,10,102,0.06\n"
               "lower,451060,2446150,5,90,\n"
               "lower,451062,2446150,7,88,\n"
               "lower,451066,2446150,11,91,\n");
    FieldSet fields(small_grid());
    load_input(PointSource{.path = folder_ / "sections.csv"}, kCrossSections, fields);
    const FeatureLayer& layer = fields.features(kCrossSections);
    ASSERT_EQ(layer.size(), 7U);
    EXPECT_EQ(layer.places[5].x, 451062);
    EXPECT_EQ(layer.values<std::string>("section")[4], "lower");
    EXPECT_THAT(layer.values<std::string>("source")[4], HasSubstr("sections.csv, line 6"));
    EXPECT_THAT(layer.values<double>("station"), ElementsAre(0, 0, 8, 10, 5, 7, 11));
    EXPECT_THAT(layer.values<double>("elevation"), ElementsAre(103, 100, 100, 102, 90, 88, 91));
    EXPECT_EQ(layer.values<double>("manning_n")[1], 0.03);
    EXPECT_TRUE(std::isnan(layer.values<double>("manning_n")[2]));
}

TEST_F(SectionTables, EveryProblemIsNamedWithItsLine) {
    EXPECT_THAT(
        refusal("section,x,y,station_m,elevation_m,roughness\n"
                "A,451030,2446150,0,103,1\n"
                "A,451030,2446150,5,100,1\n"
                "A,451030,2446150,4,102,1\n"
                "short,451060,2446150,0,10,1\n"
                "short,451060,2446150,1,9,1\n"
                "A,451030,2446150,9,104,1\n"
                "slit,451030,2446150,0,104,1\n"
                "slit,451030,2446150,5,103,1\n"
                "slit,451030,2446150,5,93,1\n"
                "slit,451030,2446150,5,104,1\n"
                "ditch,451030,2446150,0,104,1\n"
                "ditch,451030,2446150,2,103,1\n"
                "ditch,451030,2446150,4,102,1\n"
                ",451030,2446150,4,102,1\n"
                "empty,451030,2446150,4,,1\n"
                "empty,451030,2446150,x,99999,1\n"
                "moved,451030,2446150,0,104,1\n"
                "moved,451039,2446150,2,99,1\n"
                "moved,451030,2446150,4,102,1\n"),
        AllOf(HasSubstr("line 1: unknown column 'roughness'; allowed: section"),
              HasSubstr("line 4: station_m = 4 falls below 5, that of the point before"),
              HasSubstr("line 5 to 6: section 'short' has 2 points; allowed: 3 or more"),
              HasSubstr("line 7: section 'A' goes on after rows of another one"),
              HasSubstr("line 11: a third point at station_m = 5; allowed: two"),
              HasSubstr("line 12 to 14: section 'ditch': its lowest point, 102 m, must lie below "
                        "both of its ends, 104 m and 102 m"),
              HasSubstr("line 15: section is empty"), HasSubstr("line 16: elevation_m is empty"),
              HasSubstr("line 17, column 'station_m': 'x' is not a number"),
              HasSubstr("line 17: elevation_m = 99999; allowed: -500 to 9000"),
              HasSubstr("line 18: the point lies 9.0 m from the lowest point of section 'moved', "
                        "but their stations differ by 2.0 m")));
    EXPECT_THAT(refusal("section,x,y,station_m\nA,451030,2446150,1\n"), HasSubstr("elevation_m"));
    EXPECT_THAT(refusal("name,x,y,station_m,elevation_m\nA,451030,2446150,1,1\n"),
                HasSubstr("section"));
    EXPECT_THAT(refusal("section,x,y,station_m,elevation_m,manning_n\n"
                        "A,451030,2446150,0,103,5\n"
                        "A,451030,2446150,2,100,0.03\n"
                        "A,451030,2446150,4,103,0\n"),
                AllOf(HasSubstr("line 2: manning_n = 5; allowed: 0.0001 to 2"),
                      HasSubstr("line 4: manning_n = 0; allowed"), Not(HasSubstr("line 3"))));
    EXPECT_THAT(refusal_of([&] {
                    FieldSet fields(small_grid());
                    load_input(ConstantSource{1}, kCrossSections, fields);
                }),
                HasSubstr("a CSV with section, x and y"));
}

}  // namespace
}  // namespace hazone::io
