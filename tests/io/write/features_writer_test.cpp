// Points, lines and areas as GeoPackage layers: geometry, NULLs, aliases, styles.
#include <cmath>
#include <limits>
#include <map>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <gmock/gmock.h>
#include <pugixml.hpp>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/write/feature_style.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/products.hpp"

namespace hazone::io {
namespace {

using hazone::testing::open_product;
using hazone::testing::TemporaryFolder;
using hazone::testing::utm_grid;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Two lines which meet, and a feature without a place.
FeatureLayer three_streams() {
    return {.name = "streams",
            .shape = FeatureShape::line,
            .attributes = {{"link", Unit::one, "number of the link", std::vector{1, 2, 3}},
                           {"downstream", Unit::one, "the link below", std::vector{2, 0, 0}},
                           {"strahler", Unit::one, "Strahler order", std::vector{1, 2, 1}},
                           {"elevation_drop", Unit::metre, "what the line's end lies lower",
                            std::vector<double>{4.5, 0.0, kNone}},
                           {"river", Unit::one, "its name",
                            std::vector<std::string>{"Suối Nậm", "Sông Hồng", ""}}},
            .first = {0, 2, 5, 5},
            .places = {{400000, 2500000},
                       {400030, 2499970},
                       {400030, 2499970},
                       {400060, 2499970},
                       {400090, 2499940}}};
}

struct Written {
    Written(const FieldSpec& field,
            FeatureLayer layer,
            FieldSet fields = FieldSet(utm_grid({4, 5})))
        : name(std::string(layer.name)) {
        fields.put(field, std::make_shared<const FeatureLayer>(std::move(layer)));
        write_features(folder / "layer.gpkg", field, fields,
                       {.metadata = {{"title", "Thử"}, {"source", "hazone"}}});
        file = open_product(folder / "layer.gpkg", GDAL_OF_VECTOR);
    }
    OGRLayer& layer() const { return *file->GetLayerByName(name.c_str()); }
    std::string style() const {
        const std::unique_ptr<OGRFeature> feature(
            file->GetLayerByName("layer_styles")->GetFeature(1));
        return feature->GetFieldAsString("styleQML");
    }

