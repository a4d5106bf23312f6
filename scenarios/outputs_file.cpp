#include "scenarios/outputs_file.hpp"

#include <algorithm>

#include "engine/core/units.hpp"
#include "io/alerts/alerts.hpp"
#include "io/time_stamp.hpp"
#include "scenarios/path_text.hpp"

namespace hazone {
namespace {

constexpr const char* kPrefix = "outputs.";

struct Flag {
    const char* key;
    bool Outputs::*value;
};

constexpr Flag kFlags[] = {
    {"zones", &Outputs::zones},       {"table", &Outputs::table},
    {"map", &Outputs::map},           {"sheets", &Outputs::sheets},
    {"report", &Outputs::report},     {"alerts", &Outputs::alerts},
    {"bulletin", &Outputs::bulletin}, {"metadata", &Outputs::metadata},
};

void read_fields(const toml::table& table, TomlReader& reader, Outputs& outputs) {
    const toml::node* node = table.get("fields");
    if (node == nullptr) {
        outputs.fields = {"landslide_class", "flash_flood_class", "hazard_class"};
        return;
    }
    const toml::array* array = node->as_array();
    if (array == nullptr) {
        reader.problem(*node, "outputs.fields", "must be a list of field names in quotes");
        return;
    }
    for (const toml::node& entry : *array) {
        if (const auto name = entry.value_exact<std::string>()) {
            outputs.fields.push_back(*name);
        } else {
            reader.problem(entry, "outputs.fields", "must be a list of field names in quotes");
        }
    }
}

/// Times after the start of the rain, forward in time.
void read_times(const toml::table& table, TomlReader& reader, Outputs& outputs) {
    const toml::node* node = table.get("times");
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    std::vector<double>& times = outputs.times;
    for (std::size_t k = 0; array != nullptr && k < array->size(); ++k) {
        const toml::node& entry = *array->get(k);
        reader.problems().collect([&] {
            times.push_back(parse_quantity(entry.value_exact<std::string>().value_or(""),
                                           Unit::second, reader.where(entry) + ": outputs.times"));
        });
    }
    if (node != nullptr && (array == nullptr || !std::is_sorted(times.begin(), times.end()) ||
                            (!times.empty() && times.front() < 0))) {
        reader.problem(*node, "outputs.times",
                       "must be a list of times after the start of the rain, forward in time, such "
                       "as [\"6 h\", \"12 h\"]");
    }
}

void read_words(const toml::table& table, TomlReader& reader, Outputs& outputs) {
    const auto chosen = [&](const char* key, const TomlReader::Keys& words) {
        return reader.word_at(table, key, kPrefix, words);
    };
    if (const auto place = chosen("netcdf", {"none", "asked", "all"})) {
        outputs.netcdf = static_cast<NetcdfContent>(*place);
    }
    if (const auto place = chosen("pictures", {"pdf", "png", "svg", "none"})) {
        outputs.pictures = static_cast<Pictures>(*place);
    }
    if (const auto place = chosen("lang", {"en", "vi"})) {
        outputs.language = static_cast<io::Language>(*place);
    }
    if (const auto place = chosen("compression", {"deflate", "zstd"})) {
        outputs.compression = static_cast<io::Compression>(*place);
    }
    if (const auto place = chosen("paper", {"A4", "A3", "A2", "A1", "A0"})) {
        outputs.paper = static_cast<Paper>(*place);
    }
    constexpr std::array kStatus{"Actual", "Exercise", "System", "Test", "Draft"};
    if (const auto place = chosen("alert_status", {kStatus.begin(), kStatus.end()})) {
        outputs.alert_status = kStatus.at(*place);
    }
}

void read_publisher(const toml::table& root, TomlReader& reader, Outputs& outputs) {
    const toml::table& table = reader.section(root, "publisher");
    reader.check_keys(table, "publisher.", {"name", "sender", "url", "utc_offset"});
    io::Publisher& own = outputs.publisher;
    own.name = reader.string_at(table, "name", "publisher.").value_or(own.name);
    own.sender = reader.string_at(table, "sender", "publisher.").value_or(own.sender);
    own.url = reader.string_at(table, "url", "publisher.").value_or(own.url);
    if (const auto offset = reader.string_at(table, "utc_offset", "publisher.")) {
        const toml::node& node = *table.get("utc_offset");
        // The offset of a time is read by who reads times.
        const auto time = io::parse_time("2000-01-01T00:00" + *offset);
        if (time && time->has_offset) {
            own.utc_offset =
                static_cast<int>(io::parse_time("2000-01-01T00:00Z")->seconds - time->seconds);
        } else {
            reader.problem(node, "publisher.utc_offset",
                           "must be hours and minutes east of Greenwich, such as \"+07:00\"");
        }
    }
    if (const toml::node* sender = table.get("sender")) {
        reader.problems().collect(
            [&] { io::check_sender(own.sender, reader.where(*sender) + ": publisher.sender"); });
    }
}

/// What alerts need: a status which the data allow, and the folder of the earlier run.
void read_alerts(const toml::table& root,
                 const toml::table& table,
                 TomlReader& reader,
                 Outputs& outputs) {
    const bool synthetic = root["synthetic"].value_or(false);
    if (const toml::node* status = table.get("alert_status")) {
        reader.problems().collect([&] {
            io::check_status(outputs.alert_status, synthetic,
                             reader.where(*status) + ": outputs.alert_status");
        });
    }
    const auto previous = reader.string_at(table, "previous", kPrefix);
    if (!previous) {
        return;
    }
    const toml::node& node = *table.get("previous");
    reader.problems().collect([&] {
        outputs.previous = path_from_text(*previous, reader.file().parent_path(),
                                          reader.where(node) + ": outputs.previous");
    });
    if (!std::filesystem::is_directory(outputs.previous)) {
        reader.problem(node, "outputs.previous",
                       "must be the folder of an earlier run; there is none");
    }
}

}  // namespace

Outputs read_outputs(const toml::table& root, TomlReader& reader) {
    Outputs outputs;
    const toml::table& table = reader.section(root, "outputs");
    TomlReader::Keys known{"fields", "times",       "netcdf",  "pictures",     "lang",
                           "paper",  "compression", "postgis", "alert_status", "previous"};
    for (const Flag& flag : kFlags) {
        known.emplace_back(flag.key);
        outputs.*flag.value =
            reader.flag_at(table, flag.key, kPrefix).value_or(outputs.*flag.value);
    }
    reader.check_keys(table, kPrefix, known);
    read_fields(table, reader, outputs);
    read_times(table, reader, outputs);
    read_words(table, reader, outputs);
    read_alerts(root, table, reader, outputs);
    outputs.postgis = reader.string_at(table, "postgis", kPrefix).value_or("");
    read_publisher(root, reader, outputs);
    return outputs;
}

}  // namespace hazone
