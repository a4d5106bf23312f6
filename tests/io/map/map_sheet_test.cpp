#include "io/map/map_sheet.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <cpl_conv.h>
#include <gtest/gtest.h>
#include <ogr_geometry.h>
#include <ogr_spatialref.h>

#include <cairo.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/synthetic.hpp"
#include "io/map/map_legend.hpp"
#include "io/map/palette.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

std::string utm_48_north() {
    OGRSpatialReference reference;
    reference.importFromEPSG(32648);
    char* wkt = nullptr;
    reference.exportToWkt(&wkt);
    std::string text(wkt);
    CPLFree(wkt);
    return text;
}

/// A province of 200 x 260 cells with four communes, one of them without data in its middle.
struct Province {
    Grid grid{.extent = {200, 260}, .west = 380000, .north = 2480000, .cell_size = 100};
    Raster<float> elevation = synthetic_terrain(SyntheticTerrain::fractal, grid.extent, 7);
    Raster<std::uint8_t> classes{grid.extent};
    Raster<std::uint8_t> streams{grid.extent, 0};
    ZoneLayer layer;
    ZoneTable table;

    Province() {
        for (Index row = 0; row < grid.extent.rows; ++row) {
            for (Index col = 0; col < grid.extent.cols; ++col) {
                const bool hole = row > 40 && row < 60 && col > 40 && col < 70;
                const auto number = static_cast<std::uint8_t>(1 + (row / 8 + col / 10) % 5);
                classes(row, col) = hole ? kNoClass : number;
            }
            streams(row, 130) = 1;
        }
        grid.crs = utm_48_north();
        const std::array<const char*, 4> names{"Cốc Lầu", "Bảo Nhai", "", "Phong Dụ Thượng"};
        for (int number = 0; number < 4; ++number) {
            add_zone(number, names.at(static_cast<std::size_t>(number)));
        }
    }

    void add_zone(int number, const std::string& name) {
        const double west = grid.west + 13000.0 * (number % 2);
        const double north = grid.north - (number < 2 ? 0.0 : 10000.0);
        OGRLinearRing ring;
        for (const auto& [x, y] : {std::pair{west, north},
                                   {west + 13000, north},
                                   {west + 13000, north - 10000},
                                   {west, north - 10000}}) {
            ring.addPoint(x, y);
        }
        ring.closeRings();
        GeometryPtr polygon(new OGRPolygon);
        polygon->toPolygon()->addRing(&ring);
        layer.zones.push_back({number + 1, "", name, std::move(polygon)});
        table.push_back({.label = number + 1,
                         .name = name,
                         .area = 100,
                         .missing_area = 20,
                         .class_area = {40, 20, 10, 8, 2},
                         .level = number + 2});
    }

    MapSheet sheet(Language language) const {
        return {.subtitle = "Yagi 2024",
                .sources = "DEM",
                .date = "2026-11-23",
                .synthetic = true,
                .language = language,
                .grid = &grid,
                .elevation = elevation,
                .hazard_class = classes,
                .stream_network = streams,
                .layer = &layer,
                .table = &table};
    }
};

class MapSheets : public ::testing::Test {
protected:
    void SetUp() override {
        const char* const kept = std::getenv("HAZONE_KEEP_MAPS");
        folder_ = kept != nullptr
                      ? fs::path(kept)
                      : fs::temp_directory_path() / ("hazone_map_" + std::to_string(::getpid()));
        fs::create_directories(folder_);
        keep_ = kept != nullptr;
    }
    void TearDown() override {
        if (!keep_) {
            fs::remove_all(folder_);
        }
    }
    fs::path draw(const MapSheet& sheet, PictureFormat format, const std::string& name) const {
        fs::path path = folder_ / name;
        draw_map(sheet, format, path);
        return path;
    }
    const fs::path& folder() const { return folder_; }

private:
    fs::path folder_;
    bool keep_ = false;
};

struct Picture {
    int width = 0;
    int height = 0;
    std::set<std::uint32_t> colours;  // 0xRRGGBB
};

Picture read_png(const fs::path& path) {
    cairo_surface_t* surface = cairo_image_surface_create_from_png(path.c_str());
    EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    Picture picture{
        cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
    const unsigned char* const data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int row = 0; row < picture.height; ++row) {
        const auto* const dots = reinterpret_cast<const std::uint32_t*>(
            data + static_cast<std::ptrdiff_t>(row) * stride);
        for (int col = 0; col < picture.width; ++col) {
            picture.colours.insert(dots[col] & 0xFFFFFFU);
        }
    }
    cairo_surface_destroy(surface);
    return picture;
}

bool shows(const Picture& picture, Colour colour) {
    return picture.colours.contains(static_cast<std::uint32_t>(colour.red) << 16U |
                                    static_cast<std::uint32_t>(colour.green) << 8U | colour.blue);
}

std::string output_of(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string output;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 1; got > 0;) {
        got = std::fread(buffer.data(), 1, buffer.size(), pipe);
        output.append(buffer.data(), got);
    }
    ::pclose(pipe);
    return output;
}

std::string first_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(4, ' ');
    file.read(bytes.data(), 4);
    return bytes;
}

