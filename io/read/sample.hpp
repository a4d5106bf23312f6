#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/core/grid.hpp"

namespace hazone::io {

/// Reads single cells of the fields in a result folder: from results.nc, else from FIELD.tif.
class FieldSampler {
public:
    explicit FieldSampler(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Value of the field in the cell, SI; NaN where the field has no data; empty when the folder
    /// does not hold the field.
    std::optional<double> value(const std::string& field, Cell cell) const;

private:
    std::filesystem::path folder_;
};

}  // namespace hazone::io
