#include "scenarios/demo/noise.hpp"

#include <array>
#include <cmath>

namespace hazone::demo {
namespace {

// The finaliser of SplitMix64: Steele, Lea and Flood (2014), doi:10.1145/2660193.2660195.
std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
    return bits ^ (bits >> 31);
}

std::uint64_t hash(std::int64_t a, std::int64_t b, std::uint64_t seed) {
    constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;
    const std::uint64_t first = mixed(seed + kGolden);
    const std::uint64_t second = mixed(first ^ (static_cast<std::uint64_t>(a) + kGolden));
    return mixed(second ^ (static_cast<std::uint64_t>(b) + 2 * kGolden));
}

struct Gradient {
    double x;
    double y;
};

// Sixteen directions of length 1, none along a row or a column: (2n + 1) pi / 16.
constexpr double kCosine1 = 0.9807852804032304;
constexpr double kCosine3 = 0.8314696123025452;
constexpr double kCosine5 = 0.5555702330196022;
constexpr double kCosine7 = 0.19509032201612825;
constexpr std::array<Gradient, 16> kGradients{{
    {kCosine1, kCosine7},
    {kCosine3, kCosine5},
    {kCosine5, kCosine3},
    {kCosine7, kCosine1},
    {-kCosine7, kCosine1},
    {-kCosine5, kCosine3},
    {-kCosine3, kCosine5},
    {-kCosine1, kCosine7},
    {-kCosine1, -kCosine7},
    {-kCosine3, -kCosine5},
    {-kCosine5, -kCosine3},
    {-kCosine7, -kCosine1},
    {kCosine7, -kCosine1},
    {kCosine5, -kCosine3},
    {kCosine3, -kCosine5},
    {kCosine1, -kCosine7},
}};

double corner(std::int64_t column, std::int64_t row, Gradient offset, std::uint64_t seed) {
    const Gradient gradient = kGradients[hash(column, row, seed) & 15U];
    return gradient.x * offset.x + gradient.y * offset.y;
}

double fade(double t) { return t * t * t * (t * (t * 6.0 - 15.0) + 10.0); }

}  // namespace

double random_unit(std::int64_t a, std::int64_t b, std::uint64_t seed) {
    constexpr double kTwoToMinus53 = 1.0 / 9007199254740992.0;
    return static_cast<double>(hash(a, b, seed) >> 11) * kTwoToMinus53;
}

double gradient_noise(double x, double y, std::uint64_t seed) {
    const double left = std::floor(x);
    const double top = std::floor(y);
    const auto column = static_cast<std::int64_t>(left);
    const auto row = static_cast<std::int64_t>(top);
    const double dx = x - left;
    const double dy = y - top;
    const double across = fade(dx);
    const double a = corner(column, row, {dx, dy}, seed);
    const double b = corner(column + 1, row, {dx - 1, dy}, seed);
    const double c = corner(column, row + 1, {dx, dy - 1}, seed);
    const double d = corner(column + 1, row + 1, {dx - 1, dy - 1}, seed);
    const double upper = a + across * (b - a);
    const double lower = c + across * (d - c);
    return upper + fade(dy) * (lower - upper);
}

double FractalNoise::operator()(double x, double y) const {
    double sum = 0.0;
    double height = 1.0;
    double u = x / wavelength;
    double v = y / wavelength;
    for (int octave = 0; octave < octaves; ++octave) {
        sum += height * gradient_noise(u, v, seed + static_cast<std::uint64_t>(octave));
        height *= roughness;
        // Twice as fine, turned by the angle of the triangle 3, 4, 5.
        const double turned = 2.0 * (0.8 * u - 0.6 * v) + 13.7;
        v = 2.0 * (0.6 * u + 0.8 * v) + 7.3;
        u = turned;
    }
    return sum;
}

}  // namespace hazone::demo
