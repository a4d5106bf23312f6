#include "models/flood/inundation/flood_channels.hpp"

#include <bit>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::models {
namespace {

using inundation::ChannelCell;
using inundation::Edges;
using inundation::Side;

// Of the model itself: what holds for its cells holds for channels.
constexpr ParamSpec kChannelCourant{.name = "courant"};
constexpr ParamSpec kChannelFroude{.name = "highest_froude"};

/// The rule which water meets beyond the ground, ChannelCell::kNone for ground.
Index rule_beyond(Cell beyond, const FloodGround& ground, const Edges& edges) {
    const Extent extent = ground.bed.extent();
    if (extent.contains(beyond.row, beyond.col)) {
        return is_missing(ground.bed(beyond.row, beyond.col))
                   ? Index{ground.at_missing(beyond.row, beyond.col)}
                   : ChannelCell::kNone;
    }
    const bool across = beyond.row < 0 || beyond.row >= extent.rows;
    const Side side = across ? (beyond.row < 0 ? Side::north : Side::south)
                             : (beyond.col < 0 ? Side::west : Side::east);
    const Index along = across ? beyond.col : beyond.row;
    Index rule = 0;
    for (const inundation::EdgeStretch& stretch : edges.stretches) {
        const Index end = across ? extent.cols : extent.rows;
        const Index place = std::clamp<Index>(along, 0, end - 1);
        if (stretch.side == side && place >= stretch.begin && place < stretch.end) {
            rule = static_cast<Index>(stretch.rule);
        }
    }
    return rule;
}

/// Sets the rule of a channel which leads to no other, and through which side it leaves: in its
/// direction; at an outlet without one, by the first neighbour beyond the ground through which
/// water may leave.
void set_outlet(std::uint8_t code,
                const FloodGround& ground,
                const Edges& edges,
                ChannelCell& channel) {
    if (std::has_single_bit(code)) {
        channel.rule = rule_beyond(neighbour(channel.cell, channel.direction), ground, edges);
        return;
    }
    for (const int number : kStraightFirst) {
        const Index rule = rule_beyond(neighbour(channel.cell, number), ground, edges);
        if (rule != ChannelCell::kNone &&
            edges.rules[static_cast<std::size_t>(rule)].kind != inundation::EdgeKind::wall) {
            channel.rule = rule;
            channel.direction = number;
            return;
        }
    }
}

std::vector<ChannelCell> list_channels(const Params& params,
                                       const FieldSet& fields,
                                       const FloodGround& ground) {
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto area = fields.read<double>(kContributingArea);
    const ChannelWidths widths(params, fields);
    const double depth = params[kBankDepthOf1Km2];
    const double exponent = params[kBankDepthExponent];
    std::vector<ChannelCell> channels;
    for (Index row = 0; row < stream.rows(); ++row) {
        for (Index col = 0; col < stream.cols(); ++col) {
            const double bed = ground.bed(row, col);
            if (stream(row, col) != 1 || is_missing(bed) || is_missing(area(row, col))) {
                continue;
            }
            ChannelCell channel{.cell = {row, col}, .ground = bed};
            channel.bed = bed - depth * std::pow(1e-6 * area(row, col), exponent);
            channel.width = std::min(widths.at({row, col}), fields.grid().cell_size);
            channels.push_back(channel);
        }
    }
    return channels;
}

Index number_of(Cell cell, const std::vector<ChannelCell>& channels) {
    const auto before = [](const ChannelCell& channel, Cell place) {
        return channel.cell.row < place.row ||
               (channel.cell.row == place.row && channel.cell.col < place.col);
    };
    const auto found = std::lower_bound(channels.begin(), channels.end(), cell, before);
    return found != channels.end() && found->cell == cell ? found - channels.begin()
                                                          : ChannelCell::kNone;
}

void link_channels(const FieldSet& fields,
                   const FloodGround& ground,
                   const Edges& edges,
                   std::vector<ChannelCell>& channels) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const double size = fields.grid().cell_size;
    for (ChannelCell& channel : channels) {
        const std::uint8_t code = direction(channel.cell);
        channel.length = size;
        if (std::has_single_bit(code)) {
            channel.direction = neighbour_of(code);
            channel.length = size * step_length(channel.direction);
            channel.to = number_of(neighbour(channel.cell, channel.direction), channels);
        }
        if (channel.to == ChannelCell::kNone) {
            set_outlet(code, ground, edges, channel);
        }
    }
}