bool program_exists(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

TEST_F(MapSheets, ThePngIsAnA3SheetAt150DotsWithTheColoursOfTheClasses) {
    const Province province;
    for (const Language language : {Language::english, Language::vietnamese}) {
        const std::string name = language == Language::english ? "map_en.png" : "map_vi.png";
        const Picture picture = read_png(draw(province.sheet(language), PictureFormat::png, name));
        EXPECT_EQ(picture.width, 2480);
        EXPECT_EQ(picture.height, 1754);
        for (const Colour& colour : kLevelColours) {
            EXPECT_TRUE(shows(picture, colour));
        }
        EXPECT_TRUE(shows(picture, kNoDataColour));
    }
}

TEST_F(MapSheets, TheLegendAloneHasTheExactClassColours) {
    Province province;
    MapSheet sheet = province.sheet(Language::english);
    sheet.hazard_class = {};
    const Picture picture = read_png(draw(sheet, PictureFormat::png, "legend.png"));
    for (const Colour& colour : kLevelColours) {
        EXPECT_TRUE(shows(picture, colour));
    }
}

/// The parts which the text of the PDF lacks.
std::vector<std::string> missing_words(const fs::path& path, Language language) {
    const std::string words = output_of("pdftotext '" + path.string() + "' - 2>/dev/null");
    std::vector<std::string> missing;
    for (const std::string_view part :
         {text(Word::map_title, language), text(Word::synthetic_notice, language),
          text(Word::hazard_class, language), std::string_view("Yagi 2024"),
          std::string_view("Cốc Lầu"), std::string_view("Phong Dụ Thượng"),
          std::string_view("UTM zone 48N"), std::string_view("22°")}) {
        if (words.find(part) == std::string::npos) {
            missing.emplace_back(part);
        }
    }
    return missing;
}

TEST_F(MapSheets, ThePdfHoldsItsWordsAsText) {
    const Province province;
    const fs::path english = draw(province.sheet(Language::english), PictureFormat::pdf, "en.pdf");
    const fs::path vietnamese =
        draw(province.sheet(Language::vietnamese), PictureFormat::pdf, "vi.pdf");
    EXPECT_EQ(first_bytes(english), "%PDF");
    EXPECT_EQ(first_bytes(vietnamese), "%PDF");
    if (!program_exists("pdftotext")) {
        GTEST_SKIP() << "pdftotext (poppler-utils) is not installed: words not looked for";
    }
    const std::vector<std::string> none;
    EXPECT_EQ(missing_words(english, Language::english), none);
    EXPECT_EQ(missing_words(vietnamese, Language::vietnamese), none);
}

TEST_F(MapSheets, AGridWithoutAnythingElseIsDrawn) {
    const Grid grid{.extent = {10, 10}, .cell_size = 30};
    MapSheet sheet;
    sheet.grid = &grid;
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::pdf}) {
        EXPECT_GT(fs::file_size(draw(sheet, format, "bare")), 1000U);
    }
}

TEST_F(MapSheets, VeryLongAndVeryTallGridsAreDrawn) {
    for (const Extent extent : {Extent{3, 4000}, Extent{4000, 3}, Extent{1, 1}}) {
        const Grid grid{.extent = extent, .cell_size = 30};
        const Raster<std::uint8_t> classes(extent, 3);
        const Raster<float> elevation(extent, kMissing);
        MapSheet sheet;
        sheet.grid = &grid;
        sheet.hazard_class = classes;
        sheet.elevation = elevation;
        EXPECT_EQ(first_bytes(draw(sheet, PictureFormat::pdf, "narrow.pdf")), "%PDF");
    }
}

std::string refusal_of(const MapSheet& sheet, const fs::path& path) {
    try {
        draw_map(sheet, PictureFormat::png, path);
    } catch (const InputError& error) {
        return error.what();
    }
    return "written";
}

TEST_F(MapSheets, AMapThatCannotBeWrittenIsRefusedWithItsPath) {
    const Grid grid{.extent = {10, 10}, .cell_size = 30};
    MapSheet sheet;
    sheet.grid = &grid;
    const std::string refusal = refusal_of(sheet, folder() / "no_such_folder" / "map.png");
    EXPECT_NE(refusal.find("no_such_folder"), std::string::npos) << refusal;
}

TEST(ClassSharesOfTheLegend, CountCellsInsideZonesWhereThereIsATable) {
    const Province province;
    const ClassShares shares = class_shares(province.sheet(Language::english));
    EXPECT_DOUBLE_EQ(shares.of_known[0], 0.5);
    EXPECT_DOUBLE_EQ(shares.of_known[4], 0.025);
    EXPECT_DOUBLE_EQ(shares.missing, 0.2);
}

TEST(ClassSharesOfTheLegend, CountTheGridWhereThereIsNoTable) {
    Raster<std::uint8_t> classes(Extent{2, 4}, 2);
    classes(0, 0) = classes(0, 1) = kNoClass;
    classes(1, 0) = classes(1, 1) = classes(1, 2) = 5;
    MapSheet sheet;
    sheet.hazard_class = classes;
    const ClassShares shares = class_shares(sheet);
    EXPECT_DOUBLE_EQ(shares.of_known[1], 0.5);
    EXPECT_DOUBLE_EQ(shares.of_known[4], 0.5);
    EXPECT_DOUBLE_EQ(shares.missing, 0.25);
}

}  // namespace
}  // namespace hazone::io
