#pragma once

#include <filesystem>
#include <string>

#include "io/publish/publication.hpp"

namespace hazone::io {

struct AlertOptions {
    std::string status = "Exercise";      // CAP: Actual, Exercise, System, Test, Draft
    std::filesystem::path previous = {};  // folder of an earlier run; empty: the folder itself
};

/// Writes alerts/CODE.xml, a CAP 1.2 message for each zone at level 1 or above, and
/// alerts/feed.xml, an Atom feed of them, into the folder.
/// - A zone with an alert in the earlier folder gets an Update which refers to it.
/// - A zone now below level 1 with an alert there gets a Cancel; a Cancel is told once.
/// - A zone without data gets no alert, since nothing is known; an earlier one stays as it is.
///   The feed lists these zones.
/// Identifiers are the same for the same scenario, zone, time and earlier message, and different
/// otherwise.
/// InputError: a file cannot be written; status Actual for synthetic data; a sender which CAP does
/// not allow (spaces, commas, < and &).
WrittenFiles write_alerts(const Publication& publication,
                          const AlertOptions& options,
                          const std::filesystem::path& folder);

/// InputError when the sender or the status may not stand in an alert; `what` names the key.
void check_sender(const std::string& sender, const std::string& what);
void check_status(const std::string& status, bool synthetic, const std::string& what);

}  // namespace hazone::io
