// Time of concentration by the velocity method of the NRCS: the longest travel time from any cell
// above, down the D8 paths, as sheet flow over the first metres of each path, as shallow
// concentrated flow from there to the first stream cell, and as channel flow below. USDA NRCS
// (2010), National Engineering Handbook Part 630, Chapter 15; USDA SCS (1986), Technical Release
// 55, chapter 3. Channels flow full to their banks, as both say: sections by hydraulic geometry on
// the contributing area, Manning's law (routing/channel_width.hpp).
//
// Sheet flow from x1 to x2 m below the head of a path takes T(x2) - T(x1) at the slope of the step:
// on an even slope together the time of eq. 3-3, and never less further down. Its length is 30 m
// (100 ft in Chapter 15; 300 ft in Technical Release 55). Where paths meet that are sheet flow
// still, the slower goes on.
#include "models/flood/response/velocity_method.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/downstream.hpp"
#include "models/declarations.hpp"
#include "models/flood/routing/channel_width.hpp"

namespace hazone::models {

namespace {
constexpr double kFoot = 0.3048;  // m
constexpr double kInch = 0.0254;  // m
constexpr double kHour = 3600;    // s
}  // namespace

double sheet_flow_time(const SheetFlow& sheet, double length, double slope) {
    const double hours = 0.007 * std::pow(sheet.roughness * (length / kFoot), 0.8) /
                         (std::sqrt(sheet.rain / kInch) * std::pow(slope, 0.4));
    return kHour * hours;
}

double shallow_velocity(double coefficient, double slope) { return coefficient * std::sqrt(slope); }

double shallow_coefficient(double roughness) { return manning_velocity(0.2 * kFoot, 1, roughness); }

double manning_velocity(double radius, double slope, double roughness) {
    return std::pow(radius, 2.0 / 3) * std::sqrt(slope) / roughness;
}

namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kFilledElevation, kContributingArea,
                                kStreamNetwork};
constexpr FieldSpec kUses[] = {kChannelWidth, kManningRoughness};
constexpr FieldSpec kMakes[] = {kConcentrationTime};

constexpr std::string_view kSurfaceWords[] = {"pavement",     "grassed_waterway", "bare",
                                              "row_crops",    "short_grass",      "woodland",
                                              "forest_litter"};
/// Of these surfaces, ft/s: table 15-3.
constexpr std::array kSurfaceCoefficients{20.328, 16.135, 9.965, 8.762, 6.962, 5.032, 2.516};
constexpr ParamSpec kSurface{.name = "surface",
                             .fallback = 5,
                             .lowest = 0,
                             .highest = 6,
                             .meaning =
                                 "ground under shallow concentrated flow, where "
                                 "manning_roughness is not given: pavement (and small gullies), "
                                 "grassed_waterway (and unpaved), bare, row_crops, short_grass, "
                                 "woodland, forest_litter (thick)",
                             .choices = kSurfaceWords};
constexpr ParamSpec kSheetRoughness{
    .name = "sheet_roughness",
    .fallback = 0.4,
    .lowest = 0.01,
    .highest = 1,
    .meaning = "Manning n of sheet flow: 0.15 short grass, 0.4 to 0.8 woods (table 3-1)"};
constexpr ParamSpec kSheetLength{.name = "sheet_length",
                                 .unit = Unit::metre,
                                 .fallback = 30,
                                 .lowest = 0,
                                 .highest = 100,
                                 .meaning = "from its head so far at most a path is sheet flow"};
constexpr ParamSpec kTwoYearRain{.name = "two_year_rain",
                                 .unit = Unit::metre,
                                 .fallback = 0.1,
                                 .lowest = 0.01,
                                 .highest = 1,
                                 .meaning = "rain of 24 h of the return period of 2 years"};
constexpr ParamSpec kShortestTime{.name = "shortest_time",
                                  .unit = Unit::second,
                                  .fallback = 360,
                                  .lowest = 0,
                                  .highest = 7200,
                                  .meaning = "no time is shorter"};
constexpr ParamSpec kParams[] = {kSurface,       kSheetRoughness,    kSheetLength,    kTwoYearRain,
                                 kShortestTime,  kWidthOf1Km2,       kWidthExponent,  kDepthOf1Km2,
                                 kDepthExponent, kBankfullRoughness, kLeastReachSlope};

/// The slowest way to a cell.
struct Path {
    double time = 0;  // s
    float sheet = 0;  // m of sheet flow; below 0 when that is over
};
constexpr float kSheetOver = -1;

