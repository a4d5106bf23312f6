#include "scenarios/nest/nest_file.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "engine/core/units.hpp"

namespace hazone {
namespace {

using Words = std::vector<std::string>;

/// A quantity of [nest] and what is allowed.
struct Quantity {
    const char* key;
    Unit unit;
    double lowest;
    double highest;
    double NestRequest::*value;
};

constexpr Quantity kQuantities[] = {
    {"threshold", Unit::one, 0, 1e6, &NestRequest::threshold},
    {"least_area", Unit::square_metre, 1, 1e12, &NestRequest::least_area},
    {"valley_height", Unit::metre, 0.1, 1000, &NestRequest::valley_height},
    {"margin", Unit::metre, 0, 1e5, &NestRequest::margin},
    {"run_out", Unit::second, 0, 30 * 86400.0, &NestRequest::run_out},
    {"interval", Unit::second, 1, 3600, &NestRequest::interval},
    {"most_concentration", Unit::one, 0, 0.65, &NestRequest::most_concentration},
};

class NestReader {
public:
    NestReader(const toml::table& table, const std::filesystem::path& file, Problems& problems)
        : table_(table), file_(file), problems_(problems) {}

    NestRequest read() {
        for (const auto& [key, node] : table_) {
            const std::string name(key.str());
            problems_.collect([&] { read_key(name, node); });
        }
        return request_;
    }

private:
    std::string what(const std::string& key, const toml::node& node) const {
        return fmt::format("{}:{}: nest.{}", file_.string(), node.source().begin.line, key);
    }

    std::size_t word(const std::string& key, const toml::node& node, const Words& words) const {
        const auto text = node.value_exact<std::string>().value_or("");
        const auto found = std::find(words.begin(), words.end(), text);
        if (found == words.end()) {
            throw InputError(
                fmt::format("{}: must be one of: {}", what(key, node), fmt::join(words, ", ")));
        }
        return static_cast<std::size_t>(found - words.begin());
    }

    void read_key(const std::string& key, const toml::node& node) {
        const Words measures{"flash_flood_threat", "unit_peak_discharge",
                             "worst_flash_flood_threat"};
        const Words models{"local_inertial", "shallow_water"};
        if (key == "by") {
            request_.by = static_cast<NestMeasure>(word(key, node, measures));
        } else if (key == "model") {
            request_.model = models[word(key, node, models)];
        } else if (key == "bulking") {
            request_.bulked = word(key, node, {"none", "runout"}) == 1;
        } else {
            read_quantity(key, node);
        }
    }

    void read_quantity(const std::string& key, const toml::node& node) {
        const auto* found = std::find_if(std::begin(kQuantities), std::end(kQuantities),
                                         [&](const Quantity& own) { return key == own.key; });
        if (found == std::end(kQuantities)) {
            Words known{"by", "model", "bulking"};
            for (const Quantity& own : kQuantities) {
                known.emplace_back(own.key);
            }
            throw InputError(fmt::format("{}: unknown key; known here: {}.{}", what(key, node),
                                         fmt::join(known, ", "), suggestion(key, known)));
        }
        const auto number = node.is_number() ? node.value<double>() : std::nullopt;
        const auto text =
            number ? fmt::format("{}", *number) : node.value_exact<std::string>().value_or("");
        const double value = parse_quantity(text, found->unit, what(key, node));
        if (!(value >= found->lowest && value <= found->highest)) {
            throw InputError(fmt::format("{}: {} is not from {} to {} (SI)", what(key, node), text,
                                         found->lowest, found->highest));
        }
        request_.*(found->value) = value;
    }

    const toml::table& table_;
    const std::filesystem::path& file_;
    Problems& problems_;
    NestRequest request_;
};

}  // namespace

NestRequest read_nest(const toml::node& node,
                      const std::filesystem::path& file,
                      Problems& problems) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
        problems.add(fmt::format("{}:{}: nest: must be a table, [nest]", file.string(),
                                 node.source().begin.line));
        return {};
    }
    return NestReader(*table, file, problems).read();
}

}  // namespace hazone
