// The table of zones in its files, each opened with GDAL and, where there is one, its own program.
#include "io/publish/zone_files.hpp"

#include <map>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "io/level_words.hpp"
#include "io/map/legend.hpp"
#include "io/write/hazard_patches.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/program.hpp"
#include "tests/support/small_publication.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::io {
namespace {

using hazone::testing::contents;
using hazone::testing::open_product;
using hazone::testing::run_command;
using hazone::testing::SmallPublication;
using hazone::testing::TemporaryFolder;
using ::testing::HasSubstr;

/// A publication and its zones.gpkg, opened.
struct Written {
    explicit Written(Extent extent = {60, 80}, Language language = Language::english)
        : small(extent) {
        small.publication().language = language;
        write_zones(folder / "zones.gpkg", small.publication());
        file = open_product(folder / "zones.gpkg", GDAL_OF_VECTOR);
    }
    OGRFeatureUniquePtr zone(std::int32_t label) const {
        OGRLayer* const layer = file->GetLayerByName("zones");
        layer->SetAttributeFilter(("label = " + std::to_string(label)).c_str());
        return OGRFeatureUniquePtr(layer->GetNextFeature());
    }

    SmallPublication small;
    TemporaryFolder folder{"zones"};
    GDALDatasetUniquePtr file;
};

bool is_null(const OGRFeature& feature, const char* name) {
    const int field = feature.GetFieldIndex(name);
    EXPECT_GE(field, 0) << name;
    return feature.IsFieldSetAndNotNull(field) == 0;
}

TEST(WriteZones, EveryZoneHasItsLevelHazardRuleAndShares) {
    const Written written;
    ASSERT_TRUE(written.file);
    EXPECT_EQ(written.folder.files(), 1);
    EXPECT_STREQ(written.file->GetMetadataItem("title"), "Tỉnh thử nghiệm");
    EXPECT_STREQ(written.file->GetMetadataItem("synthetic"), "yes");
    ASSERT_EQ(written.file->GetLayerByName("zones")->GetFeatureCount(), 12);
    const auto zone = written.zone(4);
    ASSERT_TRUE(zone);
    EXPECT_STREQ(zone->GetFieldAsString("name"), "A Lù");
    EXPECT_STREQ(zone->GetFieldAsString("code"), "02692");
    EXPECT_STREQ(zone->GetFieldAsString("commune_id_2cap"), "02692");
    EXPECT_EQ(zone->GetFieldAsInteger("level"), 4);
    EXPECT_STREQ(zone->GetFieldAsString("level_name"), "level 4");
    EXPECT_STREQ(zone->GetFieldAsString("hazard"), "landslide");
    EXPECT_STREQ(zone->GetFieldAsString("rule"), "46-4");
    EXPECT_STREQ(zone->GetFieldAsString("article"), "Art. 46");
    EXPECT_EQ(zone->GetFieldAsInteger("extrapolated"), 0);
    EXPECT_THAT(zone->GetFieldAsString("reason"), HasSubstr("12.0 %"));
    EXPECT_EQ(zone->GetFieldAsInteger("level_landslide"), 4);
    EXPECT_TRUE(is_null(*zone, "level_heat"));  // judged, without data
    EXPECT_EQ(zone->GetFieldIndex("level_storm"), -1);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("area_m2"), 20 * 20 * 250'000.0);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("share_1"), 0.3);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("share_5"), 0.1);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("missing_share"), 0);
    EXPECT_EQ(zone->GetFieldAsInteger("highest_class"), 5);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("exposed_area_m2"), 0.25 * 1e8);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("people"), 12'000);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("exposed_people"), 1'500);
    EXPECT_EQ(zone->GetFieldIndex("buildings"), -1);
    EXPECT_DOUBLE_EQ(zone->GetFieldAsDouble("landslide_susceptibility_p95"), 0.82);
    EXPECT_STREQ(zone->GetFieldAsString("rules"), "test-rules 1");
    EXPECT_EQ(zone->GetFieldAsInteger("synthetic"), 1);
    EXPECT_TRUE(zone->GetGeometryRef()->IsValid());
    EXPECT_DOUBLE_EQ(zone->GetGeometryRef()->toMultiPolygon()->get_Area(), 1e8);
}

