// The web report: its files, its pictures, its words and its values.
#include "io/report/report.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/parallel/threads.hpp"
#include "io/report/decision_grid.hpp"
#include "io/report/report_words.hpp"
#include "io/report/web_files.hpp"
#include "io/report/web_frame.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/small_publication.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::SmallPublication;
using testing::TemporaryFolder;

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What stands behind "hazone.NAME = " in a script.
Json script_json(const fs::path& path) {
    const std::string text = text_of(path);
    const std::size_t begin = text.find(" = ");
    return Json::parse(text.substr(begin + 3, text.rfind(';') - begin - 3));
}

/// A report of the small province, written once for all tests.
class Report : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        small_ = new SmallPublication;
        folder_ = new TemporaryFolder("report");
        written_ = io::write_report(small_->publication(), {.fields = {"landslide_susceptibility"}},
                                    folder_->path());
    }
    static void TearDownTestSuite() {
        delete folder_;
        delete small_;
    }
    static fs::path file(const std::string& name) { return *folder_ / ("report/" + name); }
    static Json report() { return script_json(file("data/report.js")); }
    static Json layer(const std::string& id) {
        const Json all = report();
        for (const Json& own : all.at("layers")) {
            if (own.at("id") == id) {
                return own;
            }
        }
        return {};
    }

    static SmallPublication* small_;
    static TemporaryFolder* folder_;
    static io::WrittenFiles written_;
};
SmallPublication* Report::small_ = nullptr;
TemporaryFolder* Report::folder_ = nullptr;
io::WrittenFiles Report::written_;

/// A picture of the report as GDAL reads it.
class Picture {
public:
    explicit Picture(const fs::path& path) : dataset_(testing::open_product(path.string())) {}
    bool good() const { return dataset_ != nullptr; }
    Extent extent() const { return {dataset_->GetRasterYSize(), dataset_->GetRasterXSize()}; }
    /// Red, green, blue and how solid the dot is.
    std::array<int, 4> at(Index row, Index col) const {
        std::uint8_t place = 0;
        EXPECT_EQ(CE_None, dataset_->GetRasterBand(1)->RasterIO(GF_Read, static_cast<int>(col),
                                                                static_cast<int>(row), 1, 1, &place,
                                                                1, 1, GDT_Byte, 0, 0, nullptr));
        const GDALColorEntry* const own =
            dataset_->GetRasterBand(1)->GetColorTable()->GetColorEntry(place);
        return {own->c1, own->c2, own->c3, own->c4};
    }

private:
    GDALDatasetUniquePtr dataset_;
};

/// The dot of a picture of the whole grid which shows the centre of a cell.
Cell dot_of(const Grid& grid, Extent dots, Cell cell) {
    const io::WebFrame frame(grid);
    const auto box = frame.map_bounds();
    Point point = grid.centre(cell);
    EXPECT_TRUE(frame.to_degrees()->Transform(1, &point.x, &point.y));
    const double x = point.x / 180 * M_PI * io::kMapRadius;
    const double y = std::log(std::tan(M_PI / 4 + point.y / 360 * M_PI)) * io::kMapRadius;
    return {static_cast<Index>((box[3] - y) / (box[3] - box[1]) * static_cast<double>(dots.rows)),
            static_cast<Index>((x - box[0]) / (box[2] - box[0]) * static_cast<double>(dots.cols))};
}

/// The cell in the middle of a zone of the small province.
Cell middle_of(std::int32_t label) {
    return {(label - 1) / 4 * 20 + 10, (label - 1) % 4 * 20 + 10};
}

TEST_F(Report, HasItsPagesItsDataAndTheLicenceOfLeaflet) {
    ASSERT_EQ(1, written_.size());
    EXPECT_EQ("report/index.html", written_.front().name);
    for (const char* name :
         {"index.html", "report.css", "js/main.js", "leaflet/leaflet.js", "leaflet/leaflet.css",
          "leaflet/LICENSE", "data/report.js", "data/zones.js", "layers/relief.png",
          "layers/risk_level.png", "layers/hazard_class.png", "data/values_decision.js"}) {
        EXPECT_TRUE(fs::exists(file(name)) && fs::file_size(file(name)) > 0) << name;
    }
    EXPECT_THAT(text_of(file("leaflet/LICENSE")), ::testing::HasSubstr("Redistribution"));
}

