// Level in time of the water beyond an edge, as the flood models take it in.
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

class StageTable : public ::testing::Test {
protected:
    std::filesystem::path file(const std::string& text,
                               const std::string& name = "stage.csv") const {
        write_text(folder_ / name, text);
        return folder_ / name;
    }
    std::string refusal(const std::string& text) const {
        const auto path = file(text);
        return refusal_of([&] { read_stage(path); });
    }
    TemporaryFolder folder_;
};

TEST_F(StageTable, ARowPerTime) {
    const auto stage = read_stage(file("time_s,level_m\n0,-0.25\n0.05,0\n3600,1.5\n"));
    EXPECT_EQ(stage->shape, FeatureShape::none);
    EXPECT_TRUE(stage->places.empty());
    EXPECT_THAT(stage->values<double>("time"), ElementsAre(0, 0.05, 3600));
    EXPECT_THAT(stage->values<double>("level"), ElementsAre(-0.25, 0, 1.5));
}

TEST_F(StageTable, IsTheSourceOfItsField) {
    FieldSet fields(small_grid());
    load_input(PointSource{.path = file("level_m,time_s\n2,0\n3,60\n")}, kStage, fields);
    EXPECT_THAT(fields.features(kStage).values<double>("level"), ElementsAre(2, 3));
    EXPECT_THAT(refusal_of([&] { load_input(ConstantSource{2}, kStage, fields); }),
                AllOf(HasSubstr("stage"), HasSubstr("time_s and level_m")));
}

TEST_F(StageTable, EveryBadRowIsNamedWithItsLine) {
    const std::string problems = refusal(
        "time_s,level_m\n"
        "-5,1\n"
        "60,\n"
        "120,high\n"
        "120,2\n"
        "90,9001\n"
        ",-501\n"
        "nan,1\n"
        "180,inf\n"
        "200,3\n");
    EXPECT_THAT(problems,
                AllOf(HasSubstr("line 2: time_s = -5; allowed: 0 or above"), HasSubstr("line 3"),
                      HasSubstr("line 4"), HasSubstr("'high' is not a number"),
                      HasSubstr("line 5: time_s = 120 does not follow 120"),
                      HasSubstr("line 6: time_s = 90 does not follow 120"),
                      HasSubstr("line 6: level_m = 9001; allowed: -500 to 9000")));
    EXPECT_THAT(problems,
                AllOf(HasSubstr("line 7: level_m = -501"), HasSubstr("line 7, column 'time_s'"),
                      HasSubstr("line 8, column 'time_s'"), HasSubstr("line 9, column 'level_m'"),
                      Not(HasSubstr("line 10"))));
}

TEST_F(StageTable, OneRowIsNoLevelInTime) {
    EXPECT_THAT(refusal("time_s,level_m\n0,2\n"),
                AllOf(HasSubstr("has one row"), HasSubstr("edge_level")));
}

TEST_F(StageTable, AMissingColumnOrAnotherFormatIsRefused) {
    EXPECT_THAT(refusal("time_s,depth_m\n0,1\n1,1\n"), HasSubstr("level_m"));
    EXPECT_THAT(refusal("hour,level_m\n0,1\n1,1\n"), HasSubstr("time_s"));
    const auto layer = file("{}", "stage.geojson");
    EXPECT_THAT(refusal_of([&] { read_stage(layer); }),
                AllOf(HasSubstr("stage.geojson"), HasSubstr("must be a CSV")));
}

}  // namespace
}  // namespace hazone::io
