// How far the water at the gauge of a place stands in its alarm levels (báo động): how many of the
// three it has reached, and how far above the third and above the record; -infinity, below any
// record, where none is given.
#include <cmath>
#include <limits>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kGaugeStage, kAlarmStage1, kAlarmStage2, kAlarmStage3};
constexpr FieldSpec kUses[] = {kRecordStage};
constexpr FieldSpec kMakes[] = {kAlarmPassed, kStageAboveAlarm3, kStageAboveRecord};

float alarms(float stage, float one, float two, float three) {
    if (any_missing(stage, one, two, three)) {
        return kMissing;
    }
    return stage >= three ? 3.0F : stage >= two ? 2.0F : stage >= one ? 1.0F : 0.0F;
}

/// Differences of stages in whole 0.1 mm: 32.3 over 32.0 is 0.3 m, not a rounding less.
float above(float stage, float limit) {
    return static_cast<float>(std::round((double{stage} - double{limit}) * 1e4) / 1e4);
}

void run(const Params& /*params*/, FieldSet& fields) {
    const auto stage = fields.read(kGaugeStage);
    const auto one = fields.read(kAlarmStage1);
    const auto two = fields.read(kAlarmStage2);
    const auto three = fields.read(kAlarmStage3);
    const auto record = fields.has(kRecordStage) ? fields.read(kRecordStage) : View<const float>();
    const auto passed = fields.write(kAlarmPassed);
    const auto above_three = fields.write(kStageAboveAlarm3);
    const auto above_record = fields.write(kStageAboveRecord);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const float level = stage(row, col);
        passed(row, col) = alarms(level, one(row, col), two(row, col), three(row, col));
        above_three(row, col) = above(level, three(row, col));
        above_record(row, col) = record.data() == nullptr ? -std::numeric_limits<float>::infinity()
                                                          : above(level, record(row, col));
    });
}

}  // namespace

constinit const Model river_alarm{
    .name = "river_alarm",
    .summary = "alarm levels which the gauge of a place has reached",
    .source = "differences of stages",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 5,
    .halo = no_halo,
    .uses = kUses,
};

}  // namespace hazone::models
