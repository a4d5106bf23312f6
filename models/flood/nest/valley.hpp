#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/grid.hpp"
#include "engine/core/raster.hpp"

// Where a flood of a drainage basin is to be computed in two dimensions, and where its water
// enters: see docs/decisions/0024. Nothing here depends on the number of threads.

namespace hazone::nest {

struct Rule {
    double threshold = 1;       // of the measure, reached or passed
    double least_area = 1e6;    // m2: channels above it are reaches of the nest
    double valley_height = 20;  // m above the channel
    Index margin = 5;           // cells around the valley
};

/// All of one extent.
struct Ground {
    View<const std::int32_t> basin;
    View<const std::uint8_t> direction;
    View<const std::uint8_t> stream;
    View<const double> area;    // m2
    View<const float> height;   // above drainage, m
    View<const float> measure;  // threat, or unit peak discharge
};

/// Water which comes to a cell of the reach from outside of it.
struct Inflow {
    Cell into;
    std::vector<Cell> donors;  // cells whose discharge enters, in the order of the neighbours
};

enum class Verdict { below, passes, unknown };

/// A basin with a reach: its cells with a channel of the least area at least.
struct Basin {
    std::int32_t number = 0;
    Verdict verdict = Verdict::below;
    double worst = 0;         // highest known measure on the reach
    Index unknown = 0;        // cells of the reach whose measure is missing
    std::vector<Cell> reach;  // downstream: by growing area, equals row by row
    // Of a basin that passes:
    std::vector<Inflow> inflows;  // in the order of the reach
    Window window;
};

struct Choice {
    std::vector<Basin> basins;    // by number
    Raster<std::int32_t> valley;  // number of the basin in whose valley the cell lies, else 0
};

/// A basin passes where one cell of its reach does. One where none does but some are not known is
/// unknown, never below.
Choice choose(const Ground& ground, const Rule& rule);

/// The bed of a window for a solver which lets water through the four sides of a cell alone: where
/// a stream flows across a corner, the lower of the two cells beside it is lowered to the bed from
/// which the stream comes. `part` has the extent of the window, and missing cells stay missing.
void connected_bed(View<const float> bed,
                   View<const std::uint8_t> direction,
                   View<const std::uint8_t> stream,
                   Window window,
                   View<float> part);

/// Slope of the stream from the end of the reach to where it leaves the window, m/m.
double slope_of_way_out(const Basin& basin,
                        View<const float> bed,
                        View<const std::uint8_t> direction,
                        double cell_size);

/// Area of the reach over that which drains to it, both in cells' areas: the share of its own rain.
double own_share(const Basin& basin, View<const double> area, double cell_area);

/// Ground of a landslide where it first meets a channel, m3.
struct Slide {
    Cell cell;
    double volume = 0;
};

/// One per label of `source`: at its stream cell with the smallest contributing area (equals row by
/// row), with the largest volume met on streams. Slides which meet no stream are left out.
std::vector<Slide> slides_at_streams(View<const std::int32_t> source,
                                     View<const float> volume,
                                     View<const std::uint8_t> stream,
                                     View<const double> area);

struct Bulking {
    std::vector<double> factors;  // of the hydrographs, 1 and above
    double carried = 0;           // ground which the flood carries, m3
    double left = 0;              // ground for which there is not enough water, m3
};

/// Q_b = Q (1 + V_s / V_w), V_s / (V_s + V_w) at most `most_concentration`; what one hydrograph
/// cannot carry goes on to the next one downstream. `water`: m3 of each inflow.
Bulking bulk(const Basin& basin,
             View<const std::uint8_t> direction,
             const std::vector<Slide>& slides,
             const std::vector<double>& water,
             double most_concentration);

}  // namespace hazone::nest
