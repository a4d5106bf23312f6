// Peak discharge of the design storm of a return period at every cell, for the flood of every small
// basin of a province in seconds: storm, losses and unit hydrograph as in design_storm.hpp, the
// runoff of all cells above summed along D8. Rain of the return period is that of each cell; it is
// not reduced with the area, which overstates the discharge of large basins (above some 100 km2).
// A day by the calendar holds less rain than the wettest 24 h: 1.13 times as much is taken, Weiss
// (1964), Journal of the Hydraulics Division ASCE 90(1), 77-80; WMO (2009), Manual on Estimation of
// Probable Maximum Precipitation, WMO-No. 1045.
//
// By default the curve of durations is near the type II storm of the SCS: 0.40 of the rain of the
// day in half an hour, 0.49 in one hour (0.38 and 0.45 there).
#include <algorithm>
#include <string_view>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_order.hpp"
#include "models/declarations.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"
#include "models/flood/response/design_storm.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kMeanAnnualMaximumRain, kAnnualMaximumRainVariation, kCurveNumber,
                                kFlowDirection, kConcentrationTime};
constexpr FieldSpec kMakes[] = {
    kPeakDischargeOf2Years,   kPeakDischargeOf5Years,   kPeakDischargeOf10Years,
    kPeakDischargeOf20Years,  kPeakDischargeOf50Years,  kPeakDischargeOf100Years,
    kPeakDischargeOf200Years, kPeakDischargeOf500Years, kPeakDischargeOfReturnPeriod};
/// Years of the fields above, but for the last.
constexpr double kYears[] = {2, 5, 10, 20, 50, 100, 200, 500};

constexpr ParamSpec kReturnPeriod{.name = "return_period",
                                  .fallback = 100,
                                  .lowest = 1.01,
                                  .highest = 10000,
                                  .meaning = "years, of peak_discharge_of_return_period"};
constexpr std::string_view kGrowths[] = {"gumbel", "power"};  // as in RainGrowth
constexpr ParamSpec kGrowth{.name = "growth",
                            .lowest = 0,
                            .highest = 1,
                            .meaning =
                                "rain by return period: Gumbel's distribution by mean and "
                                "variation, or the power T^m of Sherman's form",
                            .choices = kGrowths};
constexpr ParamSpec kGrowthExponent{.name = "growth_exponent",
                                    .fallback = 0.2,
                                    .lowest = 0,
                                    .highest = 1,
                                    .meaning = "m, where the growth is a power"};
constexpr ParamSpec kDayFactor{
    .name = "day_factor",
    .fallback = 1.13,
    .lowest = 1,
    .highest = 1.5,
    .meaning = "rain of the wettest 24 h over that of the wettest day by the calendar"};
constexpr ParamSpec kOffset{.name = "storm_offset",
                            .unit = Unit::second,
                            .fallback = 360,
                            .lowest = 0,
                            .highest = 10800,
                            .meaning = "b of the curve of durations"};
constexpr ParamSpec kExponent{.name = "storm_exponent",
                              .fallback = 0.8,
                              .lowest = 0,
                              .highest = 1,
                              .meaning = "c of the curve of durations"};
constexpr ParamSpec kRatio{
    .name = "initial_abstraction_ratio",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 0.4,
    .meaning = "share of the retention which is filled before runoff begins"};
constexpr std::string_view kMoistureWords[] = {"dry", "average", "wet"};
constexpr ParamSpec kMoisture{.name = "soil_moisture",
                              .fallback = 1,
                              .lowest = 0,
                              .highest = 2,
                              .meaning = "class of wetness I, II or III before the storm",
                              .choices = kMoistureWords};
constexpr ParamSpec kParams[] = {kReturnPeriod, kGrowth,   kGrowthExponent, kDayFactor,
                                 kOffset,       kExponent, kRatio,          kMoisture};

/// What the discharges of all return periods share.
struct Design {
    const FlowOrder& order;
    View<const float> mean;
    View<const float> variation;
    View<const float> retention;
    View<const float> time;
    RainGrowth growth;
    double growth_exponent;
    double day_factor;
    double ratio;
    std::array<double, kBlocks> shares;
    double cell_area;
};

