// Width of the valley along streams, and how many channels wide it is.
//   W_v: length of the shortest straight line through the stream cell whose two ends are the first
//        ground `height` above the stream (valley_width.hpp);
//   ratio = W_v / w,  w the width of the channel.
// That a valley is measured across, at every cell of the stream, between the ground which rises a
// height above the channel: Clubb, Weir & Mudd (2022), Earth Surface Dynamics 10, 437-456,
// https://doi.org/10.5194/esurf-10-437-2022. They lay the line at right angles to a centreline and
// ask for gentle ground besides; hazone has no centreline, takes the shortest line, which in a
// straight valley is the one at right angles, does not turn up side valleys, and asks for the
// height alone: the walls of a V count as far as they are below it.
// Ratio: Nagel, Buffington, Parkes, Wenger & Goode (2014), A landscape scale valley confinement
// algorithm, USDA Forest Service General Technical Report RMRS-GTR-321, found a median of about 2
// channel widths in confined and about 10 in unconfined valleys. They flood a valley to a multiple
// of the depth of the channel: at one height for all streams the ratio of a small stream in a V is
// higher, and only streams of like size compare.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/valley_width.hpp"
#include "models/flood/routing/channel_width.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFilledElevation, kStreamNetwork, kContributingArea};
constexpr FieldSpec kUses[] = {kChannelWidth};
constexpr FieldSpec kMakes[] = {kValleyWidth, kValleyConfinementRatio};

constexpr ParamSpec kHeight{.name = "height",
                            .unit = Unit::metre,
                            .fallback = 10,
                            .lowest = 0.1,
                            .highest = 500,
                            .meaning = "height above the stream at which the valley is measured"};
constexpr ParamSpec kWidest{.name = "widest",
                            .unit = Unit::metre,
                            .fallback = 3000,
                            .lowest = 10,
                            .highest = 50000,
                            .meaning = "a wider valley has this width"};
constexpr ParamSpec kParams[] = {kHeight, kWidest, kWidthOf1Km2, kWidthExponent};

constexpr Index kBandRows = 16;  // rows of one piece of work: streams are uneven

ValleySpec spec_of(const Params& params, const Grid& grid) {
    return {.height = params[kHeight], .widest = params[kWidest], .cell_size = grid.cell_size};
}

void run(const Params& params, FieldSet& fields) {
    const ValleyRuler ruler(spec_of(params, fields.grid()));
    const ChannelWidths channels(params, fields);
    const auto elevation = fields.read(kFilledElevation);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto area = fields.read<double>(kContributingArea);
    const auto width = fields.write(kValleyWidth);
    const auto ratio = fields.write(kValleyConfinementRatio);
    const Extent extent = fields.extent();
    for_each_block((extent.rows + kBandRows - 1) / kBandRows, [&](Index band) {
        const Index end = std::min(extent.rows, (band + 1) * kBandRows);
        for (Index row = band * kBandRows; row < end; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                const bool known = stream(row, col) == 1 && !is_missing(area(row, col));
                const double across = known ? ruler.width(elevation, {row, col}) : double{kMissing};
                width(row, col) = static_cast<float>(across);
                ratio(row, col) =
                    known ? static_cast<float>(across / channels.at({row, col})) : kMissing;
            }
        }
    });
}

/// Cells with a width, and those of them whose valley is narrower than two cells.
void survey(const FieldSet& fields, Window cells, std::vector<double>& sums) {
    sums.resize(2);
    const auto width = fields.read(kValleyWidth).window(cells.from, cells.extent);
    const auto narrow = static_cast<float>(2 * fields.grid().cell_size);
    sums[0] += static_cast<double>(count_cells(
        cells.extent, [=](Index row, Index col) { return !is_missing(width(row, col)); }));
    sums[1] += static_cast<double>(
        count_cells(cells.extent, [=](Index row, Index col) { return width(row, col) < narrow; }));
}

std::string conclude(const std::vector<double>& sums) {
    return sums[1] == 0 ? ""
                        : fmt::format(
                              "valley_width: at {:.0f} of {:.0f} stream cells the valley is "
                              "narrower than two cells, and its width interpolated",
                              sums[1], sums[0]);
}

Index halo(const Params& params, const Grid& grid) {
    return ValleyRuler(spec_of(params, grid)).reach();
}

}  // namespace

constinit const Model valley_confinement{
    .name = "valley_confinement",
    .summary = "width of the valley at a height above the stream, and over that of the channel",
    .source =
        "Clubb et al. (2022), doi:10.5194/esurf-10-437-2022; Nagel et al. (2014), USDA Forest "
        "Service RMRS-GTR-321; channel width: Bieger et al. (2015), doi:10.1111/jawr.12282",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 33,
    .halo = halo,
    .uses = kUses,
    .survey = survey,
    .conclude = conclude,
};

}  // namespace hazone::models
