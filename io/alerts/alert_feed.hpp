#pragma once

#include <string>
#include <vector>

#include "io/publish/publication.hpp"

namespace hazone::io {

/// One alert as the feed lists it.
struct FeedEntry {
    std::string identifier;
    std::string title;
    std::string summary;
    std::string updated;  // as the message was sent
    std::string file;     // "02683.xml"
};

/// An Atom feed (RFC 4287) of the alerts, in the language of the publication, with the zones
/// without data as an entry of their own, so that silence is not taken for safety.
std::string feed_text(const Publication& publication,
                      const std::vector<FeedEntry>& entries,
                      const std::vector<std::string>& zones_without_data);

}  // namespace hazone::io
