#pragma once

#include <cstdint>

namespace hazone::demo {

/// Noise of the demo province: hashes and plain arithmetic, no library functions and no state, so
/// that a seed gives the same bits on every machine and in every order of evaluation.

/// A number in [0, 1) for two whole numbers and a seed.
double random_unit(std::int64_t a, std::int64_t b, std::uint64_t seed);

/// Gradient noise after Perlin (2002, "Improving noise", doi:10.1145/566654.566636): smooth, about
/// -0.7 to 0.7, mean 0, features of size 1.
double gradient_noise(double x, double y, std::uint64_t seed);

/// Octaves of gradient noise: the first has features of `wavelength`, every next one of half the
/// size and `roughness` times the height. Octaves are turned against each other, so that the
/// lattice does not show.
struct FractalNoise {
    double wavelength = 1;
    int octaves = 1;
    double roughness = 0.5;
    std::uint64_t seed = 0;

    double operator()(double x, double y) const;
};

}  // namespace hazone::demo