TEST(WriteZones, NoDataIsNullAndLevelZeroIsZero) {
    const Written written({60, 80}, Language::vietnamese);
    const auto unknown = written.zone(SmallPublication::kZoneWithoutData);
    ASSERT_TRUE(unknown);
    for (const char* name : {"level", "hazard", "rule", "highest_class", "share_1", "share_5",
                             "level_landslide", "exposed_area_m2", "people"}) {
        EXPECT_TRUE(is_null(*unknown, name)) << name;
    }
    EXPECT_STREQ(unknown->GetFieldAsString("level_name"), "không có dữ liệu");
    EXPECT_DOUBLE_EQ(unknown->GetFieldAsDouble("missing_share"), 1.0);
    const auto below = written.zone(SmallPublication::kZoneBelowLevels);
    ASSERT_TRUE(below);
    EXPECT_FALSE(is_null(*below, "level"));
    EXPECT_EQ(below->GetFieldAsInteger("level"), 0);
    EXPECT_STREQ(below->GetFieldAsString("level_name"), "dưới cấp 1");
    EXPECT_STREQ(below->GetFieldAsString("hazard"), "none");
    const auto one = written.zone(1);
    ASSERT_TRUE(one);
    EXPECT_STREQ(one->GetFieldAsString("hazard_name"), "sạt lở đất");
    EXPECT_STREQ(one->GetFieldAsString("level_name"), "cấp 1");
}

TEST(WriteZones, ProbabilitiesAndBuildingsAreThereWhenAnyZoneHasThem) {
    SmallPublication small;
    const TemporaryFolder folder("zones");
    small.table()[0].level_probability = {0.5, 0.25, 0.25, 0, 0, 0};
    small.table()[0].buildings = Exposure{40, 3};
    write_zones(folder / "zones.gpkg", small.publication());
    const auto file = open_product(folder / "zones.gpkg", GDAL_OF_VECTOR);
    OGRLayer* const layer = file->GetLayerByName("zones");
    const OGRFeatureUniquePtr first(layer->GetNextFeature());
    const OGRFeatureUniquePtr second(layer->GetNextFeature());
    EXPECT_DOUBLE_EQ(first->GetFieldAsDouble("level_0_probability"), 0.5);
    EXPECT_DOUBLE_EQ(first->GetFieldAsDouble("level_5_probability"), 0);
    EXPECT_FALSE(is_null(*first, "level_5_probability"));
    EXPECT_TRUE(is_null(*second, "level_0_probability"));
    EXPECT_DOUBLE_EQ(first->GetFieldAsDouble("exposed_buildings"), 3);
    EXPECT_TRUE(is_null(*second, "exposed_buildings"));
}

TEST(WriteZones, WorksWithoutRules) {
    SmallPublication small;
    const TemporaryFolder folder("zones");
    small.publication().rules = nullptr;
    write_zones(folder / "zones.gpkg", small.publication());
    const auto file = open_product(folder / "zones.gpkg", GDAL_OF_VECTOR);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->GetLayerByName("zones")->GetFeatureCount(), 12);
}

void expect_outlines_cover_the_classes(Extent extent) {
    Written written(extent);
    ASSERT_TRUE(written.file);
    OGRLayer* const layer = written.file->GetLayerByName("hazard_classes");
    ASSERT_NE(layer, nullptr);
    EXPECT_NE(layer->GetMetadataItem("generalisation"), nullptr);
    std::map<int, double> areas;
    for (const auto& feature : *layer) {
        const int number = feature->GetFieldAsInteger("class");
        EXPECT_TRUE(feature->GetGeometryRef()->IsValid());
        EXPECT_EQ(feature->GetFieldAsString("name"), class_name(number, Language::english));
        EXPECT_DOUBLE_EQ(feature->GetFieldAsDouble("area_m2"),
                         feature->GetGeometryRef()->toPolygon()->get_Area());
        areas[number] += feature->GetFieldAsDouble("area_m2");
    }
    const Publication& publication = written.small.publication();
    const auto patches =
        hazard_patches(publication.fields->read<std::uint8_t>(kHazardClass), *publication.grid, 8);
    std::map<int, double> expected;
    for (Index cell = 0; cell < patches.classes.size(); ++cell) {
        expected[patches.classes.data()[cell]] += publication.grid->cell_area();
    }
    expected.erase(kNoClass);
    EXPECT_GE(expected.size(), 4U);
    EXPECT_EQ(areas, expected);
}

TEST(WriteZones, ClassOutlinesCoverTheCellsOfTheirClass) {
    expect_outlines_cover_the_classes({50, 60});
}

TEST(WriteZones, OutlinesCutIntoSquaresCoverTheSameCells) {
    expect_outlines_cover_the_classes({24, 1100});
    expect_outlines_cover_the_classes({1030, 24});
}