    TemporaryFolder folder;
    std::string name;
    GDALDatasetUniquePtr file;
};

std::unique_ptr<OGRFeature> feature_of(const Written& written, GIntBig number) {
    return std::unique_ptr<OGRFeature>(written.layer().GetFeature(number));
}

TEST(WriteFeatures, LinesHaveTheirPlacesValuesAndTheCrsOfTheGrid) {
    const Written written(kStreamLinks, three_streams());
    ASSERT_TRUE(written.file);
    EXPECT_EQ(written.folder.files(), 1);
    EXPECT_STREQ(written.file->GetMetadataItem("title"), "Thử");
    EXPECT_EQ(written.layer().GetGeomType(), wkbLineString);
    EXPECT_STREQ(written.layer().GetSpatialRef()->GetAuthorityCode(nullptr), "32648");
    ASSERT_EQ(written.layer().GetFeatureCount(), 3);
    const auto first = feature_of(written, 1);
    EXPECT_EQ(first->GetFieldAsInteger("link"), 1);
    EXPECT_EQ(first->GetFieldAsInteger("downstream"), 2);
    EXPECT_EQ(first->GetFieldAsDouble("elevation_drop"), 4.5);
    EXPECT_STREQ(first->GetFieldAsString("river"), "Suối Nậm");
    const OGRLineString& line = *first->GetGeometryRef()->toLineString();
    const auto second = feature_of(written, 2);
    const OGRLineString& below = *second->GetGeometryRef()->toLineString();
    ASSERT_EQ(line.getNumPoints(), 2);
    ASSERT_EQ(below.getNumPoints(), 3);
    EXPECT_EQ(line.getX(0), 400000);
    EXPECT_EQ(line.getY(0), 2500000);
    EXPECT_EQ(line.getX(1), below.getX(0));
    EXPECT_EQ(line.getY(1), below.getY(0));
    EXPECT_EQ(below.getX(2), 400090);
}

TEST(WriteFeatures, WhatIsNoneIsNull) {
    const Written written(kStreamLinks, three_streams());
    const auto second = feature_of(written, 2);
    EXPECT_FALSE(second->IsFieldSetAndNotNull(second->GetFieldIndex("downstream")));
    EXPECT_TRUE(second->IsFieldSetAndNotNull(second->GetFieldIndex("elevation_drop")));
    EXPECT_EQ(second->GetFieldAsDouble("elevation_drop"), 0);
    const auto third = feature_of(written, 3);
    EXPECT_EQ(third->GetGeometryRef(), nullptr);
    EXPECT_FALSE(third->IsFieldSetAndNotNull(third->GetFieldIndex("elevation_drop")));
}

TEST(WriteFeatures, AttributesAreDescribedWithTheirUnits) {
    const Written written(kStreamLinks, three_streams());
    OGRLayer* const rows = written.file->ExecuteSQL(
        "SELECT name, title, description FROM gpkg_data_columns WHERE table_name = 'streams' AND "
        "column_name = 'elevation_drop'",
        nullptr, nullptr);
    ASSERT_NE(rows, nullptr);
    const std::unique_ptr<OGRFeature> row(rows->GetNextFeature());
    ASSERT_TRUE(row);
    EXPECT_STREQ(row->GetFieldAsString("name"), "elevation drop [m]");
    EXPECT_STREQ(row->GetFieldAsString("title"), "elevation drop [m]");
    EXPECT_STREQ(row->GetFieldAsString("description"), "what the line's end lies lower");
    written.file->ReleaseResultSet(rows);
    OGRLayer* const extensions = written.file->ExecuteSQL(
        "SELECT * FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'", nullptr, nullptr);
    ASSERT_NE(extensions, nullptr);
    EXPECT_EQ(extensions->GetFeatureCount(), 2);
    written.file->ReleaseResultSet(extensions);
}

TEST(WriteFeatures, StreamsAreDrawnByOrderAndWiderDownstream) {
    const Written written(kStreamLinks, three_streams());
    pugi::xml_document qml;
    ASSERT_TRUE(qml.load_string(written.style().c_str()));
    const pugi::xml_node renderer = qml.child("qgis").child("renderer-v2");
    EXPECT_STREQ(renderer.attribute("type").value(), "categorizedSymbol");
    std::vector<std::string> labels;
    std::vector<double> widths;
    for (const pugi::xml_node& category : renderer.child("categories")) {
        labels.emplace_back(category.attribute("label").value());
        const pugi::xml_node symbol = renderer.child("symbols").find_child_by_attribute(
            "symbol", "name", category.attribute("symbol").value());
        EXPECT_STREQ(symbol.attribute("type").value(), "line");
        widths.push_back(symbol.child("layer")
                             .find_child_by_attribute("prop", "k", "line_width")
                             .attribute("v")
                             .as_double());
    }
    EXPECT_THAT(labels, ElementsAre("order 1", "order 2"));
    ASSERT_EQ(widths.size(), 2U);
    EXPECT_GT(widths[0], 0);
    EXPECT_GT(widths[1], widths[0]);
    EXPECT_THAT(written.style(), HasSubstr("name=\"elevation drop [m]\""));
}

TEST(WriteFeatures, TheStyleIsAlsoAnSldOfLines) {
    const CategorisedStyle style = style_of(kStreamLinks, three_streams(), Language::vietnamese);
    EXPECT_EQ(style.legend[1].name, "bậc 2");
    pugi::xml_document sld;
    ASSERT_TRUE(sld.load_string(sld_of(style, "streams").c_str()));
    EXPECT_EQ(sld.select_nodes("//sld:LineSymbolizer").size(), 2U);
    EXPECT_EQ(sld.select_nodes("//ogc:Filter").size(), 2U);
}

/// Two basins on the cells of a label field, and a third which no cell has.
Written three_basins() {
    FieldSet fields(utm_grid({2, 3}));
    Raster<std::int32_t> labels({2, 3}, 1);
    labels(1, 2) = 7;
    labels(0, 0) = kNoLabel;
    fields.put(kDrainageBasin, std::move(labels));
    FeatureLayer layer{
        .name = "basins",
        .shape = FeatureShape::area,
        .attributes = {{"basin", Unit::one, "number of the basin", std::vector{1, 7, 8}},
                       {"process", Unit::one, "what it sends to its fan", std::vector{3, 1, 0}}},
        .labels = kDrainageBasin.name};
    return {kBasins, std::move(layer), std::move(fields)};
}

TEST(WriteFeatures, AreasFollowTheCellsOfTheirLabel) {
    const Written written = three_basins();
    EXPECT_EQ(written.layer().GetGeomType(), wkbMultiPolygon);
    ASSERT_EQ(written.layer().GetFeatureCount(), 3);
    const auto first = feature_of(written, 1);
    EXPECT_TRUE(first->GetGeometryRef()->IsValid());
    EXPECT_DOUBLE_EQ(first->GetGeometryRef()->toMultiPolygon()->get_Area(), 4 * 900);
    const auto second = feature_of(written, 2);
    OGREnvelope box;
    second->GetGeometryRef()->getEnvelope(&box);
    EXPECT_EQ(box.MinX, 400060);
    EXPECT_EQ(box.MaxY, 2499970);
    const auto third = feature_of(written, 3);
    EXPECT_EQ(third->GetGeometryRef(), nullptr);
    EXPECT_FALSE(third->IsFieldSetAndNotNull(third->GetFieldIndex("process")));
}

TEST(WriteFeatures, BasinsAreDrawnByProcess) {
    const Written written = three_basins();
    for (const char* expected : {"debris flow", "debris flood", "flood", "no data"}) {
        EXPECT_THAT(written.style(), HasSubstr("label=\"" + std::string(expected) + "\""));
    }
    EXPECT_THAT(written.style(), HasSubstr("coalesce(&quot;process&quot;, 0)"));
}

TEST(WriteFeatures, PointsAreDots) {
    const Written written(
        kSnappedPourPoints,
        {.name = "pour_points",
         .shape = FeatureShape::point,
         .attributes = {{"point", Unit::one, "number of the point", std::vector{1}}},
         .first = {0, 1},
         .places = {{400011, 2499989}}});
    EXPECT_EQ(written.layer().GetGeomType(), wkbPoint);
    const auto point = feature_of(written, 1);
    EXPECT_EQ(point->GetGeometryRef()->toPoint()->getX(), 400011);
    pugi::xml_document qml;
    ASSERT_TRUE(qml.load_string(written.style().c_str()));
    const pugi::xml_node renderer = qml.child("qgis").child("renderer-v2");
    EXPECT_STREQ(renderer.attribute("type").value(), "singleSymbol");
    EXPECT_STREQ(renderer.child("symbols").child("symbol").attribute("type").value(), "marker");
    pugi::xml_document sld;
    ASSERT_TRUE(sld.load_string(
        sld_of(style_of(kSnappedPourPoints, {.shape = FeatureShape::point}, Language::english),
               "pour_points")
            .c_str()));
    EXPECT_EQ(sld.select_nodes("//sld:PointSymbolizer").size(), 1U);
    EXPECT_EQ(sld.select_nodes("//ogc:Filter").size(), 0U);
}

TEST(WriteFeatures, ANetworkWithoutStreamsIsALayerWithoutFeatures) {
    FeatureLayer empty = three_streams();
    for (Attribute& attribute : empty.attributes) {
        std::visit([](auto& values) { values.clear(); }, attribute.values);
    }
    empty.first = {0};
    empty.places.clear();
    const Written written(kStreamLinks, std::move(empty));
    ASSERT_TRUE(written.file);
    EXPECT_EQ(written.layer().GetFeatureCount(), 0);
}

TEST(WriteFeatures, NothingIsLeftWhenTheFileCannotBeWritten) {
    FieldSet fields(utm_grid({4, 5}));
    fields.put(kStreamLinks, std::make_shared<const FeatureLayer>(three_streams()));
    EXPECT_THROW(write_features("/nonexistent/folder/layer.gpkg", kStreamLinks, fields, {}),
                 InputError);
    const TemporaryFolder folder;
    FeatureLayer broken = three_streams();
    broken.attributes.push_back(broken.attributes.front());  // one name twice
    fields.put(kStreamLinks, std::make_shared<const FeatureLayer>(std::move(broken)));
    EXPECT_THROW(write_features(folder / "layer.gpkg", kStreamLinks, fields, {}), InputError);
    EXPECT_EQ(folder.files(), 0);
}

}  // namespace
}  // namespace hazone::io
