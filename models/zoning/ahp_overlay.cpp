// Hazard class by the weighted mean of susceptibilities as weighted_overlay, with weights from
// comparisons of each with each: the analytic hierarchy process. Comparisons run from 1/9, far less
// important, over 1 to 9, far more. Saaty (1980), The analytic hierarchy process; Saaty (2008),
// Int. J. Services Sciences 1(1), 83-98, https://doi.org/10.1504/IJSSCI.2008.017590. Comparisons
// which contradict each other are refused: a consistency ratio above 0.1 (Saaty).
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "models/declarations.hpp"
#include "models/zoning/ahp.hpp"
#include "models/zoning/overlay.hpp"

namespace hazone::models {
namespace {

/// Which two criteria a comparison compares.
struct Pair {
    std::size_t one;
    std::size_t other;
};
constexpr std::array<Pair, 6> kPairs{{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}};

constexpr ParamSpec comparison(std::string_view name, std::string_view meaning) {
    return {.name = name, .fallback = 1, .lowest = 1.0 / 9, .highest = 9, .meaning = meaning};
}
constexpr std::array kComparisons{
    comparison("landslide_over_flash_flood",
               "how many times as important landslide_susceptibility is as "
               "flash_flood_susceptibility"),
    comparison("landslide_over_runout", "the same over runout_reach_probability"),
    comparison("landslide_over_flood", "the same over flood_hazard_class"),
    comparison("flash_flood_over_runout",
               "how many times as important flash_flood_susceptibility is as "
               "runout_reach_probability"),
    comparison("flash_flood_over_flood", "the same over flood_hazard_class"),
    comparison("runout_over_flood",
               "how many times as important runout_reach_probability is as flood_hazard_class")};
constexpr ParamSpec takes_part(std::string_view name, std::string_view meaning) {
    return {.name = name, .lowest = 0, .highest = 1, .meaning = meaning, .choices = kYesNoWords};
}
constexpr std::array kTakesPart{
    takes_part("with_reach", "yes: runout_reach_probability takes part"),
    takes_part("with_flood", "yes: flood_hazard_class takes part, 0 for H1 or dry to 1 for H6")};
constexpr ParamSpec kConsistencyLimit{.name = "consistency_limit",
                                      .fallback = kUsualConsistencyLimit,
                                      .lowest = 0,
                                      .highest = 10,
                                      .meaning = "highest consistency ratio of the comparisons"};
constexpr auto kParams =
    joined_params(kOverlayParams, kComparisons, kTakesPart, std::array{kConsistencyLimit});

/// The criteria which take part, with the comparisons of each with each.
struct Comparisons {
    std::vector<std::size_t> criteria;
    std::vector<double> matrix;

    double& at(std::size_t row, std::size_t col) { return matrix[row * criteria.size() + col]; }
};

Comparisons comparisons_of(const Params& params) {
    Comparisons all{.criteria = {0, 1}, .matrix = {}};
    for (std::size_t number = 0; number < kTakesPart.size(); ++number) {
        if (params[kTakesPart[number]] == 1) {
            all.criteria.push_back(2 + number);
        }
    }
    all.matrix.assign(all.criteria.size() * all.criteria.size(), 1.0);
    for (std::size_t row = 0; row < all.criteria.size(); ++row) {
        for (std::size_t col = row + 1; col < all.criteria.size(); ++col) {
            for (std::size_t pair = 0; pair < kPairs.size(); ++pair) {
                if (kPairs[pair].one == all.criteria[row] &&
                    kPairs[pair].other == all.criteria[col]) {
                    all.at(row, col) = params[kComparisons[pair]];
                    all.at(col, row) = 1 / all.at(row, col);
                }
            }
        }
    }
    return all;
}

/// The comparison which the weights contradict most, and what they give for it.
std::string worst_comparison(Comparisons& all, const AhpWeights& found) {
    std::string text;
    double worst = -1;
    for (std::size_t row = 0; row < all.criteria.size(); ++row) {
        for (std::size_t col = row + 1; col < all.criteria.size(); ++col) {
            const double given = found.weights[row] / found.weights[col];
            const double distance = std::abs(std::log(all.at(row, col) / given));
            if (distance > worst) {
                worst = distance;
                text = fmt::format("{}_over_{} is {:.3g}, and the others together say {:.3g}",
                                   kCriterionNames[all.criteria[row]],
                                   kCriterionNames[all.criteria[col]], all.at(row, col), given);
            }
        }
    }
    return text;
}

/// The weights; `note` says them.
OverlayRule rule_of(const Params& params, std::string& note) {
    Comparisons all = comparisons_of(params);
    const AhpWeights found = ahp_weights(all.matrix, all.criteria.size());
    if (found.consistency_ratio > params[kConsistencyLimit]) {
        throw InputError(fmt::format(
            "ahp_overlay: the comparisons contradict each other: their consistency ratio {:.3g} is "
            "above consistency_limit {}. Look first at this one: {}",
            found.consistency_ratio, params.text(kConsistencyLimit), worst_comparison(all, found)));
    }
    OverlayRule rule{.weights = {}, .gamma = {}};
    note = "ahp_overlay: weights";
    for (std::size_t number = 0; number < all.criteria.size(); ++number) {
        rule.weights[all.criteria[number]] = found.weights[number];
        note += fmt::format("{} {} {:.3f}", number == 0 ? "" : ",",
                            kCriterionNames[all.criteria[number]], found.weights[number]);
    }
    note += fmt::format("; consistency ratio {:.3f}", found.consistency_ratio);
    return rule;
}

bool takes(const Params& params, const FieldSpec& use) {
    return params[kTakesPart[use.name == kRunoutReachProbability.name ? 0 : 1]] == 1;
}

void check(const Params& params, const HasField& has) {
    std::string note;
    check_overlay("ahp_overlay", rule_of(params, note), params, has);
}
void run(const Params& params, FieldSet& fields) {
    std::string note;
    overlay("ahp_overlay", rule_of(params, note), params, fields);
    fields.note(std::move(note));
}
void run_stored(const Params& params, StoredFields& fields) {
    std::string note;
    overlay("ahp_overlay", rule_of(params, note), params, fields);
}

}  // namespace

constinit const Model ahp_overlay{
    .name = "ahp_overlay",
    .summary = "hazard class by a weighted mean, with weights from comparisons (AHP)",
    .source =
        "Saaty (1980), The analytic hierarchy process; Saaty (2008), "
        "doi:10.1504/IJSSCI.2008.017590",
    .needs = kOverlayNeeds,
    .makes = kOverlayMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 15,
    .halo = class_halo,
    .run_stored = run_stored,
    .uses = kOverlayUses,
    .takes = takes,
    .check = check,
    .survey = survey_hidden,
    .conclude = conclude_hidden,
};

}  // namespace hazone::models
