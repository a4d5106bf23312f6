#pragma once

#include "engine/core/series.hpp"
#include "engine/pipeline/params.hpp"
#include "models/rain/event_totals.hpp"

namespace hazone::models {

inline constexpr double kDay = 86400;  // s
inline constexpr int kIndexDays = 7;   // of the antecedent rainfall index

/// Part of the rain of a step which counts in the antecedent rainfall index. The step is even, from
/// `older` to `newer` seconds before the moment of the index; what is later than the moment or
/// older than seven days has no part. Day t of the seven, 0 the last, has (t + 1)^-2 over the sum
/// of the seven.
double rainfall_index_share(double older, double newer);

/// The same for the antecedent precipitation index, whose day t counts daily_share^t.
double precipitation_index_share(double older, double newer, double daily_share);

/// Both indices, or the shares of one step in them.
struct AntecedentIndices {
    double rainfall = 0;
    double precipitation = 0;
};

/// Shares of a step of the series in the indices of a moment, s after its start.
AntecedentIndices shares_at(double moment,
                            const RainSeries& series,
                            Index step,
                            double daily_share);

/// Both indices at that moment, m, where every day before the series had `earlier_rain`, m, and
/// none fell in it.
AntecedentIndices earlier_part(double moment,
                               const RainSeries& series,
                               double daily_share,
                               double earlier_rain);

// Parameters of all models of these indices.
inline constexpr ParamSpec kDailyShare{
    .name = "daily_share",
    .fallback = 0.9,
    .lowest = 0.1,
    .highest = 0.99,
    .meaning = "k of the antecedent precipitation index: what is left of the rain after a day"};
inline constexpr ParamSpec kEarlierRain{.name = "earlier_rain",
                                        .unit = Unit::metre,
                                        .fallback = kAverageAntecedentRain / 5,
                                        .lowest = 0,
                                        .highest = 0.5,
                                        .meaning = "rain of every day before the series begins"};

}  // namespace hazone::models
