// Which uncertain quantity makes the safety factor of the infinite slope uncertain: the first-order
// Sobol index of cohesion, friction, soil depth and wetness (engine/statistics/sobol.hpp), Saltelli
// et al. (2010), https://doi.org/10.1016/j.cpc.2009.09.018. On a lattice of cells, since a map of
// all would cost thousands of safety factors a cell: cells between are missing. The indices are
// those of independent quantities; a correlation has no share of its own.
#include <fmt/format.h>

#include "engine/parallel/loops.hpp"
#include "engine/statistics/sobol.hpp"
#include "models/declarations.hpp"
#include "models/landslide/probability/uncertain_slope.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kMakes[] = {kSensitivityToCohesion, kSensitivityToFriction, kSensitivityToDepth,
                                kSensitivityToWetness};

constexpr ParamSpec kSpacing{.name = "spacing",
                             .fallback = 16,
                             .lowest = 1,
                             .highest = 10000,
                             .meaning = "every so many rows and columns one cell is looked at",
                             .whole = true};
constexpr ParamSpec kPairs{.name = "samples",
                           .fallback = 1024,
                           .lowest = 16,
                           .highest = 1'000'000,
                           .meaning = "pairs of samples of each cell",
                           .whole = true};
constexpr ParamSpec kParams[] = {kSpacing,
                                 kPairs,
                                 kSeed,
                                 kCohesionVariation,
                                 kFrictionVariation,
                                 kDepthVariation,
                                 kWetnessVariation,
                                 kCohesionDistribution,
                                 kFrictionDistribution,
                                 kDepthDistribution,
                                 kWetnessDistribution,
                                 kTruncation};

constexpr Factors<double> missing_factors() { return {kMissing, kMissing, kMissing, kMissing}; }

Factors<double> shares_of(const SlopeLimitState<double>& state,
                          const Uncertainty& uncertainty,
                          const SobolPlan& plan) {
    return first_order_indices<kUncertain>(plan, [&](Factors<double> share) {
        for (std::size_t number = 0; number < kUncertain; ++number) {
            const Marginal& quantity = uncertainty.quantities[number];
            share[number] = quantity.certain() ? quantity.mean() : quantity.quantile(share[number]);
        }
        return state(share);
    });
}

/// Number of cells with an answer, and the sums of their shares.
void survey(const FieldSet& fields, Window cells, std::vector<double>& sums) {
    sums.resize(1 + kUncertain);
    const auto share = [&](std::size_t number) {
        return fields.read(kMakes[number]).window(cells.from, cells.extent);
    };
    const auto known = [first = share(0)](Index row, Index col) {
        return !is_missing(first(row, col));
    };
    sums[0] += static_cast<double>(count_cells(cells.extent, known));
    for (std::size_t number = 0; number < kUncertain; ++number) {
        sums[number + 1] +=
            sum_cells(cells.extent, [&, here = share(number)](Index row, Index col) {
                return known(row, col) ? static_cast<double>(here(row, col)) : 0;
            });
    }
}

std::string conclude(const std::vector<double>& sums) {
    if (sums[0] == 0) {
        return "";
    }
    return fmt::format(
        "mean share of the variance of the safety factor over {:.0f} cells: cohesion {:.2f}, "
        "friction {:.2f}, depth {:.2f}, wetness {:.2f}",
        sums[0], sums[1] / sums[0], sums[2] / sums[0], sums[3] / sums[0], sums[4] / sums[0]);
}

void run(const Params& params, FieldSet& fields) {
    const SlopeFields slopes(fields);
    std::array<View<float>, kUncertain> shares;
    for (std::size_t number = 0; number < kUncertain; ++number) {
        shares[number] = fields.write(kMakes[number]);
    }
    const Uncertainty uncertainty(params);
    const auto spacing = static_cast<Index>(params[kSpacing]);
    const Grid grid = fields.grid();
    const Index whole_cols = grid.whole.empty() ? grid.extent.cols : grid.whole.cols;
    for_each_cell(grid.extent, [&](Index row, Index col) {
        const bool chosen =
            (grid.first.row + row) % spacing == 0 && (grid.first.col + col) % spacing == 0;
        const auto look = [&](const SoilColumn& soil, double slope, double wetness) {
            return shares_of({soil, slope, wetness, uncertainty.highest}, uncertainty,
                             {.samples = static_cast<Index>(params[kPairs]),
                              .seed = static_cast<std::uint64_t>(params[kSeed]),
                              .cell = cell_number({row, col}, grid.first, whole_cols)});
        };
        // level ground and ground without soil: the safety factor does not vary
        const Factors<double> found =
            chosen ? answer_of<Factors<double>>(slopes, row, col, missing_factors(),
                                                missing_factors(), look)
                   : missing_factors();
        for (std::size_t number = 0; number < kUncertain; ++number) {
            shares[number](row, col) = static_cast<float>(found[number]);
        }
    });
}

}  // namespace

constinit const Model safety_sensitivity{
    .name = "safety_sensitivity",
    .summary =
        "share of each uncertain quantity in the variance of the safety factor, on a "
        "lattice of cells",
    .source = "Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018",
    .needs = kInfiniteSlopeNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2000,
    .halo = no_halo,
    .survey = survey,
    .conclude = conclude,
};

}  // namespace hazone::models
