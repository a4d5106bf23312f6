#pragma once

#include <optional>
#include <string>

#include "engine/core/series.hpp"

namespace hazone::io {

/// A time stamp as ISO 8601 writes it.
struct TimeStamp {
    UtcSeconds seconds = 0;   // as UTC when there is no offset
    bool has_offset = false;  // "Z" or "+07:00" stands in the text
};

/// Reads "2024-09-09T19:00+07:00", with or without seconds and offset. Empty when it is no time.
std::optional<TimeStamp> parse_time(const std::string& text);

/// As parse_time; InputError which names `what` when it is no time or has no offset.
UtcSeconds require_time(const std::string& text, const std::string& what);

/// A time after the start in the largest unit which divides it: "2 d", "36 h", "90 s".
std::string duration_text(double seconds);

}  // namespace hazone::io
