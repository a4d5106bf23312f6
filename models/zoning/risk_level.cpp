// Levels of a cell by the tables of a rule set: which values give which level is data, see
// scenarios/rules. Every hazard whose quantities are there is judged; the highest level of all is
// the level of the cell, with the hazard and the row of the rules that gave it. Adding levels where
// several hazards meet (Decision 18/2021/QĐ-TTg, Art. 4(4)) is a person's decision, which the rule
// set carries.
#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "engine/core/hazards.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/rules/rule_lookup.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr std::uint8_t kUnknown = Judgement::kNoLevel;
constexpr std::size_t kMostAxes = 8;

constexpr FieldSpec kNeeds[] = {kRules};
constexpr FieldSpec kUses[] = {kLandslideClass,
                               kFlashFloodClass,
                               kHazardClass,
                               kEventRain,
                               kPeakIntensity,
                               kGreatestRainOf1Hour,
                               kGreatestRainOf3Hours,
                               kGreatestRainOf6Hours,
                               kGreatestRainOf12Hours,
                               kGreatestRainOf24Hours,
                               kRainDays,
                               kHeavyRainDays,
                               kLowland,
                               kDailyMaximumTemperature,
                               kHotDays,
                               kDailyMeanTemperature,
                               kColdDays,
                               kWaterShortfall,
                               kDroughtMonths,
                               kWindForce,
                               kConvectionShare,
                               kAlarmPassed,
                               kStageAboveAlarm3,
                               kStageAboveRecord,
                               kGaugeRegion};
constexpr FieldSpec kMakes[] = {
    kRiskLevel,      kRiskHazard, kRiskRule,  kLandslideLevel, kFlashFloodLevel, kRiverFloodLevel,
    kHeavyRainLevel, kStormLevel, kHeatLevel, kDroughtLevel,   kColdLevel,       kConvectionLevel};

/// One quantity as the rules read it: a number for each cell, NaN where missing.
class Quantity {
public:
    Quantity(const RuleAxis& axis, const FieldSet& fields) {
        const FieldSpec& field = *find_field(axis.field);
        if (!fields.has(field)) {
            constant_ = *axis.absent;
        } else if (field.type == CellType::float32) {
            number_ = fields.read(field);
        } else {
            code_ = fields.read<std::uint8_t>(field);
            missing_code_ = field.type == CellType::class8 ? kNoClass : kNoDirection;
        }
    }
    double at(Index row, Index col) const {
        if (number_.data() != nullptr) {
            return number_(row, col);
        }
        if (code_.data() != nullptr) {
            const std::uint8_t code = code_(row, col);
            return code == missing_code_ ? std::numeric_limits<double>::quiet_NaN() : code;
        }
        return constant_;
    }

private:
    View<const float> number_;
    View<const std::uint8_t> code_;
    std::uint8_t missing_code_ = kNoClass;
    double constant_ = 0;
};

/// A table ready to judge cells.
struct Judge {
    Hazard hazard = Hazard::none;
    RuleLookup lookup;
    std::vector<Quantity> quantities;

    Judgement at(Index row, Index col) const {
        std::array<double, kMostAxes> values{};
        for (std::size_t axis = 0; axis < quantities.size(); ++axis) {
            values[axis] = quantities[axis].at(row, col);
        }
        return lookup.judge({values.data(), quantities.size()});
    }
};

/// Fields which the table reads, which are not there and for which nothing stands.
std::vector<std::string> lacking(const RuleTable& table, const FieldSet& fields) {
    std::vector<std::string> names;
    for (const RuleAxis& axis : table.axes) {
        if (!axis.absent && !fields.has(*find_field(axis.field))) {
            names.push_back(axis.field);
        }
    }
    return names;
}

