// Lakes and reservoirs, and their tables by level, from CSV.
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

class ReservoirTables : public ::testing::Test {
protected:
    std::filesystem::path file(const std::string& text) const {
        write_text(folder_ / "reservoirs.csv", text);
        return folder_ / "reservoirs.csv";
    }
    TemporaryFolder folder_;
};

TEST_F(ReservoirTables, ColumnsAndCellsMayBeMissing) {
    FieldSet fields(small_grid());
    load_input(PointSource{.path = file("name,x,y,area_m2,crest_level_m,weir_width_m\n"
                                        "upper,451030,2446150,20000,100,2.5\n"
                                        "lower,451060,2446150,5e4,90,\n")},
               kReservoirs, fields);
    const FeatureLayer& layer = fields.features(kReservoirs);
    ASSERT_EQ(layer.size(), 2U);
    EXPECT_EQ(layer.places[1].x, 451060);
    EXPECT_THAT(layer.values<std::string>("name"), ElementsAre("upper", "lower"));
    EXPECT_THAT(layer.values<double>("area"), ElementsAre(20000, 5e4));
    EXPECT_EQ(layer.values<double>("weir_width")[0], 2.5);
    EXPECT_TRUE(std::isnan(layer.values<double>("weir_width")[1]));
    EXPECT_TRUE(std::isnan(layer.values<double>("release")[0]));
}

TEST_F(ReservoirTables, LevelsAreRowsOfTheirReservoirs) {
    FieldSet fields(small_grid());
    load_input(PointSource{.path = file("name,level_m,storage_m3,release_m3s\n"
                                        "upper,90,0,\n"
                                        "upper,100,2e6,\n")},
               kReservoirLevels, fields);
    const FeatureLayer& layer = fields.features(kReservoirLevels);
    EXPECT_THAT(layer.values<double>("level"), ElementsAre(90, 100));
    EXPECT_THAT(layer.values<double>("storage"), ElementsAre(0, 2e6));
    EXPECT_TRUE(std::isnan(layer.values<double>("release")[1]));
}

TEST_F(ReservoirTables, EveryProblemIsNamedWithItsLine) {
    const auto wrong = file(
        "name,x,y,area_m2,crest_level_m,spillway_m\n"
        ",451030,2446150,-5,100,3\n"
        "lower,451060,2446150,wide,99999,3\n");
    EXPECT_THAT(refusal_of([&] { read_reservoirs({.path = wrong}, small_grid()); }),
                AllOf(HasSubstr("unknown column 'spillway_m'; allowed: name"),
                      HasSubstr("line 2: name is empty"),
                      HasSubstr("line 2: area_m2 = -5; allowed: 1 to 1e+12"),
                      HasSubstr("line 3, column 'area_m2': 'wide' is not a number"),
                      HasSubstr("line 3: crest_level_m = 99999; allowed: -500 to 9000")));
    const auto levels = file("name,level_m,release_m3s\nupper,,1\nupper,2,-1\n");
    EXPECT_THAT(refusal_of([&] { read_reservoir_levels(levels); }),
                AllOf(HasSubstr("line 2: level_m is empty"),
                      HasSubstr("line 3: release_m3s = -1; allowed: 0 to 1e+06")));
    EXPECT_THAT(refusal_of([&] { read_reservoir_levels(file("name,storage_m3\nupper,1\n")); }),
                HasSubstr("level_m"));
    EXPECT_THAT(refusal_of([&] {
                    FieldSet fields(small_grid());
                    load_input(ConstantSource{1}, kReservoirs, fields);
                }),
                HasSubstr("a CSV with name"));
}

}  // namespace
}  // namespace hazone::io
