// The sheets of a small finished run, looked at with the tools of PDF. With HAZONE_KEEP_MAPS=FOLDER
// they stay there to be looked at.
#include "io/publish/map_products.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

#include <cairo.h>
#include <pugixml.hpp>

#include "engine/core/error.hpp"
#include "engine/parallel/threads.hpp"
#include "io/map/map_signs.hpp"
#include "io/map/sheet_words.hpp"
#include "tests/support/program.hpp"
#include "tests/support/small_publication.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;
using testing::run_command;
using testing::SmallPublication;

bool program_exists(const std::string& name) {
    return run_command("command -v " + name).exit_code == 0;
}

class MapProducts : public ::testing::Test {
protected:
    MapProducts() {
        const char* const kept = std::getenv("HAZONE_KEEP_MAPS");
        folder_ = kept == nullptr ? temporary_.path() : fs::path(kept);
        fs::create_directories(folder_);
    }
    const fs::path& folder() const { return folder_; }

private:
    testing::TemporaryFolder temporary_{"sheets"};
    fs::path folder_;
};

std::string words_of(const fs::path& pdf) {
    return run_command("pdftotext -layout '" + pdf.string() + "' -").output;
}

/// The parts which a text lacks, where a part may be broken over lines.
std::vector<std::string> missing(const std::string& text, const std::vector<std::string>& parts) {
    const auto plain = [](const std::string& words) {
        std::string result;
        for (const char letter : words) {
            if (letter != ' ' && letter != '\n' && letter != '\f') {
                result += letter;
            }
        }
        return result;
    };
    const std::string all = plain(text);
    std::vector<std::string> lacking;
    for (const std::string& part : parts) {
        if (all.find(plain(part)) == std::string::npos) {
            lacking.push_back(part);
        }
    }
    return lacking;
}

std::set<std::uint32_t> colours_of(const fs::path& png) {
    cairo_surface_t* surface = cairo_image_surface_create_from_png(png.c_str());
    EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS) << png;
    std::set<std::uint32_t> colours;
    const unsigned char* const data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int row = 0; row < cairo_image_surface_get_height(surface); ++row) {
        const auto* const dots = reinterpret_cast<const std::uint32_t*>(
            data + static_cast<std::ptrdiff_t>(row) * stride);
        for (int col = 0; col < cairo_image_surface_get_width(surface); ++col) {
            colours.insert(dots[col] & 0xFFFFFFU);
        }
    }
    cairo_surface_destroy(surface);
    return colours;
}

std::uint32_t number_of(Colour colour) {
    return static_cast<std::uint32_t>(colour.red) << 16U |
           static_cast<std::uint32_t>(colour.green) << 8U | colour.blue;
}

TEST_F(MapProducts, TheMapIsOnePageOfEachPaper) {
    if (!program_exists("pdfinfo")) {
        GTEST_SKIP() << "pdfinfo (poppler-utils) is not installed: paper not looked at";
    }
    SmallPublication made;
    struct Case {
        Paper paper;
        std::array<double, 2> sides;  // mm, ISO 216
    };
    for (const Case& own :
         {Case{Paper::a4, {210, 297}}, Case{Paper::a3, {297, 420}}, Case{Paper::a2, {420, 594}},
          Case{Paper::a1, {594, 841}}, Case{Paper::a0, {841, 1189}}}) {
        const fs::path path =
            folder() / ("paper_a" + std::to_string(4 - static_cast<int>(own.paper)) + ".pdf");
        MapSheet sheet = sheet_of(made.publication(), {.paper = own.paper});
        sheet.picture_dots = 40;
        draw_map(sheet, PictureFormat::pdf, path);
        const std::string info = run_command("pdfinfo '" + path.string() + "'").output;
        EXPECT_NE(info.find("Pages:           1\n"), std::string::npos) << info;
        std::array<double, 2> sides{};
        const std::size_t place = info.find("Page size:");
        ASSERT_NE(place, std::string::npos) << info;
        ASSERT_EQ(std::sscanf(info.c_str() + place, "Page size: %lf x %lf", &sides[0], &sides[1]),
                  2);
        std::sort(sides.begin(), sides.end());
        EXPECT_NEAR(sides[0] / 72 * 25.4, own.sides[0], 0.2);
        EXPECT_NEAR(sides[1] / 72 * 25.4, own.sides[1], 0.2);
    }
}

TEST_F(MapProducts, TheMapSaysLevelsFieldsAndRulesInBothLanguages) {
    SmallPublication made;
    for (const Language language : {Language::english, Language::vietnamese}) {
        made.publication().language = language;
        const WrittenFiles written = write_map(made.publication(), {.paper = Paper::a4}, folder());
        ASSERT_EQ(written.size(), 3U);
        const std::set<std::uint32_t> colours = colours_of(folder() / "map.png");
        for (const Colour& colour : kLevelColours) {
            EXPECT_TRUE(colours.contains(number_of(colour)));
        }
        EXPECT_TRUE(colours.contains(number_of(kNoDataColour)));
        EXPECT_TRUE(colours.contains(number_of(kBelowLevelsColour)));
        pugi::xml_document svg;
        EXPECT_TRUE(svg.load_file((folder() / "map.svg").c_str()));
        EXPECT_STREQ(svg.document_element().name(), "svg");
        if (!program_exists("pdftotext")) {
            GTEST_SKIP() << "pdftotext (poppler-utils) is not installed: words not looked for";
        }
        const bool english = language == Language::english;
        EXPECT_EQ(
            missing(words_of(folder() / "map.pdf"),
                    {"Nậm Lúc", "Mường Hoa", "Tân Phượng",
                     std::string(text(SheetWord::commune_levels, language)),
                     std::string(text(SheetWord::below_levels, language)),
                     std::string(text(Word::no_data, language)),
                     std::string(text(Word::synthetic_notice, language)),
                     std::string(text(Word::disclaimer, language)), "landslide_susceptibility",
                     english ? "Rules of the test" : "Quy tắc thử nghiệm", "test-rules",
                     "not an official warning", "2024-09-09", "made by hand"}),
            std::vector<std::string>());
    }
}

