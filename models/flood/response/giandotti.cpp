// Time of concentration from area, length and mean height above the outlet,
//   t = (4 sqrt(A) + 1.5 L) / (0.8 sqrt(H_m - H_0))  (h; A in km2, L in km, H in m).
// Giandotti (1934), Previsione delle piene e delle magre dei corsi d'acqua, Istituto Poligrafico
// dello Stato 8, 107-117. Fitted to basins of 170 to 70,000 km2 in Italy: for small ones it gives
// too much. H_m is the mean of all cells above, on the filled ground.
#include "models/flood/response/giandotti.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double giandotti_time(double area, double length, double mean_height, double least_height) {
    if (any_missing(area, length, mean_height)) {
        return kMissing;
    }
    const double height = std::max(mean_height, least_height);
    return 3600 * (4 * std::sqrt(1e-6 * area) + 1.5e-3 * length) / (0.8 * std::sqrt(height));
}

namespace {

constexpr FieldSpec kNeeds[] = {kContributingArea, kUpstreamLength, kFilledElevation,
                                kFlowDirection};
constexpr FieldSpec kMakes[] = {kConcentrationTime};
constexpr ParamSpec kLeastHeight{.name = "least_height",
                                 .unit = Unit::metre,
                                 .fallback = 1,
                                 .lowest = 0.01,
                                 .highest = 100,
                                 .meaning = "mean height above the cell which stands for a lower"};
constexpr ParamSpec kShortestTime{.name = "shortest_time",
                                  .unit = Unit::second,
                                  .fallback = 360,
                                  .lowest = 0,
                                  .highest = 7200,
                                  .meaning = "no time is shorter"};
constexpr ParamSpec kParams[] = {kLeastHeight, kShortestTime};

void run(const Params& params, FieldSet& fields) {
    const double least_height = params[kLeastHeight];
    const double shortest = params[kShortestTime];
    const auto elevation = fields.read(kFilledElevation);
    const auto area = fields.read<double>(kContributingArea);
    const auto length = fields.read(kUpstreamLength);
    const double cell_area = fields.grid().cell_area();
    Raster<double> sum(fields.extent());
    accumulate(fields.read<std::uint8_t>(kFlowDirection), elevation, sum);
    const auto time = fields.write(kConcentrationTime);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double mean = sum(row, col) / (area(row, col) / cell_area);
        const double own = giandotti_time(area(row, col), double{length(row, col)},
                                          mean - double{elevation(row, col)}, least_height);
        time(row, col) = static_cast<float>(is_missing(own) ? own : std::max(own, shortest));
    });
}

}  // namespace

constinit const Model giandotti{
    .name = "giandotti",
    .summary = "time of concentration from area, length and mean height of the ground above",
    .source = "Giandotti (1934), Istituto Poligrafico dello Stato 8, 107-117",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 10,
    .nanoseconds_per_cell = 14,
};

}  // namespace hazone::models
