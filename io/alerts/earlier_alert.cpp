#include "io/alerts/earlier_alert.hpp"

#include <fstream>
#include <iterator>

#include <pugixml.hpp>

namespace hazone::io {
namespace {

/// The hazard which the message names in its parameter "hazard".
Hazard hazard_in(pugi::xml_node alert) {
    for (const pugi::xml_node parameter : alert.child("info").children("parameter")) {
        if (std::string(parameter.child_value("valueName")) == "hazard") {
            return hazard_of(parameter.child_value("value")).value_or(Hazard::none);
        }
    }
    return Hazard::none;
}

}  // namespace

std::optional<EarlierAlert> read_alert(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    EarlierAlert earlier;
    earlier.text.assign(std::istreambuf_iterator<char>(stream), {});
    pugi::xml_document document;
    if (!stream || !document.load_string(earlier.text.c_str())) {
        return std::nullopt;
    }
    const pugi::xml_node alert = document.child("alert");
    earlier.identifier = alert.child_value("identifier");
    earlier.sender = alert.child_value("sender");
    earlier.sent = alert.child_value("sent");
    earlier.status = alert.child_value("status");
    earlier.type = alert.child_value("msgType");
    earlier.hazard = hazard_in(alert);
    for (const pugi::xml_node info : alert.children("info")) {
        earlier.headline = info.child_value("headline");  // the last block is the English one
    }
    if (earlier.identifier.empty() || earlier.sender.empty() || earlier.sent.empty()) {
        return std::nullopt;
    }
    return earlier;
}

}  // namespace hazone::io
