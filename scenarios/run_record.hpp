#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "scenarios/ensemble/ensemble_run.hpp"
#include "scenarios/job.hpp"
#include "scenarios/products.hpp"

namespace hazone {

/// What one finished run leaves for run.json.
struct RunFacts {
    std::vector<StageReport> stages;
    std::vector<Product> products;
    double read_seconds = 0;
    double write_seconds = 0;
    double total_seconds = 0;
    double scratch_seconds = 0;  // moving cells to and from scratch files
    const ZoneTable* zones = nullptr;
    std::optional<EnsembleReport> ensemble = {};
};

/// The record of a run: version, scenario with its text and checksum, grid, inputs with checksums,
/// stages with parameters, source, seconds, cells and missing cells, input and output seconds
/// apart, peak memory, zones, products. Ordered as it is read.
nlohmann::ordered_json run_record(const Job& job, const RunFacts& facts);

/// Writes run.json into the folder, whole or not at all. It is the last file of a run: a folder
/// without it holds an unfinished run.
void write_run_record(const nlohmann::ordered_json& record, const std::filesystem::path& folder);

/// Reads run.json of a finished run. InputError when the folder has none.
nlohmann::ordered_json read_run_record(const std::filesystem::path& folder);

/// Highest resident memory of this process so far, bytes.
Index peak_memory_bytes();

}  // namespace hazone
