// The flow models as the pipeline calls them: from elevation to basins, with their parameters.
#include <gtest/gtest.h>

#include "engine/core/standard_fields.hpp"
#include "engine/terrain/d8.hpp"
#include "models/catalogue.hpp"
#include "tests/support/terrain.hpp"

namespace hazone {
namespace {

constexpr double kCellSize = 30.0;

void run(std::string_view name, FieldSet& fields, const ParamTexts& texts = {}) {
    const Model* model = find_model(catalogue(), name);
    ASSERT_NE(model, nullptr) << name;
    model->run(Params::resolve(name, model->params, texts), fields);
}

FieldSet ground() {
    FieldSet fields(Grid{.extent = {120, 130}, .cell_size = kCellSize, .crs = ""});
    fields.put(kElevation, testing::test_terrain(fields.extent(), 1));
    return fields;
}

FieldSet with_flow() {
    FieldSet fields = ground();
    run("fill_depressions", fields);
    run("d8_flow", fields);
    run("flow_accumulation", fields);
    return fields;
}

TEST(FlowModels, AreasAreInSquareMetresAndSumToTheGround) {
    FieldSet fields = with_flow();
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto area = fields.read<double>(kContributingArea);
    const double at_outlets = sum_cells(fields.extent(), [=](Index row, Index col) {
        return direction(row, col) == kOutlet ? area(row, col) : 0.0;
    });
    const Index valid = fields.extent().size() - fields.missing_cells(kElevation);
    EXPECT_EQ(at_outlets, static_cast<double>(valid) * kCellSize * kCellSize);
}

TEST(FlowModels, WeightsOfOneSumToTheCellsOfTheArea) {
    FieldSet fields = with_flow();
    fields.put(kFlowWeight, Raster<float>(fields.extent(), 1));
    run("weighted_accumulation", fields);
    const auto area = fields.read<double>(kContributingArea);
    const auto weight = fields.read<double>(kAccumulatedWeight);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    EXPECT_EQ(count_cells(fields.extent(),
                          [=](Index row, Index col) {
                              return is_missing(area(row, col))
                                         ? !is_missing(weight(row, col)) &&
                                               direction(row, col) != kNoDirection
                                         : weight(row, col) * kCellSize * kCellSize !=
                                               area(row, col);
                          }),
              0);
}

TEST(FlowModels, AMissingWeightIsMissingInAllCellsBelow) {
    FieldSet fields(Grid{.extent = {1, 4}, .cell_size = kCellSize, .crs = ""});
    fields.put(kElevation, testing::grid<float>({{9, 8, 7, 6}}));
    run("fill_depressions", fields);
    run("d8_flow", fields);
    fields.put(kFlowWeight, testing::grid<float>({{2, kMissing, 0.5F, 1}}));
    run("weighted_accumulation", fields);
    const auto weight = fields.read<double>(kAccumulatedWeight);
    EXPECT_EQ(weight(0, 0), 2);
    for (Index col = 1; col < 4; ++col) {
        EXPECT_TRUE(is_missing(weight(0, col))) << col;
    }
}

TEST(FlowModels, StreamsBeginAtTheThresholdArea) {
    FieldSet fields = with_flow();
    const auto streams_with = [&](const char* threshold) {
        run("stream_network", fields, {{"threshold_area", threshold}});
        const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
        return count_cells(fields.extent(),
                           [=](Index row, Index col) { return stream(row, col) == 1; });
    };
    const auto area = fields.read<double>(kContributingArea);
    EXPECT_EQ(streams_with("0.09 km2"), count_cells(fields.extent(), [=](Index row, Index col) {
                  return area(row, col) >= 0.09e6;  // 100 cells
              }));
    EXPECT_GT(streams_with("0.09 km2"), streams_with("0.9 km2"));
}

TEST(FlowModels, HeightsPathsAndBasinsCoverEveryValidCell) {
    FieldSet fields = with_flow();
    run("stream_network", fields, {{"threshold_area", "0.09 km2"}});
    run("height_above_drainage", fields);
    run("drainage_basin", fields, {{"minimum_area", "0.2 km2"}});
    run("upstream_path", fields);
    const Index missing = fields.missing_cells(kElevation);
    EXPECT_GT(missing, 0);
    for (const FieldSpec& made :
         {kFilledElevation, kFlowDirection, kContributingArea, kStreamNetwork, kHeightAboveDrainage,
          kDrainageBasin, kUpstreamLength, kUpstreamDrop}) {
        EXPECT_EQ(fields.missing_cells(made), missing) << made.name;
    }
    const auto basin = fields.read<std::int32_t>(kDrainageBasin);
    EXPECT_GT(
        count_cells(fields.extent(), [=](Index row, Index col) { return basin(row, col) > 3; }),
        100);
}

TEST(FlowModels, PathLengthsAreInMetres) {
    FieldSet fields(Grid{.extent = {50, 3}, .cell_size = kCellSize, .crs = ""});
    fields.put(kElevation, synthetic_terrain(SyntheticTerrain::plane, fields.extent(), 0));
    run("fill_depressions", fields);
    run("d8_flow", fields);
    run("upstream_path", fields);
    EXPECT_EQ(fields.read(kUpstreamLength)(49, 1), 49 * 30.0F);
    EXPECT_EQ(fields.read(kUpstreamDrop)(49, 1), 49.0F);
}

}  // namespace
}  // namespace hazone
