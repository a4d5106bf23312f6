// Soil depth by the relation which fits the measured depths best, or by a chosen one: see
// models/soil/soil_relation.hpp for the relations and their papers. Best is the least error among
// the relations which could take four fifths of the points. The depth stays within the least and
// greatest depth that were measured: a line is not followed beyond its points, and ground which is
// not convex has the greatest depth where the curvature is the relation.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/soil/soil_relation.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSoilDepthFit, kSoilDepthResiduals};
constexpr FieldSpec kMakes[] = {kSoilDepth};
constexpr std::string_view kWords[] = {"elevation", "exponential", "gradient",
                                       "wetness",   "curvature",   "best"};
constexpr int kBest = 5;
constexpr ParamSpec kRelation{.name = "relation",
                              .fallback = kBest,
                              .lowest = 0,
                              .highest = kBest,
                              .meaning = "what the depth depends on",
                              .choices = kWords};
constexpr ParamSpec kParams[] = {kRelation};

/// Row of the table; throws where no relation serves.
std::size_t chosen(const Params& params, const FeatureLayer& table, std::size_t all_points) {
    const auto& error = table.values<double>("error");
    const auto& points = table.values<std::int32_t>("points");
    const auto wanted = static_cast<std::size_t>(params[kRelation]);
    std::size_t best = error.size();
    for (std::size_t row = 0; row < error.size(); ++row) {
        const bool enough =
            wanted == row ||
            (wanted == kBest && 5 * static_cast<std::size_t>(points[row]) >= 4 * all_points);
        if (enough && !is_missing(error[row]) &&
            (best == error.size() || error[row] < error[best])) {
            best = row;
        }
    }
    if (best == error.size()) {
        throw InputError(fmt::format(
            "soil_depth_calibrated.relation: {} could not be fitted to soil_depth_points; choose "
            "another, or give more points",
            params.text(kRelation)));
    }
    return best;
}

void run(const Params& params, FieldSet& fields) {
    const FeatureLayer& table = fields.features(kSoilDepthFit);
    const auto& measured = fields.features(kSoilDepthResiduals).values<double>("depth");
    const auto [least, greatest] = std::minmax_element(measured.begin(), measured.end());
    const std::size_t row_of_table = chosen(params, table, measured.size());
    const Line line{table.values<double>("at_zero")[row_of_table],
                    table.values<double>("rise")[row_of_table]};
    const auto relation = static_cast<SoilRelation>(row_of_table);
    fields.note(fmt::format(
        "soil_depth_calibrated: soil depth by {}, R2 {:.2f}, within {:.2f} and {:.2f} m",
        kRelationNames[row_of_table], table.values<double>("explained")[row_of_table], *least,
        *greatest));
    const SoilGroundFields ground(fields);
    const auto depth = fields.write(kSoilDepth);
    for_each_cell(fields.extent(), [&, low = *least, high = *greatest](Index row, Index col) {
        const double related = related_depth(relation, line, ground.at(row, col));
        depth(row, col) = is_missing(related)
                              ? kMissing
                              : static_cast<float>(std::min(std::max(related, low), high));
    });
}

}  // namespace

constinit const Model soil_depth_calibrated{
    .name = "soil_depth_calibrated",
    .summary = "soil depth by the relation which fits the measured depths best",
    .source = "least squares; the relations are those of the models soil_depth_by_...",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 3,
    .uses = kSoilGroundFields,
};

}  // namespace hazone::models
