#include "io/alerts/alerts.hpp"

#include <set>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <gmock/gmock.h>
#include <pugixml.hpp>

#include "engine/core/error.hpp"
#include "io/alerts/alert_area.hpp"
#include "io/alerts/alert_words.hpp"
#include "io/alerts/cap_message.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/small_publication.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::io {
namespace {

using hazone::testing::contents;
using hazone::testing::run_command;
using hazone::testing::SmallPublication;
using hazone::testing::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Labels and codes of the communes of the fixture: label 1 has level 1, 2 no data, 3 level 0.
constexpr const char* kLevelOne = "02683.xml";
constexpr const char* kWithoutData = "02686.xml";
constexpr const char* kBelowLevels = "02689.xml";

void expect_valid(const std::filesystem::path& file, const std::string& schema) {
    if (run_command("command -v xmllint").exit_code != 0) {
        GTEST_SKIP() << "xmllint is not installed (Debian: libxml2-utils)";
    }
    const auto result =
        run_command("xmllint --noout --nonet --schema '" HAZONE_SOURCE_DIR "/tests/io/alerts/" +
                    schema + "' '" + file.string() + "'");
    EXPECT_EQ(result.exit_code, 0) << result.output;
}

pugi::xml_document load(const std::filesystem::path& file) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_file(file.c_str())) << file;
    return document;
}

std::string parameter(pugi::xml_node info, const std::string& name) {
    for (const pugi::xml_node node : info.children("parameter")) {
        if (node.child_value("valueName") == name) {
            return node.child_value("value");
        }
    }
    return "";
}

TEST(Alerts, EveryZoneAtALevelHasAValidMessageAndNoOther) {
    SmallPublication small;
    const TemporaryFolder folder("alerts");
    const WrittenFiles files = write_alerts(small.publication(), {}, folder.path());
    std::size_t expected = 0;
    for (const ZoneSummary& zone : small.table()) {
        const auto file = folder / ("alerts/" + zone.code + ".xml");
        const bool has_level = zone.level.value_or(0) > 0;
        EXPECT_EQ(std::filesystem::exists(file), has_level) << zone.code;
        if (has_level) {
            ++expected;
            expect_valid(file, "cap_1_2.xsd");
        }
    }
    EXPECT_GT(expected, 5U);
    EXPECT_EQ(files.size(), expected + 1);  // and the feed
    EXPECT_EQ(files.back().name, "alerts/feed.xml");
}

TEST(Alerts, TheSchemaOfTheTestRefusesWhatTheStandardRefuses) {
    if (run_command("command -v xmllint").exit_code != 0) {
        GTEST_SKIP() << "xmllint is not installed (Debian: libxml2-utils)";
    }
    SmallPublication small;
    const TemporaryFolder folder("alerts");
    write_alerts(small.publication(), {}, folder.path());
    const std::string good = contents(folder.path() / "alerts" / kLevelOne);
    const std::pair<std::string, std::string> breaks[] = {
        {"<status>Exercise</status>", ""},
        {"<status>Exercise</status>", "<status>Drill</status>"},
        {"07:00:00+07:00</sent>", "00:00:00Z</sent>"},
        {"<urgency>", "<certainty>Likely</certainty><urgency>"},
        {"<geocode>", "<polygon>22.1,104.1 22.2,104.2 22.1,104.1</polygon><geocode>"},
        {"cap:1.2", "cap:1.1"},
        {"<identifier>", "<identifier>a b"}};
    for (const auto& [from, to] : breaks) {
        std::string bad = good;
        ASSERT_NE(bad.find(from), std::string::npos) << from;
        bad.replace(bad.find(from), from.size(), to);
        hazone::testing::write_text(folder / "bad.xml", bad);
        EXPECT_NE(run_command("xmllint --noout --schema '" HAZONE_SOURCE_DIR
                              "/tests/io/alerts/cap_1_2.xsd' '" +
                              (folder / "bad.xml").string() + "'")
                      .exit_code,
                  0)
            << to;
    }
}