TEST_F(Report, AsksForNothingOutsideItsFolder) {
    Index files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(file(""))) {
        const std::string name = entry.path().string();
        const bool text = entry.path().extension() == ".js" ||
                          entry.path().extension() == ".html" || entry.path().extension() == ".css";
        if (text && name.find("/leaflet/") == std::string::npos) {
            ++files;
            EXPECT_FALSE(std::regex_search(text_of(entry.path()),
                                           std::regex(R"((https?:|src="|href="|url\(")//)")))
                << name;
        }
    }
    EXPECT_GE(files, 12);
}

TEST_F(Report, EveryScriptOfThePageExists) {
    const std::string page = text_of(file("index.html"));
    const std::regex source(R"re((?:src|href)="([a-z][^"#:]*)")re");
    Index found = 0;
    for (std::sregex_iterator own(page.begin(), page.end(), source), end; own != end; ++own) {
        EXPECT_TRUE(fs::exists(file((*own)[1].str()))) << (*own)[1];
        ++found;
    }
    EXPECT_GE(found, 13);
    EXPECT_EQ(std::string::npos, page.find("{{"));
}

TEST_F(Report, EveryWordItsScriptsAskForExistsInBothLanguages) {
    std::set<std::string> known;
    for (const io::ReportWord& word : io::report_words()) {
        EXPECT_TRUE(known.insert(std::string(word.key)).second) << word.key << " stands twice";
        EXPECT_FALSE(word.english.empty() || word.vietnamese.empty()) << word.key;
    }
    const std::regex use(
        R"re((?:word\('|data-word(?:-label)?="|line\('|fact\('|list\('|key: ')([a-z_0-9]+)['"])re");
    Index uses = 0;
    for (const io::WebFile& page : io::web_files()) {
        const std::string text(page.text);
        if (page.name.starts_with("leaflet")) {
            continue;
        }
        for (std::sregex_iterator own(text.begin(), text.end(), use), end; own != end; ++own) {
            const std::string key = (*own)[1].str();
            EXPECT_TRUE(known.contains(key) || key.ends_with('_'))
                << page.name << ": no word '" << key << "'";
            ++uses;
        }
    }
    EXPECT_GT(uses, 80);
    for (const Hazard hazard : kHazards) {
        EXPECT_TRUE(known.contains("hazard_" + std::string(hazard_word(hazard))));
    }
    const Json words = report().at("words");
    EXPECT_EQ(words.at("en").size(), words.at("vi").size());
    EXPECT_EQ("Bản đồ phân vùng cảnh báo thiên tai", words.at("vi").at("title"));
}

TEST_F(Report, TellsLevelRuleAndReasonOfEveryZone) {
    const Json own = report();
    ASSERT_EQ(12, own.at("zones").size());
    const Json& zone = own.at("zones").at(3);
    EXPECT_EQ(4, zone.at("label"));
    EXPECT_EQ(4, zone.at("level"));
    EXPECT_EQ("landslide", zone.at("hazard"));
    EXPECT_EQ("46-4", zone.at("rule"));
    const Json& article = own.at("rules").at("rows").at("46-4").at("article");
    EXPECT_EQ("Art. 46", article.at("en"));
    EXPECT_EQ("Điều 46", article.at("vi"));
    EXPECT_EQ("S", own.at("rules").at("rows").at("46-4").at("mark"));
    EXPECT_TRUE(own.at("rules").at("rows").at("46-2").at("extrapolated"));
    EXPECT_EQ("not an official warning", own.at("rules").at("caution").at("en"));
    EXPECT_EQ(2, own.at("bases").size());
    EXPECT_TRUE(own.at("run").at("synthetic"));
}

TEST_F(Report, ZoneWithoutDataHasNoLevelAndZoneBelowLevelsHasLevelZero) {
    const Json zones = report().at("zones");
    EXPECT_TRUE(zones.at(SmallPublication::kZoneWithoutData - 1).at("level").is_null());
    EXPECT_EQ(0, zones.at(SmallPublication::kZoneBelowLevels - 1).at("level"));
}

TEST_F(Report, OutlinesLieWhereTheGridLies) {
    const Json outlines = script_json(file("data/zones.js"));
    ASSERT_EQ(12, outlines.at("features").size());
    const Json box = report().at("bounds");
    for (const Json& feature : outlines.at("features")) {
        const Json middle = feature.at("properties").at("middle");
        EXPECT_GT(middle.at(0), box.at(0));
        EXPECT_LT(middle.at(0), box.at(2));
        EXPECT_GT(middle.at(1), box.at(1));
        EXPECT_LT(middle.at(1), box.at(3));
        EXPECT_GE(feature.at("geometry").at("coordinates").at(0).at(0).size(), 5);
    }
}

TEST_F(Report, PictureOfLevelsHasTheColoursOfTheRules) {
    const Picture picture(file("layers/risk_level.png"));
    ASSERT_TRUE(picture.good());
    const std::array<std::array<int, 4>, 6> colours{{{255, 255, 255, 255},
                                                     {0x87, 0xCE, 0xEB, 255},
                                                     {0xFF, 0xFF, 0x99, 255},
                                                     {0xFF, 0xA5, 0x00, 255},
                                                     {0xFF, 0x00, 0x00, 255},
                                                     {0x80, 0x00, 0x80, 255}}};
    for (std::int32_t label = 1; label <= 12; ++label) {
        if (label == SmallPublication::kZoneWithoutData) {
            continue;
        }
        const int level = label == SmallPublication::kZoneBelowLevels ? 0 : label % 6;
        const Cell dot = dot_of(small_->fields().grid(), picture.extent(), middle_of(label));
        EXPECT_EQ(colours.at(static_cast<std::size_t>(level)), picture.at(dot.row, dot.col))
            << "zone " << label;
    }
}

TEST_F(Report, NoDataIsHatchedGreyInEveryPictureAndOutsideIsClear) {
    for (const char* name : {"layers/risk_level.png", "layers/hazard_class.png",
                             "layers/landslide_susceptibility.png"}) {
        const Picture picture(file(name));
        ASSERT_TRUE(picture.good()) << name;
        const Cell dot = dot_of(small_->fields().grid(), picture.extent(),
                                middle_of(SmallPublication::kZoneWithoutData));
        std::set<std::array<int, 4>> colours;
        for (Index step = -6; step <= 6; ++step) {
            colours.insert(picture.at(dot.row, dot.col + step));
        }
        const std::set<std::array<int, 4>> hatch{{0xE2, 0xE2, 0xE2, 255}, {0x80, 0x80, 0x80, 255}};
        EXPECT_EQ(hatch, colours) << name;
    }
}

TEST_F(Report, ValuesOfAClickAreThoseOfTheCell) {
    const Json values = script_json(file("data/values_decision.js"));
    std::string data = values.at("data");
    const int size = CPLBase64DecodeInPlace(reinterpret_cast<GByte*>(data.data()));
    const Extent extent{values.at("rows"), values.at("cols")};
    std::vector<std::uint8_t> cells(static_cast<std::size_t>(extent.size()));
    std::size_t count = 0;
    ASSERT_NE(nullptr, CPLZLibInflate(data.data(), static_cast<std::size_t>(size), cells.data(),
                                      cells.size(), &count));
    ASSERT_EQ(cells.size(), count);
    const Json decisions = report().at("decisions");
    for (std::int32_t label = 1; label <= 12; ++label) {
        const Cell dot = dot_of(small_->fields().grid(), extent, middle_of(label));
        const int rank = cells[static_cast<std::size_t>(dot.row * extent.cols + dot.col)];
        if (label == SmallPublication::kZoneWithoutData) {
            EXPECT_EQ(0, rank);
            continue;
        }
        ASSERT_GT(rank, 0) << "zone " << label;
        const int level = label == SmallPublication::kZoneBelowLevels ? 0 : label % 6;
        EXPECT_EQ(level, decisions.at(static_cast<std::size_t>(rank - 1)).at("level"));
        EXPECT_EQ(level == 0 ? "" : fmt::format("46-{}", level),
                  decisions.at(static_cast<std::size_t>(rank - 1)).at("rule"));
    }
}

TEST_F(Report, MeasuredFieldHasLimitsUnitAndTitlesInBothLanguages) {
    const Json rain = layer("event_rain");
    EXPECT_EQ("rain", rain.at("group"));
    EXPECT_EQ("Tổng lượng mưa của đợt mưa", rain.at("title").at("vi"));
    EXPECT_EQ("number", rain.at("values").at("kind"));
    const Json chance = layer("landslide_susceptibility");
    EXPECT_EQ(4, chance.at("limits").size());
    EXPECT_EQ(5, chance.at("classes").size());
    EXPECT_NE(chance.at("title").at("en"), chance.at("title").at("vi"));
}

TEST(ReportFolder, OlderReportIsReplacedAndATitleCannotBreakThePage) {
    const TemporaryFolder folder("report");
    SmallPublication small;
    fs::create_directories(folder / "report");
    std::ofstream(folder / "report/old.txt") << "old";
    small.publication().title = "<script>alert(1)</script> & more";
    io::write_report(small.publication(), {}, folder.path());
    EXPECT_FALSE(fs::exists(folder / "report/old.txt"));
    EXPECT_EQ(1, folder.files()) << "no temporary folder is left";
    EXPECT_THAT(text_of(folder / "report/index.html"),
                ::testing::HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"));
}

TEST(ReportFolder, GridOnTheDatumOfVietnamLiesWhereItIs) {
    // VN-2000 / UTM 48N is about 223 m off WGS 84 in Lào Cai (EPSG:6960), and no more than 500 m.
    Grid grid{.extent = {60, 80},
              .west = 400'000,
              .north = 2'500'000,
              .cell_size = 500,
              .crs = "EPSG:3405"};
    const auto vietnam = io::WebFrame(grid).map_bounds();
    grid.crs = "EPSG:32648";
    const auto world = io::WebFrame(grid).map_bounds();
    const double shift = std::hypot(vietnam[0] - world[0], vietnam[1] - world[1]);
    EXPECT_GT(shift, 150);
    EXPECT_LT(shift, 500);
}

TEST(WebFrame, OneCellOfTheHighestClassIsSeenHoweverCoarseThePicture) {
    const Grid grid = testing::utm_grid({1500, 1300});
    const io::WebFrame frame(grid);
    Raster<std::uint8_t> cells(grid.extent, 1);
    for (Index number = 0; number < 40; ++number) {
        cells(number * 37 % 1500, number * 613 % 1300) = 5;
    }
    for (const Index side : {60, 200, 900, 2000}) {
        const Extent dots = frame.dots(side);
        const Raster<std::uint8_t> picture = frame.classes(cells, dots);
        for (Index number = 0; number < 40; ++number) {
            const Cell dot = dot_of(grid, dots, {number * 37 % 1500, number * 613 % 1300});
            Index seen = 0;
            for (Index down = -1; down <= 1; ++down) {
                for (Index right = -1; right <= 1; ++right) {
                    const Index row = std::clamp<Index>(dot.row + down, 0, dots.rows - 1);
                    const Index col = std::clamp<Index>(dot.col + right, 0, dots.cols - 1);
                    seen += picture(row, col) == 5 ? 1 : 0;
                }
            }
            EXPECT_GT(seen, 0) << "cell " << number << ", picture of " << side;
        }
    }
}

TEST(WebFrame, ValuesKeepTheirExtremesAndAMissingCellNeverWins) {
    const Grid grid = testing::utm_grid({400, 400});
    const io::WebFrame frame(grid);
    Raster<float> cells(grid.extent, 2.0F);
    cells(100, 100) = 9;
    cells(200, 200) = -3;
    cells(300, 300) = kMissing;
    const auto extremes = [&](io::DotRule rule) {
        const Raster<float> picture = frame.values(cells, frame.dots(300), rule);
        std::pair<float, float> found{99.0F, -99.0F};
        for (Index place = 0; place < picture.size(); ++place) {
            if (!is_missing(picture.data()[place])) {
                found = {std::min(found.first, picture.data()[place]),
                         std::max(found.second, picture.data()[place])};
            }
        }
        return found;
    };
    EXPECT_EQ((std::pair{2.0F, 9.0F}), extremes(io::DotRule::highest));
    EXPECT_EQ((std::pair{-3.0F, 2.0F}), extremes(io::DotRule::lowest));
}

TEST(WebFrame, PicturesAreTheSameWithAnyNumberOfThreads) {
    const Grid grid = testing::utm_grid({331, 257});
    const io::WebFrame frame(grid);
    Raster<std::uint8_t> cells(grid.extent, 0);
    for (Index place = 0; place < cells.size(); ++place) {
        cells.data()[place] = static_cast<std::uint8_t>(place * 2654435761 % 6);
    }
    const int before = threads();
    set_threads(1);
    const Raster<std::uint8_t> one = frame.classes(cells, frame.dots(300));
    for (const int count : {2, 3, 8}) {
        set_threads(count);
        const Raster<std::uint8_t> many = frame.classes(cells, frame.dots(300));
        EXPECT_TRUE(std::equal(one.data(), one.data() + one.size(), many.data())) << count;
    }
    set_threads(before);
}

TEST(DecisionGrid, RanksLevelsFirstThenHazardsAndRules) {
    FieldSet fields(testing::utm_grid({1, 5}));
    const auto level = fields.write<std::uint8_t>(kRiskLevel);
    const auto hazard = fields.write<std::uint8_t>(kRiskHazard);
    const auto rule = fields.write<std::uint8_t>(kRiskRule);
    const std::uint8_t levels[] = {0, 3, 3, 255, 1};
    const std::uint8_t hazards[] = {0, 2, 1, 255, 4};
    const std::uint8_t rules[] = {0, 9, 7, 255, 20};
    for (Index col = 0; col < 5; ++col) {
        level(0, col) = levels[col];
        hazard(0, col) = hazards[col];
        rule(0, col) = rules[col];
    }
    const io::DecisionGrid grid = io::decision_grid(fields);
    const std::vector<io::Decision> expected{{0, 0, 0}, {1, 4, 20}, {3, 2, 9}, {3, 1, 7}};
    EXPECT_EQ(expected, grid.decisions);
    const std::vector<int> ranks(grid.ranks.data(), grid.ranks.data() + 5);
    EXPECT_THAT(ranks, ::testing::ElementsAre(1, 3, 4, 0, 2));
}

}  // namespace
}  // namespace hazone
