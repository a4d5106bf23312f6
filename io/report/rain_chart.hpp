#pragma once

#include <nlohmann/json.hpp>

#include "engine/core/field_set.hpp"

namespace hazone::io {

/// Rain in time for the chart of the report, mm per step: from gauges (mean of those which
/// measured, and each), else from a series of at most kChartSteps steps (mean and highest of the
/// cells). null where the fields hold neither. A step without any value is null.
nlohmann::ordered_json rain_json(const FieldSet& fields);

/// A longer series is left out: reading it would take longer than the run.
inline constexpr Index kChartSteps = 400;

}  // namespace hazone::io
