#pragma once

#include <cstddef>
#include <vector>

#include "models/landslide/transient/column.hpp"

// The times of a run which all columns share, worked out once: when results are wanted, and how
// long before each of them the rain changed. Responses depend on these lags alone; where periods
// are equally long few lags differ, and each response is computed once however many periods meet
// it.

namespace hazone::models::transient {

constexpr int kNoLag = -1;

/// The lags between a set of times and the boundaries of the rain periods before them.
struct LagTable {
    std::vector<double> lags;  // s, above 0, rising, each once
    std::vector<std::vector<int>>
        index;                      // [time][boundary]: which lag, or kNoLag where it is not past
    std::vector<std::size_t> past;  // per time: how many boundaries lie before it
    double spacing = 0;             // s, where all lags are whole multiples of the first, else 0
    /// Per lag: the longest lag of a period's start where this is the lag of the period's end.
    std::vector<double> longest_start;
};

/// `boundaries` must not fall.
LagTable lag_table(const std::vector<double>& times, const std::vector<double>& boundaries);

class TimePlan {
public:
    TimePlan(const Settings& settings,
             const Storm& storm,
             const std::vector<double>& wanted,
             bool unsaturated);

    std::vector<double> outputs;     // s
    std::vector<double> boundaries;  // s; of the unsaturated model with the dry rest of the run
    int periods = 0;                 // with rain given
    LagTable output_lags;

    /// The basal flux is judged at these times: half steps of the reference, or (exact) the
    /// boundaries, the outputs and points between them. The first is the start.
    std::vector<double> flux_times;
    LagTable flux_lags;
    std::vector<int> flux_at_output;  // per output: which of flux_times it is
    std::vector<double> newest;       // s, per output: since the last change of rain, 0 at a change
    std::vector<int> raining;         // per output: the period that it ends or lies in, or -1
    /// Exact: the table's rise is judged at each change of the rain and each output.
    std::vector<double> profile_times;
    LagTable profile_lags;
    std::vector<int> flux_at_profile;  // per profile time: which of flux_times
    std::vector<int>
        profile_at_change;  // per boundary not after the last output: which profile time
    std::vector<int> profile_at_output;  // per output
    bool single_step = false;  // the reference's programs for one step, which differ in one detail

private:
    void set_changes();
    void plan_reference(const Settings& settings,
                        const Storm& storm,
                        const std::vector<double>& wanted,
                        bool unsaturated);
    void plan_exact(const Storm& storm, const std::vector<double>& wanted, bool unsaturated);
};

}  // namespace hazone::models::transient
