// Ground which a runout takes up on its way, and its volume, to a limit. Reid, Coe & Brien (2014),
// AGU Fall Meeting NH51B-3849, https://agu.confex.com/agu/fm14/webprogram/Paper7008.html, and
// (2016), Geomorphology 273, 396-411, https://doi.org/10.1016/j.geomorph.2016.07.039; the tool
// GROWTH of USGS Grfin Tools, Techniques and Methods 14-A3,
// https://pubs.usgs.gov/tm/14/a3/tm14a3.pdf: the volume grows with an area by a rate in m3/m2,
// V = c A, to a largest volume. Their A is all ground above a reach of channel (0.12 to 0.2 m3/m2
// there): those rates are too low for the ground which is overrun.
//
// Here A is the ground which the runout of the release overruns where it is at least so steep. Each
// cell gives to one release, that whose runout comes with the highest energy, and no more than its
// soil: volume at the end = soil of the release cells + sum of what was taken up, exactly. Where a
// limit of the volume is met all cells give the same share less. Reach and speed do not depend on
// the volume, as in the models of path and energy (Horton et al. 2013, Flow-R,
// https://doi.org/10.5194/nhess-13-869-2013; Wichmann 2017,
// https://doi.org/10.5194/gmd-10-3309-2017).
#include "models/landslide/runout/runout_growth.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec kTakenDepth{
    .name = "entrainment_depth",
    .unit = Unit::metre,
    .lowest = 0,
    .highest = 20,
    .meaning = "ground taken up per area that is overrun, m3/m2; no more than the soil",
    .required = true};
constexpr ParamSpec kLeastSlope{.name = "least_slope",
                                .unit = Unit::radian,
                                .fallback = 0.17453292519943295,  // 10 degrees
                                .lowest = 0,
                                .highest = kRightAngle,
                                .meaning = "gentler ground is overrun, but not taken up"};
constexpr ParamSpec kLargestGrowth{.name = "largest_growth",
                                   .fallback = 50,
                                   .lowest = 1,
                                   .highest = 1e6,
                                   .meaning = "limit of the volume, as a multiple of the release"};
constexpr ParamSpec kLargestVolume{
    .name = "largest_volume",
    .unit = Unit::cubic_metre,
    .fallback = 1e7,
    .lowest = 0,
    .highest = 1e12,
    .meaning = "limit of the volume; a larger release does not grow"};
constexpr ParamSpec kParams[] = {kTakenDepth, kLeastSlope, kLargestGrowth, kLargestVolume};
constexpr FieldSpec kNeeds[] = {kRunoutSource, kRunoutImpacted, kReleaseZone, kSlope, kSoilDepth};
constexpr FieldSpec kMakes[] = {kRunoutEntrainedDepth, kRunoutVolume};

/// Ground of one release.
struct Budget {
    double released = 0;  // m3; NaN where a part is not known
    double taken_up = 0;  // m3, without the limits
    double share = 1;     // of it which the limits leave

    double volume() const { return released + taken_up * share; }
};

struct Inputs {
    View<const std::int32_t> source;
    View<const std::uint8_t> impacted;
    View<const std::int32_t> zone;
    View<const float> slope;
    View<const float> soil;

    /// The release whose ground a cell is, or which takes it up; kNoLabel: none.
    std::int32_t release_of(Index row, Index col) const {
        return zone(row, col) != kNoLabel ? zone(row, col) : source(row, col);
    }
    double depth(Index row, Index col, const GrowthLimits& limits) const {
        return depth_to_take_up(slope(row, col), soil(row, col), limits);
    }
};

std::vector<Budget> budgets_of(const Inputs& inputs, double cell_area, const GrowthLimits& limits) {
    std::vector<Budget> budgets(1);
    // in the order of the cells, so that the sums are the same for any number of threads
    for (Index row = 0; row < inputs.zone.rows(); ++row) {
        for (Index col = 0; col < inputs.zone.cols(); ++col) {
            const auto label = static_cast<std::size_t>(inputs.release_of(row, col));
            if (label == kNoLabel) {
                continue;
            }
            budgets.resize(std::max(budgets.size(), label + 1));
            if (inputs.zone(row, col) != kNoLabel) {
                budgets[label].released += cell_area * inputs.soil(row, col);
            } else {
                budgets[label].taken_up += cell_area * inputs.depth(row, col, limits);
            }
        }
    }
    for (Budget& budget : budgets) {
        budget.share = share_within_limits(budget.released, budget.taken_up, limits);
    }
    return budgets;
}

void note_unknown(const std::vector<Budget>& budgets, FieldSet& fields) {
    const auto unknown = std::count_if(budgets.begin(), budgets.end(), [](const Budget& budget) {
        return is_missing(budget.volume());
    });
    if (unknown > 0) {
        fields.note(
            fmt::format("the volume of {} of {} runouts is not known: slope or soil depth "
                        "is missing in a cell they come from or overrun",
                        unknown, budgets.size() - 1));
    }
}

void run(const Params& params, FieldSet& fields) {
    const GrowthLimits limits{.depth = params[kTakenDepth],
                              .least_slope = params[kLeastSlope],
                              .largest_growth = params[kLargestGrowth],
                              .largest_volume = params[kLargestVolume]};
    const Inputs inputs{.source = fields.read<std::int32_t>(kRunoutSource),
                        .impacted = fields.read<std::uint8_t>(kRunoutImpacted),
                        .zone = fields.read<std::int32_t>(kReleaseZone),
                        .slope = fields.read(kSlope),
                        .soil = fields.read(kSoilDepth)};
    const double cell_size = fields.grid().cell_size;
    const std::vector<Budget> budgets = budgets_of(inputs, cell_size * cell_size, limits);
    const auto entrained = fields.write(kRunoutEntrainedDepth);
    const auto volume = fields.write(kRunoutVolume);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const bool unknown = inputs.impacted(row, col) == kNoDirection;
        const auto label = static_cast<std::size_t>(inputs.release_of(row, col));
        const bool overrun = label != kNoLabel && inputs.zone(row, col) == kNoLabel;
        const Budget& budget = budgets[label];
        const double taken = overrun ? budget.share * inputs.depth(row, col, limits) : 0;
        entrained(row, col) = unknown ? kMissing : static_cast<float>(taken);
        volume(row, col) = unknown ? kMissing : static_cast<float>(budget.volume());
    });
    note_unknown(budgets, fields);
}

}  // namespace

constinit const Model runout_growth{
    .name = "runout_growth",
    .summary = "volume of each runout with the ground it takes up, to a limit",
    .source =
        "Reid, Coe & Brien (2016), doi:10.1016/j.geomorph.2016.07.039; USGS Grfin Tools, "
        "Techniques and Methods 14-A3",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 4,
};

}  // namespace hazone::models
