#include <set>

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <pugixml.hpp>

#include "io/publish/metadata_files.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/program.hpp"
#include "tests/support/small_publication.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::io {
namespace {

using hazone::testing::contents;
using hazone::testing::run_command;
using hazone::testing::SmallPublication;
using hazone::testing::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Json = nlohmann::json;

WrittenFiles some_products() {
    return {{"hazard_class.tif", "classes"},   {"zones.gpkg", "zones"},
            {"maps/02683.pdf", "sheet"},       {"alerts/02683.xml", "alert"},
            {"alerts/feed.xml", "feed"},       {"results.nc", "fields"},
            {"maps_02683.pdf", "another key"}, {"water_depth_in_time.tif", "frames"}};
}

/// What the STAC 1.0.0 item specification and its projection extension ask for.
TEST(StacItem, HasEveryRequiredMemberOfItsType) {
    SmallPublication small;
    const Json item = stac_item(small.publication(), some_products());
    EXPECT_EQ(item.at("type"), "Feature");
    EXPECT_EQ(item.at("stac_version"), "1.0.0");
    EXPECT_TRUE(item.at("stac_extensions").at(0).is_string());
    EXPECT_TRUE(item.at("id").is_string());
    EXPECT_EQ(item.at("geometry").at("type"), "Polygon");
    ASSERT_EQ(item.at("bbox").size(), 4U);
    EXPECT_LT(item.at("bbox").at(0), item.at("bbox").at(2));
    EXPECT_LT(item.at("bbox").at(1), item.at("bbox").at(3));
    EXPECT_NEAR(item.at("bbox").at(0).get<double>(), 104.03, 0.01);  // 400 km in UTM 48 N
    EXPECT_NEAR(item.at("bbox").at(3).get<double>(), 22.61, 0.01);
    const Json& properties = item.at("properties");
    EXPECT_EQ(properties.at("datetime"), "2024-09-09T00:00:00Z");
    EXPECT_EQ(properties.at("start_datetime"), "2024-09-09T00:00:00Z");
    EXPECT_EQ(properties.at("end_datetime"), "2024-09-10T00:00:00Z");
    EXPECT_EQ(properties.at("proj:epsg"), 32648);
    EXPECT_EQ(properties.at("proj:shape"), Json({60, 80}));
    EXPECT_EQ(properties.at("proj:transform"), Json({500, 0, 400'000, 0, -500, 2'500'000}));
    EXPECT_EQ(properties.at("proj:bbox"), Json({400'000, 2'470'000, 440'000, 2'500'000}));
    EXPECT_EQ(properties.at("hazone:synthetic"), true);
    EXPECT_TRUE(item.at("links").is_array());
    for (const Json& link : item.at("links")) {
        EXPECT_TRUE(link.at("href").is_string());
        EXPECT_TRUE(link.at("rel").is_string());
    }
}

TEST(StacItem, HasAnAssetForEachProductWithItsMediaType) {
    SmallPublication small;
    const Json item = stac_item(small.publication(), some_products());
    const Json& assets = item.at("assets");
    EXPECT_EQ(assets.size(), some_products().size());
    std::set<std::string> files;
    for (const auto& [key, asset] : assets.items()) {
        files.insert(asset.at("href").get<std::string>());
        EXPECT_FALSE(asset.at("title").get<std::string>().empty());
        EXPECT_EQ(asset.at("roles").size(), 1U);
    }
    for (const WrittenFile& product : some_products()) {
        EXPECT_TRUE(files.contains("./" + product.name)) << product.name;
    }
    EXPECT_EQ(assets.at("hazard_class_tif").at("type"),
              "image/tiff; application=geotiff; profile=cloud-optimized");
    EXPECT_EQ(assets.at("hazard_class_tif").at("roles"), Json({"data"}));
    EXPECT_EQ(assets.at("alerts_02683_xml").at("type"), "application/cap+xml");
    EXPECT_EQ(assets.at("alerts_feed_xml").at("type"), "application/atom+xml");
    EXPECT_EQ(assets.at("zones_gpkg").at("type"), "application/geopackage+sqlite3");
}

TEST(StacItem, AGridWithoutCrsHasNoPlace) {
    SmallPublication small;
    Grid grid = *small.publication().grid;
    grid.crs = "";
    small.publication().grid = &grid;
    const Json item = stac_item(small.publication(), {});
    EXPECT_TRUE(item.at("geometry").is_null());
    EXPECT_FALSE(item.contains("bbox"));
    EXPECT_TRUE(item.at("properties").at("proj:epsg").is_null());
}

TEST(StacItem, OfAVn2000GridIsShiftedByItsDatum) {
    SmallPublication small;
    Grid grid = *small.publication().grid;
    grid.crs = "EPSG:3405";  // VN-2000 / UTM zone 48N
    small.publication().grid = &grid;
    const Json shifted = stac_item(small.publication(), {});
    EXPECT_EQ(shifted.at("properties").at("proj:epsg"), 3405);
    grid.crs = "EPSG:32648";
    const Json plain = stac_item(small.publication(), {});
    // 223 m between the datums near Lào Cai: -196 m east, 108 m north.
    const double east =
        (shifted.at("bbox").at(0).get<double>() - plain.at("bbox").at(0).get<double>()) * 102'900;
    const double north =
        (shifted.at("bbox").at(1).get<double>() - plain.at("bbox").at(1).get<double>()) * 110'700;
    EXPECT_NEAR(std::abs(east), 196, 8);
    EXPECT_NEAR(std::abs(north), 108, 8);
}

TEST(StacItem, GdalOpensItsRasterAsset) {
    SmallPublication small;
    const TemporaryFolder folder("stac");
    write_geotiff(folder / "hazard_class.tif", kHazardClass, small.fields(), {});
    write_metadata(small.publication(), {{"hazard_class.tif", "classes"}}, folder.path());
    if (run_command("gdalinfo --formats | grep STACIT").exit_code != 0) {
        GTEST_SKIP() << "gdalinfo has no STACIT driver";
    }
    // The driver reads collections; an item is one of its features. GDAL looks for paths from the
    // working folder.
    const std::string wrap =
        "cd '" + folder.path().string() +
        "' && (printf '{\"type\":\"FeatureCollection\",\"stac_version\":"
        "\"1.0.0\",\"features\":['; cat stac.json; printf ']}') > all.json && ";
    const auto result = run_command(wrap + "gdalinfo 'STACIT:\"all.json\":asset=hazard_class_tif'");
    EXPECT_EQ(result.exit_code, 0) << result.output;
    EXPECT_THAT(result.output, HasSubstr("Size is 80, 60"));
    EXPECT_THAT(result.output, HasSubstr("32648"));
}

TEST(IsoRecord, HasWhatARecordMustHave) {
    SmallPublication small;
    small.publication().notes = {"a note"};
    nlohmann::ordered_json record{
        {"stages",
         {{{"model", "zone_levels"},
           {"source", "made up (2026)"},
           {"parameters", {{"share", "5 %"}}}}}},
        {"inputs",
         {{{"field", "elevation"}, {"files", {{{"path", "/a/b/dem.tif"}, {"sha256", "abc"}}}}},
          {{"field", "cohesion"}, {"constant", 5000.0}, {"unit", "Pa"}}}}};
    small.publication().record = &record;
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(iso_record(small.publication()).c_str()));
    const pugi::xml_node root = document.child("gmd:MD_Metadata");
    const auto text_at = [&](const char* path) {
        return std::string(root.select_node(path).node().child_value());
    };
    const std::string kIdentification = "gmd:identificationInfo/gmd:MD_DataIdentification/";
    const auto own = [&](const std::string& path) {
        return text_at((kIdentification + path).c_str());
    };
    EXPECT_THAT(text_at("gmd:fileIdentifier/gco:CharacterString"), StartsWith("hazone-"));
    EXPECT_EQ(text_at("gmd:dateStamp/gco:DateTime"), "2024-09-09T00:00:00Z");
    EXPECT_EQ(text_at("gmd:contact/gmd:CI_ResponsibleParty/gmd:organisationName/"
                      "gco:CharacterString"),
              "hazone");
    EXPECT_EQ(own("gmd:citation/gmd:CI_Citation/gmd:title/gco:CharacterString"), "Tỉnh thử nghiệm");
    EXPECT_THAT(own("gmd:abstract/gco:CharacterString"), HasSubstr("12 zones"));
    EXPECT_THAT(own("gmd:abstract/gco:CharacterString"), HasSubstr("synthetic"));
    EXPECT_THAT(own("gmd:resourceConstraints/gmd:MD_LegalConstraints/gmd:useLimitation/"
                    "gco:CharacterString"),
                HasSubstr("not an official warning"));
    EXPECT_EQ(text_at("gmd:referenceSystemInfo/gmd:MD_ReferenceSystem/"
                      "gmd:referenceSystemIdentifier/gmd:RS_Identifier/gmd:code/"
                      "gco:CharacterString"),
              "EPSG:32648");
    const std::string kBox =
        "gmd:extent/gmd:EX_Extent/gmd:geographicElement/gmd:EX_GeographicBoundingBox/";
    EXPECT_NEAR(std::stod(own(kBox + "gmd:westBoundLongitude/gco:Decimal")), 104.03, 0.01);
    EXPECT_NEAR(std::stod(own(kBox + "gmd:northBoundLatitude/gco:Decimal")), 22.61, 0.01);
    const std::string kLineage =
        "gmd:dataQualityInfo/gmd:DQ_DataQuality/gmd:lineage/gmd:LI_Lineage/";
    EXPECT_THAT(text_at((kLineage + "gmd:statement/gco:CharacterString").c_str()),
                HasSubstr("a note"));
    EXPECT_EQ(text_at((kLineage + "gmd:processStep/gmd:LI_ProcessStep/gmd:description/"
                                  "gco:CharacterString")
                          .c_str()),
              "model zone_levels (made up (2026)): share = 5 %");
    const auto sources = root.select_nodes((kLineage + "gmd:source").c_str());
    EXPECT_EQ(sources.size(), 2U);
    EXPECT_THAT(text_at((kLineage + "gmd:source/gmd:LI_Source/gmd:description/"
                                    "gco:CharacterString")
                            .c_str()),
                HasSubstr("dem.tif, SHA-256 abc"));
}

TEST(WriteMetadata, WritesBothFilesAndNamesThem) {
    SmallPublication small;
    const TemporaryFolder folder("metadata");
    const WrittenFiles files = write_metadata(small.publication(), {}, folder.path());
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(folder.files(), 2);
    EXPECT_EQ(files[0].name, "stac.json");
    const Json item = Json::parse(contents(folder / "stac.json"));
    EXPECT_EQ(item.at("assets").at("iso19115_xml").at("href"), "./iso19115.xml");
    if (run_command("command -v xmllint").exit_code == 0) {
        const auto result =
            run_command("xmllint --noout '" + folder.path().string() + "/iso19115.xml'");
        EXPECT_EQ(result.exit_code, 0) << result.output;
    }
}

}  // namespace
}  // namespace hazone::io
