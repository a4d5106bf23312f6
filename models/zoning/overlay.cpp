#include "models/zoning/overlay.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/loops.hpp"
#include "models/zoning/classes.hpp"

namespace hazone::models {
namespace {

Overlaid weighted_mean(const CriterionValues& values, const CriterionValues& weights) {
    CriterionValues parts{};
    double whole = 0;
    for (std::size_t number = 0; number < kCriterionCount; ++number) {
        if (weights[number] > 0) {
            parts[number] = weights[number] * values[number];
            whole += weights[number];
        }
    }
    const double landslide = (parts[0] + parts[2]) / whole;
    const double flash_flood = (parts[1] + parts[3]) / whole;
    return {landslide + flash_flood, landslide, flash_flood};
}

Overlaid fuzzy(const CriterionValues& values, const CriterionValues& weights, double gamma) {
    double product = 1;
    double others = 1;
    for (std::size_t number = 0; number < kCriterionCount; ++number) {
        if (weights[number] > 0) {
            product *= values[number];
            others *= 1 - values[number];
        }
    }
    const double value = std::pow(1 - others, gamma) * std::pow(product, 1 - gamma);
    return {any_missing(product) ? product : value, values[0], values[1]};
}

/// The criteria of a run, cell by cell.
class Criteria {
public:
    Criteria(std::string_view model, const OverlayRule& rule, const FieldSet& fields)
        : rule_(rule),
          landslide_(fields.read(kLandslideSusceptibility)),
          flash_flood_(fields.read(kFlashFloodSusceptibility)) {
        refuse_absent(model, rule, among(fields));
        if (rule.weights[2] > 0) {
            runout_ = fields.read(kRunoutReachProbability);
        }
        if (rule.weights[3] > 0) {
            flood_ = fields.read<std::uint8_t>(kFloodHazardClass);
        }
    }

    Overlaid operator()(Index row, Index col) const {
        return overlaid({landslide_(row, col), flash_flood_(row, col),
                         rule_.weights[2] > 0 ? double{runout_(row, col)} : 0,
                         rule_.weights[3] > 0 ? flood_share(flood_(row, col)) : 0},
                        rule_);
    }

    static void refuse_absent(std::string_view model,
                              const OverlayRule& rule,
                              const HasField& has) {
        for (std::size_t number = 2; number < kCriterionCount; ++number) {
            const FieldSpec& use = kOverlayUses[number - 2];
            if (rule.weights[number] > 0 && !has(use)) {
                throw InputError(
                    fmt::format("{}: {} is to take part and {} is neither given nor made", model,
                                kCriterionNames[number], use.name));
            }
        }
    }

private:
    /// H1, or dry, is 0 and H6 is 1.
    static double flood_share(std::uint8_t hazard) {
        return hazard == kNoClass ? double{kMissing} : (hazard - 1) / 5.0;
    }

    OverlayRule rule_;
    View<const float> landslide_;
    View<const float> flash_flood_;
    View<const float> runout_;
    View<const std::uint8_t> flood_;
};

ClassSource source_of(std::string_view model) {
    static constexpr FieldSpec kRead[] = {kCombinedSusceptibility};
    return {
        .model = model, .of = kCombinedSusceptibility.name, .reads = kRead, .makes = &kHazardClass};
}

void combine(const Criteria& criteria, View<float> combined) {
    for_each_cell(combined.extent(), [&](Index row, Index col) {
        combined(row, col) = static_cast<float>(criteria(row, col).value);
    });
}

/// Turns the classes of the overlay in hazard_class into those with the worst kept.
void keep(const Criteria& criteria, KeepWorst keep, FieldSet& fields) {
    const auto landslide = fields.read<std::uint8_t>(kLandslideClass);
    const auto flash_flood = fields.read<std::uint8_t>(kFlashFloodClass);
    const auto classes = fields.write<std::uint8_t>(kHazardClass);
    const auto deciding = fields.write<std::uint8_t>(kDecidingHazard);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const WorstClass answer = kept_class(classes(row, col), criteria(row, col),
                                             landslide(row, col), flash_flood(row, col), keep);
        classes(row, col) = answer.hazard_class;
        deciding(row, col) = answer.deciding_hazard;
    });
}

}  // namespace

Overlaid overlaid(const CriterionValues& values, const OverlayRule& rule) {
    return rule.gamma ? fuzzy(values, rule.weights, *rule.gamma)
                      : weighted_mean(values, rule.weights);
}

