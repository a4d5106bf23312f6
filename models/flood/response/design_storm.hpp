#pragma once

#include <array>
#include <cstddef>

// A storm of a day whose greatest rain of every duration is that of one return period: the blocks
// of the intensity-duration-frequency curve nested about its middle, as in the storms of the SCS
// (USDA SCS 1986, Technical Release 55, appendix B) and in HEC-HMS. Rain of a duration d by the
// form of Sherman (1931), Transactions ASCE 95, 951-960, i = a T^m / (d + b)^c, tied to the rain
// of 24 h: P(d) = P(24 h) (d / 24 h) ((24 h + b) / (d + b))^c. Runoff by curve numbers, of each
// block on ground which the rain before it has wetted.
//
// The triangular unit hydrograph of a block peaks 0.6 T_c after the middle of the block (T_p = D/2
// + 0.6 T_c from its beginning; NEH 630 chapter 16). Blocks about one middle all peak together, so
// that the peak of the storm, cut into even layers of every duration, is the sum of their peaks:
//   q = sum over k of i_k (g_k - g_{k-1}),  g_k = d_k min(3/4 / (d_k / 2 + 0.6 T_c), 1 / d_k),
// i_k the runoff between block k - 1 and block k over their difference in time.

namespace hazone::models {

/// Durations of the nested blocks, s, the last the whole storm.
inline constexpr std::array kBlockDurations{600.0,   1200.0,  2400.0,  5400.0,
                                            10800.0, 21600.0, 43200.0, 86400.0};
inline constexpr std::size_t kBlocks = kBlockDurations.size();

/// How rain grows with the return period.
enum class RainGrowth { gumbel, power };

/// Rain of a return period, years, over the mean of the annual maxima. gumbel: Gumbel (1941),
/// Annals of Mathematical Statistics 12, 163-190, https://doi.org/10.1214/aoms/1177731747, by
/// moments, 1 - v sqrt(6)/pi (0.5772 + ln ln (T / (T - 1))), at least 0; v standard deviation over
/// mean. power: (T / 2.33)^m, 2.33 years being the return period of the mean of that distribution.
double rain_growth(RainGrowth growth, double return_period, double variation, double exponent);

/// Constants b, s, and c of the form of Sherman.
struct StormCurve {
    double offset = 0;
    double exponent = 0;
};

/// Share of the rain of the day which falls in its wettest `duration`, s.
double share_in(double duration, const StormCurve& curve);

/// Runoff, m, of the middle block with that share of the `day` rain, m, half of the rest falling
/// before it.
double block_runoff(double day, double share, double retention, double initial_abstraction_ratio);

/// (g_k - g_{k-1}) / (d_k - d_{k-1}), 1/s: by which the runoff between two blocks, m3, adds to the
/// peak, m3/s. Missing where the time of concentration, s, is.
double peak_share(std::size_t block, double concentration_time);

}  // namespace hazone::models