Raster<float> retention_of(const FieldSet& fields, AntecedentWetness wetness) {
    const auto number = fields.read(kCurveNumber);
    Raster<float> retention(fields.extent());
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        retention(row, col) = static_cast<float>(potential_retention(
            storm_curve_number(double{number(row, col)}, 0, SlopeCorrection::none, wetness)));
    });
    return retention;
}

/// Runoff which each cell adds between block - 1 and block of the storm, m.
void write_shell(const Design& design, double years, std::size_t block, View<float> shell) {
    const bool even = design.growth == RainGrowth::power;
    const double growth_at_one = rain_growth(design.growth, years, 1, design.growth_exponent);
    const double growth_at_none = rain_growth(design.growth, years, 0, design.growth_exponent);
    for_each_cell(shell.extent(), [&](Index row, Index col) {
        // Linear in the variation: the logarithms need not be taken in each cell.
        const double variation = design.variation(row, col);
        const double growth =
            even ? growth_at_one : growth_at_none + variation * (growth_at_one - growth_at_none);
        const double day =
            design.day_factor * double{design.mean(row, col)} * (growth < 0 ? 0.0 : growth);
        const double retention = design.retention(row, col);
        const double inner =
            block == 0 ? 0.0 : block_runoff(day, design.shares[block - 1], retention, design.ratio);
        shell(row, col) = static_cast<float>(
            block_runoff(day, design.shares[block], retention, design.ratio) - inner);
    });
}

void write_discharge(const Design& design, double years, View<float> discharge) {
    Raster<float> shell(discharge.extent());
    Raster<double> total(discharge.extent());
    for (std::size_t block = 0; block < kBlocks; ++block) {
        write_shell(design, years, block, shell);
        accumulate(design.order, shell, total);
        for_each_cell(discharge.extent(), [&](Index row, Index col) {
            const double more = total(row, col) * design.cell_area *
                                peak_share(block, double{design.time(row, col)});
            const double before = block == 0 ? 0.0 : double{discharge(row, col)};
            discharge(row, col) = static_cast<float>(before + more);
        });
    }
}

void run(const Params& params, FieldSet& fields) {
    const Raster<float> retention =
        retention_of(fields, params.choice<AntecedentWetness>(kMoisture));
    const FlowOrder order(fields.read<std::uint8_t>(kFlowDirection));
    Design design{.order = order,
                  .mean = fields.read(kMeanAnnualMaximumRain),
                  .variation = fields.read(kAnnualMaximumRainVariation),
                  .retention = retention,
                  .time = fields.read(kConcentrationTime),
                  .growth = params.choice<RainGrowth>(kGrowth),
                  .growth_exponent = params[kGrowthExponent],
                  .day_factor = params[kDayFactor],
                  .ratio = params[kRatio],
                  .shares = {},
                  .cell_area = fields.grid().cell_area()};
    const StormCurve curve{params[kOffset], params[kExponent]};
    std::transform(kBlockDurations.begin(), kBlockDurations.end(), design.shares.begin(),
                   [&](double duration) { return share_in(duration, curve); });
    for (std::size_t field = 0; field < std::size(kMakes); ++field) {
        const View<float> discharge = fields.write_if_wanted(kMakes[field]);
        if (discharge.data() != nullptr) {
            write_discharge(design,
                            field < std::size(kYears) ? kYears[field] : params[kReturnPeriod],
                            discharge);
        }
    }
}

}  // namespace

constinit const Model design_discharge{
    .name = "design_discharge",
    .summary = "peak discharge of design storms of several return periods at every cell",
    .source =
        "USDA NRCS (2007), National Engineering Handbook Part 630, Chapters 10 and 16; USDA SCS "
        "(1986), Technical Release 55, appendix B; Gumbel (1941), doi:10.1214/aoms/1177731747; "
        "Sherman (1931), Transactions ASCE 95, 951-960",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 26,
    .nanoseconds_per_cell = 670,  // with all its fields
    .on_demand = true,
};

}  // namespace hazone::models
