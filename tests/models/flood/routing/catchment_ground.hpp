#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/terrain/d8.hpp"
#include "models/flood/routing/catchment.hpp"

namespace hazone::models::testing {

/// Rasters for a catchment, and its state.
struct TestGround {
    Raster<std::uint8_t> direction;
    Raster<std::uint8_t> channel;
    Raster<float> slope;
    Raster<float> roughness;
    Raster<float> width;
    double cell_size = 10;

    explicit TestGround(Extent extent)
        : direction(extent, direction_code(0)),
          channel(extent, std::uint8_t{0}),
          slope(extent, 0.1F),
          roughness(extent, 0.1F),
          width(extent, 10.0F) {}
    CatchmentGround ground() const {
        return {direction, channel, slope, roughness, width, cell_size};
    }
};

struct TestState {
    std::vector<double> volume;
    std::vector<float> peak;
    std::vector<float> time;
    std::vector<float> outflow;  // of the box alone
    explicit TestState(Index places, WaveScheme scheme = WaveScheme::upwind)
        : volume(static_cast<std::size_t>(places), 0.0),
          peak(static_cast<std::size_t>(places), 0.0F),
          time(static_cast<std::size_t>(places), 0.0F),
          outflow(static_cast<std::size_t>(scheme == WaveScheme::box ? places : 0), 0.0F) {}
    CatchmentState state() {
        return {volume.data(), peak.data(), time.data(),
                outflow.empty() ? nullptr : outflow.data()};
    }
    double stored() const {
        double sum = 0;
        for (const double held : volume) {
            sum += held;
        }
        return sum;
    }
};

inline Catchment::Excess even_rain(double rate) {
    return [rate](Index first, Index last, double* out) { std::fill_n(out, last - first, rate); };
}

/// Discharge per width, m2/s, at the foot of a plane on which rain of `rate` m/s falls for
/// `lasting` seconds: the rising limb, equilibrium and recession of Henderson & Wooding (1964),
/// Journal of Geophysical Research 69(8), 1531-1540, https://doi.org/10.1029/JZ069i008p01531.
struct PlaneRain {
    double length = 200;
    double rate = 0.05 / 3600;
    double slope = 0.1;
    double roughness = 0.1;
    double lasting = 1800;

    double conveyance() const { return std::sqrt(slope) / roughness; }
    double equilibrium_time() const {
        return std::pow(length / (conveyance() * std::pow(rate, 2.0 / 3)), 0.6);
    }
    double discharge(double time) const {
        if (time <= std::min(equilibrium_time(), lasting)) {
            return conveyance() * std::pow(rate * time, 5.0 / 3);
        }
        if (time <= lasting) {
            return rate * length;
        }
        // q / i + 5/3 a^0.6 q^0.4 (t - lasting) = L, for rain which lasts until equilibrium
        double low = 0;
        double high = rate * length;
        for (int i = 0; i < 200; ++i) {
            const double q = (low + high) / 2;
            const double reach = q / rate + 5.0 / 3 * std::pow(conveyance(), 0.6) *
                                                std::pow(q, 0.4) * (time - lasting);
            (reach < length ? low : high) = q;
        }
        return low;
    }
};

}  // namespace hazone::models::testing
