// Ground which a runout takes up: by hand, its sum, its limits, and what is not known.
#include "models/landslide/runout/runout_growth.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::plain_grid;

constexpr double kCellArea = 100;  // m2
constexpr float kSteep = 0.5F;     // rad

/// One row: release 1 in cell 0, its runout over cells 1 to 3; release 2 in cell 5, which overruns
/// cell 6. Cell 3 is gentle, cell 2 has little soil, cell 4 is not reached.
FieldSet one_row() {
    FieldSet fields(plain_grid({1, 7}));
    fields.put(kReleaseZone, testing::grid<std::int32_t>({{1, 0, 0, 0, 0, 2, 0}}));
    fields.put(kRunoutSource, testing::grid<std::int32_t>({{1, 1, 1, 1, 0, 1, 2}}));
    fields.put(kRunoutImpacted, testing::grid<std::uint8_t>({{1, 1, 1, 1, 0, 1, 1}}));
    fields.put(kSlope,
               testing::grid<float>({{kSteep, kSteep, kSteep, 0.05F, kSteep, kSteep, kSteep}}));
    fields.put(kSoilDepth, testing::grid<float>({{2, 2, 0.25F, 2, 2, 3, 2}}));
    return fields;
}

TEST(RunoutGrowth, TakesUpSteepGroundAndNoMoreThanItsSoil) {
    FieldSet fields = one_row();
    testing::run_model("runout_growth", {{"entrainment_depth", "0.5 m"}}, fields);
    EXPECT_EQ(testing::cells(testing::take_raster(fields, kRunoutEntrainedDepth)),
              (std::vector<float>{0, 0.5F, 0.25F, 0, 0, 0, 0.5F}));
    // 200 + 50 + 25 m3; a release belongs to itself, though another runout comes over it
    EXPECT_EQ(testing::cells(testing::take_raster(fields, kRunoutVolume)),
              (std::vector<float>{275, 275, 275, 275, 0, 350, 350}));
    EXPECT_TRUE(fields.notes().empty());
}

TEST(RunoutGrowth, EndsAtItsLimits) {
    const auto volumes = [](const ParamTexts& limit) {
        FieldSet fields = one_row();
        ParamTexts settings = limit;
        settings.emplace("entrainment_depth", "0.5 m");
        testing::run_model("runout_growth", settings, fields);
        const auto depth = fields.read(kRunoutEntrainedDepth);
        EXPECT_FLOAT_EQ(depth(0, 1), 2 * depth(0, 2));  // all cells give the same share less
        return std::pair(fields.read(kRunoutVolume)(0, 1), fields.read(kRunoutVolume)(0, 6));
    };
    EXPECT_EQ(volumes({{"largest_growth", "1.25"}}), std::pair(250.0F, 350.0F));
    EXPECT_EQ(volumes({{"largest_volume", "230 m3"}}), std::pair(230.0F, 300.0F));
    EXPECT_EQ(volumes({{"largest_volume", "10 m3"}}), std::pair(200.0F, 300.0F));
    EXPECT_EQ(volumes({{"largest_growth", "1"}}), std::pair(200.0F, 300.0F));
}

TEST(RunoutGrowth, DoesNotKnowTheVolumeWhereGroundOnTheWayIsNotKnown) {
    FieldSet fields = one_row();
    fields.take(kSoilDepth);
    fields.put(kSoilDepth, testing::grid<float>({{2, 2, kMissing, 2, 2, 3, 2}}));
    testing::run_model("runout_growth", {{"entrainment_depth", "0.5 m"}}, fields);
    const auto volume = fields.read(kRunoutVolume);
    EXPECT_TRUE(is_missing(volume(0, 0)));
    EXPECT_TRUE(is_missing(volume(0, 3)));
    EXPECT_EQ(volume(0, 6), 350);
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_NE(fields.notes()[0].find("the volume of 1 of 2 runouts"), std::string::npos);
}

