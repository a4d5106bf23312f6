#include "io/time_stamp.hpp"

#include <chrono>
#include <cmath>

#include <ogr_core.h>

#include <fmt/format.h>

#include "io/gdal.hpp"

namespace hazone::io {
namespace {

constexpr int kUtcFlag = 100;        // OGRField: 100 is UTC, one more for every quarter of an hour
constexpr int kFirstOffsetFlag = 2;  // 0 unknown, 1 local time
constexpr int kQuarterHour = 15 * 60;  // s

}  // namespace

std::optional<TimeStamp> parse_time(const std::string& text) {
    OGRField field;
    const bool letters = text.find_first_not_of("0123456789-:+.TZ ") == std::string::npos;
    // GDAL knows "Z" after seconds alone
    const bool utc = !text.empty() && text.back() == 'Z';
    const std::string plain = utc ? text.substr(0, text.size() - 1) + "+00:00" : text;
    if (!letters || text.find('-') == std::string::npos || text.find(':') == std::string::npos ||
        OGRParseDate(plain.c_str(), &field, 0) == 0) {
        return std::nullopt;
    }
    using namespace std::chrono;
    const year_month_day date{year(field.Date.Year), month(field.Date.Month), day(field.Date.Day)};
    if (!date.ok()) {
        return std::nullopt;
    }
    const UtcSeconds day_start = duration_cast<seconds>(sys_days(date).time_since_epoch()).count();
    const bool has_offset = field.Date.TZFlag >= kFirstOffsetFlag;
    const int offset = has_offset ? (field.Date.TZFlag - kUtcFlag) * kQuarterHour : 0;
    const UtcSeconds in_day = UtcSeconds{field.Date.Hour} * 3600 +
                              UtcSeconds{field.Date.Minute} * 60 + std::lround(field.Date.Second);
    return TimeStamp{day_start + in_day - offset, has_offset};
}

UtcSeconds require_time(const std::string& text, const std::string& what) {
    const auto time = parse_time(text);
    if (!time || !time->has_offset) {
        throw InputError(
            fmt::format("{}: '{}' {}; allowed: ISO 8601 with offset, such as "
                        "2024-09-09T19:00+07:00 or 2024-09-09T12:00Z",
                        what, text, time ? "has no offset from UTC" : "is not a time"));
    }
    return time->seconds;
}

std::string duration_text(double seconds) {
    for (const auto& [symbol, length] : {std::pair{"d", 86400.0}, {"h", 3600.0}, {"min", 60.0}}) {
        if (seconds != 0 && std::fmod(seconds, length) == 0) {
            return fmt::format("{} {}", seconds / length, symbol);
        }
    }
    return fmt::format("{} s", seconds);
}

}  // namespace hazone::io