/// The value, the label and the colour of every category of a QML style.
std::map<std::string, std::pair<std::string, std::string>> categories_of(const char* qml) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(qml));
    std::map<std::string, std::pair<std::string, std::string>> categories;
    const pugi::xml_node renderer = document.child("qgis").child("renderer-v2");
    EXPECT_STREQ(renderer.attribute("type").value(), "categorizedSymbol");
    for (const pugi::xml_node& category : renderer.child("categories")) {
        const pugi::xml_node symbol = renderer.child("symbols").find_child_by_attribute(
            "symbol", "name", category.attribute("symbol").value());
        EXPECT_TRUE(symbol.child("layer")) << "a category without symbol";
        const pugi::xml_node colour =
            symbol.child("layer").find_child_by_attribute("prop", "k", "color");
        categories[category.attribute("value").value()] = {category.attribute("label").value(),
                                                           colour.attribute("v").value()};
    }
    return categories;
}

TEST(WriteZones, QgisDrawsLevelsInTheColoursOfTheRulesAndNoDataApart) {
    SmallPublication small;
    small.rules().level_colours[2] = "#123456";
    const TemporaryFolder folder("zones");
    write_zones(folder / "zones.gpkg", small.publication());
    const auto file = open_product(folder / "zones.gpkg", GDAL_OF_VECTOR);
    OGRLayer* const styles = file->GetLayerByName("layer_styles");
    ASSERT_NE(styles, nullptr);
    styles->SetAttributeFilter("f_table_name = 'zones'");
    const OGRFeatureUniquePtr style(styles->GetNextFeature());
    ASSERT_TRUE(style);
    EXPECT_EQ(style->GetFieldAsInteger("useAsDefault"), 1);
    const auto categories = categories_of(style->GetFieldAsString("styleQML"));
    ASSERT_EQ(categories.size(), 7U);
    EXPECT_EQ(categories.at("-1").first, "no data");
    EXPECT_EQ(categories.at("0").first, "below level 1");
    EXPECT_NE(categories.at("-1").second, categories.at("0").second);
    EXPECT_EQ(categories.at("1").second, "135,206,235,255");
    EXPECT_EQ(categories.at("3").second, "18,52,86,255");
    EXPECT_EQ(categories.at("5").second, "128,0,128,255");
    EXPECT_THAT(style->GetFieldAsString("styleQML"), HasSubstr("coalesce(&quot;level&quot;, -1)"));
    pugi::xml_document sld;
    ASSERT_TRUE(sld.load_string(style->GetFieldAsString("styleSLD")));
    EXPECT_EQ(sld.select_nodes("//sld:Rule").size(), 7U);
    const auto nulls = sld.select_nodes("//ogc:PropertyIsNull");
    ASSERT_EQ(nulls.size(), 1U);
    EXPECT_STREQ(
        nulls.first().node().parent().child("ogc:PropertyIsEqualTo").child_value("ogc:Literal"),
        "-1");
}

TEST(WriteZones, QgisDrawsClassesAsTheMap) {
    const Written written;
    OGRLayer* const styles = written.file->GetLayerByName("layer_styles");
    styles->SetAttributeFilter("f_table_name = 'hazard_classes'");
    const OGRFeatureUniquePtr style(styles->GetNextFeature());
    ASSERT_TRUE(style);
    const auto categories = categories_of(style->GetFieldAsString("styleQML"));
    ASSERT_EQ(categories.size(), 6U);
    EXPECT_EQ(categories.at("0").first, "no data");
    EXPECT_EQ(categories.at("4").first, "high");
}

TEST(WriteZones, OgrinfoReadsTheFile) {
    const Written written;
    if (run_command("command -v ogrinfo").exit_code != 0) {
        GTEST_SKIP() << "ogrinfo is not installed (Debian: gdal-bin)";
    }
    const auto result =
        run_command("ogrinfo -al -so '" + written.folder.path().string() + "/zones.gpkg' zones");
    EXPECT_EQ(result.exit_code, 0) << result.output;
    EXPECT_THAT(result.output, HasSubstr("Feature Count: 12"));
    EXPECT_THAT(result.output, HasSubstr("commune_id_2cap: String"));
    EXPECT_THAT(result.output, HasSubstr("level: Integer"));
    EXPECT_THAT(result.output, HasSubstr("share_5: Real"));
}

