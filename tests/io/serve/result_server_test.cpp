// The server of results: ranges, what it refuses, and tiles.
#include "io/serve/result_server.hpp"

#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <httplib.h>

#include "io/report/report.hpp"
#include "io/report/web_frame.hpp"
#include "io/serve/map_tiles.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/small_publication.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using testing::SmallPublication;
using testing::TemporaryFolder;

/// A server on a folder with some files, while a test lasts.
class Served : public ::testing::Test {
protected:
    Served() : folder_("serve") {
        fs::create_directories(folder_ / "results/sub");
        std::ofstream(folder_ / "results/ten.txt") << "0123456789";
        std::ofstream(folder_ / "results/sub/index.html") << "<p>sub</p>";
        std::ofstream(folder_ / "results/empty.csv");
        std::ofstream(folder_ / "secret.txt") << "secret";
        fs::create_symlink(folder_ / "secret.txt", folder_ / "results/link.txt");
        server_ = std::make_unique<io::ResultServer>(folder_ / "results");
        port_ = server_->bind(0);
        thread_ = std::thread([this] { server_->run(); });
        client_ = std::make_unique<httplib::Client>("127.0.0.1", port_);
        while (!client_->Get("/view.json")) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    ~Served() override {
        server_->stop();
        thread_.join();
    }
    httplib::Result range(const std::string& text) {
        return client_->Get("/ten.txt", {{"Range", text}});
    }

    TemporaryFolder folder_;
    std::unique_ptr<io::ResultServer> server_;
    int port_ = 0;
    std::thread thread_;
    std::unique_ptr<httplib::Client> client_;
};

TEST_F(Served, GivesFilesWithTheirType) {
    const auto answer = client_->Get("/ten.txt");
    EXPECT_EQ(200, answer->status);
    EXPECT_EQ("0123456789", answer->body);
    EXPECT_THAT(answer->get_header_value("Content-Type"), ::testing::StartsWith("text/plain"));
    EXPECT_EQ("bytes", answer->get_header_value("Accept-Ranges"));
    EXPECT_EQ("<p>sub</p>", client_->Get("/sub/")->body);
    EXPECT_EQ(200, client_->Get("/empty.csv")->status);
    EXPECT_EQ("", client_->Get("/empty.csv")->body);
}

// RFC 9110, 14.1.2: the first, the last and open ranges; ends beyond the file are cut.
TEST_F(Served, GivesRangesOfBytes) {
    struct Case {
        std::string range;
        std::string bytes;
        std::string header;
    };
    for (const Case& own :
         {Case{"bytes=2-4", "234", "bytes 2-4/10"}, Case{"bytes=0-0", "0", "bytes 0-0/10"},
          Case{"bytes=7-", "789", "bytes 7-9/10"}, Case{"bytes=-3", "789", "bytes 7-9/10"},
          Case{"bytes=-30", "0123456789", "bytes 0-9/10"},
          Case{"bytes=8-5000", "89", "bytes 8-9/10"}}) {
        const auto answer = range(own.range);
        ASSERT_TRUE(answer) << own.range;
        EXPECT_EQ(206, answer->status) << own.range;
        EXPECT_EQ(own.bytes, answer->body) << own.range;
        EXPECT_EQ(own.header, answer->get_header_value("Content-Range")) << own.range;
    }
}

TEST_F(Served, RefusesARangeBeyondTheFile) {
    for (const char* text : {"bytes=10-", "bytes=10-20", "bytes=5000-6000"}) {
        const auto answer = range(text);
        ASSERT_TRUE(answer) << text;
        EXPECT_EQ(416, answer->status) << text;
        EXPECT_EQ("bytes */10", answer->get_header_value("Content-Range")) << text;
    }
}

TEST_F(Served, AnswersHeadWithoutTheBytes) {
    const auto answer = client_->Head("/ten.txt");
    EXPECT_EQ(200, answer->status);
    EXPECT_EQ("10", answer->get_header_value("Content-Length"));
    EXPECT_EQ("", answer->body);
}

TEST_F(Served, GivesNothingOutsideItsFolder) {
    for (const char* name : {"/../secret.txt", "/sub/../../secret.txt", "/%2e%2e/secret.txt",
                             "/..%2fsecret.txt", "/link.txt", "//etc/passwd", "/sub", "/none"}) {
        const auto answer = client_->Get(name);
        ASSERT_TRUE(answer) << name;
        EXPECT_EQ(404, answer->status) << name;
        EXPECT_THAT(answer->body, ::testing::Not(::testing::HasSubstr("secret"))) << name;
    }
}

TEST_F(Served, RefusesOtherMethodsAndOtherNames) {
    EXPECT_EQ(405, client_->Post("/ten.txt", "x", "text/plain")->status);
    EXPECT_EQ(405, client_->Delete("/ten.txt")->status);
    EXPECT_EQ(403, client_->Get("/ten.txt", {{"Host", "example.org"}})->status);
    EXPECT_EQ(200,
              client_->Get("/ten.txt", {{"Host", fmt::format("localhost:{}", port_)}})->status);
}

TEST_F(Served, RefusesATakenPortAndAMissingFolder) {
    io::ResultServer other(folder_ / "results");
    EXPECT_THROW(other.bind(port_), InputError);
    EXPECT_THROW(io::ResultServer(folder_ / "nothing"), InputError);
}

/// A report with the GeoTIFFs of two of its fields.
class Tiles : public ::testing::Test {
protected:
    Tiles() : folder_("tiles") {
        io::write_report(small_.publication(), {.fields = {"landslide_susceptibility"}},
                         folder_.path());
        for (const FieldSpec* field : {&kRiskLevel, &kLandslideSusceptibility}) {
            io::write_geotiff(folder_ / (std::string(field->name) + ".tif"), *field,
                              small_.fields(), {});
        }
    }

