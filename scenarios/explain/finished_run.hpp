#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/core/grid.hpp"
#include "engine/rules/rule_set.hpp"
#include "io/read/sample.hpp"

namespace hazone {

using OrderedJson = nlohmann::ordered_json;

/// What a finished run left in its folder.
struct FinishedRun {
    std::filesystem::path folder;
    OrderedJson record;  // run.json
    Grid grid;
    std::optional<RuleSet> rules;  // which gave the levels; empty where none did

    bool synthetic() const { return record.at("scenario").at("synthetic").get<bool>(); }
    /// The stage which makes the field; nullptr where none does.
    const OrderedJson* maker(std::string_view field) const;
    /// Whether the run had the field: as an input or made.
    bool has(std::string_view field) const;
};

/// InputError when the folder holds no finished run.
FinishedRun read_finished_run(const std::filesystem::path& folder);

/// The values of one cell.
class CellReader {
public:
    CellReader(const FinishedRun& run, Cell cell) : sampler_(run.folder), cell_(cell) {}

    /// Of a field at one time, NaN where it has no data there, whatever its type; empty where the
    /// folder does not hold it.
    std::optional<double> value(std::string_view field) const;
    /// What is stored as people read it, each value with its time where the field has several; ""
    /// where the folder does not hold it.
    std::string shown(std::string_view field) const;

private:
    const std::vector<io::CellValue>& values(std::string_view field) const;

    io::FieldSampler sampler_;
    Cell cell_;
    /// What was read: a file is opened once for each field.
    mutable std::map<std::string, std::vector<io::CellValue>, std::less<>> read_;
};

/// One value as people read it, in its unit, or the name of what it stands for; "no data" for NaN.
std::string value_text(std::string_view field, double value);

/// "4 of 5 (high)".
std::string class_text(int number);

/// Shares or values as a JSON number; null for NaN.
OrderedJson number_json(double value);

}  // namespace hazone
