// Maps of fields and the calibration plot: classes, words and colours, and files of each format.
#include "io/map/field_map.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include <cairo.h>
#include <unistd.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/synthetic.hpp"
#include "io/map/field_scale.hpp"
#include "io/map/legend.hpp"
#include "io/map/stability_picture.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

FieldSet one_row(const FieldSpec& field, const std::vector<float>& values) {
    FieldSet fields(Grid{.extent = {1, static_cast<Index>(values.size())}, .cell_size = 30});
    const auto cells = fields.write(field);
    std::copy(values.begin(), values.end(), cells.row(0));
    return fields;
}

std::vector<int> classes_of(const FieldScale& scale) {
    const auto cells = scale.classes.view();
    return {cells.row(0), cells.row(0) + cells.cols()};
}

TEST(FieldScale, PutsUnstableLastAndMissingNowhere) {
    const FieldSet fields = one_row(kSafetyFactor, {10, 2, 1.6F, 1.25F, 1, 0.99F, 0, kMissing});
    const FieldScale scale = field_scale(kSafetyFactor, fields, 0, Language::english);
    EXPECT_EQ(classes_of(scale), (std::vector<int>{1, 1, 2, 3, 4, 5, 5, 0}));
    EXPECT_EQ(scale.names,
              (std::vector<std::string>{"≥ 2", "1.5 – 2", "1.25 – 1.5", "1 – 1.25", "< 1"}));
    ASSERT_EQ(scale.colours.size(), 5U);
}

TEST(FieldScale, WritesNumbersAsTheLanguageDoesAndWithTheirUnit) {
    const auto never = static_cast<float>(kInfinity);
    const float hour = 1e-3F / 3600;
    const FieldSet fields =
        one_row(kCriticalRainfall, {never, 25 * hour, 5.001F * hour, hour, 0, kMissing});
    const FieldScale scale = field_scale(kCriticalRainfall, fields, 0, Language::english);
    EXPECT_EQ(classes_of(scale), (std::vector<int>{1, 2, 4, 6, 7, 0}));
    EXPECT_EQ(scale.names,
              (std::vector<std::string>{"never fails", "≥ 20 mm/h", "10 – 20 mm/h", "5 – 10 mm/h",
                                        "2 – 5 mm/h", "< 2 mm/h", "0 mm/h"}));
    const FieldSet depth = one_row(kSoilDepth, {0.2F, 0.5F, 4});
    const FieldScale vietnamese = field_scale(kSoilDepth, depth, 0, Language::vietnamese);
    EXPECT_EQ(classes_of(vietnamese), (std::vector<int>{1, 2, 6}));
    EXPECT_EQ(vietnamese.names[0], "< 0,5 m");
    EXPECT_EQ(vietnamese.names[5], "≥ 3 m");
}

TEST(FieldScale, ClassesOfTheStabilityIndexAreThoseOfSinmap) {
    const FieldSet fields =
        one_row(kStabilityIndex, {1.5F, 1.49F, 1.25F, 1.2F, 1, 0.9F, 0.5F, 0.4F, 1e-6F, 0});
    const FieldScale scale = field_scale(kStabilityIndex, fields, 0, Language::english);
    EXPECT_EQ(classes_of(scale), (std::vector<int>{1, 2, 2, 3, 3, 4, 4, 5, 5, 6}));
}

TEST(FieldScale, FieldsWithoutLimitsOfTheirOwnAreCutInRoundSteps) {
    const FieldSet fields = one_row(kSlope, {0, 0.2F, 0.4F, 0.6F, 0.8F, kMissing});
    const FieldScale scale = field_scale(kSlope, fields, 0, Language::english);
    EXPECT_EQ(classes_of(scale).back(), 0);
    EXPECT_EQ(classes_of(scale).front(), 1);
    EXPECT_EQ(scale.names.size(), scale.colours.size());
    EXPECT_EQ(scale.names.front(), "< 10°");
    const FieldSet same = one_row(kSlope, {0.2F, 0.2F});
    EXPECT_EQ(field_scale(kSlope, same, 0, Language::english).names.size(), 1U);
    const FieldSet none = one_row(kSlope, {kMissing});
    EXPECT_EQ(classes_of(field_scale(kSlope, none, 0, Language::english)), std::vector<int>{0});
}

