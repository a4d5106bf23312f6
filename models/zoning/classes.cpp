#include "models/zoning/classes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/statistics/natural_breaks.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr std::string_view kMethodNames[] = {"limits", "quantiles", "natural breaks",
                                             "equal intervals", "area shares"};
constexpr std::string_view kClassNames[] = {"very low", "low", "medium", "high", "very high"};

int class_number(const Params& params) { return static_cast<int>(params[kClassNumber]); }

/// Classes of the groups from the lowest values up. Of four classes the lowest is 2, low.
std::vector<std::uint8_t> codes_of_groups(int groups, int number, Danger danger) {
    std::vector<std::uint8_t> codes;
    for (int group = 0; group < groups; ++group) {
        const int rank = danger == Danger::of_high_values ? group : groups - 1 - group;
        const int code = rank + 1 + kClassCount - groups;
        codes.push_back(static_cast<std::uint8_t>(std::max(code, 1 + kClassCount - number)));
    }
    return codes;
}

/// Shares of the groups from the lowest values up.
std::vector<double> shares_of_groups(const ClassSource& source,
                                     const Params& params,
                                     ClassMethod method) {
    const auto number = static_cast<std::size_t>(class_number(params));
    if (method == ClassMethod::quantiles) {
        return std::vector<double>(number, 1.0);
    }
    std::vector<double> shares(kClassShares.size());
    std::transform(kClassShares.begin(), kClassShares.end(), shares.begin(),
                   [&](const ParamSpec& share) { return params[share]; });
    const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
    constexpr double kRounding = 1e-6;
    if (std::abs(whole - 1) > kRounding) {
        throw InputError(
            fmt::format("{}: the shares very_low_share to very_high_share are {:.6g} % together "
                        "and must be 100 %",
                        source.model, 100 * whole));
    }
    if (number < shares.size()) {
        shares[1] += shares[0];
        shares.erase(shares.begin());
    }
    if (source.danger == Danger::of_low_values) {
        std::reverse(shares.begin(), shares.end());
    }
    return shares;
}

Ties ties_of(const ClassSource& source, const Params& params) {
    if (params[kTies] == 0) {
        return Ties::split;
    }
    return source.danger == Danger::of_high_values ? Ties::to_higher : Ties::to_lower;
}

/// "low from 0.1, medium from 0.2", in the order of the danger.
std::string limits_text(const ClassSource& source,
                        const Division& division,
                        const std::vector<std::uint8_t>& codes) {
    std::vector<std::string> texts;
    for (std::size_t number = 0; number < division.limits.size(); ++number) {
        const std::string limit = display_text(division.limits[number], source.unit);
        texts.push_back(source.danger == Danger::of_high_values
                            ? fmt::format("{} from {}", kClassNames[codes[number + 1] - 1], limit)
                            : fmt::format("{} below {}", kClassNames[codes[number] - 1], limit));
    }
    if (source.danger == Danger::of_low_values) {
        std::reverse(texts.begin(), texts.end());
    }
    return fmt::format("{}", fmt::join(texts, ", "));
}

void refuse_few_values(const ClassSource& source, ClassMethod method, Index different, int groups) {
    throw InputError(fmt::format(
        "{}: {} needs {} different values of {} at least, and the data have {}. Set limits with "
        "method = \"limits\"",
        source.model, kClassMethodWords[static_cast<std::size_t>(method)], groups, source.of,
        different));
}

/// The limits of a method which finds them in the data, and what more there is to say of them.
Division found_division(const ClassSource& source,
                        const Params& params,
                        const CellPieces& cells,
                        std::string& more) {
    const auto method = params.choice<ClassMethod>(kClassMethod);
    const int groups = class_number(params);
    const ValueRange range = range_of(cells);
    Division division;
    if (range.finite == 0 || method == ClassMethod::equal_interval) {
        division = divide_evenly(range, groups);
        if (division.limits.empty()) {
            refuse_few_values(source, method, 1, 2);
        }
    } else if (method == ClassMethod::natural_breaks) {
        const NaturalBreaks breaks = natural_breaks(cells, groups);
        if (breaks.limits.empty()) {
            refuse_few_values(source, method, breaks.different, groups);
        }
        division.limits = breaks.limits;
        more += fmt::format("; they explain {:.4g} % of the variance, ", 100 * breaks.fit) +
                (breaks.exact
                     ? "no limits explain more"
                     : fmt::format("no limits explain {:.2g} % more", 100 * breaks.fit_excess));
    } else {
        division = divide_by_shares(cells, shares_of_groups(source, params, method),
                                    ties_of(source, params));
        if (const Index parted = parted_limits(division); parted > 0) {
            more += fmt::format(
                "; {} of these limits part cells of equal value by their place: "
                "ties = \"together\" keeps them in one class",
                parted);
        }
    }
    if (range.infinite > 0) {
        more += fmt::format("; {} cells with infinite values count in no share", range.infinite);
    }
    return division;
}

}  // namespace

ClassLimits class_limits(std::string_view owner, const Params& params) {
    ClassLimits limits{};
    const auto specs = params.specs();
    Problems problems;
    for (std::size_t number = 0; number < limits.size(); ++number) {
        limits[number] = static_cast<float>(params[specs[number]]);
        if (number > 0 && !(limits[number] > limits[number - 1])) {
            const ParamSpec& lower = specs[number - 1];
            const ParamSpec& upper = specs[number];
            problems.add(fmt::format("{}: {} {} must be above {} {}", owner, upper.name,
                                     params.text(upper), lower.name, params.text(lower)));
        }
    }
    problems.raise();
    return limits;
}

