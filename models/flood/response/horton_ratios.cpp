#include "models/flood/response/horton_ratios.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/network/link_paths.hpp"

namespace hazone::models {
namespace {

/// What is known of a link when all links above it were seen.
struct LinkState {
    std::vector<OrderStreams> closed;  // streams of lower orders which end above it
    double length = 0;                 // m, of its stream above its first cell
    Index waiting = 0;                 // links above which were not seen yet
};

class LinkTree {
public:
    LinkTree(const StreamGround& ground, const std::vector<Cell>& outlets)
        : ground_(ground),
          paths_(ground.direction, ground.order),
          states_(static_cast<std::size_t>(paths_.count()) + 1),
          above_(outlets.size()) {
        for (std::size_t own = 0; own < outlets.size(); ++own) {
            outlets_of_[key(outlets[own])].push_back(own);
        }
        for (std::int32_t link = 1; link <= paths_.count(); ++link) {
            if (paths_.downstream(link) != 0) {
                ++state(paths_.downstream(link)).waiting;
            }
        }
        std::vector<std::int32_t> ready;
        for (std::int32_t link = 1; link <= paths_.count(); ++link) {
            if (state(link).waiting == 0) {
                ready.push_back(link);
            }
        }
        while (!ready.empty()) {
            const std::int32_t link = ready.back();
            ready.pop_back();
            pass(link);
            const std::int32_t below = paths_.downstream(link);
            if (below != 0 && --state(below).waiting == 0) {
                ready.push_back(below);
            }
        }
    }

    std::vector<std::vector<OrderStreams>> above() && { return std::move(above_); }

private:
    LinkState& state(std::int32_t link) { return states_[static_cast<std::size_t>(link)]; }
    Index key(Cell cell) const { return cell.row * ground_.order.cols() + cell.col; }
    double step_from(Cell cell) const {
        return ground_.cell_size * step_length(neighbour_of(ground_.direction(cell)));
    }

    /// Walks down the link: answers for the outlets on it, and hands its streams on.
    void pass(std::int32_t link) {
        LinkState& own = state(link);
        const auto cells = paths_.cells(link);
        double length = own.length;
        for (std::size_t place = 0; place < cells.size(); ++place) {
            length += place > 0 ? step_from(cells[place - 1]) : 0.0;
            const auto found = outlets_of_.find(key(cells[place]));
            if (found != outlets_of_.end()) {
                for (const std::size_t outlet : found->second) {
                    above_[outlet] = own.closed;
                    close(cells[place], length, above_[outlet]);
                }
            }
        }
        const std::int32_t below = paths_.downstream(link);
        if (below != 0) {
            hand_on(cells.back(), length + step_from(cells.back()), own, below);
        }
        own.closed = {};
    }

    void hand_on(Cell last, double length, LinkState& own, std::int32_t below) {
        LinkState& next = state(below);
        if (ground_.order(paths_.cells(below).front()) == ground_.order(last)) {
            next.length = length;
        } else {
            close(last, length, own.closed);
        }
        add(own.closed, next.closed);
    }

    /// Adds the stream which ends in the cell.
    void close(Cell last, double length, std::vector<OrderStreams>& streams) const {
        const std::size_t order = ground_.order(last);
        streams.resize(std::max(streams.size(), order));
        streams[order - 1].count += 1;
        streams[order - 1].length += length;
        streams[order - 1].area += ground_.area(last);
    }

    static void add(const std::vector<OrderStreams>& more, std::vector<OrderStreams>& sum) {
        sum.resize(std::max(sum.size(), more.size()));
        for (std::size_t order = 0; order < more.size(); ++order) {
            sum[order].count += more[order].count;
            sum[order].length += more[order].length;
            sum[order].area += more[order].area;
        }
    }

    StreamGround ground_;
    LinkPaths paths_;
    std::vector<LinkState> states_;                                   // by link
    std::unordered_map<Index, std::vector<std::size_t>> outlets_of_;  // by cell
    std::vector<std::vector<OrderStreams>> above_;
};

/// Slope of the straight line through the logarithms of the values of orders 1, 2 ..
template <class Value>
double log_slope(std::span<const OrderStreams> orders, Value value) {
    const auto count = static_cast<double>(orders.size());
    const double mean_order = (count + 1) / 2;
    double products = 0;
    double squares = 0;
    for (std::size_t place = 0; place < orders.size(); ++place) {
        const double order = static_cast<double>(place + 1) - mean_order;
        products += order * std::log(value(orders[place]));
        squares += order * order;
    }
    return products / squares;
}

}  // namespace

std::vector<std::vector<OrderStreams>> streams_above(const StreamGround& ground,
                                                     const std::vector<Cell>& outlets) {
    return LinkTree(ground, outlets).above();
}

HortonRatios horton_ratios(std::span<const OrderStreams> orders) {
    // One order alone has a slope of 0 / 0, a stream without length an infinite logarithm.
    const auto ratio = [](double slope) {
        return std::isfinite(slope) ? std::exp(slope) : double{kMissing};
    };
    const auto number = [](const OrderStreams& streams) { return streams.count; };
    const auto length = [](const OrderStreams& streams) { return streams.length / streams.count; };
    const auto area = [](const OrderStreams& streams) { return streams.area / streams.count; };
    return {.bifurcation = ratio(-log_slope(orders, number)),
            .length = ratio(log_slope(orders, length)),
            .area = ratio(log_slope(orders, area))};
}

GeomorphologicPeak geomorphologic_peak(const HortonRatios& ratios, double length, double velocity) {
    constexpr double kKilometre = 1000;  // m
    constexpr double kHour = 3600;       // s
    const double scale = length / kKilometre / velocity;
    return {.rate = 1.31 * std::pow(ratios.length, 0.43) / scale / kHour,
            .time = kHour * 0.44 * scale * std::pow(ratios.bifurcation / ratios.area, 0.55) *
                    std::pow(ratios.length, -0.38)};
}

}  // namespace hazone::models
