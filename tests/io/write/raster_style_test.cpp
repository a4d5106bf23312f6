#include "io/write/raster_style.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <pugixml.hpp>

#include "engine/core/standard_fields.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/program.hpp"
#include "tests/support/small_publication.hpp"

namespace hazone::io {
namespace {

using hazone::testing::run_command;
using hazone::testing::SmallPublication;
using hazone::testing::TemporaryFolder;

pugi::xml_node renderer_of(pugi::xml_document& document, const std::filesystem::path& file) {
    EXPECT_TRUE(document.load_file(file.c_str()));
    return document.child("qgis").child("pipe").child("rasterrenderer");
}

TEST(RasterStyle, LevelsHaveAPaletteAndNoDataIsGrey) {
    SmallPublication small;
    const TemporaryFolder folder("style");
    write_geotiff(folder / "risk_level.tif", kRiskLevel, small.fields(), {});
    ASSERT_TRUE(write_raster_style(folder / "risk_level.tif", kRiskLevel, Language::vietnamese));
    pugi::xml_document document;
    const pugi::xml_node renderer = renderer_of(document, folder / "risk_level.qml");
    EXPECT_STREQ(renderer.attribute("type").value(), "paletted");
    EXPECT_STREQ(renderer.attribute("nodataColor").value(), "176,176,176,255");
    std::vector<std::string> values;
    for (const pugi::xml_node& entry : renderer.child("colorPalette")) {
        values.emplace_back(entry.attribute("value").value());
    }
    EXPECT_EQ(values, (std::vector<std::string>{"0", "1", "2", "3", "4", "5"}));
    EXPECT_STREQ(renderer.child("colorPalette").first_child().attribute("label").value(),
                 "dưới cấp 1");
    EXPECT_STREQ(renderer.child("colorPalette").last_child().attribute("color").value(), "#800080");
}

TEST(RasterStyle, TheGeotiffOfALevelHasColoursAndNames) {
    SmallPublication small;
    const TemporaryFolder folder("style");
    write_geotiff(folder / "risk_level.tif", kRiskLevel, small.fields(), {});
    if (run_command("command -v gdalinfo").exit_code != 0) {
        GTEST_SKIP() << "gdalinfo is not installed (Debian: gdal-bin)";
    }
    const auto result = run_command("gdalinfo '" + folder.path().string() + "/risk_level.tif'");
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.output, ::testing::HasSubstr("below level 1"));
    EXPECT_THAT(result.output, ::testing::HasSubstr("NoData Value=255"));
    EXPECT_THAT(result.output, ::testing::HasSubstr("5: 128,0,128,255"));
    EXPECT_THAT(result.output, ::testing::HasSubstr("0: 244,244,238,255"));
}

TEST(RasterStyle, MeasuredValuesHaveStepsWhichRise) {
    SmallPublication small;
    const TemporaryFolder folder("style");
    for (const FieldSpec* field : {&kElevation, &kLandslideSusceptibility}) {
        const auto path = folder / (std::string(field->name) + ".tif");
        write_geotiff(path, *field, small.fields(), {});
        ASSERT_TRUE(write_raster_style(path, *field, Language::english));
        pugi::xml_document document;
        const pugi::xml_node renderer =
            renderer_of(document, folder / (std::string(field->name) + ".qml"));
        EXPECT_STREQ(renderer.attribute("type").value(), "singlebandpseudocolor");
        const pugi::xml_node shader = renderer.child("rastershader").child("colorrampshader");
        EXPECT_STREQ(shader.attribute("colorRampType").value(), "DISCRETE");
        std::vector<double> limits;
        for (const pugi::xml_node& item : shader) {
            limits.push_back(std::stod(item.attribute("value").value()));
            EXPECT_EQ(std::string(item.attribute("color").value()).size(), 7U);
            EXPECT_STRNE(item.attribute("label").value(), "");
        }
        EXPECT_GE(limits.size(), 4U) << field->name;
        EXPECT_TRUE(std::is_sorted(limits.begin(), limits.end()));
        EXPECT_EQ(limits.back(), kInfinity);
    }
}

TEST(RasterStyle, LabelsHaveNone) {
    SmallPublication small;
    const TemporaryFolder folder("style");
    write_geotiff(folder / "zone.tif", kZone, small.fields(), {});
    EXPECT_FALSE(write_raster_style(folder / "zone.tif", kZone, Language::english));
    EXPECT_FALSE(std::filesystem::exists(folder / "zone.qml"));
}

}  // namespace
}  // namespace hazone::io
