#pragma once

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

}  // namespace hazone::models