std::vector<Judge> judges_of(const RuleSet& rules, FieldSet& fields) {
    std::vector<Judge> judges;
    std::string not_judged;
    for (const RuleTable& table : rules.tables) {
        const auto absent = lacking(table, fields);
        if (!absent.empty()) {
            not_judged +=
                fmt::format("{}{} ({}: no {})", not_judged.empty() ? "" : ", ",
                            hazard_word(table.hazard), table.title, fmt::join(absent, ", "));
            continue;
        }
        Judge judge{table.hazard, RuleLookup(table), {}};
        for (const RuleAxis& axis : table.axes) {
            judge.quantities.emplace_back(axis, fields);
        }
        judges.push_back(std::move(judge));
    }
    if (judges.empty()) {
        throw InputError(
            fmt::format("rules '{}': no hazard can be judged: {}", rules.name,
                        not_judged.empty() ? "the rule set has no table" : not_judged));
    }
    if (!not_judged.empty()) {
        fields.note(fmt::format("rules '{}': not judged: {}", rules.name, not_judged));
    }
    return judges;
}

/// The levels of the hazards of one cell, kUnknown where they are not known or not judged.
struct CellLevels {
    std::array<Judgement, kHazardCount> of_hazard{};
    std::array<bool, kHazardCount> judged{};

    /// Of several tables for one hazard the highest level counts; a table without data makes the
    /// hazard unknown unless another has the highest level there is.
    void add(Hazard hazard, Judgement judgement) {
        const auto place = static_cast<std::size_t>(hazard) - 1;
        Judgement& own = of_hazard[place];
        if (!judged[place]) {
            judged[place] = true;
            own = judgement;
        } else if (own.level == 5 || (own.level == kUnknown && judgement.level != 5)) {
            return;
        } else if (own.level == kUnknown || judgement.level == kUnknown ||
                   judgement.level > own.level) {
            own = judgement;
        }
    }
};

/// What the cell gets: the highest level; unknown where a hazard is unknown and none has level 5.
struct Verdict {
    std::uint8_t level = kUnknown;
    std::uint8_t hazard = kUnknown;
    std::uint8_t rule = kUnknown;
};

Verdict verdict_of(const CellLevels& levels, int added) {
    Verdict worst{0, 0, 0};
    int active = 0;
    bool unknown = false;
    for (std::size_t place = 0; place < kHazardCount; ++place) {
        if (!levels.judged[place]) {
            continue;
        }
        const Judgement& own = levels.of_hazard[place];
        if (own.level == kUnknown) {
            unknown = true;
            continue;
        }
        active += own.level >= 1 ? 1 : 0;
        if (own.level > worst.level) {
            worst = {own.level, static_cast<std::uint8_t>(kHazards[place]), own.row};
        }
    }
    if (active >= 2) {
        worst.level = static_cast<std::uint8_t>(std::min(5, worst.level + added));
    }
    return unknown && worst.level != 5 ? Verdict{} : worst;
}

void run(const Params& /*params*/, FieldSet& fields) {
    const RuleSet& rules = fields.rules(kRules);
    const std::vector<Judge> judges = judges_of(rules, fields);
    const int added = rules.joint.added;
    const auto level = fields.write<std::uint8_t>(kRiskLevel);
    const auto hazard = fields.write<std::uint8_t>(kRiskHazard);
    const auto rule = fields.write<std::uint8_t>(kRiskRule);
    std::array<View<std::uint8_t>, kHazardCount> own;
    std::transform(
        kLevelOfHazard.begin(), kLevelOfHazard.end(), own.begin(),
        [&](const FieldSpec* field) { return fields.write_if_wanted<std::uint8_t>(*field); });
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        CellLevels levels;
        for (const Judge& judge : judges) {
            levels.add(judge.hazard, judge.at(row, col));
        }
        const Verdict verdict = verdict_of(levels, added);
        level(row, col) = verdict.level;
        hazard(row, col) = verdict.hazard;
        rule(row, col) = verdict.rule;
        for (std::size_t place = 0; place < kHazardCount; ++place) {
            if (own[place].data() != nullptr) {
                own[place](row, col) = levels.of_hazard[place].level;
            }
        }
    });
}

}  // namespace

constinit const Model risk_level{
    .name = "risk_level",
    .summary = "level of every hazard and the highest of them, by the rules of the scenario",
    .source = "the rule set of the scenario, see 'hazone rules'",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 60,
    .halo = no_halo,
    .uses = kUses,
    .on_demand = true,
};

}  // namespace hazone::models