/// Numbers of the channels, each after those which flow into it.
std::vector<std::size_t> downstream_order(const std::vector<ChannelCell>& channels) {
    std::vector<Index> waiting(channels.size());
    for (const ChannelCell& channel : channels) {
        if (channel.to != ChannelCell::kNone) {
            ++waiting[static_cast<std::size_t>(channel.to)];
        }
    }
    std::vector<std::size_t> order;
    for (std::size_t number = 0; number < channels.size(); ++number) {
        if (waiting[number] == 0) {
            order.push_back(number);
        }
    }
    for (std::size_t place = 0; place < order.size(); ++place) {
        const Index to = channels[order[place]].to;
        if (to != ChannelCell::kNone && --waiting[static_cast<std::size_t>(to)] == 0) {
            order.push_back(static_cast<std::size_t>(to));
        }
    }
    return order;
}

/// What became of the beds.
struct Cut {
    Index cells = 0;
    double deepest = 0;  // m
};

/// Lowers beds so that none rises downstream, and gives each outlet the slope by which its widest
/// tributary comes to it.
Cut shape_beds(double least_slope, std::vector<ChannelCell>& channels) {
    std::vector<double> widest(channels.size());
    std::vector<double> lowered(channels.size());
    Cut cut;
    for (const std::size_t number : downstream_order(channels)) {
        ChannelCell& own = channels[number];
        own.slope = std::max(own.slope, least_slope);
        if (own.to == ChannelCell::kNone) {
            continue;
        }
        const auto to = static_cast<std::size_t>(own.to);
        ChannelCell& next = channels[to];
        const double rise = next.bed - own.bed;
        if (rise > 0) {
            next.bed = own.bed;
            cut.cells += lowered[to] > 0 ? 0 : 1;
            lowered[to] += rise;
            cut.deepest = std::max(cut.deepest, lowered[to]);
        }
        if (own.width > widest[to]) {
            widest[to] = own.width;
            next.slope = (own.bed - next.bed) / own.length;
        }
    }
    return cut;
}

void fill_at_first(const FieldSet& fields, const FloodGround& ground, inundation::ChannelRun& run) {
    const bool level = fields.has(kInitialWaterLevel);
    for (std::size_t number = 0; number < run.cells().size(); ++number) {
        const ChannelCell& own = run.cells()[number];
        const double depth = ground.depth(own.cell.row, own.cell.col);
        const double low =
            level ? double{fields.read(kInitialWaterLevel)(own.cell)} : double{kMissing};
        if (depth > 0 || !is_missing(low)) {
            run.fill_to(static_cast<Index>(number), depth > 0 ? own.ground : low);
        }
    }
}

}  // namespace

void check_channels(std::string_view model, const Params& params, const HasField& has) {
    if (!wants_channels(params)) {
        return;
    }
    Problems problems;
    for (const FieldSpec* need : {&kStreamNetwork, &kFlowDirection, &kContributingArea}) {
        if (!has(*need)) {
            problems.add(fmt::format(
                "{0}.channels = subgrid: {1} ({2}) is missing; give it under [inputs], or set "
                "{0}.channels to none",
                model, need->name, need->meaning));
        }
    }
    if (params[kBankDepthOf1Km2] <= 0) {
        problems.add(fmt::format(
            "{0}.depth_of_1_km2 = {1} m: with {0}.channels = subgrid it must be over 0 and at most "
            "{2} m, since depths of banks differ from region to region; set it, and "
            "{0}.depth_exponent",
            model, params[kBankDepthOf1Km2], kBankDepthOf1Km2.highest));
    }
    problems.raise();
}

FloodChannels channels_of(std::string_view model,
                          const Params& params,
                          const FieldSet& fields,
                          const FloodGround& ground,
                          const Edges& edges) {
    check_channels(model, params, among(fields));
    std::vector<ChannelCell> channels = list_channels(params, fields, ground);
    if (channels.empty()) {
        throw InputError(fmt::format(
            "{0}.channels = subgrid: stream_network has no stream cell with ground; lower the "
            "threshold of the streams, or set {0}.channels to none",
            model));
    }
    link_channels(fields, ground, edges, channels);
    const Cut cut = shape_beds(params[kLeastReachSlope], channels);
    std::string note = fmt::format(
        "{}: {} cells have a channel; the bed of {} was lowered where it would rise downstream, by "
        "{:.3g} m at most",
        model, channels.size(), cut.cells, cut.deepest);
    const inundation::ChannelRules rules{.roughness = params[kBedRoughness],
                                         .courant = params[kChannelCourant],
                                         .highest_froude = params[kChannelFroude],
                                         .single = params[kPrecision] == 0};
    auto run = std::make_unique<inundation::ChannelRun>(std::move(channels),
                                                        fields.grid().cell_size, rules);
    fill_at_first(fields, ground, *run);
    return {std::move(run), std::move(note)};
}

}  // namespace hazone::models