std::uint8_t class_of(float value, const ClassLimits& limits, Danger danger) {
    if (is_missing(value)) {
        return kNoClass;
    }
    int reached = 0;
    for (const float limit : limits) {
        reached += value >= limit ? 1 : 0;
    }
    return static_cast<std::uint8_t>(danger == Danger::of_high_values ? 1 + reached
                                                                      : kClassCount - reached);
}

std::uint8_t with_runout(std::uint8_t own, std::uint8_t reached, std::uint8_t reach_class) {
    if (reached == kNoDirection) {
        return own >= reach_class ? own : kNoClass;
    }
    if (reached == 0) {
        return own;
    }
    const bool known = own != kNoClass || reach_class == kClassCount;
    return known ? std::max(own, reach_class) : kNoClass;
}

GroupCodes class_codes(const ClassSource& source,
                       const Params& params,
                       const CellPieces& cells,
                       std::string& note) {
    const auto method = params.choice<ClassMethod>(kClassMethod);
    const int number = class_number(params);
    Division division;
    std::string more;
    if (method == ClassMethod::limits) {
        const ClassLimits limits = class_limits(source.model, params);
        division.limits.assign(limits.begin(), limits.end());
    } else {
        division = found_division(source, params, cells, more);
    }
    const std::vector<std::uint8_t> codes =
        codes_of_groups(division.groups(), number, source.danger);
    if (method != ClassMethod::limits) {
        note = fmt::format("{}: {} of {}: {}{}", source.model,
                           kMethodNames[static_cast<std::size_t>(method)], source.of,
                           limits_text(source, division, codes), more);
    }
    return {division, codes, kNoClass};
}

namespace {

/// The values of the source in these fields; `own` holds them where they are made.
View<const float> values_in(const ClassSource& source, const FieldSet& fields, Raster<float>& own) {
    if (source.values == nullptr) {
        return fields.read(source.reads[0]);
    }
    own = Raster<float>(fields.extent());
    source.values(fields, own);
    return own;
}

bool wants_runout(const ClassSource& source, const Params& params) {
    return source.has_runout && params[kWithRunout] == 1;
}

void check_runout(const ClassSource& source, const Params& params, bool is_there) {
    if (wants_runout(source, params) && !is_there) {
        throw InputError(
            fmt::format("{}: with_runout = \"yes\" needs runout_impacted, which is neither given "
                        "nor made: give release_area, or a model of releases its settings",
                        source.model));
    }
}

void add_runout(const Params& params, const FieldSet& fields, View<std::uint8_t> classes) {
    const auto reached = fields.read<std::uint8_t>(kRunoutImpacted);
    const auto reach_class = static_cast<std::uint8_t>(params[kReachClass]);
    for_each_cell(classes.extent(), [=](Index row, Index col) {
        std::uint8_t& own = classes(row, col);
        own = with_runout(own, reached(row, col), reach_class);
    });
}

}  // namespace

void check_classes(const ClassSource& source, const Params& params, const HasField& has) {
    const auto method = params.choice<ClassMethod>(kClassMethod);
    Problems problems;
    problems.collect([&] { check_runout(source, params, has(kRunoutImpacted)); });
    problems.collect([&] {
        if (method == ClassMethod::limits) {
            class_limits(source.model, params);
        } else if (method == ClassMethod::area_shares) {
            shares_of_groups(source, params, method);
        }
    });
    problems.raise();
}

void make_classes(const ClassSource& source, const Params& params, FieldSet& fields) {
    check_runout(source, params, fields.has(kRunoutImpacted));
    Raster<float> own;
    const View<const float> values = values_in(source, fields, own);
    std::string note;
    GroupCodes codes = class_codes(source, params, one_piece(values), note);
    const auto classes = fields.write<std::uint8_t>(*source.makes);
    codes.assign(values, classes);
    if (wants_runout(source, params)) {
        add_runout(params, fields, classes);
    }
    if (source.model != source.makes->name) {
        fields.note(fmt::format("{} is that of {}: {} made it", source.makes->name, source.of,
                                source.model));
    }
    if (!note.empty()) {
        fields.note(std::move(note));
    }
}

void make_classes(const ClassSource& source, const Params& params, StoredFields& fields) {
    check_runout(source, params, fields.has(kRunoutImpacted));
    const CellPieces pieces = [&](const std::function<void(View<const float>)>& use) {
        for_each_strip(fields, source.reads, [&](const FieldSet& part, Window /*window*/) {
            Raster<float> own;
            use(values_in(source, part, own));
        });
    };
    std::string note;
    GroupCodes codes = class_codes(source, params, pieces, note);
    std::vector<FieldSpec> reads(source.reads.begin(), source.reads.end());
    if (wants_runout(source, params)) {
        reads.push_back(kRunoutImpacted);
    }
    for_each_strip(fields, reads, [&](FieldSet& part, Window window) {
        Raster<float> own;
        const auto classes = part.write<std::uint8_t>(*source.makes);
        codes.assign(values_in(source, part, own), classes);
        if (wants_runout(source, params)) {
            add_runout(params, part, classes);
        }
        fields.write_part(*source.makes, part, window, window);
    });
}

Index class_halo(const Params& params, const Grid& grid) {
    return params.choice<ClassMethod>(kClassMethod) == ClassMethod::limits
               ? 0
               : std::max(grid.extent.rows, grid.extent.cols);
}

bool takes_runout(const Params& params, const FieldSpec& /*use*/) {
    return params[kWithRunout] == 1;
}

}  // namespace hazone::models