TEST(Alerts, SayWhatTheRunKnows) {
    SmallPublication small;
    const TemporaryFolder folder("alerts");
    write_alerts(small.publication(), {}, folder.path());
    const auto document = load(folder.path() / "alerts" / kLevelOne);
    const pugi::xml_node alert = document.child("alert");
    EXPECT_STREQ(alert.attribute("xmlns").value(), "urn:oasis:names:tc:emergency:cap:1.2");
    EXPECT_STREQ(alert.child_value("sent"), "2024-09-09T07:00:00+07:00");
    EXPECT_STREQ(alert.child_value("status"), "Exercise");
    EXPECT_STREQ(alert.child_value("msgType"), "Alert");
    EXPECT_THAT(alert.child_value("note"), HasSubstr("not an official warning"));
    const pugi::xml_node vietnamese = alert.child("info");
    const pugi::xml_node english = vietnamese.next_sibling("info");
    EXPECT_STREQ(vietnamese.child_value("language"), "vi-VN");
    EXPECT_STREQ(english.child_value("language"), "en-US");
    EXPECT_FALSE(english.next_sibling("info"));
    EXPECT_STREQ(english.child_value("event"), "Landslide");
    EXPECT_STREQ(english.child_value("category"), "Geo");
    EXPECT_STREQ(english.child_value("severity"), "Minor");
    EXPECT_STREQ(english.child_value("urgency"), "Immediate");
    EXPECT_STREQ(english.child_value("certainty"), "Likely");
    EXPECT_STREQ(english.child_value("expires"), "2024-09-10T07:00:00+07:00");
    EXPECT_STREQ(english.child_value("headline"), "[EXERCISE] Risk level 1, landslide: Phúc Khánh");
    EXPECT_STREQ(vietnamese.child_value("headline"),
                 "[DIỄN TẬP] Cấp độ rủi ro thiên tai 1 do sạt lở đất: Phúc Khánh");
    EXPECT_THAT(english.child_value("description"), HasSubstr("12.0 % of the zone"));
    EXPECT_THAT(english.child_value("description"), HasSubstr("46-1 (Art. 46"));
    EXPECT_THAT(vietnamese.child_value("description"), HasSubstr("46-1 (Điều 46, Quy tắc"));
    EXPECT_THAT(vietnamese.child_value("description"), HasSubstr("100,0 % diện tích"));
    EXPECT_EQ(parameter(english, "level"), "1");
    EXPECT_EQ(parameter(english, "hazard"), "landslide");
    EXPECT_EQ(parameter(english, "rule"), "46-1");
    const pugi::xml_node area = english.child("area");
    EXPECT_STREQ(area.child_value("areaDesc"), "Phúc Khánh");
    EXPECT_STREQ(area.child("geocode").child_value("valueName"), "commune_id_2cap");
    EXPECT_STREQ(area.child("geocode").child_value("value"), "02683");
}

TEST(Alerts, SeverityRisesWithTheLevel) {
    EXPECT_EQ(cap_severity(1), "Minor");
    EXPECT_EQ(cap_severity(2), "Moderate");
    EXPECT_EQ(cap_severity(3), "Severe");
    EXPECT_EQ(cap_severity(4), "Extreme");
    EXPECT_EQ(cap_severity(5), "Extreme");
}

TEST(Alerts, UrgencyFollowsTheTimeToTheOnset) {
    constexpr UtcSeconds kHour = 3600;
    Publication publication;
    const auto urgency = [&](UtcSeconds from) {
        publication.valid_from = publication.made + from;
        publication.valid_until = publication.valid_from + kHour;
        return cap_urgency(publication);
    };
    EXPECT_EQ(urgency(-2 * kHour), "Past");
    EXPECT_EQ(urgency(0), "Immediate");
    EXPECT_EQ(urgency(6 * kHour), "Immediate");
    EXPECT_EQ(urgency(6 * kHour + 1), "Expected");
    EXPECT_EQ(urgency(24 * kHour), "Expected");
    EXPECT_EQ(urgency(24 * kHour + 1), "Future");
}

TEST(Alerts, CertaintyFollowsTheSource) {
    Publication publication;
    ZoneSummary zone{.level = 2, .hazard = Hazard::landslide};
    EXPECT_EQ(cap_certainty(zone, publication), "Likely");  // computed from rain which fell
    zone.hazard = Hazard::heavy_rain;
    EXPECT_EQ(cap_certainty(zone, publication), "Observed");
    publication.forecast = true;
    EXPECT_EQ(cap_certainty(zone, publication), "Possible");
    zone.level_probability = {0.1, 0.3, 0.4, 0.2, 0, 0};  // 0.6 at level 2 or above
    EXPECT_EQ(cap_certainty(zone, publication), "Likely");
    zone.level_probability = {0.2, 0.3, 0.3, 0.2, 0, 0};  // one half
    EXPECT_EQ(cap_certainty(zone, publication), "Possible");
}

