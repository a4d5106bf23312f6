#pragma once

#include <array>
#include <cstddef>

namespace hazone::models {

/// Durations of guidance and rain in the order of their fields, s: those for which the guidance of
/// the US National Weather Service and its successors is issued; Sweeney (1992), NOAA Technical
/// Memorandum NWS HYDRO 44 (1, 3, 6 h), with 12 and 24 h.
inline constexpr std::array kGuidanceDurations = {3600.0, 10800.0, 21600.0, 43200.0, 86400.0};
inline constexpr std::size_t kDurationCount = kGuidanceDurations.size();

}  // namespace hazone::models
