#include "models/flood/routing/catchment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/fast_math.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/d8.hpp"
#include "models/flood/routing/kinematic_cell.hpp"

namespace hazone::models {
namespace {

using Directions = View<const std::uint8_t>;

/// A channel does not end on a hillslope: 1 for all cells below a channel cell, too.
Raster<std::uint8_t> continued_channels(Directions direction, Directions channel) {
    Raster<std::uint8_t> continued(channel.extent());
    for_each_cell(channel.extent(), [&](Index row, Index col) {
        continued(row, col) = static_cast<std::uint8_t>(channel(row, col) == 1);
    });
    for (Index row = 0; row < channel.rows(); ++row) {
        for (Index col = 0; col < channel.cols(); ++col) {
            Cell cell{row, col};
            while (channel(row, col) == 1 && flow_on(direction, cell) &&
                   continued(cell.row, cell.col) == 0) {
                continued(cell.row, cell.col) = 1;
            }
        }
    }
    return continued;
}

/// The directions of the cells which are (1) or are not (0) channels, kNoDirection elsewhere.
Raster<std::uint8_t> directions_of(Directions direction,
                                   const Raster<std::uint8_t>& channel,
                                   std::uint8_t kind) {
    Raster<std::uint8_t> own(direction.extent());
    for_each_cell(direction.extent(), [&](Index row, Index col) {
        own(row, col) = channel(row, col) == kind ? direction(row, col) : kNoDirection;
    });
    return own;
}

/// Length of the way through a cell, m.
double reach_length(std::uint8_t code, double cell_size) {
    return cell_size * (std::has_single_bit(code) ? step_length(neighbour_of(code)) : 1.0);
}

/// Channels are few, and their chunks small, so that there are some for each thread.
Index channel_chunk(Directions direction) {
    const Index known = count_cells(direction.extent(), [=](Index row, Index col) {
        return direction(row, col) != kNoDirection;
    });
    return std::clamp<Index>(known / 32, 256, RoutingNetwork::kChunkCells);
}

/// Channel places are worked on in ranges of this size.
constexpr Index kRange = 4096;
std::size_t blocks_of(Index places) {
    return static_cast<std::size_t>((places + kRange - 1) / kRange);
}
template <class Body>
void for_each_range(Index places, Body body) {
    for_each_block(static_cast<Index>(blocks_of(places)), [&](Index block) {
        body(block, block * kRange, std::min(places, (block + 1) * kRange));
    });
}

double fall(Directions direction, View<const float> elevation, double cell_size, Cell cell) {
    Cell next = cell;
    if (!flow_on(direction, next)) {
        return kMissing;
    }
    return (double{elevation(cell)} - double{elevation(next)}) /
           reach_length(direction(cell), cell_size);
}

/// The least fall with which a neighbour drains into the cell: that of the valley, whose sides are
/// steeper. 0 where none does.
double gentlest_donor(Directions direction,
                      View<const float> elevation,
                      double cell_size,
                      Cell cell) {
    double least = std::numeric_limits<double>::infinity();
    for (int k = 0; k < kNeighbours; ++k) {
        const Cell donor = neighbour(cell, k);
        if (direction.extent().contains(donor.row, donor.col) &&
            direction(donor) == direction_code(opposite(k))) {
            least = std::min(least, fall(direction, elevation, cell_size, donor));
        }
    }
    return std::isfinite(least) ? least : 0.0;
}

}  // namespace

void reach_slope(View<const std::uint8_t> direction,
                 View<const float> elevation,
                 double cell_size,
                 double least,
                 View<float> slope) {
    for_each_cell(direction.extent(), [=](Index row, Index col) {
        const Cell cell{row, col};
        if (direction(cell) == kNoDirection || is_missing(elevation(cell))) {
            slope(cell) = kMissing;
            return;
        }
        double own = fall(direction, elevation, cell_size, cell);
        if (is_missing(own)) {
            own = gentlest_donor(direction, elevation, cell_size, cell);
        }
        slope(cell) = static_cast<float>(std::max(own, least));
    });
}

Catchment::Catchment(const CatchmentGround& ground)
    : cell_area_(ground.cell_size * ground.cell_size), side_slope_(ground.side_slope) {
    const auto channel = continued_channels(ground.direction, ground.channel);
    slopes_ = RoutingNetwork(directions_of(ground.direction, channel, 0));
    const auto channels = directions_of(ground.direction, channel, 1);
    channels_ = RoutingNetwork(channels, channel_chunk(channels));
    set_reaches(ground);
    join_hillslopes();
}

Index Catchment::cell(Index place) const {
    return place < slopes_.size()
               ? slopes_.cells()[static_cast<std::size_t>(place)]
               : channels_.cells()[static_cast<std::size_t>(place - slopes_.size())];
}

std::vector<std::pair<Index, Index>> Catchment::ranges() const {
    std::vector<std::pair<Index, Index>> ranges;
    const auto add = [&](const RoutingNetwork& network, Index from) {
        for (const auto& chunk : network.chunks()) {
            ranges.emplace_back(from + chunk.first, from + chunk.last);
        }
        for (Index first = network.trunk_first(); first < network.size();
             first += RoutingNetwork::kChunkCells) {
            ranges.emplace_back(
                from + first, from + std::min(first + RoutingNetwork::kChunkCells, network.size()));
        }
    };
    add(slopes_, 0);
    add(channels_, slopes_.size());
    return ranges;
}

void Catchment::set_reaches(const CatchmentGround& ground) {
    const Index cols = ground.direction.cols();
    slope_factor_.resize(static_cast<std::size_t>(slopes_.size() + kWaveLanes));
    for_each_block((slopes_.size() + 65535) / 65536, [&](Index block) {
        const Index last = std::min(slopes_.size(), (block + 1) * 65536);
        for (Index place = block * 65536; place < last; ++place) {
            const Cell at{cell(place) / cols, cell(place) % cols};
            const double length = reach_length(ground.direction(at), ground.cell_size);
            slope_factor_[static_cast<std::size_t>(place)] = static_cast<float>(storage_factor(
                length, ground.roughness(at), ground.slope(at), cell_area_ / length));
        }
    });
    for (const Index number : channels_.cells()) {
        const Cell at{number / cols, number % cols};
        const double length = reach_length(ground.direction(at), ground.cell_size);
        const double width = ground.width(at);
        const double beta = storage_factor(length, ground.roughness(at), ground.slope(at), width);
        reaches_.push_back({beta, length, width, ground.slope(at), side_slope_});
        channel_factor_.push_back(static_cast<float>(beta));
        banks_of_volume_.push_back(2 / (length * width * width));
        celerity_factor_.push_back(static_cast<float>(std::pow(beta, -5.0 / 3)));
    }
    banked_factor_ = channel_factor_;
    banked_factor_.resize(channel_factor_.size() + kWaveLanes);
}

void Catchment::join_hillslopes() {
    std::vector<std::pair<Index, Index>> place_of;  // cell, channel place
    for (Index place = 0; place < channels_.size(); ++place) {
        place_of.emplace_back(channels_.cells()[static_cast<std::size_t>(place)], place);
    }
    std::sort(place_of.begin(), place_of.end());
    std::vector<std::pair<Index, Index>> joins;
    for (std::size_t number = 0; number < slopes_.exits().size(); ++number) {
        const auto& exit = slopes_.exits()[number];
        const auto found =
            std::lower_bound(place_of.begin(), place_of.end(), std::pair(exit.receiver, Index{0}));
        if (!exit.inside && found != place_of.end() && found->first == exit.receiver) {
            joins.emplace_back(found->second, static_cast<Index>(number));
        } else if (!exit.inside) {
            slope_outlets_.push_back(static_cast<Index>(number));
        }
    }
    for (std::size_t number = 0; number < channels_.exits().size(); ++number) {
        if (!channels_.exits()[number].inside) {
            channel_outlets_.push_back(static_cast<Index>(number));
        }
    }
    std::sort(joins.begin(), joins.end());
    first_join_.assign(place_of.size() + 1, 0);
    for (const auto& [place, exit] : joins) {
        ++first_join_[static_cast<std::size_t>(place) + 1];
        joins_.push_back(exit);
    }
    std::partial_sum(first_join_.begin(), first_join_.end(), first_join_.begin());
    channel_supply_.resize(place_of.size());
}

void Catchment::hold_back(Index place) {
    // So wide a channel has no banks that matter.
    constexpr double kNoBanks = 1e12;  // m
    const auto own = static_cast<std::size_t>(place);
    reaches_[own].storage_factor = double{kHoldsAll};
    reaches_[own].width = kNoBanks;
    channel_factor_[own] = kHoldsAll;
    banks_of_volume_[own] = 0;
    banked_factor_[own] = kHoldsAll;
    celerity_factor_[own] = 0;
}

void Catchment::set_pools(std::vector<std::pair<Index, LevelPool>> pools) {
    for (auto& [place, pool] : pools) {
        place -= first_channel();
        hold_back(place);
    }
    pools_ = Pools(std::move(pools));
}

void Catchment::set_sections(std::vector<SectionTable> tables, std::vector<SectionReach> reaches) {
    for (SectionReach& reach : reaches) {
        reach.place -= first_channel();
        const MuskingumReach& own = reaches_[static_cast<std::size_t>(reach.place)];
        reach.length = own.length;
        reach.slope = own.slope;
        hold_back(reach.place);
    }
    sections_ = Sections(std::move(tables), std::move(reaches));
}

Index Catchment::section_at(Index place) const {
    return place < first_channel() || sections_.count() == 0
               ? RoutingNetwork::kNone
               : sections_.at(place - first_channel());
}

void Catchment::set_bank_factors(Index first, Index last, const double* volume) {
    const float* bed = channel_factor_.data();
    float* banked = banked_factor_.data();
    const auto with_banks = [](float beta, float perimeter_over_bed) {
        return beta * fast_exp_of_normal(0.4F * fast_log_of_normal(perimeter_over_bed));
    };
    if (side_slope_ > 0) {
        const MuskingumReach* reach = reaches_.data();
        const double slant = 2 * std::sqrt(1 + side_slope_ * side_slope_);
        for (Index place = first; place < last; ++place) {
            const double width = reach[place].width;
            const double depth =
                trapezoid_depth(volume[place] / reach[place].length, width, side_slope_);
            banked[place] = with_banks(bed[place], 1 + static_cast<float>(slant * depth / width));
        }
        return;
    }
    const double* banks_of = banks_of_volume_.data();
    for (Index place = first; place < last; ++place) {
        const auto banks = static_cast<float>(banks_of[place] * volume[place]);
        banked[place] = with_banks(bed[place], 1 + banks);
    }
}

double Catchment::courant(double length, const double* volume) const {
    std::vector<float> largest(blocks_of(channels_.size()), 0.0F);
    for_each_range(channels_.size(), [&](Index block, Index first, Index last) {
        float most = 0;
        for (Index place = first; place < last; ++place) {
            const auto held = static_cast<float>(volume[place]);
            const float power =
                fast_exp_of_normal(2.0F / 3 * fast_log_of_normal(std::max(held, 1e-20F)));
            const float celerity = power * celerity_factor_[static_cast<std::size_t>(place)];
            most = held > 1e-20F && celerity > most ? celerity : most;
        }
        largest[static_cast<std::size_t>(block)] = most;
    });
    const float most = largest.empty() ? 0 : *std::max_element(largest.begin(), largest.end());
    double number = double{most} * length * 5 / 3;
    for (Index section = 0; section < sections_.count(); ++section) {
        number =
            std::max(number, sections_.courant(section, length, volume[sections_.place(section)]));
    }
    return number;
}

double Catchment::supply_hillslopes(const Excess& excess,
                                    const WaveStep& step,
                                    const WaveCells& cells) {
    // One sum per chunk, and one for the trunk, which comes last.
    std::vector<double> sums(slopes_.chunks().size() + 1, 0.0);
    const auto chunk_of = [&](Index first) {
        const auto& chunks = slopes_.chunks();
        return static_cast<std::size_t>(
            std::lower_bound(chunks.begin(), chunks.end(), first,
                             [](const auto& chunk, Index place) { return chunk.first < place; }) -
            chunks.begin());
    };
    route(
        slopes_, cells, step,
        [&](Index first, Index last, double* supply) {
            excess(first, last, supply);
            double sum = 0;
            for (Index i = 0; i < last - first; ++i) {
                supply[i] *= cell_area_;
                sum += supply[i];
            }
            sums[first == slopes_.trunk_first() ? sums.size() - 1 : chunk_of(first)] = sum;
        },
        slope_leaving_);
    return step.length * std::accumulate(sums.begin(), sums.end(), 0.0);
}

double Catchment::supply_channels(const Excess& excess) {
    std::vector<double> rain(blocks_of(channels_.size()), 0.0);
    for_each_range(channels_.size(), [&](Index block, Index first, Index last) {
        excess(slopes_.size() + first, slopes_.size() + last, channel_supply_.data() + first);
        double sum = 0;
        for (auto place = static_cast<std::size_t>(first); place < static_cast<std::size_t>(last);
             ++place) {
            double supply = cell_area_ * channel_supply_[place];
            sum += supply;
            for (Index join = first_join_[place]; join < first_join_[place + 1]; ++join) {
                const Index exit = joins_[static_cast<std::size_t>(join)];
                supply += slope_leaving_.mean[static_cast<std::size_t>(exit)];
            }
            channel_supply_[place] = supply;
        }
        rain[static_cast<std::size_t>(block)] = sum;
    });
    return std::accumulate(rain.begin(), rain.end(), 0.0);
}

namespace {

/// What leaves through these exits, m3/s.
double outflow(const std::vector<Index>& outlets, const double* leaving) {
    double sum = 0;
    for (const Index exit : outlets) {
        sum += leaving[exit];
    }
    return sum;
}

}  // namespace

double Catchment::route_channels(const WaveStep& steps,
                                 ChannelMethod method,
                                 const WaveCells& cells) {
    double left = 0;
    if (method == ChannelMethod::muskingum) {
        for (int number = 0; number < steps.count; ++number) {
            for_each_range(channels_.size(), [&](Index /*block*/, Index first, Index last) {
                set_bank_factors(first, last, cells.volume);
            });
            route_muskingum(channels_, reaches_, cells, steps.number(number),
                            channel_supply_.data(), channel_leaving_.mean);
            left += outflow(channel_outlets_, channel_leaving_.mean.data());
        }
        return steps.length * left;
    }
    route(
        channels_, cells, steps,
        [&](Index first, Index last, double* supply) {
            set_bank_factors(first, last, cells.volume);
            std::copy(channel_supply_.begin() + first, channel_supply_.begin() + last, supply);
        },
        channel_leaving_);
    const std::size_t exits = channels_.exits().size();
    for (std::size_t number = 0; number < static_cast<std::size_t>(steps.count); ++number) {
        left += outflow(channel_outlets_, channel_leaving_.mean.data() + number * exits);
    }
    return steps.length * left;
}

WaveCells Catchment::slope_cells(const RoutingRule& rule, const CatchmentState& state) const {
    return {.storage_factor = slope_factor_.data(),
            .volume = state.volume,
            .peak_discharge = state.peak_discharge,
            .peak_time = state.peak_time,
            .outflow = state.outflow,
            .scheme = rule.scheme};
}

WaveCells Catchment::channel_cells(const RoutingRule& rule, const CatchmentState& state) const {
    const Index first = slopes_.size();
    float* const outflow = state.outflow != nullptr ? state.outflow : state.channel_outflow;
    return {.storage_factor = banked_factor_.data(),
            .volume = state.volume + first,
            .peak_discharge = state.peak_discharge + first,
            .peak_time = state.peak_time + first,
            .outflow = outflow == nullptr ? nullptr : outflow + first,
            .pools = pools_.count() > 0 ? &pools_ : nullptr,
            .pool_storage = state.pool_storage,
            .sections = sections_.count() > 0 ? &sections_ : nullptr,
            .scheme = rule.scheme};
}

StepVolumes Catchment::advance(double length,
                               double end,
                               const Excess& excess,
                               const RoutingRule& rule,
                               const CatchmentState& state) {
    StepVolumes volumes;
    volumes.supplied = supply_hillslopes(excess, {length, end}, slope_cells(rule, state));
    volumes.supplied += length * supply_channels(excess);
    volumes.left = length * outflow(slope_outlets_, slope_leaving_.mean.data());
    const WaveCells channels = channel_cells(rule, state);
    const double parts = std::ceil(courant(length, channels.volume) / rule.most_courant);
    volumes.sub_steps = static_cast<int>(std::clamp(parts, 1.0, double(rule.most_sub_steps)));
    const double part = length / volumes.sub_steps;
    volumes.left +=
        route_channels({part, end - length + part, volumes.sub_steps}, rule.channels, channels);
    return volumes;
}

const float* Catchment::kept_outflow(Index place, const CatchmentState& state) const {
    if (state.outflow != nullptr) {
        return state.outflow + place;
    }
    const bool kept = state.channel_outflow != nullptr && place >= slopes_.size();
    return kept ? state.channel_outflow + place : nullptr;
}

double Catchment::held_as_at_outlet(Index place, const CatchmentState& state) const {
    const double volume = state.volume[place];
    const float* const outflow = kept_outflow(place, state);
    if (outflow == nullptr || is_missing(volume)) {
        return volume;
    }
    const double factor =
        place < slopes_.size()
            ? double{slope_factor_[static_cast<std::size_t>(place)]}
            : double{banked_factor_[static_cast<std::size_t>(place - slopes_.size())]};
    return factor * std::pow(double{*outflow}, 0.6);
}

double Catchment::bed(Index place, double ground) const {
    const Index section = section_at(place);
    return section == RoutingNetwork::kNone ? ground : sections_.reach(section).bed;
}

double Catchment::depth(Index place, const CatchmentState& state) const {
    const Index section = section_at(place);
    if (section != RoutingNetwork::kNone) {
        return sections_.depth(section, discharge(place, state));
    }
    const double volume = held_as_at_outlet(place, state);
    if (place < slopes_.size()) {
        return volume / cell_area_;
    }
    const MuskingumReach& reach = reaches_[static_cast<std::size_t>(place - slopes_.size())];
    return trapezoid_depth(volume / reach.length, reach.width, side_slope_);
}

double Catchment::discharge(Index place, const CatchmentState& state) const {
    const double volume = state.volume[place];
    const float* const outflow = kept_outflow(place, state);
    if (outflow != nullptr) {
        return is_missing(volume) ? volume : double{*outflow};
    }
    if (place < slopes_.size()) {
        return discharge_of_volume(volume, slope_factor_[static_cast<std::size_t>(place)]);
    }
    const Index section = section_at(place);
    if (section != RoutingNetwork::kNone) {
        return sections_.discharge(section, volume);
    }
    const auto channel = static_cast<std::size_t>(place - slopes_.size());
    return discharge_of_volume(
        volume, channel_factor_[channel] *
                    bank_factor(depth(place, state), reaches_[channel].width, side_slope_));
}

}  // namespace hazone::models
