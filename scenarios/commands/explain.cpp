#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "scenarios/commands/commands.hpp"
#include "scenarios/explanation.hpp"

namespace hazone {
namespace {

/// Two numbers "LON,LAT" in degrees.
std::pair<double, double> lon_lat(const std::string& text) {
    const auto comma = text.find(',');
    double longitude = 0;
    double latitude = 0;
    const char* end = text.data() + text.size();
    const bool good =
        comma != std::string::npos &&
        std::from_chars(text.data(), text.data() + comma, longitude).ptr == text.data() + comma &&
        std::from_chars(text.data() + comma + 1, end, latitude).ptr == end;
    if (!good || longitude < -180 || longitude > 180 || latitude < -90 || latitude > 90) {
        throw InputError(fmt::format(
            "--at {}: must be longitude,latitude in degrees, for example --at 104.526,22.119",
            text));
    }
    return {longitude, latitude};
}

struct ExplainArguments {
    std::string folder;
    std::string at;
    std::string zone;
    bool json = false;
};

void explain(const ExplainArguments& arguments) {
    if (arguments.at.empty() == arguments.zone.empty()) {
        throw InputError("explain: give either --at LON,LAT or --zone CODE_OR_NAME");
    }
    nlohmann::ordered_json found;
    if (arguments.zone.empty()) {
        const auto [longitude, latitude] = lon_lat(arguments.at);
        found = cell_explanation(arguments.folder, longitude, latitude);
    } else {
        found = zone_explanation(arguments.folder, arguments.zone);
    }
    if (arguments.json) {
        fmt::print("{}\n", found.dump(2));
    } else {
        fmt::print("{}", arguments.zone.empty() ? cell_explanation_text(found)
                                                : zone_explanation_text(found));
    }
}

}  // namespace

void add_explain(CLI::App& app) {
    auto arguments = std::make_shared<ExplainArguments>();
    CLI::App* command = app.add_subcommand(
        "explain",
        "Every value and rule which led to the class of one cell, or the level of one zone, of a "
        "finished run, and what would have to change for the next one");
    command->add_option("folder", arguments->folder, "Folder of the results")->required();
    command->add_option("--at", arguments->at, "A cell: LON,LAT in degrees, WGS 84");
    command->add_option("--zone", arguments->zone,
                        "A zone: its code or its name, with or without capitals and marks");
    command->add_flag("--json", arguments->json, "Print it as JSON");
    command->footer(
        "Examples:\n"
        "  hazone explain results --at 104.526,22.119\n"
        "  hazone explain results --zone 'muong hoa'");
    command->callback([arguments] { explain(*arguments); });
}

}  // namespace hazone
