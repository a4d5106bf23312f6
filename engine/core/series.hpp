#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/grid.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// Seconds since 1970-01-01T00:00:00Z.
using UtcSeconds = std::int64_t;

/// Rasters in time on the run's grid, made or read one step at a time and never held whole.
class RainSeries {
public:
    RainSeries() = default;
    RainSeries(const RainSeries&) = delete;
    RainSeries& operator=(const RainSeries&) = delete;
    RainSeries(RainSeries&&) = delete;
    RainSeries& operator=(RainSeries&&) = delete;
    virtual ~RainSeries() = default;

    virtual Index steps() const = 0;
    /// Length of every step, s; of the longest where they differ.
    virtual double step_length() const = 0;
    /// Length of one step, and when it begins after the start of the first, s.
    virtual double length(Index /*step*/) const { return step_length(); }
    virtual double begin(Index step) const { return step_length() * static_cast<double>(step); }
    /// End of the last step after the start of the first, s; 0 without steps.
    double end() const {
        const Index last = steps() - 1;
        return last < 0 ? 0.0 : begin(last) + length(last);
    }
    /// The rain of one step, m, where it is known to be the same in every cell.
    virtual std::optional<float> everywhere(Index /*step*/) const { return std::nullopt; }
    /// Start of the first step; 0 for a design storm without a date.
    virtual UtcSeconds start() const = 0;
    /// Writes the rain of one step, m, into every cell of `rain`; missing where not known.
    virtual void read(Index step, View<float> rain) const = 0;
};

/// Rain measured at stations, m per step; a missing measurement is NaN.
struct GaugeSet {
    struct Station {
        std::string name;
        Point location;            // in the CRS of the run's grid, m
        std::vector<double> rain;  // one value per step
    };
    std::vector<Station> stations;
    UtcSeconds start = 0;
    double step_length = 3600;  // s
    Index steps() const {
        return stations.empty() ? 0 : static_cast<Index>(stations.front().rain.size());
    }
};

}  // namespace hazone
