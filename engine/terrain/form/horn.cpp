#include "engine/terrain/form/horn.hpp"

#include <cmath>
#include <numbers>

#include "engine/core/missing.hpp"
#include "engine/terrain/form/surface_form.hpp"

namespace hazone {

Gradient horn_gradient(View<const float> z, Cell cell, double cell_size) {
    return horn_gradient(heights<double>(rows_around(z, cell.row), cell.col),
                         1.0 / (8.0 * cell_size));
}

double slope_of(Gradient gradient) {
    return std::atan(std::sqrt(gradient.east * gradient.east + gradient.north * gradient.north));
}

double aspect_of(Gradient gradient) {
    if (gradient.east == 0 && gradient.north == 0) {
        return kMissing;
    }
    const double angle = std::atan2(-gradient.east, -gradient.north);
    // The smallest negative angles would round up to the full turn itself.
    const double turned = angle < 0 ? angle + 2 * std::numbers::pi : angle;
    return static_cast<float>(turned) >= static_cast<float>(2 * std::numbers::pi) ? 0 : turned;
}

void horn_slope(View<const float> z, double cell_size, View<float> slope) {
    surface_form(z, {.cell_size = cell_size}, {.slope = slope});
}

void horn_slope_and_aspect(View<const float> z,
                           double cell_size,
                           View<float> slope,
                           View<float> aspect) {
    surface_form(z, {.cell_size = cell_size}, {.slope = slope, .aspect = aspect});
}

}  // namespace hazone
