// The demo from its first command to its last, and every product opened again. One program and one
// test of ctest, so that the run is made once.
#include <cmath>
#include <fstream>
#include <regex>

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/scenarios/run/geo_check.hpp"
#include "tests/support/program.hpp"

namespace hazone {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using testing::run_hazone;

constexpr int kUtm48 = 32648;

const std::vector<std::string>& asked_fields() {
    static const std::vector<std::string> kFields{"slope",
                                                  "wetness_index",
                                                  "height_above_drainage",
                                                  "event_rain",
                                                  "soil_depth",
                                                  "critical_rainfall",
                                                  "safety_factor",
                                                  "landslide_susceptibility",
                                                  "runoff_depth",
                                                  "peak_discharge",
                                                  "flash_flood_susceptibility",
                                                  "landslide_class",
                                                  "flash_flood_class",
                                                  "hazard_class",
                                                  "deciding_hazard",
                                                  "greatest_rain_of_24_hours",
                                                  "rain_days",
                                                  "risk_level",
                                                  "risk_hazard",
                                                  "risk_rule"};
    return kFields;
}

class DemoRun : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder() = std::make_unique<testing::TemporaryFolder>("demo_run");
        init() = run_hazone("init --demo " + (*folder() / "demo").string());
        run() = run_hazone("run " + (*folder() / "demo/scenario.toml").string() + " --out " +
                           results().string());
    }
    static void TearDownTestSuite() { folder().reset(); }

    static std::unique_ptr<testing::TemporaryFolder>& folder() {
        static std::unique_ptr<testing::TemporaryFolder> folder;
        return folder;
    }
    static testing::ProgramResult& init() {
        static testing::ProgramResult result;
        return result;
    }
    static testing::ProgramResult& run() {
        static testing::ProgramResult result;
        return result;
    }
    static std::filesystem::path results() { return *folder() / "results"; }

    static json record() {
        std::ifstream stream(results() / "run.json");
        return json::parse(stream);
    }
};

TEST_F(DemoRun, EndsWellAndNamesWhatItWrote) {
    EXPECT_EQ(init().exit_code, 0) << init().output;
    EXPECT_EQ(run().exit_code, 0) << run().output;
    const json finished = record();
    for (const json& product : finished["products"]) {
        const std::string name = product["file"];
        EXPECT_TRUE(std::filesystem::exists(results() / name)) << name;
    }
    for (const char* name : {"zones.gpkg", "zones.csv", "zones.geojson", "map.pdf", "map.png",
                             "map.svg", "report/index.html", "alerts/feed.xml", "bulletin.pdf",
                             "bulletin.txt", "stac.json", "iso19115.xml", "run.json"}) {
        EXPECT_TRUE(std::filesystem::exists(results() / name)) << name;
    }
}

TEST_F(DemoRun, EveryAskedFieldIsACloudOptimisedGeoTiff) {
    for (const std::string& field : asked_fields()) {
        const auto raster = testing::open_raster((results() / (field + ".tif")).string());
        ASSERT_NE(raster, nullptr) << field;
        testing::expect_crs(raster->GetSpatialRef(), kUtm48);
        EXPECT_STREQ(raster->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), "COG") << field;
        EXPECT_STREQ(raster->GetMetadataItem("synthetic"), "yes") << field;
        int has_nodata = 0;
        raster->GetRasterBand(1)->GetNoDataValue(&has_nodata);
        EXPECT_EQ(has_nodata, 1) << field;
        EXPECT_EQ(testing::cells_of(*raster).size(), 1000000U) << field;
    }
}

TEST_F(DemoRun, BandsCarryTheirUnits) {
    const std::pair<const char*, const char*> units[] = {
        {"slope", "rad"},    {"event_rain", "m"},          {"critical_rainfall", "m s-1"},
        {"soil_depth", "m"}, {"peak_discharge", "m3 s-1"}, {"safety_factor", "1"},
    };
    for (const auto& [field, unit] : units) {
        const auto raster = testing::open_raster((results() / field).string() + ".tif");
        ASSERT_NE(raster, nullptr);
        EXPECT_STREQ(raster->GetRasterBand(1)->GetUnitType(), unit) << field;
    }
}

TEST_F(DemoRun, ClassesHaveColoursAndNames) {
    const auto raster = testing::open_raster((results() / "hazard_class.tif").string());
    ASSERT_NE(raster, nullptr);
    const GDALColorTable* colours = raster->GetRasterBand(1)->GetColorTable();
    ASSERT_NE(colours, nullptr);
    EXPECT_EQ(colours->GetColorEntry(4)->c1, 255);
    EXPECT_EQ(colours->GetColorEntry(4)->c2, 0);
    char** names = raster->GetRasterBand(1)->GetCategoryNames();
    ASSERT_NE(names, nullptr);
    EXPECT_STREQ(names[5], "very high");
}

TEST_F(DemoRun, NetcdfHoldsTheSameValuesGeoreferenced) {
    for (const char* field : {"safety_factor", "slope", "contributing_area", "hazard_class"}) {
        const auto raster =
            testing::open_raster("NETCDF:\"" + (results() / "results.nc").string() + "\":" + field);
        ASSERT_NE(raster, nullptr) << field;
        testing::expect_crs(raster->GetSpatialRef(), kUtm48);
        double transform[6] = {};
        ASSERT_EQ(raster->GetGeoTransform(transform), CE_None);
        EXPECT_DOUBLE_EQ(transform[1], 30);
        EXPECT_DOUBLE_EQ(transform[5], -30);
    }
    const auto in_netcdf = testing::open_raster("NETCDF:\"" + (results() / "results.nc").string() +
                                                "\":safety_factor");
    const auto in_tiff = testing::open_raster((results() / "safety_factor.tif").string());
    const std::vector<double> left = testing::cells_of(*in_netcdf);
    const std::vector<double> right = testing::cells_of(*in_tiff);
    ASSERT_EQ(left.size(), right.size());
    std::size_t different = 0;
    for (std::size_t cell = 0; cell < left.size(); ++cell) {
        different += left[cell] == right[cell] || std::isnan(left[cell] + right[cell]) ? 0 : 1;
    }
    EXPECT_EQ(different, 0U);
}