/// What the water flows over.
class Ground {
public:
    Ground(const Params& params, const FieldSet& fields)
        : direction(fields.read<std::uint8_t>(kFlowDirection)),
          height(fields.read(kFilledElevation)),
          area_(fields.read<double>(kContributingArea)),
          stream_(fields.read<std::uint8_t>(kStreamNetwork)),
          is_rough_(fields.has(kManningRoughness)),
          roughness_(is_rough_ ? fields.read(kManningRoughness) : View<const float>()),
          widths_(params, fields),
          coefficient_(kFoot * kSurfaceCoefficients.at(static_cast<std::size_t>(params[kSurface]))),
          depth_of_1_km2_(params[kDepthOf1Km2]),
          depth_exponent_(params[kDepthExponent]),
          channel_roughness_(params[kBankfullRoughness]),
          least_slope_(params[kLeastReachSlope]),
          cell_size_(fields.grid().cell_size),
          sheet_{params[kSheetRoughness], params[kTwoYearRain]},
          sheet_length_(params[kSheetLength]) {}

    bool is_known(Cell cell) const {
        return !any_missing(height(cell), area_(cell)) && stream_(cell) != kNoDirection &&
               (is_stream(cell) || !is_rough_ || !is_missing(roughness_(cell)));
    }

    /// The way on from a cell, on which it took so long to get there, to the next.
    Path onward(const Path& path, Cell from, Cell to) const {
        const double step = cell_size_ * step_length(neighbour_of(direction(from)));
        const double fall = double{height(from)} - double{height(to)};
        const double slope = std::max(fall / step, least_slope_);
        if (is_stream(from)) {
            return {path.time + step / channel_velocity(from, slope), kSheetOver};
        }
        if (path.sheet < 0 || sheet_length_ <= 0) {
            return {path.time + step / overland_velocity(from, slope), kSheetOver};
        }
        const double begin = path.sheet;
        const double end = std::min(begin + step, sheet_length_);
        const double before = begin > 0 ? sheet_flow_time(sheet_, begin, slope) : 0.0;
        const double in_sheet = sheet_flow_time(sheet_, end, slope) - before;
        const double rest = begin + step - end;
        return {path.time + in_sheet + rest / overland_velocity(from, slope),
                rest > 0 ? kSheetOver : static_cast<float>(end)};
    }

    View<const std::uint8_t> direction;
    View<const float> height;

private:
    bool is_stream(Cell cell) const { return stream_(cell) == 1; }
    double overland_velocity(Cell cell, double slope) const {
        return shallow_velocity(
            is_rough_ ? shallow_coefficient(double{roughness_(cell)}) : coefficient_, slope);
    }
    double channel_velocity(Cell cell, double slope) const {
        const double width = widths_.at(cell);
        const double depth = depth_of_1_km2_ * std::pow(1e-6 * area_(cell), depth_exponent_);
        return manning_velocity(width * depth / (width + 2 * depth), slope, channel_roughness_);
    }

    View<const double> area_;
    View<const std::uint8_t> stream_;
    bool is_rough_;
    View<const float> roughness_;
    ChannelWidths widths_;
    double coefficient_;
    double depth_of_1_km2_;
    double depth_exponent_;
    double channel_roughness_;
    double least_slope_;
    double cell_size_;
    SheetFlow sheet_;
    double sheet_length_;
};

void run(const Params& params, FieldSet& fields) {
    const Ground ground(params, fields);
    const double shortest = params[kShortestTime];
    Raster<double> times(fields.extent(), kMissing);
    Raster<float> sheets(fields.extent());
    const View<double> time = times.view();
    const View<float> sheet = sheets.view();
    visit_downstream(ground.direction, [&](Cell cell, const Donors& donors) {
        Path slowest{ground.is_known(cell) ? 0.0 : double{kMissing}, 0};
        bool is_head = true;
        for (const Cell donor : donors) {
            const Path path = ground.onward({time(donor), sheet(donor)}, donor, cell);
            if (any_missing(path.time, slowest.time)) {
                slowest.time = kMissing;
            } else if (is_head || path.time > slowest.time) {
                slowest = path;
            }
            is_head = false;
        }
        time(cell) = slowest.time;
        sheet(cell) = slowest.sheet;
    });
    const View<float> concentration = fields.write(kConcentrationTime);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const double own = time(row, col);
        concentration(row, col) =
            static_cast<float>(is_missing(own) ? own : std::max(own, shortest));
    });
}

}  // namespace

constinit const Model velocity_method{
    .name = "velocity_method",
    .summary =
        "time of concentration as the longest travel time: sheet, shallow concentrated and channel "
        "flow",
    .source =
        "USDA NRCS (2010), National Engineering Handbook Part 630, Chapter 15; USDA SCS (1986), "
        "Technical Release 55, chapter 3",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 13,
    .nanoseconds_per_cell = 100,
    .uses = kUses,
    .params_of = "bankfull_by_geometry",
};

}  // namespace hazone::models
