// Reads
//   [ensemble]
//   members = 30
//   seed = 1
//   [[ensemble.vary]]                    # or vary = [{ ... }, { ... }], each on one line
//   model = "soil_depth_by_slope"
//   parameter = "level_depth"
//   distribution = "triangular"
//   low = "2 m"
//   mode = "4 m"
//   high = "6 m"
//   [[ensemble.vary]]
//   input = "rain_gauges"
//   factor = "lognormal"
//   mean = 1
//   sd = 0.2
#include "scenarios/ensemble/ensemble_file.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/statistics/sampler.hpp"
#include "models/catalogue.hpp"
#include "scenarios/toml_reader.hpp"

namespace hazone {
namespace {

const std::vector<std::string> kDistributions{"uniform", "triangular", "normal", "lognormal"};

/// Whether an input of this kind can be multiplied; `offset`: or added to.
bool can_vary(const FieldSpec& field, Effect effect) {
    const bool numbers = field.form == Form::raster &&
                         (field.type == CellType::float32 || field.type == CellType::float64);
    const bool rain = field.form == Form::series || field.form == Form::gauges;
    return numbers || (rain && effect == Effect::factor);
}

/// One entry of `vary`.
class VariationReader {
public:
    VariationReader(const toml::table& table, std::size_t number, TomlReader& reader)
        : table_(table), prefix_(fmt::format("ensemble.vary[{}].", number)), reader_(reader) {}

    std::optional<Variation> read() {
        const std::size_t known = reader_.problems().list().size();
        reader_.check_keys(table_, prefix_,
                           {"model", "parameter", "distribution", "input", "factor", "offset",
                            "low", "high", "mode", "mean", "sd"});
        if (table_.get("input") != nullptr) {
            read_input();
        } else {
            read_parameter();
        }
        if (reader_.problems().list().size() != known) {
            return std::nullopt;
        }
        read_numbers();
        if (reader_.problems().list().size() != known) {
            return std::nullopt;
        }
        check();
        return reader_.problems().list().size() == known ? std::optional(found_) : std::nullopt;
    }

private:
    void problem(const std::string& what) {
        reader_.problem(table_, prefix_.substr(0, prefix_.size() - 1), what);
    }

    void read_input() {
        found_.input = reader_.string_at(table_, "input", prefix_).value_or("");
        const FieldSpec* field = find_field(found_.input);
        const bool factor = table_.get("factor") != nullptr;
        if (field == nullptr) {
            problem(unknown_field(found_.input));
            return;
        }
        if (factor == (table_.get("offset") != nullptr)) {
            problem("an input takes either factor or offset, each with the name of a distribution");
            return;
        }
        found_.effect = factor ? Effect::factor : Effect::offset;
        found_.unit = factor ? Unit::one : field->unit;
        if (!can_vary(*field, found_.effect)) {
            problem(
                fmt::format("'{}' cannot be varied so: rasters of numbers take a factor or an "
                            "offset, rain and rain_gauges a factor",
                            found_.input));
            return;
        }
        read_distribution(factor ? "factor" : "offset");
        if (factor) {
            found_.low = 0;  // no quantity changes its sign
        }
    }

    void read_parameter() {
        found_.model = reader_.string_at(table_, "model", prefix_).value_or("");
        found_.parameter = reader_.string_at(table_, "parameter", prefix_).value_or("");
        if (found_.model.empty() || found_.parameter.empty()) {
            problem("needs model and parameter, or input");
            return;
        }
        const Model* model = find_model(catalogue(), found_.model);
        if (model == nullptr) {
            problem(unknown_model(catalogue(), found_.model));
            return;
        }
        std::vector<std::string> names;
        for (const ParamSpec& spec : model->params) {
            names.emplace_back(spec.name);
            if (spec.name == found_.parameter) {
                take(spec);
                return;
            }
        }
        problem(fmt::format("{} has no parameter '{}'; it has: {}.{}", found_.model,
                            found_.parameter, fmt::join(names, ", "),
                            suggestion(found_.parameter, names)));
    }

    void take(const ParamSpec& spec) {
        if (!spec.choices.empty()) {
            problem(fmt::format("{} is a word, which has no distribution", found_.name()));
            return;
        }
        found_.unit = spec.unit;
        found_.whole = spec.whole;
        found_.low = spec.lowest;
        found_.high = spec.highest;
        read_distribution("distribution");
    }

    void read_distribution(const std::string& key) {
        if (table_.get(key) == nullptr) {
            problem(fmt::format("{} is missing: one of {}", key, fmt::join(kDistributions, ", ")));
            return;
        }
        const auto word = reader_.word_at(table_, key, prefix_, kDistributions);
        found_.distribution = static_cast<Distribution>(word.value_or(0));
    }

    std::optional<double> number(const char* key) {
        const toml::node* node = table_.get(key);
        if (node == nullptr) {
            return std::nullopt;
        }
        const auto plain = node->is_number() ? node->value<double>() : std::nullopt;
        const auto text =
            plain ? fmt::format("{}", *plain) : node->value_exact<std::string>().value_or("");
        std::optional<double> value;
        reader_.problems().collect([&] {
            value = parse_quantity(text, found_.unit,
                                   fmt::format("{}: {}{}", reader_.where(*node), prefix_, key));
        });
        return value;
    }

