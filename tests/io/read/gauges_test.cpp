#include <cmath>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "io/read/read.hpp"
#include "io/time_stamp.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_text;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::shared_ptr<const GaugeSet> gauges_from(const std::string& csv) {
    const TemporaryFolder folder;
    write_text(folder / "gauges.csv", csv);
    return read_gauges({folder / "gauges.csv"}, small_grid());
}

std::string refusal_from(const std::string& csv) {
    return refusal_of([&] { gauges_from(csv); });
}

std::string header() { return "station,lon,lat,time,mm\n"; }
std::string two_hours() {
    return "A,104.5,22.1,2024-09-09T19:00+07:00,10\n"
           "A,104.5,22.1,2024-09-09T20:00+07:00,12.5\n";
}

TEST(TimeStamp, OffsetsLeadToTheSameInstant) {
    const auto local = parse_time("2024-09-09T19:00+07:00");
    const auto utc = parse_time("2024-09-09T12:00:00Z");
    ASSERT_TRUE(local && utc);
    EXPECT_EQ(local->seconds, 1725883200);
    EXPECT_EQ(local->seconds, utc->seconds);
    EXPECT_TRUE(local->has_offset);
    EXPECT_FALSE(parse_time("2024-09-09T19:00")->has_offset);
    for (const char* text : {"2024-02-30T10:00Z", "yesterday", "", "2024-09-09", "19:00"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

TEST(Gauges, TheTimeIsTheEndOfTheStep) {
    const auto gauges = gauges_from(header() + two_hours());
    ASSERT_EQ(gauges->stations.size(), 1U);
    EXPECT_EQ(gauges->step_length, 3600);
    EXPECT_EQ(gauges->steps(), 2);
    EXPECT_EQ(gauges->start, 1725883200 - 3600);
    EXPECT_DOUBLE_EQ(gauges->stations[0].rain[0], 0.010);
    EXPECT_DOUBLE_EQ(gauges->stations[0].rain[1], 0.0125);
    const Point expected = point_of(small_grid(), 104.5, 22.1);
    EXPECT_NEAR(gauges->stations[0].location.x, expected.x, 1e-6);
    EXPECT_NEAR(gauges->stations[0].location.y, expected.y, 1e-6);
}

TEST(Gauges, HeadersInAnyOrderAndCaseAndMoreColumnsAreFine) {
    const auto gauges = gauges_from(
        "source,MM,Time,LAT,Lon,Station\n"
        "web,1,2024-09-09T12:00Z,22.1,104.5,Làng Nủ\n"
        "web,2,2024-09-09T12:10Z,22.1,104.5,Làng Nủ\n");
    EXPECT_EQ(gauges->stations[0].name, "Làng Nủ");
    EXPECT_EQ(gauges->step_length, 600);
}

TEST(Gauges, AGapIsMissingForThatStationAndStep) {
    const auto gauges = gauges_from(header() + two_hours() +
                                    "A,104.5,22.1,2024-09-09T23:00+07:00,3\n"
                                    "B,104.6,22.2,2024-09-09T20:00+07:00,\n"
                                    "B,104.6,22.2,2024-09-09T21:00+07:00,7\n");
    ASSERT_EQ(gauges->steps(), 5);
    EXPECT_TRUE(std::isnan(gauges->stations[0].rain[2]));
    EXPECT_DOUBLE_EQ(gauges->stations[0].rain[4], 0.003);
    EXPECT_TRUE(std::isnan(gauges->stations[1].rain[0]));
    EXPECT_TRUE(std::isnan(gauges->stations[1].rain[1])) << "an empty cell is no rain known";
    EXPECT_DOUBLE_EQ(gauges->stations[1].rain[2], 0.007);
}

TEST(Gauges, ATimeWithoutOffsetIsRefused) {
    EXPECT_THAT(
        refusal_from(header() + "A,104.5,22.1,2024-09-09T19:00,1\n"),
        AllOf(HasSubstr("gauges.csv, line 2"), HasSubstr("no offset"), HasSubstr("+07:00")));
    EXPECT_THAT(refusal_from(header() + "A,104.5,22.1,nine,1\n"),
                HasSubstr("'nine' is not a time"));
}

TEST(Gauges, TimesOffTheStepAreRefused) {
    EXPECT_THAT(refusal_from(header() + two_hours() + "A,104.5,22.1,2024-09-09T21:30+07:00,1\n"),
                AllOf(HasSubstr("line 4"), HasSubstr("3600 s")));
    EXPECT_THAT(refusal_from(header() + "A,104.5,22.1,2024-09-09T19:00+07:00,1\n"),
                AllOf(HasSubstr("one time alone"), HasSubstr("two times")));
}

TEST(Gauges, AStationWithALongerStepIsRefused) {
    EXPECT_THAT(refusal_from(header() + two_hours() +
                             "B,104.6,22.2,2024-09-09T19:00+07:00,1\n"
                             "B,104.6,22.2,2024-09-09T22:00+07:00,1\n"
                             "B,104.6,22.2,2024-09-10T01:00+07:00,1\n"),
                AllOf(HasSubstr("'B'"), HasSubstr("every 10800 s"), HasSubstr("3600 s")));
}

TEST(Gauges, OneStationHasOnePlaceAndOneValueATime) {
    EXPECT_THAT(refusal_from(header() + two_hours() + "A,104.7,22.1,2024-09-09T21:00+07:00,1\n"),
                AllOf(HasSubstr("line 4"), HasSubstr("104.7"), HasSubstr("on line 2")));
    EXPECT_THAT(refusal_from(header() + two_hours() + "A,104.5,22.1,2024-09-09T13:00Z,1\n"),
                AllOf(HasSubstr("line 4"), HasSubstr("already"), HasSubstr("line 3")));
}

TEST(Gauges, NegativeAndImpossibleRainIsRefused) {
    EXPECT_THAT(refusal_from(header() + two_hours() + "A,104.5,22.1,2024-09-09T21:00+07:00,-1\n"),
                AllOf(HasSubstr("line 4"), HasSubstr("-1 mm")));
    EXPECT_THAT(
        refusal_from(header() + two_hours() + "A,104.5,22.1,2024-09-09T21:00+07:00,3275.8\n"),
        AllOf(HasSubstr("line 4"), HasSubstr("3275.8 mm in 1 h"), HasSubstr("422 mm"),
              HasSubstr("lost decimal point")));
    EXPECT_THAT(refusal_from(header() + "A,104.5,22.1,2024-09-08T19:00+07:00,20\n" +
                             "A,104.5,22.1,2024-09-09T19:00+07:00,3275.8\n"),
                HasSubstr("3275.8 mm in 24 h"));
}

TEST(Gauges, MissingColumnsAndBadNumbersAreNamed) {
    EXPECT_THAT(refusal_from("station,lon,lat,when,rain\nA,104.5,22.1,2024-09-09T12:00Z,1\n"),
                AllOf(HasSubstr("no column 'time'"), HasSubstr("no column 'mm'")));
    EXPECT_THAT(refusal_from(header() + "A,104.5,east,2024-09-09T12:00Z,1\n"),
                AllOf(HasSubstr("line 2"), HasSubstr("'lat'"), HasSubstr("'east'")));
    EXPECT_THAT(refusal_from(header() + "A,22.1,104.5,2024-09-09T12:00Z,1\n"),
                AllOf(HasSubstr("line 2"), HasSubstr("lat 104.5")));
    EXPECT_THAT(refusal_from(header()), HasSubstr("no rows"));
}

}  // namespace
}  // namespace hazone::io