TEST_F(DemoRun, ZonesHaveSharesLevelsAndStyles) {
    const auto zones = testing::open_vector(results() / "zones.gpkg");
    ASSERT_NE(zones, nullptr);
    OGRLayer* layer = zones->GetLayerByName("zones");
    ASSERT_NE(layer, nullptr);
    EXPECT_EQ(layer->GetFeatureCount(), 40);
    testing::expect_crs(layer->GetSpatialRef(), kUtm48);
    for (const auto& feature : *layer) {
        double sum = 0;
        for (int number = 1; number <= 5; ++number) {
            sum += feature->GetFieldAsDouble(("share_" + std::to_string(number)).c_str());
        }
        EXPECT_NEAR(sum, 1, 1e-9);
        const int level = feature->GetFieldAsInteger("level");
        EXPECT_FALSE(feature->IsFieldNull(feature->GetFieldIndex("level")));
        EXPECT_LE(level, 4) << "no row of the rules gives 5 for rain, landslides and flash floods";
        EXPECT_EQ(std::string(feature->GetFieldAsString("rule")).empty(), level == 0);
        EXPECT_FALSE(std::string(feature->GetFieldAsString("reason")).empty());
    }
    EXPECT_EQ(zones->GetLayerByName("layer_styles")->GetFeatureCount(), 2);
    EXPECT_GT(zones->GetLayerByName("hazard_classes")->GetFeatureCount(), 100);
}

TEST_F(DemoRun, TheRecordIsWholeAndCountsMissingCells) {
    const json run = record();
    EXPECT_TRUE(run["scenario"]["synthetic"]);
    EXPECT_EQ(run["zones"].size(), 40U);
    EXPECT_GT(run["peak_memory_bytes"], 1 << 20);
    double compute = 0;
    for (const json& stage : run["stages"]) {
        compute += stage["seconds"].get<double>();
        EXPECT_FALSE(stage["source"].get<std::string>().empty());
    }
    EXPECT_NEAR(run["seconds"]["compute"], compute, 1e-9);
    // Horn's slope is missing along the outer ring of 1000 x 1000 cells, and nowhere else.
    for (const json& stage : run["stages"]) {
        if (stage["model"] == "horn_slope") {
            EXPECT_EQ(stage["missing_cells"]["slope"], 4 * 999);
        }
    }
    for (const json& input : run["inputs"]) {
        ASSERT_TRUE(input.contains("files"));
        for (const json& file : input["files"]) {
            EXPECT_EQ(file["sha256"].get<std::string>().size(), 64U);
        }
    }
}

TEST_F(DemoRun, ExplainNamesEveryModelAndTheLevelOfTheCommune) {
    const auto explained = run_hazone("explain " + results().string() + " --at 104.5,22.3");
    EXPECT_EQ(explained.exit_code, 0);
    EXPECT_THAT(explained.output, HasSubstr("SYNTHETIC"));
    EXPECT_THAT(explained.output, ::testing::Not(HasSubstr("not stored")));
    const json finished = record();
    for (const json& stage : finished["stages"]) {
        EXPECT_THAT(explained.output, HasSubstr(stage["model"].get<std::string>()));
    }
    EXPECT_THAT(explained.output, HasSubstr("\nZone D"));
    const auto outside = run_hazone("explain " + results().string() + " --at 10,50");
    EXPECT_EQ(outside.exit_code, 2);
    EXPECT_THAT(outside.output, HasSubstr("outside the grid"));
}

TEST_F(DemoRun, TheMapIsAPictureAndADocument) {
    const auto picture = testing::open_raster((results() / "map.png").string());
    ASSERT_NE(picture, nullptr);
    EXPECT_GT(picture->GetRasterXSize(), 1000);
    std::ifstream document(results() / "map.pdf", std::ios::binary);
    std::string head(5, ' ');
    document.read(head.data(), 5);
    EXPECT_EQ(head, "%PDF-");
}

TEST_F(DemoRun, ThreadsDoNotChangeTheResult) {
    const std::string scenario = (*folder() / "demo/scenario.toml").string();
    const auto one = *folder() / "one_thread";
    const auto three = *folder() / "three_threads";
    const std::string common =
        "derive landslide_susceptibility flash_flood_susceptibility -i "
        "elevation=" +
        (*folder() / "demo/dem.tif").string() +
        " -i cohesion='6 kPa' -i friction_angle='31 deg' "
        "-i unit_weight='18 kN/m3' -i conductivity='30 mm/h' "
        "-i curve_number=75 -i rain_gauges=" +
        (*folder() / "demo/gauges.csv").string();
    ASSERT_EQ(run_hazone(common + " --threads 1 --out " + one.string()).exit_code, 0);
    ASSERT_EQ(run_hazone(common + " --threads 3 --out " + three.string()).exit_code, 0);
    for (const char* field : {"landslide_susceptibility.tif", "flash_flood_susceptibility.tif"}) {
        const auto left = testing::cells_of(*testing::open_raster((one / field).string()));
        const auto right = testing::cells_of(*testing::open_raster((three / field).string()));
        ASSERT_EQ(left.size(), 1000000U);
        EXPECT_EQ(std::memcmp(left.data(), right.data(), left.size() * sizeof(double)), 0) << field;
    }
}

}  // namespace
}  // namespace hazone