    double needed(const char* key) {
        if (table_.get(key) == nullptr) {
            problem(fmt::format(
                "{} needs {}", kDistributions[static_cast<std::size_t>(found_.distribution)], key));
        }
        return number(key).value_or(0);
    }

    void refuse(std::initializer_list<const char*> keys) {
        for (const char* key : keys) {
            if (table_.get(key) != nullptr) {
                problem(fmt::format("{} takes no {}",
                                    kDistributions[static_cast<std::size_t>(found_.distribution)],
                                    key));
            }
        }
    }

    void read_numbers() {
        const bool bounded = found_.distribution == Distribution::uniform ||
                             found_.distribution == Distribution::triangular;
        if (bounded) {
            refuse({"mean", "sd"});
            found_.low = needed("low");
            found_.high = needed("high");
        } else {
            refuse({"mode"});
            found_.mean = needed("mean");
            found_.deviation = needed("sd");
        }
        if (found_.distribution == Distribution::triangular) {
            found_.mode = needed("mode");
        } else if (found_.distribution == Distribution::uniform) {
            refuse({"mode"});
        } else if (found_.distribution == Distribution::lognormal) {
            refuse({"low", "high"});
            found_.low = -kInfinity;
            found_.high = kInfinity;
        } else {
            found_.low = number("low").value_or(found_.low);
            found_.high = number("high").value_or(found_.high);
        }
    }

    void check() {
        const bool shaped_by_mean = found_.distribution == Distribution::normal ||
                                    found_.distribution == Distribution::lognormal;
        if (!(found_.low < found_.high)) {
            problem("low must be below high");
        } else if (found_.distribution == Distribution::triangular &&
                   !(found_.mode >= found_.low && found_.mode <= found_.high)) {
            problem("mode must lie from low to high");
        } else if (shaped_by_mean && !(found_.deviation > 0)) {
            problem("sd must be above 0");
        } else if (found_.distribution == Distribution::lognormal && !(found_.mean > 0)) {
            problem("a lognormal needs a mean above 0");
        } else if (found_.effect == Effect::factor && found_.low < 0 &&
                   found_.distribution != Distribution::lognormal) {
            problem("a factor below 0 would turn the sign of the input");
        }
    }

    const toml::table& table_;
    std::string prefix_;
    TomlReader& reader_;
    Variation found_;
};

class EnsembleReader {
public:
    EnsembleReader(const toml::table& table, TomlReader& reader) : table_(table), reader_(reader) {}

    EnsembleRequest read() {
        reader_.check_keys(table_, "ensemble.", {"members", "seed", "vary"});
        request_.members =
            whole("members", kFewestMembers, kMostMembers).value_or(request_.members);
        request_.seed = static_cast<std::uint64_t>(
            whole("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(1));
        read_vary();
        return request_;
    }

private:
    std::optional<std::int64_t> whole(const char* key, std::int64_t lowest, std::int64_t highest) {
        const auto value = reader_.integer_at(table_, key, "ensemble.");
        if (value && (*value < lowest || *value > highest)) {
            reader_.problem(*table_.get(key), std::string("ensemble.") + key,
                            fmt::format("{} is not from {} to {}", *value, lowest, highest));
            return std::nullopt;
        }
        return value;
    }

    void read_vary() {
        const toml::array* list =
            table_.get("vary") == nullptr ? nullptr : table_.get("vary")->as_array();
        if (list == nullptr || list->empty() || list->size() > kMostQuantities) {
            reader_.problem(table_, "ensemble.vary",
                            fmt::format("must be a list of 1 to {} tables, such as {{ input = "
                                        "\"rain_gauges\", factor = \"lognormal\", mean = 1, sd = "
                                        "0.2 }}",
                                        kMostQuantities));
            return;
        }
        for (std::size_t number = 0; number < list->size(); ++number) {
            const toml::table* entry = list->get(number)->as_table();
            if (entry == nullptr) {
                reader_.problem(*list->get(number), fmt::format("ensemble.vary[{}]", number + 1),
                                "must be a table");
                continue;
            }
            if (const auto variation = VariationReader(*entry, number + 1, reader_).read()) {
                add(*variation, *entry);
            }
        }
    }

    void add(const Variation& variation, const toml::table& entry) {
        const auto same = [&](const Variation& other) {
            return other.model == variation.model && other.parameter == variation.parameter &&
                   other.input == variation.input;
        };
        if (std::any_of(request_.vary.begin(), request_.vary.end(), same)) {
            reader_.problem(entry, "ensemble.vary", variation.name() + " is varied twice");
            return;
        }
        request_.vary.push_back(variation);
    }

    const toml::table& table_;
    TomlReader& reader_;
    EnsembleRequest request_;
};

}  // namespace

EnsembleRequest read_ensemble(const toml::node& node,
                              const std::filesystem::path& file,
                              Problems& problems) {
    TomlReader reader(file, problems);
    const toml::table* table = node.as_table();
    if (table == nullptr) {
        reader.problem(node, "ensemble", "must be a table, [ensemble]");
        return {};
    }
    return EnsembleReader(*table, reader).read();
}

}  // namespace hazone