/// Rough ground with holes, a real runout over it, soil of many depths.
FieldSet rough_ground(std::uint64_t seed) {
    const Extent extent{70, 60};
    FieldSet fields(plain_grid(extent));
    Raster<float> z = synthetic_terrain(SyntheticTerrain::fractal, extent, seed);
    Raster<float> soil(extent);
    Raster<float> slope(extent);
    Raster<std::int32_t> zone(extent, kNoLabel);
    for_each_cell(extent, [&](Index row, Index col) {
        z(row, col) = 0.2F * z(row, col) - 5.0F * static_cast<float>(row);
        soil(row, col) = 0.1F * static_cast<float>((row * 7 + col * 3) % 20);
        slope(row, col) = 0.05F * static_cast<float>((row + col) % 12);
        zone(row, col) = row > 2 && row < 30 && row % 9 < 3 && col % 17 == 8
                             ? static_cast<std::int32_t>(1 + row / 9 * 4 + col / 17)
                             : kNoLabel;
    });
    testing::punch_holes(z, seed, 8);
    fields.put(kElevation, std::move(z));
    fields.put(kSoilDepth, std::move(soil));
    fields.put(kSlope, std::move(slope));
    fields.put(kReleaseZone, std::move(zone));
    testing::run_model("flow_runout", {{"angle_of_reach", "20 deg"}}, fields);
    return fields;
}

/// Sums over the cells of a run.
struct Sums {
    std::map<std::int32_t, double> volumes;  // m3, of the releases which are not all on a hole
    std::map<std::int32_t, double> slid;     // m3
    double taken_up = 0;                     // m3
};

Sums sums_of(const FieldSet& fields) {
    const auto zone = fields.read<std::int32_t>(kReleaseZone);
    const auto volume = fields.read(kRunoutVolume);
    const auto taken = fields.read(kRunoutEntrainedDepth);
    const auto soil = fields.read(kSoilDepth);
    Sums sums;
    for (Index cell = 0; cell < fields.extent().rows * fields.extent().cols; ++cell) {
        const Index row = cell / fields.extent().cols;
        const Index col = cell % fields.extent().cols;
        sums.slid[zone(row, col)] += kCellArea * soil(row, col);
        if (is_missing(volume(row, col))) {
            continue;
        }
        if (zone(row, col) != kNoLabel) {
            sums.volumes[zone(row, col)] = volume(row, col);
        }
        sums.taken_up += kCellArea * taken(row, col);
        EXPECT_LE(taken(row, col), soil(row, col));
    }
    return sums;
}

TEST(RunoutGrowth, VolumesAreWhatSlidAndWhatWasTakenUp) {
    for (const double limit : {1.5, 1000.0}) {
        FieldSet fields = rough_ground(3);
        testing::run_model(
            "runout_growth",
            {{"entrainment_depth", "1 m"}, {"largest_growth", std::to_string(limit)}}, fields);
        Sums sums = sums_of(fields);
        double total = 0;
        double ground = 0;
        for (const auto& [label, own] : sums.volumes) {
            total += own;
            ground += sums.slid[label];
        }
        EXPECT_GT(sums.volumes.size(), 8U);
        EXPECT_GT(sums.taken_up, 100);
        EXPECT_NEAR(total, ground + sums.taken_up, 1e-5 * total);
        EXPECT_LE(sums.taken_up, (limit - 1) * ground * (1 + 1e-6));
    }
}

TEST(RunoutGrowth, HasTheSameBitsForAnyNumberOfThreads) {
    for (const FieldSpec* field : {&kRunoutEntrainedDepth, &kRunoutVolume}) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            FieldSet fields = rough_ground(5);
            testing::run_model("runout_growth", {{"entrainment_depth", "1 m"}}, fields);
            return testing::take_raster(fields, *field);
        }));
    }
}

TEST(RunoutGrowth, OfAwkwardGridsDoesNoHarm) {
    for (const Extent extent : testing::awkward_extents()) {
        for (const bool known : {true, false}) {
            FieldSet fields(plain_grid(extent));
            fields.put(kReleaseZone, Raster<std::int32_t>(extent, kNoLabel));
            fields.put(kRunoutSource, Raster<std::int32_t>(extent, kNoLabel));
            fields.put(kRunoutImpacted, Raster<std::uint8_t>(extent, known ? 0 : kNoDirection));
            testing::put_constant(fields, kSlope, 0);
            testing::put_constant(fields, kSoilDepth, 0);
            testing::run_model("runout_growth", {{"entrainment_depth", "1 m"}}, fields);
            EXPECT_EQ(is_missing(fields.read(kRunoutVolume)(0, 0)), !known);
            EXPECT_EQ(is_missing(fields.read(kRunoutEntrainedDepth)(0, 0)), !known);
        }
    }
}

}  // namespace
}  // namespace hazone
