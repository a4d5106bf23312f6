#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/publish/publication.hpp"

namespace hazone::io {

enum class MessageType { alert, update, cancel };

/// "Alert", "Update" or "Cancel".
std::string_view message_word(MessageType type);

/// One message of the Common Alerting Protocol for one zone.
struct CapMessage {
    std::string identifier;
    std::string sent;    // "2024-09-09T07:00:00+07:00"
    std::string status;  // "Exercise"
    MessageType type = MessageType::alert;
    std::string references;  // "sender,identifier,sent" of the earlier message; empty: none
    const ZoneSummary* zone = nullptr;
    Hazard hazard = Hazard::none;       // of the level; of a cancel that of the earlier message
    std::vector<std::string> polygons;  // io/alerts/alert_area.hpp
};

/// A time as CAP asks for it: with seconds and offset, never "Z", and "-00:00" for UTC.
/// `offset` is in seconds east of Greenwich.
std::string cap_time(UtcSeconds time, int offset);

/// The message as XML in UTF-8, with an info block in Vietnamese and one in English.
/// Source: OASIS Standard CAP 1.2 (1 July 2010), section 3.2.
std::string cap_text(const CapMessage& message, const Publication& publication);

/// "Risk level 2, landslide: Nậm Lúc", with a mark where the status is not Actual.
std::string cap_headline(const CapMessage& message, Language language);

/// Severity, urgency and certainty by level, time and source; the words of CAP.
std::string_view cap_severity(int level);
std::string_view cap_urgency(const Publication& publication);
std::string_view cap_certainty(const ZoneSummary& zone, const Publication& publication);

/// When the message ceases to hold: at the end of the rain, or a day after the run of a scenario
/// whose rain has no date.
UtcSeconds expiry(const Publication& publication);

}  // namespace hazone::io
