#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/core/hazards.hpp"

namespace hazone::io {

/// What a later message needs to know of an earlier one.
struct EarlierAlert {
    std::string identifier;
    std::string sender;
    std::string sent;
    std::string status;
    std::string type;  // "Alert", "Update", "Cancel"
    Hazard hazard = Hazard::none;
    std::string headline;  // English
    std::string text;      // the whole file

    /// As CAP refers to it: "sender,identifier,sent".
    std::string reference() const { return sender + "," + identifier + "," + sent; }
};

/// The message in the file; empty when there is no file or it is no CAP message.
std::optional<EarlierAlert> read_alert(const std::filesystem::path& file);

}  // namespace hazone::io
