#include "io/publish/bulletin.hpp"

#include <algorithm>
#include <cstdio>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "io/map/sheet_words.hpp"
#include "io/publish/bulletin_words.hpp"
#include "tests/support/program.hpp"
#include "tests/support/small_publication.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_command;
using testing::SmallPublication;

bool program_exists(const std::string& name) {
    return run_command("command -v " + name).exit_code == 0;
}

std::vector<int> levels_in_order(const Bulletin& bulletin) {
    std::vector<int> levels;
    for (const BulletinLevel& level : bulletin.levels) {
        levels.push_back(level.mark.level.value_or(-1));
    }
    return levels;
}

TEST(Bulletin, NamesTheHighestLevelFirstAndNoDataLast) {
    SmallPublication made;
    const Bulletin bulletin = bulletin_of(made.publication());
    EXPECT_THAT(levels_in_order(bulletin), ElementsAre(5, 4, 3, 2, 1, 0, -1));
    EXPECT_EQ(bulletin.levels[0].title, "Level 5: 2 communes");
    EXPECT_THAT(bulletin.levels[0].rows[0].names, ElementsAre("Tân Phượng", "Văn Bàn"));
    EXPECT_EQ(bulletin.levels[0].rows[0].hazard, "landslide");
    EXPECT_THAT(bulletin.levels[6].rows[0].names, ElementsAre("Nậm Lúc"));
    EXPECT_THAT(bulletin.summary[0], HasSubstr("Highest level: level 5, in 2 of 12 communes"));
    EXPECT_THAT(bulletin.summary[1], HasSubstr("Without data: 1 communes"));
}

TEST(Bulletin, ZonesWithMostExposedGroundStandFirst) {
    SmallPublication made;
    made.table()[10].exposed_area = 1e9;  // Văn Bàn
    const Bulletin bulletin = bulletin_of(made.publication());
    EXPECT_THAT(bulletin.levels[0].rows[0].names, ElementsAre("Văn Bàn", "Tân Phượng"));
}

TEST(Bulletin, GivesMeanAndHighestRainInMillimetres) {
    SmallPublication made({20, 20}, 1, 2);
    made.table()[0].area = 1e6;
    made.table()[1].area = 3e6;
    made.table()[0].statistics = {{"event_rain", 0.1, 0.15, 0.2}};
    made.table()[1].statistics = {{"event_rain", 0.3, 0.35, 0.512}};
    const std::string text = bulletin_text(bulletin_of(made.publication()));
    EXPECT_THAT(text, HasSubstr("mean of the area 250 mm; highest 512 mm (Nậm Lúc)"));
}

TEST(Bulletin, SaysWhenNothingIsKnownAndWhenNoLevelIsReached) {
    SmallPublication made({20, 20}, 1, 2);
    for (ZoneSummary& zone : made.table()) {
        zone.level.reset();
    }
    EXPECT_EQ(bulletin_of(made.publication()).summary[0],
              text(BulletinWord::nothing_known, Language::english));
    made.table()[0].level = 0;
    const Bulletin bulletin = bulletin_of(made.publication());
    EXPECT_THAT(bulletin.summary[0],
                HasSubstr("No commune with data reaches level 1 (1 communes)"));
    EXPECT_THAT(bulletin.summary[1], HasSubstr("Without data: 1"));
}

TEST(Bulletin, TellsForecastFromWhatHasFallenAndFromAScenarioWithoutDates) {
    SmallPublication made({20, 20}, 1, 2);
    const auto basis = [&] { return bulletin_of(made.publication()).head.back().second; };
    EXPECT_EQ(basis(), text(BulletinWord::kind_observed, Language::english));
    made.publication().forecast = true;
    EXPECT_EQ(basis(), text(BulletinWord::kind_forecast, Language::english));
    made.publication().valid_until = made.publication().valid_from;
    EXPECT_EQ(basis(), text(BulletinWord::kind_scenario, Language::english));
}

/// The lowest edge of any word on the first page, points from the upper edge.
double lowest_word(const std::filesystem::path& pdf) {
    const std::string boxes = run_command("pdftotext -bbox '" + pdf.string() + "' -").output;
    double lowest = -1;
    for (std::size_t place = boxes.find("yMax="); place != std::string::npos;
         place = boxes.find("yMax=", place + 1)) {
        double edge = 0;
        if (std::sscanf(boxes.c_str() + place, "yMax=\"%lf", &edge) == 1) {
            lowest = std::max(lowest, edge);
        }
    }
    return lowest;
}

class BulletinPage : public ::testing::TestWithParam<Index> {};

TEST_P(BulletinPage, IsOnePageA4ForAnyNumberOfCommunes) {
    if (!program_exists("pdftotext") || !program_exists("pdfinfo")) {
        GTEST_SKIP() << "poppler-utils is not installed: the page is not looked at";
    }
    SmallPublication made({60, 110}, GetParam(), 11);
    made.publication().language = Language::vietnamese;
    const testing::TemporaryFolder folder("bulletin");
    write_bulletin(made.publication(), folder.path());
    const auto pdf = folder / "bulletin.pdf";
    const std::string info = run_command("pdfinfo '" + pdf.string() + "'").output;
    EXPECT_THAT(info, HasSubstr("Pages:           1\n"));
    EXPECT_THAT(info, HasSubstr("(A4)"));
    EXPECT_LT(lowest_word(pdf), 842 - 40);
    EXPECT_GT(lowest_word(pdf), 300);
    const std::string words = run_command("pdftotext -raw '" + pdf.string() + "' -").output;
    EXPECT_THAT(words, HasSubstr("không phải cảnh báo chính thức"));
    EXPECT_THAT(words, HasSubstr("Tân Phượng"));
    const std::string all = testing::contents(folder / "bulletin.txt");
    for (const ZoneSummary& zone : made.table()) {
        EXPECT_THAT(all, HasSubstr(zone.name + " (" + zone.code + ")"));
    }
    if (made.table().size() > 400) {
        EXPECT_THAT(words, HasSubstr("xã, phường khác"));
        EXPECT_THAT(words, HasSubstr("bulletin.txt"));
    } else {
        EXPECT_THAT(words, Not(HasSubstr("xã, phường khác"))) << "99 communes fit";
    }
}

INSTANTIATE_TEST_SUITE_P(Communes, BulletinPage, ::testing::Values(1, 9, 60));

}  // namespace
}  // namespace hazone::io
