#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/grid.hpp"

namespace hazone::io {

/// What a field holds in one cell.
struct CellValue {
    double value = 0;            // SI; NaN where the field has no data
    std::optional<double> time;  // s after the start of the rain, of a field in time
};

/// Reads single cells of the fields in a result folder: from results.nc, else from FIELD.tif.
class FieldSampler {
public:
    explicit FieldSampler(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Values of the field in the cell, one for each of its times; none when the folder does not
    /// hold the field.
    std::vector<CellValue> values(const std::string& field, Cell cell) const;

private:
    std::filesystem::path folder_;
};

}  // namespace hazone::io
