#pragma once

#include <array>
#include <memory>

#include "engine/core/field_set.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/model.hpp"
#include "engine/pipeline/params.hpp"
#include "models/flood/inundation/flow_run.hpp"
#include "models/flood/inundation/subgrid_channels.hpp"
#include "models/flood/losses/loss_params.hpp"

// What the two-dimensional flood models share: their inputs, results, parameters, and the course of
// a run. All that changes in time is in the state, as rasters, so that a run can be resumed.

namespace hazone::models {

inline constexpr std::string_view kPrecisionWords[] = {"single", "double"};
inline constexpr ParamSpec kPrecision{.name = "precision",
                                      .fallback = 1,
                                      .lowest = 0,
                                      .highest = 1,
                                      .meaning = "digits of the arithmetic; single is faster",
                                      .choices = kPrecisionWords};
inline constexpr ParamSpec kFloodRoughness{
    .name = "roughness",
    .fallback = 0.05,
    .lowest = 0,
    .highest = 2,
    .meaning = "Manning n, s m-1/3, where manning_roughness is not given"};
inline constexpr ParamSpec kFloodStep{.name = "longest_step",
                                      .unit = Unit::second,
                                      .fallback = 10,
                                      .lowest = 1e-3,
                                      .highest = 3600,
                                      .meaning = "no step is longer, also where waves are slow"};
inline constexpr ParamSpec kRecession{.name = "recession",
                                      .unit = Unit::second,
                                      .fallback = 0,
                                      .lowest = 0,
                                      .highest = 30 * 86400.0,
                                      .meaning = "the run goes on so long after the rain series"};
inline constexpr ParamSpec kWetDepth{.name = "wet_depth",
                                     .unit = Unit::metre,
                                     .fallback = 0.05,
                                     .lowest = 1e-3,
                                     .highest = 10,
                                     .meaning = "a cell counts as flooded from this depth on"};
/// As inundation::EdgeKind, without those which need a value of their own.
enum class FloodEdge { open, wall, slope, stage };
inline constexpr std::string_view kEdgeWords[] = {"open", "wall", "slope", "stage"};
inline constexpr ParamSpec kFloodEdge{
    .name = "edge",
    .fallback = 0,
    .lowest = 0,
    .highest = 3,
    .meaning =
        "how water meets the edge of the grid, and missing cells which reach it; missing "
        "cells inside are walls",
    .choices = kEdgeWords};
inline constexpr std::string_view kSideWords[] = {"as_edge", "open", "wall", "slope", "stage"};
constexpr ParamSpec side_param(std::string_view name, std::string_view meaning) {
    return {.name = name, .lowest = 0, .highest = 4, .meaning = meaning, .choices = kSideWords};
}
inline constexpr ParamSpec kNorthEdge =
    side_param("north_edge", "the same for the northern side of the grid");
inline constexpr ParamSpec kEastEdge = side_param("east_edge", "for the eastern side");
inline constexpr ParamSpec kSouthEdge = side_param("south_edge", "for the southern side");
inline constexpr ParamSpec kWestEdge = side_param("west_edge", "for the western side");
inline constexpr ParamSpec kEdgeSlope{.name = "edge_slope",
                                      .fallback = 0.01,
                                      .lowest = 0,
                                      .highest = 2,
                                      .meaning = "slope: water leaves as on a bed so steep, m/m"};
inline constexpr ParamSpec kEdgeLevel{.name = "edge_level",
                                      .unit = Unit::metre,
                                      .fallback = 0,
                                      .lowest = -500,
                                      .highest = 9000,
                                      .meaning =
                                          "stage: level of the water outside where the "
                                          "input stage is not given"};
inline constexpr ParamSpec kSeepage{.name = "seepage",
                                    .unit = Unit::metre_per_second,
                                    .fallback = 0,
                                    .lowest = 0,
                                    .highest = 1e-2,
                                    .meaning = "water on the ground goes into it at this rate"};
inline constexpr ParamSpec kFloodGaugeInterval{.name = "gauge_interval",
                                               .unit = Unit::second,
                                               .fallback = 300,
                                               .lowest = 0.01,
                                               .highest = 86400,
                                               .meaning = "time between two rows of a gauge"};
/// As kLoss, but without losses where nothing is said: more water is on the safe side.
inline constexpr ParamSpec kFloodGaugeSnap{
    .name = "gauge_snap_distance",
    .unit = Unit::metre,
    .fallback = 0,
    .lowest = 0,
    .highest = 1000,
    .meaning = "a gauge stands in the lowest cell so near to its own; 0: in its own"};
inline constexpr ParamSpec kFloodLoss{.name = kLoss.name,
                                      .fallback = 0,
                                      .lowest = kLoss.lowest,
                                      .highest = kLoss.highest,
                                      .meaning = kLoss.meaning,
                                      .choices = kLossWords};

inline constexpr std::array kFloodParams{
    kPrecision,      kFloodRoughness,  kFloodStep,      kRecession,           kWetDepth,
    kFloodEdge,      kNorthEdge,       kEastEdge,       kSouthEdge,           kWestEdge,
    kEdgeSlope,      kEdgeLevel,       kSeepage,        kFloodGaugeInterval,  kFloodGaugeSnap,
    kFloodLoss,      kLossAbstraction, kLossWetness,    kLossSlope,           kLossSuction,
    kLossDeficit,    kLossPorosity,    kLossPoreIndex,  kLossInitialCapacity, kLossFinalCapacity,
    kLossDecay,      kLossRecovery,    kLossSorptivity, kLossPhilipShare,     kLossCapacity,
    kLossSaturation, kLossExponent,    kLossInterflow,  kLossInitial,         kLossRate,
    kLossImpervious, kLossCanopy,      kLossEvaporation};

/// The parameters of one model: its own, then those of all.
template <std::size_t Own>
constexpr std::array<ParamSpec, Own + kFloodParams.size()> with_flood_params(
    const std::array<ParamSpec, Own>& own) {
    std::array<ParamSpec, Own + kFloodParams.size()> all{};
    std::copy(kFloodParams.begin(), kFloodParams.end(),
              std::copy(own.begin(), own.end(), all.begin()));
    return all;
}

inline constexpr FieldSpec kFloodNeeds[] = {kRain, kElevation};
inline constexpr FieldSpec kFloodUses[] = {kManningRoughness,
                                           kInitialDepth,
                                           kInitialWaterLevel,
                                           kInflow,
                                           kStage,
                                           kPourPoints,
                                           kCurveNumber,
                                           kAntecedentRain,
                                           kSlope,
                                           kConductivity,
                                           kSuctionHead,
                                           kMoistureDeficit,
                                           kSoilWaterCapacity,
                                           kSoilSaturation,
                                           kPotentialEvapotranspiration,
                                           kImperviousShare,
                                           kInitialInfiltration,
                                           kInitialRestingInfiltration,
                                           kInitialProfileFilling,
                                           kInitialInterflowWater,
                                           kInitialCanopyWater};
inline constexpr FieldSpec kFloodMakes[] = {
    kMaximumWaterDepth,    kMaximumWaterLevel,        kMaximumSpeed,
    kMaximumUnitDischarge, kFloodHazardRating,        kFloodHazardClass,
    kArrivalTime,          kInundationTime,           kGauges,
    kFinalInfiltration,    kFinalRestingInfiltration, kFinalProfileFilling,
    kFinalSoilSaturation,  kFinalInterflowWater,      kFinalCanopyWater};

/// A solver of either precision.
class FloodSolver {
public:
    virtual ~FloodSolver() = default;
    /// Channels under the cells; before restore().
    virtual void set_channels(std::unique_ptr<inundation::ChannelRun> channels) = 0;
    virtual void restore(FieldSet& state) = 0;
    virtual void save(FieldSet& state) = 0;
    virtual double time() const = 0;
    /// See inundation::FlowRun::advance_far().
    virtual double reach(double longest, double whole) = 0;
    virtual inundation::StepReport advance(double longest, double whole) = 0;
    virtual inundation::Sources& sources() = 0;
    /// A new level of the water beyond all edges of kind stage, m.
    virtual void set_stage(double level) = 0;
    virtual void keep(inundation::Maxima* maxima) = 0;
    virtual void keep_last() = 0;
    virtual inundation::WaterBalance balance() = 0;
    virtual bool is_inside(Cell cell) const = 0;
    virtual double bed(Cell cell) const = 0;
    virtual double depth(Cell cell) const = 0;
    /// What a gauge in the cell shows: bed and depth of the channel where there is one, m, and
    /// discharge, that of the channel included, m3/s.
    virtual double gauge_bed(Cell cell) const = 0;
    virtual double gauge_depth(Cell cell) const = 0;
    virtual double discharge(Cell cell) const = 0;
};

/// The solver around a run of one precision.
template <class T>
std::unique_ptr<FloodSolver> flood_solver(std::unique_ptr<inundation::FlowRun<T>> run);

/// What tells one model from the other.
struct FloodKind {
    std::string_view name;
    std::unique_ptr<FloodSolver> (*make)(const Params& params,
                                         const inundation::GroundSource& ground,
                                         const inundation::Edges& edges);
    /// Has the parameters of flood_channels.hpp; its water has flows at the faces of cells.
    bool takes_channels = false;
};

/// For Model::check.
void check_flood(std::string_view model, const Params& params, const HasField& has);

void start_flood(const FloodKind& kind,
                 const Params& params,
                 const FieldSet& fields,
                 FieldSet& state);
void step_flood(const FloodKind& kind,
                const Params& params,
                const FieldSet& fields,
                const TimeStep& now,
                FieldSet& state);
/// Model::next_step: divides rain steps, and the time after the rain, into parts of ten minutes at
/// most.
double next_flood_step(const Params& params,
                       const FieldSet& fields,
                       const FieldSet& state,
                       double rest);
void finish_flood(const FloodKind& kind, const Params& params, FieldSet& fields, FieldSet& state);

}  // namespace hazone::models
