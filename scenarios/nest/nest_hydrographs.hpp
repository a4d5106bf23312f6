#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "models/flood/nest/valley.hpp"
#include "scenarios/job.hpp"

namespace hazone {

/// Discharge at cells in time, from the rain's start at 0 with nothing.
struct CellSeries {
    std::vector<double> time;                            // s
    std::map<std::string, std::vector<double>> at_cell;  // m3/s, by the name of the cell
};

/// Of a cell as a gauge of the routing.
std::string name_of(Cell cell);

/// Routes the rain of the job once more, with gauges at the donors of all inflows. A cell whose
/// discharge is not known has no series. `points` is a file to write on the way.
CellSeries routed_at(const Job& job,
                     const std::vector<nest::Basin>& basins,
                     const std::filesystem::path& points);

/// What enters the nest at each of its inflows.
struct NestInflow {
    std::vector<double> time;                 // s
    std::vector<std::vector<double>> series;  // m3/s, by inflow
    Index unknown = 0;                        // donors without a series
};

/// Sums of the donors, times `factor`.
NestInflow inflow_of(const nest::Basin& basin, const CellSeries& routed, double factor);

/// Volume of a series whose values are joined by straight lines, m3.
double volume_of(const std::vector<double>& time, const std::vector<double>& series);

}  // namespace hazone
