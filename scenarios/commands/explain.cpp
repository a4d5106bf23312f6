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

}  // namespace

void add_explain(CLI::App& app) {
    auto folder = std::make_shared<std::string>();
    auto at = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "explain", "Every value and rule which led to the class of one cell of a finished run");
    command->add_option("folder", *folder, "Folder of the results")->required();
    command->add_option("--at", *at, "Where: LON,LAT in degrees, WGS 84")->required();
    command->footer("Example:\n  hazone explain results --at 104.526,22.119");
    command->callback([folder, at] {
        const auto [longitude, latitude] = lon_lat(*at);
        fmt::print("{}", explanation(*folder, longitude, latitude));
    });
}

}  // namespace hazone
