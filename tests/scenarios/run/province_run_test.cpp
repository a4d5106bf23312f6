// The 99 real communes of Lào Cai under hazards of made-up ground: every commune gets a level and
// an explanation. The ground is the demo's, stretched over the province.
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/scenarios/run/geo_check.hpp"
#include "tests/support/program.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using testing::run_command;
using testing::run_hazone;

constexpr int kCommunes = 99;

std::string scenario_text(const fs::path& communes) {
    return R"(
title = "Lào Cai, made-up ground and storm"
synthetic = true
[inputs]
elevation = "ground.tif"
cohesion = "4 kPa"
friction_angle = "31 deg"
unit_weight = "18 kN/m3"
conductivity = "20 mm/h"
curve_number = 75
[zones]
polygons = ")" +
           communes.string() + R"("
layer = "communes"
name = "name"
code = "code"
[rules]
set = "qd18-2021"
[models.uniform_rain]
depth = "320 mm"
duration = "48 h"
[outputs]
fields = ["hazard_class", "risk_level"]
map = false
table = true
)";
}

/// One run for all tests.
class Province : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        const fs::path communes =
            testing::shared_folder() / "data/admin/lao_cai_2025_epsg32648.gpkg";
        if (testing::shared_folder().empty() || !fs::exists(communes)) {
            return;
        }
        folder() = std::make_unique<testing::TemporaryFolder>("province_run");
        const std::string made = run_hazone("init --demo " + (*folder() / "demo").string()).output;
        // 1000 x 1000 cells of 30 m become 172 m, and the heights three times as high.
        const auto stretched = run_command(
            "gdal_translate -q -ot Float32 -scale 0 3000 0 9000 -a_ullr 347000 2528000 519000 "
            "2356000 '" +
            (*folder() / "demo/dem.tif").string() + "' '" + (*folder() / "ground.tif").string() +
            "'");
        ASSERT_EQ(stretched.exit_code, 0) << made << stretched.output;
        std::ofstream(*folder() / "scenario.toml") << scenario_text(communes);
        run() = run_hazone("run " + (*folder() / "scenario.toml").string() + " --out " +
                           (*folder() / "results").string());
    }
    static void TearDownTestSuite() { folder().reset(); }

    void SetUp() override {
        if (!folder()) {
            GTEST_SKIP() << "the 99 communes of the shared data are not there (HAZONE_SHARED)";
        }
        ASSERT_EQ(run().exit_code, 0) << run().output;
    }

    static std::unique_ptr<testing::TemporaryFolder>& folder() {
        static std::unique_ptr<testing::TemporaryFolder> folder;
        return folder;
    }
    static testing::ProgramResult& run() {
        static testing::ProgramResult result;
        return result;
    }
    static fs::path results() { return *folder() / "results"; }
    static json zones() {
        std::ifstream stream(results() / "run.json");
        return json::parse(stream).at("zones");
    }
};

TEST_F(Province, EveryCommuneHasALevelAReasonAndAnExplanation) {
    const json all = zones();
    ASSERT_EQ(all.size(), kCommunes);
    std::set<int> levels;
    for (const json& zone : all) {
        const std::string name = zone.at("name");
        ASSERT_TRUE(zone.at("level").is_number_integer()) << name << ": " << zone.at("reason");
        levels.insert(zone.at("level").get<int>());
        EXPECT_FALSE(zone.at("reason").get<std::string>().empty()) << name;
        EXPECT_EQ(zone.at("rule").get<std::string>().empty(), zone.at("level") == 0) << name;
        const auto told = run_hazone("explain " + results().string() + " --zone " +
                                     zone.at("code").get<std::string>());
        EXPECT_EQ(told.exit_code, 0) << told.output;
        EXPECT_THAT(told.output, HasSubstr(name));
        EXPECT_THAT(told.output, HasSubstr("Art. 4")) << "a rule with its article";
    }
    EXPECT_GT(levels.size(), 1U) << "the storm does not bring all communes to one level";
    EXPECT_LE(*levels.rbegin(), 4) << "level 5 has no row here";
}

TEST_F(Province, OverlapsOfTheLayerAreReported) { EXPECT_THAT(run().output, HasSubstr("overlap")); }

TEST_F(Province, TheCommunesOpenInOgrAndTheirAreasAreThoseOfTheLayer) {
    const auto file = testing::open_vector(results() / "zones.gpkg");
    ASSERT_NE(file, nullptr);
    OGRLayer* layer = file->GetLayerByName("zones");
    ASSERT_NE(layer, nullptr);
    ASSERT_EQ(layer->GetFeatureCount(), kCommunes);
    for (const auto& feature : *layer) {
        const double area = feature->GetGeometryRef()->toMultiPolygon()->get_Area();
        EXPECT_NEAR(feature->GetFieldAsDouble("area_m2"), area, 1e-6 * area)
            << feature->GetFieldAsString("name");
        EXPECT_FALSE(feature->IsFieldNull(feature->GetFieldIndex("level")));
    }
}

}  // namespace
}  // namespace hazone
