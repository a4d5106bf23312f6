#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/params.hpp"
#include "models/zoning/classes.hpp"

namespace hazone::models {

/// The parameters of several tables, one table after the other.
template <std::size_t... Sizes>
constexpr auto joined_params(const std::array<ParamSpec, Sizes>&... tables) {
    std::array<ParamSpec, (Sizes + ...)> all{};
    auto* end = all.data();
    ((end = std::copy(tables.begin(), tables.end(), end)), ...);
    return all;
}

constexpr ParamSpec class_limit(const FieldSpec& of,
                                std::string_view name,
                                double fallback,
                                std::string_view meaning) {
    return {.name = name,
            .unit = of.unit,
            .fallback = fallback,
            .lowest = of.lowest,
            .highest = of.highest,
            .meaning = meaning};
}

/// Limits of a quantity whose high values are dangerous; each model has its defaults, ascending.
constexpr std::array<ParamSpec, 4> limits_from(const FieldSpec& of,
                                               const std::array<double, 4>& fallbacks) {
    return {
        class_limit(of, "low_from", fallbacks[0], "class 2, low, begins here; below is very low"),
        class_limit(of, "medium_from", fallbacks[1], "class 3, medium, begins here"),
        class_limit(of, "high_from", fallbacks[2], "class 4, high, begins here"),
        class_limit(of, "very_high_from", fallbacks[3], "class 5, very high, begins here")};
}

/// The same of a quantity whose low values are dangerous.
constexpr std::array<ParamSpec, 4> limits_below(const FieldSpec& of,
                                                const std::array<double, 4>& fallbacks) {
    return {class_limit(of, "very_high_below", fallbacks[0], "class 5, very high, is below this"),
            class_limit(of, "high_below", fallbacks[1], "class 4, high, is below this"),
            class_limit(of, "medium_below", fallbacks[2], "class 3, medium, is below this"),
            class_limit(of, "low_below", fallbacks[3],
                        "class 2, low, is below this; the rest is very low")};
}

/// How the limits are found.
enum class ClassMethod { limits, quantiles, natural_breaks, equal_interval, area_shares };
inline constexpr std::string_view kClassMethodWords[] = {"limits", "quantiles", "natural_breaks",
                                                         "equal_interval", "area_shares"};
inline constexpr ParamSpec kClassMethod{
    .name = "method",
    .lowest = 0,
    .highest = 4,
    .meaning =
        "limits: those which are set here; the others find limits in the data of the run, "
        "so that a class means something else in each run",
    .choices = kClassMethodWords};
inline constexpr ParamSpec kClassNumber{
    .name = "class_number",
    .fallback = 5,
    .lowest = 4,
    .highest = 5,
    .meaning = "5: very low to very high; 4: what were very low is low, class 2",
    .whole = true};
inline constexpr std::string_view kTiesWords[] = {"split", "together"};
inline constexpr ParamSpec kTies{
    .name = "ties",
    .lowest = 0,
    .highest = 1,
    .meaning =
        "of quantiles and area_shares: split parts cells of one value by their place, row "
        "by row, so that each class has its share to the cell; together puts them all into "
        "the worse class",
    .choices = kTiesWords};

constexpr ParamSpec class_share(std::string_view name, double fallback, std::string_view meaning) {
    return {.name = name, .fallback = fallback, .lowest = 0, .highest = 1, .meaning = meaning};
}
/// Shares of the area. The defaults are those of the landslide map of Yen Bai, Vietnam Institute of
/// Geosciences and Mineral Resources (2015).
inline constexpr std::array<ParamSpec, 5> kClassShares{
    class_share("very_low_share", 0.18, "of area_shares: share of the area with class 1"),
    class_share("low_share", 0.04, "of area_shares: share of the area with class 2"),
    class_share("medium_share", 0.28, "of area_shares: share of the area with class 3"),
    class_share("high_share", 0.32, "of area_shares: share of the area with class 4"),
    class_share("very_high_share", 0.18, "of area_shares: share of the area with class 5")};

/// All parameters of a model of classes, the limits first.
constexpr auto class_params(const std::array<ParamSpec, 4>& limits) {
    return joined_params(limits, std::array{kClassMethod, kClassNumber, kTies}, kClassShares);
}

// Where slides come to.
inline constexpr FieldSpec kRunoutUse[] = {kRunoutImpacted};
inline constexpr std::string_view kYesNoWords[] = {"no", "yes"};
inline constexpr ParamSpec kWithRunout{
    .name = "with_runout",
    .lowest = 0,
    .highest = 1,
    .meaning = "yes: ground which a runout reaches (runout_impacted) has reach_class at least",
    .choices = kYesNoWords};
inline constexpr ParamSpec kReachClass{
    .name = "reach_class",
    .fallback = 4,
    .lowest = 1,
    .highest = 5,
    .meaning = "least class of ground which a runout reaches; a higher one stays",
    .whole = true};
inline constexpr std::array kRunoutParams{kWithRunout, kReachClass};

/// The same of a landslide class.
constexpr auto landslide_class_params(const std::array<ParamSpec, 4>& limits) {
    return joined_params(class_params(limits), kRunoutParams);
}

}  // namespace hazone::models
