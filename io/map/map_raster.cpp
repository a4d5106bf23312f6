#include "io/map/map_raster.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/grid.hpp"
#include "engine/core/missing.hpp"

namespace hazone::io {
namespace {

constexpr double kFlatLight = 0.70710678118654752;  // sin of the sun's height, 45 degrees
constexpr double kSunEast = -0.70710678118654752;   // sine of the azimuth 315 degrees
constexpr double kSunNorth = 0.70710678118654752;   // cosine of it

struct Gradient {
    double east = 0;
    double north = 0;
};

/// Neighbour of a cell, or the cell itself where the neighbour is outside or missing.
double height_beside(View<const float> z, Index row, Index col, Cell step) {
    const Index r = std::clamp<Index>(row + step.row, 0, z.rows() - 1);
    const Index c = std::clamp<Index>(col + step.col, 0, z.cols() - 1);
    return is_missing(z(r, c)) ? z(row, col) : z(r, c);
}

/// Horn (1981): weights 1, 2, 1 on the three neighbours of each side.
Gradient horn_gradient(View<const float> z, Index row, Index col, Point spacing) {
    const auto at = [&](Index down, Index right) {
        return height_beside(z, row, col, {down, right});
    };
    const double east = at(-1, 1) + 2 * at(0, 1) + at(1, 1);
    const double west = at(-1, -1) + 2 * at(0, -1) + at(1, -1);
    const double north = at(-1, -1) + 2 * at(-1, 0) + at(-1, 1);
    const double south = at(1, -1) + 2 * at(1, 0) + at(1, 1);
    return {(east - west) / (8 * spacing.x), (north - south) / (8 * spacing.y)};
}

double illumination(Gradient slope) {
    const double light = kFlatLight * (1 - slope.east * kSunEast - slope.north * kSunNorth);
    return std::max(0.0,
                    light / std::sqrt(1 + slope.east * slope.east + slope.north * slope.north));
}

double steepness(Gradient slope) {
    return std::sqrt(slope.east * slope.east + slope.north * slope.north);
}

/// Factor on the heights that brings the mean gradient near 0.4, between 1 and 4.
double exaggeration(View<const float> z, Point spacing) {
    const Index known =
        count_cells(z.extent(), [&](Index row, Index col) { return !is_missing(z(row, col)); });
    const double sum = sum_cells(z.extent(), [&](Index row, Index col) {
        return is_missing(z(row, col)) ? 0.0 : steepness(horn_gradient(z, row, col, spacing));
    });
    return sum <= 0 ? 1.0 : std::clamp(0.4 * static_cast<double>(known) / sum, 1.0, 4.0);
}

/// Value between the four blocks around the middle of a dot.
double between_blocks(View<const float> values, double row, double col) {
    const auto split = [](double place, Index count) {
        const double inside = std::clamp(place, 0.0, static_cast<double>(count - 1));
        const auto first = static_cast<Index>(inside);
        return std::pair{first, inside - static_cast<double>(first)};
    };
    const auto [r, down] = split(row, values.rows());
    const auto [c, right] = split(col, values.cols());
    const Index below = std::min(r + 1, values.rows() - 1);
    const Index beside = std::min(c + 1, values.cols() - 1);
    const double upper = values(r, c) * (1 - right) + values(r, beside) * right;
    const double lower = values(below, c) * (1 - right) + values(below, beside) * right;
    return upper * (1 - down) + lower * down;
}

/// Darkens below the light of flat ground, and lightens a little above it.
double relief_tone(double light) {
    const double relative = light / kFlatLight;
    return relative < 1 ? 0.34 * (relative - 1) : 0.45 * (relative - 1);
}

std::uint32_t dot_colour(Colour colour, double light, double hatch) {
    const double relief = relief_tone(light);
    const auto channel = [=](std::uint8_t value) {
        const double shaded = toned(toned(value, relief), hatch);
        return static_cast<std::uint32_t>(std::lround(std::clamp(shaded, 0.0, 255.0)));
    };
    return 0xFF000000U | channel(colour.red) << 16U | channel(colour.green) << 8U |
           channel(colour.blue);
}

Raster<float> light_of(const PictureRequest& request) {
    const Extent cells = request.elevation.extent();
    if (cells.empty()) {
        return {};
    }
    const Extent blocks{std::min(cells.rows, request.dots.rows),
                        std::min(cells.cols, request.dots.cols)};
    const auto spacing = [&](Index count, Index parts) {
        return request.cell_size * static_cast<double>(count) / static_cast<double>(parts);
    };
    return hillshade(mean_of_blocks(request.elevation, blocks), spacing(cells.cols, blocks.cols),
                     spacing(cells.rows, blocks.rows));
}

}  // namespace

CellRange cells_of_dot(Index dot, Index dots, Index cells) {
    const Index begin = dot * cells / dots;
    return {begin, std::max(begin + 1, (dot + 1) * cells / dots)};
}

Raster<std::uint8_t> highest_class(View<const std::uint8_t> classes, Extent dots) {
    Raster<std::uint8_t> highest(dots, kNoClass);
    if (classes.extent().empty()) {
        return highest;
    }
    const auto result = highest.view();
    for_each_row(dots.rows, [=](Index row) {
        const CellRange rows = cells_of_dot(row, dots.rows, classes.rows());
        std::uint8_t* const target = result.row(row);
        for (Index r = rows.begin; r < rows.end; ++r) {
            const std::uint8_t* const cells = classes.row(r);
            for (Index col = 0; col < dots.cols; ++col) {
                const CellRange range = cells_of_dot(col, dots.cols, classes.cols());
                target[col] = std::max(target[col],
                                       *std::max_element(cells + range.begin, cells + range.end));
            }
        }
    });
    return highest;
}

Raster<float> mean_of_blocks(View<const float> elevation, Extent blocks) {
    Raster<float> means(blocks);
    const auto mean = [=](CellRange rows, CellRange cols) {
        double sum = 0;
        Index known = 0;
        for (Index row = rows.begin; row < rows.end; ++row) {
            for (Index col = cols.begin; col < cols.end; ++col) {
                const float z = elevation(row, col);
                sum += is_missing(z) ? 0.0 : z;
                known += is_missing(z) ? 0 : 1;
            }
        }
        return known == 0 ? kMissing : static_cast<float>(sum / static_cast<double>(known));
    };
    const auto result = means.view();
    for_each_cell(blocks, [=](Index row, Index col) {
        result(row, col) = mean(cells_of_dot(row, blocks.rows, elevation.rows()),
                                cells_of_dot(col, blocks.cols, elevation.cols()));
    });
    return means;
}

Raster<float> hillshade(View<const float> elevation, double spacing_x, double spacing_y) {
    const Point spacing{spacing_x, spacing_y};
    const double factor = exaggeration(elevation, spacing);
    const Point steeper{spacing_x / factor, spacing_y / factor};
    Raster<float> light(elevation.extent());
    const auto result = light.view();
    for_each_cell(elevation.extent(), [=](Index row, Index col) {
        result(row, col) =
            static_cast<float>(is_missing(elevation(row, col))
                                   ? kFlatLight
                                   : illumination(horn_gradient(elevation, row, col, steeper)));
    });
    return light;
}

Raster<std::uint32_t> compose_picture(const PictureRequest& request) {
    const Raster<std::uint8_t> classes = highest_class(request.hazard_class, request.dots);
    const Raster<float> light = light_of(request);
    const auto period = std::max<Index>(
        4, static_cast<Index>(std::lround(request.dots_per_inch * kSignSpacing / 72)));
    const auto block_of = [](Index dot, Index dots, Index blocks) {
        return (static_cast<double>(dot) + 0.5) * static_cast<double>(blocks) /
                   static_cast<double>(dots) -
               0.5;
    };
    Raster<std::uint32_t> picture(request.dots);
    for_each_cell(request.dots, [&](Index row, Index col) {
        const int number =
            std::min<int>(classes(row, col), static_cast<int>(request.colours.size()));
        const double shine =
            light.extent().empty()
                ? kFlatLight
                : between_blocks(light, block_of(row, request.dots.rows, light.rows()),
                                 block_of(col, request.dots.cols, light.cols()));
        if (number == kNoClass) {
            picture(row, col) = 0;
            return;
        }
        const auto place = static_cast<std::size_t>(number - 1);
        const double hatch =
            request.hatched ? sign_tone(request.signs[place], row, col, period) : 0;
        picture(row, col) = dot_colour(request.colours[place], shine, hatch);
    });
    return picture;
}

}  // namespace hazone::io