TEST(FieldScale, WhatIsSmallNearlyEverywhereIsShownInPowersOfTen) {
    std::vector<float> values(100, 0.004F);
    values[97] = 3;
    values[98] = 70;
    values[99] = 1800;
    const FieldSet fields = one_row(kPeakDischarge, values);
    const FieldScale scale = field_scale(kPeakDischarge, fields, 0, Language::english);
    EXPECT_EQ(scale.names,
              (std::vector<std::string>{"< 0.1 m3/s", "0.1 – 1 m3/s", "1 – 10 m3/s",
                                        "10 – 100 m3/s", "100 – 1,000 m3/s", "≥ 1,000 m3/s"}));
    const std::vector<int> classes = classes_of(scale);
    EXPECT_EQ(classes[0], 1);
    EXPECT_EQ((std::vector<int>{classes[97], classes[98], classes[99]}),
              (std::vector<int>{3, 4, 6}));
}

// A class without an entry would be drawn, and written into colour tables, as if it were missing.
TEST(FieldScale, EveryClassOfEveryFieldHasItsColourAndWord) {
    int fields = 0;
    for (const FieldSpec* field : kStandardFields) {
        if (field->type != CellType::class8) {
            continue;
        }
        ++fields;
        std::set<int> values;
        for (const LegendEntry& entry : legend_of(*field, Language::vietnamese)) {
            values.insert(entry.value);
        }
        for (int value = 0; value <= static_cast<int>(field->highest); ++value) {
            EXPECT_TRUE(values.contains(value)) << field->name << " " << value;
        }
    }
    EXPECT_GT(fields, 5);
}

TEST(FieldScale, NoClassLooksLikeMissingData) {
    for (const FieldSpec* field : kStandardFields) {
        if (!can_be_mapped(*field) || field->form != Form::raster) {
            continue;
        }
        FieldSet own(Grid{.extent = {1, 1}, .cell_size = 30});
        if (field->type == CellType::float32) {
            own.write (*field)(0, 0) = 1;
        } else if (field->type == CellType::label32) {
            own.write<std::int32_t> (*field)(0, 0) = 1;
        } else {
            own.write<std::uint8_t> (*field)(0, 0) = 1;
        }
        for (const Colour& colour : field_scale(*field, own, 0, Language::english).colours) {
            EXPECT_FALSE(colour.red == kNoDataColour.red && colour.green == kNoDataColour.green &&
                         colour.blue == kNoDataColour.blue)
                << field->name;
        }
    }
}

class Pictures : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("hazone_pictures_" + std::to_string(::getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path path(const std::string& name) const { return folder_ / name; }

private:
    fs::path folder_;
};

std::string first_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(5, ' ');
    file.read(bytes.data(), 5);
    return bytes;
}

/// The colours of a picture, each with its number of dots.
std::map<std::uint32_t, int> colours_of(const fs::path& path) {
    cairo_surface_t* surface = cairo_image_surface_create_from_png(path.c_str());
    EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    std::map<std::uint32_t, int> colours;
    const unsigned char* const data = cairo_image_surface_get_data(surface);
    for (int row = 0; row < cairo_image_surface_get_height(surface); ++row) {
        const auto* const dots = reinterpret_cast<const std::uint32_t*>(
            data + static_cast<std::ptrdiff_t>(row) * cairo_image_surface_get_stride(surface));
        for (int col = 0; col < cairo_image_surface_get_width(surface); ++col) {
            ++colours[dots[col] & 0xFFFFFFU];
        }
    }
    cairo_surface_destroy(surface);
    return colours;
}

constexpr std::uint32_t kUnstable = 0xA50026;

/// Hills with a safety factor from 0.5 to 2.5, a corner of it missing.
FieldSet hills(Extent extent) {
    FieldSet fields(Grid{.extent = extent, .cell_size = 30});
    fields.set_times({3600, 9000});
    fields.put(kElevation, synthetic_terrain(SyntheticTerrain::fractal, extent, 3));
    const auto frames = fields.write_frames(kMinimumSafetyFactor);
    for (Index time = 0; time < 2; ++time) {
        for_each_cell(extent, [&, cells = frames.at(time)](Index row, Index col) {
            const bool missing = row < extent.rows / 4 && col < extent.cols / 4;
            const double share = static_cast<double>(col) / static_cast<double>(extent.cols);
            cells(row, col) =
                missing ? kMissing : static_cast<float>(time == 0 ? 2.5 : 0.5 + 2 * share);
        });
    }
    return fields;
}

