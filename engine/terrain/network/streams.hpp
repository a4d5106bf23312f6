#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// Stream cells: 1 where the contributing area is at least `threshold_area` (both m2), 0 elsewhere,
/// 255 where the area is missing. Both views have one extent.
void stream_network(View<const double> area, double threshold_area, View<std::uint8_t> stream);

/// Where a channel begins: area x slope ^ exponent >= product. Montgomery & Dietrich (1992),
/// Science 255, 826-830, https://doi.org/10.1126/science.255.5046.826, with the exponent 2;
/// Montgomery & Foufoula-Georgiou (1993), https://doi.org/10.1029/93WR02463.
struct SlopeAreaThreshold {
    double product = 0;   // m2
    double exponent = 2;  // of the slope, 0 or more; 0 leaves a threshold of area

    /// `area`: m2. `slope`: tangent, 0 or more. False when either is missing.
    bool is_reached(double area, double slope) const;
};

/// Stream cells: 1 where a channel begins and everywhere below, so that a stream never ends on
/// gentle ground; 0 elsewhere. The slope is the fall along the D8 direction; a cell at which the
/// flow ends has none and begins no channel, nor does one in a flat (unless the exponent is 0).
///
/// filled: m. direction: ESRI codes, 255 missing. area: m2. cell_size: m. stream: 255 where
/// direction, elevation or area is missing and no channel comes from above, and below such cells
/// down to the first channel. All views have one extent. Same bits for any number of threads. No
/// scratch.
struct SlopeAreaGround {
    View<const float> filled;
    View<const std::uint8_t> direction;
    View<const double> area;
    double cell_size = 1;
};
void slope_area_streams(const SlopeAreaGround& ground,
                        const SlopeAreaThreshold& threshold,
                        View<std::uint8_t> stream);

}  // namespace hazone