TEST(Alerts, TimesHaveAnOffsetAndNeverZ) {
    EXPECT_EQ(cap_time(1'725'840'000, 7 * 3600), "2024-09-09T07:00:00+07:00");
    EXPECT_EQ(cap_time(1'725'840'000, 0), "2024-09-09T00:00:00-00:00");
    EXPECT_EQ(cap_time(1'725'840'000, -(3 * 3600 + 1800)), "2024-09-08T20:30:00-03:30");
    EXPECT_EQ(cap_time(951'782'399, 0), "2000-02-28T23:59:59-00:00");
}

/// "lat,lon lat,lon ..." as a polygon of x = lon, y = lat.
OGRPolygon polygon_of(const std::string& text) {
    OGRLinearRing ring;
    std::istringstream pairs(text);
    std::string pair;
    while (pairs >> pair) {
        const auto comma = pair.find(',');
        ring.addPoint(std::stod(pair.substr(comma + 1)), std::stod(pair.substr(0, comma)));
    }
    OGRPolygon polygon;
    polygon.addRing(&ring);
    return polygon;
}

TEST(AlertArea, CoversTheZoneWithFewPointsClosed) {
    SmallPublication small({300, 400}, 3, 4);
    const Grid& grid = *small.publication().grid;
    // A ragged zone: rows shifted by up to 30 cells, with a hole.
    Raster<std::int32_t> labels(grid.extent, 0);
    for_each_cell(grid.extent, [&](Index row, Index col) {
        const Index left = 40 + row * row * 7 % 31;
        const bool hole = row > 140 && row < 160 && col > 190 && col < 210;
        labels(row, col) = col >= left && col < 360 - left / 2 && !hole ? 1 : 0;
    });
    const ZoneLayer layer = polygonise_zones(labels.view(), grid);
    const ToLonLat to_lon_lat(grid);
    const auto texts = alert_polygons(*layer.zones.front().geometry, to_lon_lat);
    ASSERT_EQ(texts.size(), 1U);
    const OGRPolygon area = polygon_of(texts.front());
    const OGRLinearRing& ring = *area.getExteriorRing();
    EXPECT_LE(ring.getNumPoints(), kMostAlertPoints);
    EXPECT_GE(ring.getNumPoints(), 4);
    EXPECT_TRUE(ring.get_IsClosed());
    EXPECT_TRUE(area.IsValid());
    const GeometryPtr zone = to_lon_lat(*layer.zones.front().geometry);
    EXPECT_TRUE(area.Contains(zone.get()));
    OGREnvelope box;
    area.getEnvelope(&box);
    EXPECT_GT(box.MinY, 20);  // latitude first, longitude second
    EXPECT_LT(box.MaxY, 24);
    EXPECT_GT(box.MinX, 103);
}

TEST(AlertArea, CoversEveryRealCommuneOfLaoCai) {
    const auto file = hazone::testing::shared_folder() / "data/admin/lao_cai_2025_epsg32648.gpkg";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << "the communes of Lào Cai are not at hand; set HAZONE_SHARED";
    }
    const Grid grid{.extent = {1700, 1650},
                    .west = 348'000,
                    .north = 2'527'000,
                    .cell_size = 100,
                    .crs = "EPSG:32648"};
    const ZoneLayer layer = read_zones({.path = file, .layer = "communes"}, grid);
    ASSERT_EQ(layer.zones.size(), 99U);
    const ToLonLat to_lon_lat(grid);
    for (const Zone& zone : layer.zones) {
        OGRMultiPolygon area;
        int points = 0;
        for (const std::string& text : alert_polygons(*zone.geometry, to_lon_lat)) {
            const OGRPolygon part = polygon_of(text);
            points += part.getExteriorRing()->getNumPoints();
            area.addGeometry(&part);
        }
        EXPECT_LE(points, kMostAlertPoints) << zone.name;
        const GeometryPtr outline = to_lon_lat(*zone.geometry);
        EXPECT_TRUE(area.Contains(outline.get())) << zone.name;
        EXPECT_LT(area.get_Area(), 1.25 * outline->toMultiPolygon()->get_Area()) << zone.name;
    }
}

TEST(AlertArea, IsLeftOutWithoutACrs) {
    Grid grid{.extent = {3, 3}, .west = 0, .north = 90, .cell_size = 30};
    OGRPolygon square;
    EXPECT_TRUE(alert_polygons(square, ToLonLat(grid)).empty());
}

TEST(Alerts, ASecondRunUpdatesAndCancels) {
    SmallPublication small;
    const TemporaryFolder folder("alerts");
    write_alerts(small.publication(), {}, folder.path());
    const auto first = load(folder.path() / "alerts" / kLevelOne);
    const std::string reference = std::string(first.child("alert").child_value("sender")) + "," +
                                  first.child("alert").child_value("identifier") + "," +
                                  first.child("alert").child_value("sent");
    small.publication().made += 3600;
    small.table()[3].level = 0;  // label 4 had level 4
    small.table()[3].hazard = Hazard::none;
    write_alerts(small.publication(), {}, folder.path());
    const auto second = load(folder.path() / "alerts" / kLevelOne);
    EXPECT_STREQ(second.child("alert").child_value("msgType"), "Update");
    EXPECT_EQ(second.child("alert").child_value("references"), reference);
    EXPECT_STRNE(second.child("alert").child_value("identifier"),
                 first.child("alert").child_value("identifier"));
    const auto cancelled = folder / "alerts/02692.xml";
    const auto cancel = load(cancelled);
    EXPECT_STREQ(cancel.child("alert").child_value("msgType"), "Cancel");
    EXPECT_STREQ(cancel.child("alert").child("info").child_value("event"), "Sạt lở đất");
    EXPECT_STRNE(cancel.child("alert").child_value("references"), "");
    expect_valid(folder.path() / "alerts" / kLevelOne, "cap_1_2.xsd");
    expect_valid(cancelled, "cap_1_2.xsd");

    write_alerts(small.publication(), {}, folder.path());
    EXPECT_FALSE(std::filesystem::exists(cancelled)) << "a cancel is told once";
    small.table()[3].level = 4;
    small.table()[3].hazard = Hazard::landslide;
    write_alerts(small.publication(), {}, folder.path());
    EXPECT_STREQ(load(cancelled).child("alert").child_value("msgType"), "Alert");
}

TEST(Alerts, AnotherFolderCanHoldTheEarlierRun) {
    SmallPublication small;
    const TemporaryFolder earlier("alerts");
    const TemporaryFolder later("alerts");
    write_alerts(small.publication(), {}, earlier.path());
    write_alerts(small.publication(), {.previous = earlier.path()}, later.path());
    const auto document = load(later.path() / "alerts" / kLevelOne);
    EXPECT_STREQ(document.child("alert").child_value("msgType"), "Update");
    // Of another status: an exercise does not go on as a test.
    write_alerts(small.publication(), {.status = "Test", .previous = earlier.path()}, later.path());
    EXPECT_STREQ(load(later.path() / "alerts" / kLevelOne).child("alert").child_value("msgType"),
                 "Alert");
}

TEST(Alerts, NoDataNeitherAlertsNorCancels) {
    SmallPublication small;
    const TemporaryFolder folder("alerts");
    write_alerts(small.publication(), {}, folder.path());
    const std::string before = contents(folder.path() / "alerts" / kLevelOne);
    small.publication().made += 3600;
    small.table()[0].level.reset();
    write_alerts(small.publication(), {}, folder.path());
    EXPECT_EQ(contents(folder.path() / "alerts" / kLevelOne), before);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "alerts" / kWithoutData));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "alerts" / kBelowLevels));
    EXPECT_THAT(contents(folder / "alerts/feed.xml"), HasSubstr("Phúc Khánh, Nậm Lúc"));
    EXPECT_THAT(contents(folder / "alerts/feed.xml"), HasSubstr("the earlier alert stays"));
}

TEST(Alerts, TheFeedLinksEveryMessageAndNamesZonesWithoutData) {
    SmallPublication small;
    small.publication().publisher.url = "https://example.org/run";
    const TemporaryFolder folder("alerts");
    const WrittenFiles files = write_alerts(small.publication(), {}, folder.path());
    expect_valid(folder / "alerts/feed.xml", "atom.xsd");
    const auto document = load(folder / "alerts/feed.xml");
    std::set<std::string> links;
    std::set<std::string> ids;
    std::size_t entries = 0;
    for (const pugi::xml_node entry : document.child("feed").children("entry")) {
        ++entries;
        ids.insert(entry.child_value("id"));
        if (entry.child("link")) {
            links.insert(entry.child("link").attribute("href").value());
        } else {
            EXPECT_STREQ(entry.child_value("content"), "Nậm Lúc");
        }
    }
    EXPECT_EQ(entries, files.size());  // the feed itself is a file, zones without data an entry
    EXPECT_EQ(ids.size(), entries);
    EXPECT_EQ(links.size(), files.size() - 1);
    for (const WrittenFile& file : files) {
        if (file.name != "alerts/feed.xml") {
            EXPECT_TRUE(links.contains("https://example.org/run/" + file.name)) << file.name;
        }
    }
}

TEST(Alerts, IdentifiersAreUniqueAndStable) {
    SmallPublication small;
    std::set<std::string> identifiers;
    std::array<std::string, 2> texts;
    for (std::string& text : texts) {
        const TemporaryFolder folder("alerts");
        write_alerts(small.publication(), {}, folder.path());
        for (const auto& file : std::filesystem::directory_iterator(folder / "alerts")) {
            const auto document = load(file.path());
            if (document.child("alert")) {
                identifiers.insert(document.child("alert").child_value("identifier"));
            }
        }
        text = contents(folder.path() / "alerts" / kLevelOne);
    }
    EXPECT_EQ(texts[0], texts[1]);
    const auto alerts =
        std::count_if(small.table().begin(), small.table().end(),
                      [](const ZoneSummary& zone) { return zone.level.value_or(0) > 0; });
    EXPECT_EQ(identifiers.size(), static_cast<std::size_t>(alerts));
}

TEST(Alerts, SyntheticDataAreNeverActual) {
    SmallPublication small;
    const TemporaryFolder folder("alerts");
    EXPECT_THROW(write_alerts(small.publication(), {.status = "Actual"}, folder.path()),
                 InputError);
    EXPECT_EQ(folder.files(), 0);
    small.publication().synthetic = false;
    write_alerts(small.publication(), {.status = "Actual"}, folder.path());
    const auto document = load(folder.path() / "alerts" / kLevelOne);
    EXPECT_STREQ(document.child("alert").child_value("status"), "Actual");
    EXPECT_THAT(document.child("alert").child("info").child_value("headline"),
                StartsWith("Cấp độ rủi ro"));
}

TEST(Alerts, ASenderWithASpaceIsRefused) {
    SmallPublication small;
    const TemporaryFolder folder("alerts");
    for (const char* sender : {"", "a b", "a,b", "a<b", "a&b"}) {
        small.publication().publisher.sender = sender;
        EXPECT_THROW(write_alerts(small.publication(), {}, folder.path()), InputError) << sender;
    }
}

TEST(Alerts, CodesAreSafeAsFileNames) {
    SmallPublication small;
    small.table()[0].code = "../../x";
    small.table()[3].code = "";
    small.table()[4].code = small.table()[6].code;
    const TemporaryFolder folder("alerts");
    const WrittenFiles files = write_alerts(small.publication(), {}, folder.path());
    EXPECT_TRUE(std::filesystem::exists(folder / "alerts/zone-1.xml"));
    EXPECT_TRUE(std::filesystem::exists(folder / "alerts/zone-4.xml"));
    EXPECT_TRUE(std::filesystem::exists(folder / "alerts/zone-7.xml"));
    EXPECT_EQ(folder.files(), 1);
    std::set<std::string> names;
    for (const WrittenFile& file : files) {
        EXPECT_TRUE(names.insert(file.name).second) << file.name;
    }
    expect_valid(folder / "alerts/zone-4.xml", "cap_1_2.xsd");
}

TEST(AlertWords, EveryWordAndAdviceExistsInBothLanguages) {
    for (int word = 0; word < kAlertWordCount; ++word) {
        for (const Language language : {Language::english, Language::vietnamese}) {
            EXPECT_FALSE(text(static_cast<AlertWord>(word), language).empty()) << word;
        }
    }
    for (const Hazard hazard : kHazards) {
        EXPECT_NE(advice(hazard, Language::english), advice(hazard, Language::vietnamese));
        EXPECT_FALSE(advice(hazard, Language::english).empty());
    }
}

}  // namespace
}  // namespace hazone::io