TEST_F(Pictures, OfAFieldShowTheClassesOfTheirTimeInEveryFormatAndLanguage) {
    const FieldSet fields = hills({90, 140});
    FieldMap map{.subtitle = "test", .synthetic = true, .field = &kMinimumSafetyFactor, .time = 1};
    draw_field_map(map, fields, PictureFormat::png, path("second.png"));
    EXPECT_TRUE(colours_of(path("second.png")).contains(kUnstable));
    map.language = Language::vietnamese;
    draw_field_map(map, fields, PictureFormat::pdf, path("second.pdf"));
    EXPECT_EQ(first_bytes(path("second.pdf")), "%PDF-");
    draw_field_map(map, fields, PictureFormat::svg, path("second.svg"));
    EXPECT_EQ(first_bytes(path("second.svg")), "<?xml");
}

TEST_F(Pictures, OfOneCellAndOfNothingAreDrawnToo) {
    for (const float value : {1.2F, kMissing}) {
        const FieldSet fields = one_row(kSafetyFactor, {value});
        draw_field_map({.field = &kSafetyFactor}, fields, PictureFormat::png, path("cell.png"));
        EXPECT_TRUE(fs::exists(path("cell.png")));
    }
}

/// A field with one column of cells in the middle of nothing.
std::map<std::uint32_t, int> colours_of_a_line(const FieldSpec& field, const fs::path& path) {
    FieldSet fields(Grid{.extent = {50, 50}, .cell_size = 30});
    const auto cells = fields.write(field);
    for_each_cell(fields.extent(),
                  [=](Index row, Index col) { cells(row, col) = col == 25 ? 2.5F : kMissing; });
    draw_field_map({.field = &field}, fields, PictureFormat::png, path);
    return colours_of(path);
}

TEST_F(Pictures, OfStreamsHaveWideLinesOnPlainGround) {
    constexpr std::uint32_t kHatched = 0xB0B0B0;
    constexpr std::uint32_t kPlain = 0xF7F7F7;
    constexpr std::uint32_t kOfRatio = 0xFEE090;  // of 2 to 4
    auto soil = colours_of_a_line(kSoilDepth, path("soil.png"));
    EXPECT_GT(soil[kHatched], 300'000);
    EXPECT_LT(soil[kPlain], 1'000);
    auto ratio = colours_of_a_line(kValleyConfinementRatio, path("ratio.png"));
    EXPECT_LT(ratio[kHatched], 1'000);
    EXPECT_GT(ratio[kPlain], 900'000);
    // three columns of cells, each of 20 by 1000 dots, and the legend
    EXPECT_GT(ratio[kOfRatio], 60'000);
    EXPECT_LT(ratio[kOfRatio], 62'000);
}

FeatureLayer plot_layer() {
    FeatureLayer layer{.name = "stability_plot", .shape = FeatureShape::none};
    layer.attributes = {
        {"series", Unit::one, "",
         std::vector<std::string>{"cell", "cell", "landslide", "landslide", "line 1", "line 1",
                                  "saturation", "saturation"}},
        {"slope", Unit::radian, "", std::vector<double>{0.3, 1, 0.9, kMissing, 0.5, 0.3, 0.1, 1}},
        {"specific_catchment_area", Unit::metre, "",
         std::vector<double>{20, 300, 500, kMissing, 1, 1e5, 200, 1700}},
        {"stability_index", Unit::one, "", std::vector<double>{1.3, 0, 0, kMissing, 1, 1, 2, 0}}};
    return layer;
}

TEST_F(Pictures, OfTheCalibrationPlotShowCellsByClassAndLandslides) {
    const FeatureLayer layer = plot_layer();
    StabilityPicture picture{.subtitle = "test", .synthetic = true, .layer = &layer};
    draw_stability_picture(picture, PictureFormat::png, path("plot.png"));
    const auto colours = colours_of(path("plot.png"));
    EXPECT_TRUE(colours.contains(kUnstable));
    EXPECT_TRUE(colours.contains(0xFFF200U));  // the landslide
    picture.language = Language::vietnamese;
    draw_stability_picture(picture, PictureFormat::pdf, path("plot.pdf"));
    EXPECT_EQ(first_bytes(path("plot.pdf")), "%PDF-");
    draw_stability_picture(picture, PictureFormat::svg, path("plot.svg"));
    EXPECT_EQ(first_bytes(path("plot.svg")), "<?xml");
}

}  // namespace
}  // namespace hazone::io
