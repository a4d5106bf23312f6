#include "engine/terrain/form/confinement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

struct Azimuth {
    Index rows;
    Index cols;
};
// Opposite azimuths stand four apart.
constexpr std::array<Azimuth, 8> kAzimuths{
    {{0, 1}, {1, 1}, {1, 0}, {1, -1}, {0, -1}, {-1, -1}, {-1, 0}, {-1, 1}}};
constexpr float kUnseen = -std::numeric_limits<float>::infinity();
constexpr Index kBandRows = 32;  // rows of one piece of work

/// Raises horizon[col] to the tangent under which the cell of `far` beside it is seen; a missing
/// cell on either side raises nothing, since every comparison with NaN is false.
void raise_horizon(
    const float* near, const float* far, Index count, float inverse_distance, float* horizon) {
    for (Index col = 0; col < count; ++col) {
        const float tangent = (far[col] - near[col]) * inverse_distance;
        horizon[col] = tangent > horizon[col] ? tangent : horizon[col];
    }
}

/// Highest tangent along one azimuth for every cell of a row; kUnseen where no cell is known.
void horizon_of_row(View<const float> elevation,
                    Index row,
                    Azimuth azimuth,
                    double cell_size,
                    const std::vector<Index>& distances,
                    float* horizon) {
    const Index cols = elevation.cols();
    std::fill_n(horizon, cols, kUnseen);
    const double step = cell_size * std::hypot(static_cast<double>(azimuth.rows),
                                               static_cast<double>(azimuth.cols));
    for (const Index distance : distances) {
        const Index far_row = row + distance * azimuth.rows;
        const Index shift = distance * azimuth.cols;
        const Index first = std::max<Index>(0, -shift);
        const Index count = std::min(cols, cols - shift) - first;
        if (far_row < 0 || far_row >= elevation.rows() || count <= 0) {
            return;
        }
        const auto inverse = static_cast<float>(1.0 / (static_cast<double>(distance) * step));
        raise_horizon(elevation.row(row) + first, elevation.row(far_row) + first + shift, count,
                      inverse, horizon + first);
    }
}

/// Tangent of the lower wall of the best pair; kUnseen where no pair is known on both sides.
float best_pair(const std::vector<float>& horizons, Index cols, Index col) {
    float best = kUnseen;
    for (Index azimuth = 0; azimuth < 4; ++azimuth) {
        const float one = horizons[static_cast<std::size_t>(azimuth * cols + col)];
        const float other = horizons[static_cast<std::size_t>((azimuth + 4) * cols + col)];
        best = std::max(best, std::min(one, other));
    }
    return best;
}

float confinement_of(float elevation, float wall_tangent, double full_angle) {
    if (is_missing(elevation) || wall_tangent == kUnseen) {
        return kMissing;
    }
    const double share = std::atan(static_cast<double>(wall_tangent)) / full_angle;
    return static_cast<float>(std::clamp(share, 0.0, 1.0));
}

}  // namespace

std::vector<Index> sight_distances(double radius, double cell_size) {
    const Index last = std::max<Index>(1, std::llround(radius / cell_size));
    std::vector<Index> distances;
    for (Index distance = 1; distance < last; distance += std::max<Index>(1, distance / 4)) {
        distances.push_back(distance);
    }
    distances.push_back(last);
    return distances;
}

void channel_confinement(View<const float> elevation,
                         double cell_size,
                         const ConfinementSpec& spec,
                         View<float> confinement) {
    const Index cols = elevation.cols();
    const std::vector<Index> distances = sight_distances(spec.radius, cell_size);
    const Index bands = (elevation.rows() + kBandRows - 1) / kBandRows;
    for_each_block(bands, [&](Index band) {
        std::vector<float> horizons(kAzimuths.size() * static_cast<std::size_t>(cols));
        const Index end = std::min(elevation.rows(), (band + 1) * kBandRows);
        for (Index row = band * kBandRows; row < end; ++row) {
            for (std::size_t azimuth = 0; azimuth < kAzimuths.size(); ++azimuth) {
                horizon_of_row(elevation, row, kAzimuths[azimuth], cell_size, distances,
                               horizons.data() + static_cast<Index>(azimuth) * cols);
            }
            for (Index col = 0; col < cols; ++col) {
                confinement(row, col) = confinement_of(
                    elevation(row, col), best_pair(horizons, cols, col), spec.full_angle);
            }
        }
    });
}

}  // namespace hazone
