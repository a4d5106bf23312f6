// Soil depth by the relation which fits the measured depths best, or by a chosen one: see
// models/soil/soil_relation.hpp for the relations and their papers. Best is the least error of
// points left out (see soil_depth_calibration.cpp) among the relations which could take four fifths
// of the points. A relation is used only where it spares at least `minimum_r2` of the squared error
// of the mean on points left out; among few points one may do so by chance. Neither a thicker nor a
// thinner soil is the safe one, so that a poor fit is not shown as a map of depth: a chosen
// relation is refused, and where the best is poor the mean holds everywhere, with a note of the
// run. The depth stays within the least and greatest depth that were measured: a line is not
// followed beyond its points, and ground which is not convex has the greatest depth where the
// curvature is the relation.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

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
constexpr std::string_view kWords[] = {"elevation", "exponential", "gradient", "wetness",
                                       "curvature", "best",        "mean"};
constexpr int kBest = 5;
constexpr int kMean = 6;
constexpr ParamSpec kRelation{.name = "relation",
                              .fallback = kBest,
                              .lowest = 0,
                              .highest = kMean,
                              .meaning = "what the depth depends on",
                              .choices = kWords};
constexpr ParamSpec kMinimumR2{.name = "minimum_r2",
                               .fallback = 0.1,
                               .lowest = 0,
                               .highest = 1,
                               .meaning = "least R2 on points left out of a relation that is used"};
constexpr ParamSpec kParams[] = {kRelation, kMinimumR2};

/// The table of fits, and which row of it serves.
struct Fits {
    const FeatureLayer& table;
    std::size_t all_points = 0;
    double minimum_r2 = 0;

    double of(const char* column, std::size_t row) const {
        return table.values<double>(column)[row];
    }
    bool fitted(std::size_t row) const { return !is_missing(of("error", row)); }
    /// R2 of points left out: the share of the squared error of the mean which it spares where it
    /// was not fitted. Missing where one error is: no evidence.
    double spared(std::size_t row) const {
        const double ratio = of("cross_validated_error", row) / of("error_of_mean", row);
        return 1 - ratio * ratio;
    }
    bool trusted(std::size_t row) const { return spared(row) > 0 && spared(row) >= minimum_r2; }
    bool took_most(std::size_t row) const {
        return 5 * static_cast<std::size_t>(table.values<std::int32_t>("points")[row]) >=
               4 * all_points;
    }
};

/// The row of the relation that the user chose; throws where it does not serve.
std::size_t wanted_row(const Params& params, const Fits& fits) {
    const auto row = static_cast<std::size_t>(params[kRelation]);
    if (!fits.fitted(row)) {
        throw InputError(fmt::format(
            "soil_depth_calibrated.relation: {} could not be fitted to soil_depth_points; choose "
            "another, or give more points",
            params.text(kRelation)));
    }
    if (!fits.trusted(row)) {
        throw InputError(fmt::format(
            "soil_depth_calibrated.relation: {} does not tell the depth of soil_depth_points: R2 "
            "{:.2f} on points left out (minimum_r2 {:.2f}), where it errs by {:.2f} m and their "
            "mean by {:.2f} m. Choose relation = \"mean\", or a model by hand for soil_depth, such "
            "as soil_depth_by_slope, or give more points",
            params.text(kRelation), fits.spared(row), fits.minimum_r2,
            fits.of("cross_validated_error", row), fits.of("error_of_mean", row)));
    }
    return row;
}

/// The row of the trusted relation that errs least on points left out; nothing where none is.
std::optional<std::size_t> best_row(const Fits& fits) {
    std::optional<std::size_t> best;
    for (std::size_t row = 0; row < kRelationNames.size(); ++row) {
        if (fits.fitted(row) && fits.took_most(row) && fits.trusted(row) &&
            (!best ||
             fits.of("cross_validated_error", row) < fits.of("cross_validated_error", *best))) {
            best = row;
        }
    }
    return best;
}

/// The mean of the points wherever something of the ground is known.
void write_mean(const std::vector<double>& measured, bool wanted, FieldSet& fields) {
    const auto count = static_cast<double>(measured.size());
    const double mean = std::accumulate(measured.begin(), measured.end(), 0.0) / count;
    double squares = 0;
    for (const double depth : measured) {
        squares += (depth - mean) * (depth - mean);
    }
    fields.note(fmt::format(
        "soil_depth_calibrated: {}soil depth is the mean of {} points everywhere, {:.2f} m, from "
        "which they deviate by {:.2f} m; {}",
        wanted ? "" : "NO RELATION TELLS THE DEPTH: ", measured.size(), mean,
        std::sqrt(squares / (count - 1)),
        wanted ? "as relation = \"mean\" asks"
               : "choose a model of soil_depth by hand where you know better"));
    const SoilGroundFields ground(fields);
    const auto depth = fields.write(kSoilDepth);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        depth(row, col) = ground.known(row, col) ? static_cast<float>(mean) : kMissing;
    });
}

void run(const Params& params, FieldSet& fields) {
    const auto& measured = fields.features(kSoilDepthResiduals).values<double>("depth");
    const Fits fits{fields.features(kSoilDepthFit), measured.size(), params[kMinimumR2]};
    const int choice = static_cast<int>(params[kRelation]);
    std::optional<std::size_t> row_of_table;
    if (choice != kMean) {
        row_of_table = choice == kBest ? best_row(fits) : wanted_row(params, fits);
    }
    if (!row_of_table) {
        write_mean(measured, choice == kMean, fields);
        return;
    }
    const auto [least, greatest] = std::minmax_element(measured.begin(), measured.end());
    const Line line{fits.of("at_zero", *row_of_table), fits.of("rise", *row_of_table)};
    const auto relation = static_cast<SoilRelation>(*row_of_table);
    fields.note(
        fmt::format("soil_depth_calibrated: soil depth by {}, R2 {:.2f}, on points left out "
                    "{:.2f}, within {:.2f} and {:.2f} m",
                    kRelationNames[*row_of_table], fits.of("explained", *row_of_table),
                    fits.spared(*row_of_table), *least, *greatest));
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
    .summary =
        "soil depth by the relation which fits the measured depths best; their mean where none "
        "does",
    .source = "least squares; the relations are those of the models soil_depth_by_...",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 3,
    .uses = kSoilGroundFields,
};

}  // namespace hazone::models