WorstClass kept_class(std::uint8_t overlay_class,
                      const Overlaid& overlay,
                      std::uint8_t landslide,
                      std::uint8_t flash_flood,
                      KeepWorst keep) {
    const WorstClass worst = worst_of(landslide, flash_flood);
    if (keep != KeepWorst::nothing) {
        if (worst.hazard_class == kClassCount) {
            return worst;
        }
        const bool one_missing = landslide == kNoClass || flash_flood == kNoClass;
        if (one_missing && overlay_class != kClassCount) {
            return {};
        }
    }
    if (overlay_class == kNoClass) {
        return {};
    }
    if (keep == KeepWorst::all && worst.hazard_class > overlay_class) {
        return worst;
    }
    if (overlay.landslide == overlay.flash_flood) {
        return {overlay_class, kDecidedByBoth};
    }
    return {overlay_class,
            overlay.landslide > overlay.flash_flood ? kDecidedByLandslide : kDecidedByFlashFlood};
}

void check_overlay(std::string_view model,
                   const OverlayRule& rule,
                   const Params& params,
                   const HasField& has) {
    Problems problems;
    problems.collect([&] { Criteria::refuse_absent(model, rule, has); });
    problems.collect([&] { check_classes(source_of(model), params, has); });
    problems.raise();
}

void overlay(std::string_view model,
             const OverlayRule& rule,
             const Params& params,
             FieldSet& fields) {
    const Criteria criteria(model, rule, fields);
    const auto combined = fields.write(kCombinedSusceptibility);
    combine(criteria, combined);
    std::string note;
    GroupCodes codes = class_codes(source_of(model), params, one_piece(combined), note);
    codes.assign(combined, fields.write<std::uint8_t>(kHazardClass));
    keep(criteria, params.choice<KeepWorst>(kKeepWorst), fields);
    if (!note.empty()) {
        fields.note(std::move(note));
    }
}

void overlay(std::string_view model,
             const OverlayRule& rule,
             const Params& params,
             StoredFields& fields) {
    Criteria::refuse_absent(model, rule, among(fields));
    std::vector<FieldSpec> reads(std::begin(kOverlayNeeds), std::end(kOverlayNeeds));
    reads.insert(reads.end(), std::begin(kOverlayUses), std::end(kOverlayUses));
    for_each_strip(fields, reads, [&](FieldSet& part, Window window) {
        combine(Criteria(model, rule, part), part.write(kCombinedSusceptibility));
        fields.write_part(kCombinedSusceptibility, part, window, window);
    });
    const ClassSource source = source_of(model);
    const CellPieces pieces = [&](const std::function<void(View<const float>)>& use) {
        for_each_strip(fields, source.reads, [&](const FieldSet& part, Window /*window*/) {
            use(part.read(kCombinedSusceptibility));
        });
    };
    std::string note;
    GroupCodes codes = class_codes(source, params, pieces, note);
    reads.push_back(kCombinedSusceptibility);
    for_each_strip(fields, reads, [&](FieldSet& part, Window window) {
        codes.assign(part.read(kCombinedSusceptibility), part.write<std::uint8_t>(kHazardClass));
        keep(Criteria(model, rule, part), params.choice<KeepWorst>(kKeepWorst), part);
        fields.write_part(kHazardClass, part, window, window);
        fields.write_part(kDecidingHazard, part, window, window);
    });
}

void survey_hidden(const FieldSet& fields, Window cells, std::vector<double>& sums) {
    const auto in = [&](const FieldSpec& field) {
        return fields.read<std::uint8_t>(field).window(cells.from, cells.extent);
    };
    const auto landslide = in(kLandslideClass);
    const auto flash_flood = in(kFlashFloodClass);
    const auto answer = in(kHazardClass);
    sums.resize(1);
    sums[0] += static_cast<double>(count_cells(cells.extent, [=](Index row, Index col) {
        const bool very_high = std::max(landslide(row, col), flash_flood(row, col)) == kClassCount;
        return very_high && answer(row, col) != kClassCount;
    }));
}

std::string conclude_hidden(const std::vector<double>& sums) {
    if (sums.empty() || sums[0] == 0) {
        return "";
    }
    return fmt::format(
        "in {:.0f} cells one hazard is very high and hazard_class is lower or not "
        "known: what is combined hides it. keep_worst = \"very_high\" keeps it",
        sums[0]);
}

}  // namespace hazone::models