TEST(WriteZonesCsv, JoinsOnTheCodeAndLeavesNoDataEmpty) {
    SmallPublication small;
    const TemporaryFolder folder("zones");
    small.table()[0].name = "Y \"Tý\", xã";
    write_zones_csv(folder / "zones.csv", small.publication());
    EXPECT_EQ(folder.files(), 1);
    EXPECT_EQ(contents(folder / "zones.csv").substr(0, 11), "\xEF\xBB\xBF\"label\",");
    const auto file = open_product(folder / "zones.csv", GDAL_OF_VECTOR);
    ASSERT_TRUE(file);
    OGRLayer* const layer = file->GetLayer(0);
    ASSERT_EQ(layer->GetFeatureCount(), 12);
    std::vector<OGRFeatureUniquePtr> rows;
    for (auto& feature : *layer) {
        rows.push_back(std::move(feature));
    }
    EXPECT_STREQ(rows[0]->GetFieldAsString("label"), "1");
    EXPECT_STREQ(rows[0]->GetFieldAsString("name"), "Y \"Tý\", xã");
    EXPECT_STREQ(rows[0]->GetFieldAsString("commune_id_2cap"), "02683");
    EXPECT_STREQ(rows[0]->GetFieldAsString("level"), "1");
    EXPECT_STREQ(rows[0]->GetFieldAsString("share_1"), "0.3");
    EXPECT_STREQ(rows[1]->GetFieldAsString("level"), "");
    EXPECT_STREQ(rows[1]->GetFieldAsString("share_1"), "");
    EXPECT_STREQ(rows[2]->GetFieldAsString("level"), "0");
}

/// Twice the signed area: positive when the ring runs against the clock.
double turn_of(const nlohmann::json& ring) {
    double sum = 0;
    for (std::size_t place = 0; place + 1 < ring.size(); ++place) {
        sum += ring[place][0].get<double>() * ring[place + 1][1].get<double>() -
               ring[place + 1][0].get<double>() * ring[place][1].get<double>();
    }
    return sum;
}

TEST(WriteZonesGeojson, FollowsRfc7946) {
    SmallPublication small;
    const TemporaryFolder folder("zones");
    write_zones_geojson(folder / "zones.geojson", small.publication());
    const auto json = nlohmann::json::parse(contents(folder / "zones.geojson"));
    EXPECT_EQ(json.at("type"), "FeatureCollection");
    EXPECT_FALSE(json.contains("crs"));
    ASSERT_EQ(json.at("features").size(), 12U);
    for (const auto& feature : json.at("features")) {
        const auto& geometry = feature.at("geometry");
        const bool single = geometry.at("type") == "Polygon";
        EXPECT_TRUE(single || geometry.at("type") == "MultiPolygon");
        const auto parts = single ? nlohmann::json::array({geometry.at("coordinates")})
                                  : geometry.at("coordinates");
        for (const auto& part : parts) {
            EXPECT_EQ(part.at(0).front(), part.at(0).back());
            EXPECT_GT(turn_of(part.at(0)), 0);
            for (const auto& point : part.at(0)) {
                EXPECT_GT(point.at(0).get<double>(), 103);
                EXPECT_LT(point.at(0).get<double>(), 105);
                EXPECT_GT(point.at(1).get<double>(), 22);
                EXPECT_LT(point.at(1).get<double>(), 23);
            }
        }
    }
    const auto& first = json.at("features").at(0).at("properties");
    EXPECT_EQ(first.at("commune_id_2cap"), "02683");
    EXPECT_EQ(first.at("level"), 1);
    EXPECT_TRUE(json.at("features").at(1).at("properties").at("level").is_null());
    EXPECT_EQ(json.at("features").at(2).at("properties").at("level"), 0);
}

TEST(LevelFields, HaveColoursAndNamesWithNoDataApart) {
    for (const FieldSpec* field : {&kRiskLevel, &kLandslideLevel, &kConvectionLevel}) {
        const auto legend = legend_of(*field, Language::english);
        ASSERT_EQ(legend.size(), 7U) << field->name;
        EXPECT_EQ(legend.front().value, 0);
        EXPECT_EQ(legend.front().name, "below level 1");
        EXPECT_EQ(legend.back().value, 255);
        EXPECT_EQ(legend.back().name, "no data");
        EXPECT_EQ(legend[4].meaning, "level_4");
    }
    const auto hazards = legend_of(kRiskHazard, Language::vietnamese);
    ASSERT_EQ(hazards.size(), 11U);
    EXPECT_EQ(hazards[2].name, "lũ quét");
    EXPECT_EQ(hazards[2].meaning, "flash_flood");
}

TEST(LevelWords, ColoursOfRulesWhichCannotBeReadGiveWayToThePalette) {
    RuleSet rules;
    rules.level_colours = {"#0A0B0C", "red", "#12345", "#12345G"};
    rules.level_names = {"", "watch"};
    EXPECT_EQ(level_colour(1, &rules).blue, 12);
    for (const int level : {2, 3, 4, 5}) {
        EXPECT_EQ(level_colour(level, &rules).green, level_colour(level, nullptr).green);
    }
    EXPECT_EQ(level_name(1, &rules, Language::english), "level 1");
    EXPECT_EQ(level_name(2, &rules, Language::english), "watch");
    EXPECT_EQ(level_name(2, &rules, Language::vietnamese), "cấp 2");
    EXPECT_EQ(level_name(std::nullopt, nullptr, Language::english), "no data");
}

}  // namespace
}  // namespace hazone::io