    /// Colour of the dot of a tile of that zoom which shows the centre of a cell.
    std::array<int, 3> colour(const io::MapTiles& tiles, const FieldSpec& field, Cell cell) {
        constexpr int kZoom = 10;
        Point point = small_.fields().grid().centre(cell);
        const io::WebFrame frame(small_.fields().grid());
        EXPECT_TRUE(frame.to_degrees()->Transform(1, &point.x, &point.y));
        const double x = (point.x + 180) / 360 * std::ldexp(1.0, kZoom);
        const double y = (1 - std::log(std::tan(M_PI / 4 + point.y / 360 * M_PI)) / M_PI) / 2 *
                         std::ldexp(1.0, kZoom);
        const auto picture =
            tiles.png(std::string(field.name), {kZoom, static_cast<int>(x), static_cast<int>(y)});
        EXPECT_TRUE(picture);
        std::ofstream(folder_ / "tile.png", std::ios::binary) << *picture;
        const auto dataset = testing::open_product((folder_ / "tile.png").string());
        std::uint8_t place = 0;
        EXPECT_EQ(CE_None, dataset->GetRasterBand(1)->RasterIO(
                               GF_Read, static_cast<int>((x - std::floor(x)) * 256),
                               static_cast<int>((y - std::floor(y)) * 256), 1, 1, &place, 1, 1,
                               GDT_Byte, 0, 0, nullptr));
        const GDALColorEntry* own =
            dataset->GetRasterBand(1)->GetColorTable()->GetColorEntry(place);
        return {own->c1, own->c2, own->c3};
    }

    TemporaryFolder folder_;
    SmallPublication small_;
};

TEST_F(Tiles, HaveTheColoursOfTheReport) {
    const io::MapTiles tiles(folder_.path());
    EXPECT_THAT(tiles.fields(), ::testing::ElementsAre("landslide_susceptibility", "risk_level"));
    EXPECT_EQ((std::array{0xFF, 0x00, 0x00}), colour(tiles, kRiskLevel, {10, 70}));  // level 4
    EXPECT_EQ((std::array{0x80, 0x00, 0x80}), colour(tiles, kRiskLevel, {30, 10}));  // level 5
    EXPECT_EQ((std::array{255, 255, 255}), colour(tiles, kRiskLevel, {10, 50}));     // level 0
    const auto missing = colour(tiles, kRiskLevel, {10, 30});
    EXPECT_TRUE(
        (missing == std::array{0xE2, 0xE2, 0xE2} || missing == std::array{0x80, 0x80, 0x80}));
}

TEST_F(Tiles, DotsFinerThanCellsDoNotReachOutOfTheGrid) {
    const io::MapTiles tiles(folder_.path());
    EXPECT_EQ((std::array{0xFF, 0x00, 0x00}), colour(tiles, kRiskLevel, {0, 70}));  // level 4
    EXPECT_NE((std::array{0xFF, 0x00, 0x00}), colour(tiles, kRiskLevel, {-1, 70}));
}

TEST_F(Tiles, ThereIsNoneOfOtherFieldsAndPlaces) {
    const io::MapTiles tiles(folder_.path());
    EXPECT_FALSE(tiles.png("hazard_class", {8, 200, 111}));
    EXPECT_FALSE(tiles.png("../secret", {8, 200, 111}));
    EXPECT_FALSE(tiles.png("risk_level", {2, 4, 0}));
    EXPECT_FALSE(tiles.png("risk_level", {40, 0, 0}));
}

TEST_F(Tiles, WithoutAReportThereIsNone) {
    const TemporaryFolder empty("tiles");
    EXPECT_TRUE(io::MapTiles(empty.path()).fields().empty());
}

}  // namespace
}  // namespace hazone