TEST_F(MapProducts, TheSeriesHasASheetForEachHazardLevelAndCommune) {
    SmallPublication made;
    const SheetOptions options{.paper = Paper::a4, .picture_dots = 50};
    const WrittenFiles written = write_sheets(made.publication(), options, folder());
    std::set<std::string> names;
    for (const WrittenFile& file : written) {
        EXPECT_TRUE(fs::exists(folder() / file.name)) << file.name;
        names.insert(file.name);
    }
    EXPECT_EQ(names.size(), 12U + 3U);
    EXPECT_TRUE(names.contains("maps/hazard_landslide.pdf"));
    EXPECT_TRUE(names.contains("maps/hazard_flash_flood.pdf"));
    EXPECT_TRUE(names.contains("maps/level_all_hazards.pdf"));
    EXPECT_TRUE(names.contains("maps/commune_02695.pdf"));
    if (!program_exists("pdftotext")) {
        GTEST_SKIP() << "pdftotext (poppler-utils) is not installed: words not looked for";
    }
    EXPECT_EQ(missing(words_of(folder() / "maps/commune_02695.pdf"),
                      {"Tân Phượng", "02695", "Level 5 · landslide", "Art. 46", "46-5",
                       "12.0 % of the zone, 5 % needed", "People: 12,000; exposed: 1,500",
                       "Heat: no data"}),
              std::vector<std::string>());
    const std::string unknown = words_of(folder() / "maps/commune_02686.pdf");
    EXPECT_EQ(
        missing(unknown, {"Nậm Lúc", std::string(text(SheetWord::no_level, Language::english)),
                          "at most 20 % may be", "100.0 %"}),
        std::vector<std::string>());
    EXPECT_EQ(unknown.find("Level 0"), std::string::npos);
    EXPECT_EQ(missing(words_of(folder() / "maps/commune_02689.pdf"), {"Below level 1"}),
              std::vector<std::string>());
}

TEST_F(MapProducts, NinetyNineCommunesGiveNinetyNineSheets) {
    SmallPublication made({99, 110}, 9, 11);
    const WrittenFiles written =
        write_sheets(made.publication(), {.paper = Paper::a4, .picture_dots = 12}, folder());
    std::set<std::string> names;
    for (const WrittenFile& file : written) {
        if (file.name.rfind("maps/commune_", 0) == 0 && fs::file_size(folder() / file.name) > 0) {
            names.insert(file.name);
        }
    }
    EXPECT_EQ(names.size(), 99U);
}

TEST_F(MapProducts, AnyNumberOfThreadsWritesTheSameBytes) {
    SmallPublication made({40, 40}, 2, 2);
    const SheetOptions options{.paper = Paper::a4, .picture_dots = 30};
    const testing::TemporaryFolder other("sheets_again");
    WrittenFiles written;
    {
        const ThreadScope one(1);
        written = write_sheets(made.publication(), options, folder());
    }
    {
        const ThreadScope three(3);
        write_sheets(made.publication(), options, other.path());
    }
    ASSERT_FALSE(written.empty());
    for (const WrittenFile& file : written) {
        EXPECT_EQ(testing::contents(folder() / file.name), testing::contents(other / file.name))
            << file.name;
    }
}

TEST_F(MapProducts, ZonesWithoutCodesAreNamedByTheirNumberAndTwinsStayApart) {
    SmallPublication made({20, 20}, 1, 3);
    made.table()[0].code = "";
    made.table()[1].code = "a/b";
    made.table()[2].code = "a b";
    const WrittenFiles written =
        write_sheets(made.publication(), {.paper = Paper::a4, .picture_dots = 12}, folder());
    std::set<std::string> names;
    for (const WrittenFile& file : written) {
        names.insert(file.name);
    }
    EXPECT_TRUE(names.contains("maps/commune_1.pdf"));
    EXPECT_TRUE(names.contains("maps/commune_a_b.pdf"));
    EXPECT_TRUE(names.contains("maps/commune_a_b_3.pdf"));
}

TEST_F(MapProducts, ASheetThatCannotBeWrittenIsRefused) {
    SmallPublication made({20, 20}, 1, 2);
    testing::write_text(folder() / "maps", "a file where the folder should be");
    EXPECT_THROW(write_sheets(made.publication(), {.paper = Paper::a4}, folder()), InputError);
}

}  // namespace
}  // namespace hazone::io
