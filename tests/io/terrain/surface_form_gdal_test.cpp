// The form of the ground against gdaldem, the program which people compare with.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/form/surface_form.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/io/support/gdaldem.hpp"
#include "tests/support/program.hpp"

namespace hazone {
namespace {

using testing::gdaldem;
using testing::Ground;

constexpr double kDegree = std::numbers::pi / 180;

/// The greatest distance(ours, theirs) over the cells which have a value in both. Cells which are
/// missing in one alone, and fewer than `least_compared` cells with a value, fail the test.
template <class Distance>
double greatest_difference(const Raster<float>& ours,
                           const Raster<float>& theirs,
                           Index least_compared,
                           Distance distance) {
    double greatest = 0;
    Index unlike = 0;
    Index compared = 0;
    for (Index row = 0; row < ours.rows(); ++row) {
        for (Index col = 0; col < ours.cols(); ++col) {
            const bool missing = is_missing(ours(row, col));
            unlike += missing != is_missing(theirs(row, col)) ? 1 : 0;
            if (!missing && !is_missing(theirs(row, col))) {
                ++compared;
                greatest = std::max(greatest, distance(ours(row, col), theirs(row, col)));
            }
        }
    }
    EXPECT_EQ(unlike, 0);
    EXPECT_GE(compared, least_compared);
    return greatest;
}

double apart(float ours, float theirs) { return std::abs(double{ours} - double{theirs}); }

/// Degrees between an angle of ours in radians and one of theirs in degrees.
double degrees_apart(float ours, float theirs) {
    const double between = std::abs(double{ours} / kDegree - double{theirs});
    return std::min(between, 360 - between);
}

/// gdaldem rounds 1 + 254 cos to whole numbers.
double shades_apart(float ours, float theirs) {
    return std::abs(1 + 254 * double{ours} - double{theirs});
}

struct Form {
    Form(const Ground& ground, SurfaceFormSpec spec)
        : slope(ground.z.extent()),
          aspect(ground.z.extent()),
          hillshade(ground.z.extent()),
          position(ground.z.extent()),
          ruggedness(ground.z.extent()),
          roughness(ground.z.extent()) {
        spec.cell_size = ground.cell_size;
        surface_form(ground.z, spec,
                     {.slope = slope,
                      .aspect = aspect,
                      .hillshade = hillshade,
                      .position_index = position,
                      .ruggedness_index = ruggedness,
                      .roughness = roughness});
    }
    Raster<float> slope, aspect, hillshade, position, ruggedness, roughness;
};

/// gdaldem adds heights in float, so that its aspect of nearly level ground is rounding: such
/// ground is taken out of both.
void expect_same_aspect(Form& form, Raster<float> theirs, Index least) {
    constexpr float kGentle = 0.1F;  // rad
    for_each_cell(theirs.extent(), [&](Index row, Index col) {
        if (form.slope(row, col) < kGentle) {
            form.aspect(row, col) = kMissing;
            theirs(row, col) = kMissing;
        }
    });
    EXPECT_LT(greatest_difference(form.aspect, theirs, least / 2, degrees_apart), 0.006);
}

void expect_equal_to_gdaldem(const Ground& ground, Index least) {
    Form form(ground, {});
    EXPECT_LT(greatest_difference(form.slope, gdaldem(ground, "slope"), least, degrees_apart),
              1e-3);
    expect_same_aspect(form, gdaldem(ground, "aspect"), least);
    EXPECT_LE(
        greatest_difference(form.hillshade, gdaldem(ground, "hillshade"), least, shades_apart),
        0.51);
    // sums of eight heights in float are half a millimetre apart at 4000 m
    EXPECT_LT(greatest_difference(form.position, gdaldem(ground, "TPI"), least, apart), 1e-3);
    EXPECT_LT(greatest_difference(form.ruggedness, gdaldem(ground, "TRI"), least, apart), 1e-3);
    EXPECT_EQ(greatest_difference(form.roughness, gdaldem(ground, "roughness"), least, apart), 0);
    const Form other(ground, {.ruggedness = RuggednessMethod::wilson,
                              .sun = {.azimuth = 100 * kDegree, .altitude = 20 * kDegree}});
    EXPECT_LT(greatest_difference(other.ruggedness, gdaldem(ground, "TRI", {"-alg", "Wilson"}),
                                  least, apart),
              1e-3);
    EXPECT_LE(greatest_difference(other.hillshade,
                                  gdaldem(ground, "hillshade", {"-az", "100", "-alt", "20"}), least,
                                  shades_apart),
              0.51);
}

void expect_equal_on_file(const std::string& name, Index least) {
    const Ground ground = testing::read_ground(testing::shared_folder() / "data/dem" / name);
    if (ground.z.extent().empty()) {
        GTEST_SKIP() << name << " is absent; set HAZONE_SHARED to the folder of the shared data";
    }
    expect_equal_to_gdaldem(ground, least);
}

TEST(SurfaceForm, EqualsGdaldemOnSyntheticGroundWithHoles) {
    Ground ground{synthetic_terrain(SyntheticTerrain::fractal, {200, 300}, 11), 10};
    for (Index hole = 0; hole < 40; ++hole) {
        ground.z(hole * 37 % 200, hole * 101 % 300) = kMissing;
    }
    expect_equal_to_gdaldem(ground, 55000);
}

TEST(SurfaceForm, EqualsGdaldemOnTheTaiwanClip) {
    expect_equal_on_file("taiwan_ci_1024_30m.tif", 500000);
}

TEST(SurfaceForm, EqualsGdaldemOnBigTujunga) {
    expect_equal_on_file("bigtujunga_srtm_30m_epsg32611.tif", 500000);
}

}  // namespace
}  // namespace hazone
