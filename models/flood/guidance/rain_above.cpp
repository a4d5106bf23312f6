#include "models/flood/guidance/rain_above.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_order.hpp"
#include "models/flood/guidance/guidance.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"

namespace hazone::models {
namespace {

// Depths of rain, m: from 2 mm by a quarter each to more than 5 m.
constexpr int kDepths = 36;
double depth_number(int number) { return number == 0 ? 0.0 : 0.002 * std::pow(1.25, number - 1); }

/// A depth of rain and the mean runoff it brings from above a cell, m.
struct Response {
    double rain = 0;
    double runoff = 0;
};

/// Rain between two responses which brings the runoff. The fixed point is approached from below.
double rain_between(const Response& low, const Response& high, double runoff, double ratio) {
    const double first = retention_for_runoff(low.rain, low.runoff, ratio);
    const double last = retention_for_runoff(high.rain, high.runoff, ratio);
    const double per_rain = (last - first) / (high.rain - low.rain);
    double rain = low.rain;
    for (int turn = 0; turn < 12; ++turn) {
        const double retention = first + per_rain * (rain - low.rain);
        rain = std::clamp(rain_for_runoff(runoff, retention, ratio), rain, high.rain);
    }
    return rain;
}

/// The sums above every cell at two depths of rain, one after the other.
class Responses {
public:
    Responses(View<const std::uint8_t> direction, View<const float> retention, double ratio)
        : order_(direction),
          retention_(retention),
          ratio_(ratio),
          weight_(retention.extent(), 1.0F),
          count_(retention.extent()),
          low_(retention.extent(), 0.0),
          high_(retention.extent(), 0.0) {
        accumulate(order_, std::as_const(weight_).view(), count_.view());
    }

    void rise_to(double depth) {
        std::swap(low_, high_);
        low_depth_ = high_depth_;
        high_depth_ = depth;
        for_each_cell(weight_.extent(), [&](Index row, Index col) {
            weight_(row, col) =
                static_cast<float>(direct_runoff(depth, double{retention_(row, col)}, ratio_));
        });
        accumulate(order_, std::as_const(weight_).view(), high_.view());
    }

    Response low(Index row, Index col) const {
        return {low_depth_, low_(row, col) / count_(row, col)};
    }
    Response high(Index row, Index col) const {
        return {high_depth_, high_(row, col) / count_(row, col)};
    }

private:
    FlowOrder order_;
    View<const float> retention_;
    double ratio_;
    Raster<float> weight_;
    Raster<double> count_;
    Raster<double> low_;
    Raster<double> high_;
    double low_depth_ = 0;
    double high_depth_ = 0;
};

/// Rain of one cell where its runoff lies between the two responses; true where it still waits.
bool fill_between(
    const Response& low, const Response& high, double runoff, double ratio, float& rain) {
    if (is_missing(runoff) || !is_missing(rain)) {
        return false;
    }
    if (runoff < high.runoff) {
        rain = static_cast<float>(rain_between(low, high, runoff, ratio));
    }
    return runoff >= high.runoff;
}

/// The same of all cells; gives how many still wait for some rain.
Index fill_all(const Responses& responses, std::span<const RunoffAndRain> wanted, double ratio) {
    return count_cells(wanted.front().rain.extent(), [&](Index row, Index col) {
        const Response low = responses.low(row, col);
        const Response high = responses.high(row, col);
        bool waits = false;
        for (const RunoffAndRain& one : wanted) {
            const double runoff = one.runoff(row, col);
            waits = fill_between(low, high, runoff, ratio, one.rain(row, col)) || waits;
        }
        return waits;
    });
}

}  // namespace

double retention_for_runoff(double rain, double runoff, double initial_abstraction_ratio) {
    const double ratio = initial_abstraction_ratio;
    if (runoff <= 0) {
        return ratio > 0 ? rain / ratio : 0.0;
    }
    // ratio^2 S^2 - (2 ratio P + (1 - ratio) Q) S + P (P - Q) = 0; the smaller root, without
    // cancellation.
    const double half = ratio * rain + (1 - ratio) * runoff / 2;
    const double product = rain * (rain - runoff);
    const double root = std::sqrt(std::max(half * half - ratio * ratio * product, 0.0));
    return product / (half + root);
}

void rain_above_for_runoff(View<const std::uint8_t> direction,
                           View<const float> retention,
                           double initial_abstraction_ratio,
                           std::span<const RunoffAndRain> wanted) {
    for (const RunoffAndRain& one : wanted) {
        for_each_cell(one.rain.extent(),
                      [&](Index row, Index col) { one.rain(row, col) = kMissing; });
    }
    Responses responses(direction, retention, initial_abstraction_ratio);
    Index waiting = 1;
    for (int number = 1; number < kDepths && waiting > 0; ++number) {
        responses.rise_to(depth_number(number));
        waiting = fill_all(responses, wanted, initial_abstraction_ratio);
    }
    if (waiting == 0) {
        return;
    }
    // More runoff than any rain here brings: at the retention of the deepest.
    for (const RunoffAndRain& one : wanted) {
        for_each_cell(one.rain.extent(), [&](Index row, Index col) {
            const double runoff = one.runoff(row, col);
            const Response deepest = responses.high(row, col);
            if (is_missing(one.rain(row, col)) && !any_missing(runoff, deepest.runoff)) {
                const double held =
                    retention_for_runoff(deepest.rain, deepest.runoff, initial_abstraction_ratio);
                one.rain(row, col) =
                    static_cast<float>(rain_for_runoff(runoff, held, initial_abstraction_ratio));
            }
        });
    }
}

}  // namespace hazone::models
