// Runout on real slopes. Five avalanche slopes with the results of AvaFrame's com1DFA (shared data,
// runout_avaframe), whose friction is another: what is compared is printed, and held to bounds that
// only a broken runout would miss. Steep relief in Taiwan (shared data, dem): how far a slide runs
// by its friction, beside the 4,220 m of Lang Nu (10 September 2024). A part of each table in a few
// seconds; all of it, in minutes, where HAZONE_RUNOUT_TABLES is set.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <queue>

#include <gdal_alg.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"
#include "models/landslide/runout/flow_paths.hpp"
#include "tests/support/program.hpp"

namespace hazone {
namespace {

using namespace hazone::models;

constexpr double kDegree = 0.017453292519943295;
using Mask = Raster<std::uint8_t>;

bool whole_tables() { return std::getenv("HAZONE_RUNOUT_TABLES") != nullptr; }

struct Band {
    Raster<float> cells;
    std::array<double, 6> place{};  // geotransform
};

Band read_band(const std::filesystem::path& path) {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file(
        GDALDataset::FromHandle(GDALOpen(path.c_str(), GA_ReadOnly)));
    if (file == nullptr) {
        throw std::runtime_error("cannot open " + path.string());
    }
    GDALRasterBand* band = file->GetRasterBand(1);
    Band read{Raster<float>({band->GetYSize(), band->GetXSize()})};
    file->GetGeoTransform(read.place.data());
    const auto cols = static_cast<int>(read.cells.cols());
    const auto rows = static_cast<int>(read.cells.rows());
    if (band->RasterIO(GF_Read, 0, 0, cols, rows, read.cells.data(), cols, rows, GDT_Float32, 0,
                       0) != CE_None) {
        throw std::runtime_error("cannot read " + path.string());
    }
    int has_missing = 0;
    const double missing = band->GetNoDataValue(&has_missing);
    for (Index i = 0; i < read.cells.size(); ++i) {
        float& z = read.cells.data()[i];
        z = has_missing != 0 && double{z} == missing ? kMissing : z;
    }
    return read;
}

/// 1 in the cells of the polygons.
Mask rasterised(const std::filesystem::path& path, const Band& like) {
    const auto cols = static_cast<int>(like.cells.cols());
    const auto rows = static_cast<int>(like.cells.rows());
    const std::unique_ptr<GDALDataset> memory(
        GetGDALDriverManager()->GetDriverByName("MEM")->Create("", cols, rows, 1, GDT_Byte,
                                                               nullptr));
    auto place = like.place;
    memory->SetGeoTransform(place.data());
    const std::unique_ptr<GDALDataset> file(GDALDataset::FromHandle(
        GDALOpenEx(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr)));
    std::vector<OGRGeometryH> shapes;
    std::vector<std::unique_ptr<OGRGeometry>> owned;
    for (const auto& feature : *file->GetLayer(0)) {
        owned.emplace_back(feature->GetGeometryRef()->clone());
        shapes.push_back(OGRGeometry::ToHandle(owned.back().get()));
    }
    const std::vector<double> ones(shapes.size(), 1.0);
    const int band = 1;
    EXPECT_EQ(GDALRasterizeGeometries(memory.get(), 1, &band, static_cast<int>(shapes.size()),
                                      shapes.data(), nullptr, nullptr, ones.data(), nullptr,
                                      nullptr, nullptr),
              CE_None);
    Mask mask(like.cells.extent(), 0);
    EXPECT_EQ(memory->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, cols, rows, mask.data(), cols, rows,
                                                 GDT_Byte, 0, 0),
              CE_None);
    return mask;
}

/// Longest of the shortest ways, inside the mask, from the release: how far the area reaches, m.
double reach(const Mask& inside, const Mask& release, double cell_size) {
    Raster<double> way(inside.extent(), -1.0);
    using Entry = std::pair<double, Index>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (Index i = 0; i < inside.size(); ++i) {
        if (release.data()[i] == 1) {
            queue.emplace(0.0, i);
        }
    }
    double longest = 0;
    while (!queue.empty()) {
        const auto [length, at] = queue.top();
        queue.pop();
        const Cell cell{at / inside.cols(), at % inside.cols()};
        if (way(cell.row, cell.col) >= 0) {
            continue;
        }
        way(cell.row, cell.col) = length;
        longest = std::max(longest, length);
        for (int k = 0; k < kNeighbours; ++k) {
            const Cell next = neighbour(cell, k);
            if (inside.extent().contains(next.row, next.col) && inside(next.row, next.col) == 1) {
                queue.emplace(length + cell_size * step_length(k),
                              next.row * inside.cols() + next.col);
            }
        }
    }
    return longest;
}

/// What one release, or several, reach.
struct Reached {
    explicit Reached(Extent extent) : impacted(extent), length(extent), energy(extent) {}

    Mask impacted;
    Raster<float> length;
    Raster<float> energy;
};

Reached run(const PaddedGround& ground,
            const std::vector<ReleaseCell>& releases,
            const PathRules& path) {
    Reached reached(ground.extent());
    flow_paths(ground, releases, {.path = path},
               {.energy = reached.energy.view(),
                .impacted = reached.impacted.view(),
                .length = reached.length.view()});
    return reached;
}

struct Score {
    double hit_rate = 0;
    double critical_success = 0;
    double reach = 0;            // m
    double reference_reach = 0;  // m
};

Score score(const Mask& own, const Mask& reference, const Mask& release, double cell_size) {
    double hits = 0;
    double misses = 0;
    double extra = 0;
    for (Index i = 0; i < own.size(); ++i) {
        const bool mine = own.data()[i] == 1;
        const bool theirs = reference.data()[i] == 1;
        hits += mine && theirs ? 1 : 0;
        misses += !mine && theirs ? 1 : 0;
        extra += mine && !theirs ? 1 : 0;
    }
    return {hits / (hits + misses), hits / (hits + misses + extra), reach(own, release, cell_size),
            reach(reference, release, cell_size)};
}

struct Slope {
    const char* name;
    const char* release;
};

constexpr Slope kSlopes[] = {{"avaAlr", "relAlr"},
                             {"avaGar", "relGar"},
                             {"avaHit", "relHit"},
                             {"avaKot", "relKot"},
                             {"avaWog", "relWog"}};

class AvaFrameSlope : public ::testing::TestWithParam<Slope> {};

/// Cells in which com1DFA has a pressure of 1 kPa or more: its usual bound of the affected area.
Mask reference_area(const std::filesystem::path& folder, const Band& dem) {
    const Band pressure = read_band(folder / "ref_ppr.tif");
    Mask area(dem.cells.extent(), 0);
    for_each_cell(area.extent(), [&](Index row, Index col) {
        const double x = dem.place[0] + (static_cast<double>(col) + 0.5) * dem.place[1];
        const double y = dem.place[3] + (static_cast<double>(row) + 0.5) * dem.place[5];
        const auto other_col =
            static_cast<Index>(std::floor((x - pressure.place[0]) / pressure.place[1]));
        const auto other_row =
            static_cast<Index>(std::floor((y - pressure.place[3]) / pressure.place[5]));
        if (pressure.cells.extent().contains(other_row, other_col)) {
            area(row, col) = pressure.cells(other_row, other_col) >= 1 ? 1 : 0;
        }
    });
    return area;
}

TEST_P(AvaFrameSlope, IsReachedAboutAsFarAsByTheReference) {
    const Slope slope = GetParam();
    const auto folder = testing::shared_folder() / "data/runout_avaframe" / slope.name;
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "needs the shared data, see HAZONE_SHARED";
    }
    const Band dem = read_band(folder / "dem.tif");
    const double cell_size = dem.place[1];
    const Mask release = rasterised(folder / (std::string(slope.release) + ".geojson"), dem);
    const Mask reference = reference_area(folder, dem);
    const Index every = whole_tables() ? 3 : 5;  // of the release cells, in rows and columns
    std::vector<ReleaseCell> cells;
    for (Index row = 0; row < release.rows(); row += every) {
        for (Index col = 0; col < release.cols(); col += every) {
            if (release(row, col) == 1) {
                cells.push_back({{row, col}, 1});
            }
        }
    }
    ASSERT_GT(cells.size(), 10U);
    const PaddedGround ground(dem.cells, cell_size);
    double best = 0;
    double least_difference = 1e9;
    const auto report = [&](const char* law, double a, double b, const PathRules& path) {
        const Score got = score(run(ground, cells, path).impacted, reference, release, cell_size);
        std::printf("| %s | %s %.3g %.3g | %.0f | %.0f | %+.0f | %.2f | %.2f |\n", slope.name, law,
                    a, b, got.reference_reach, got.reach, got.reach - got.reference_reach,
                    got.hit_rate, got.critical_success);
        best = std::max(best, got.critical_success);
        least_difference =
            std::min(least_difference, std::abs(got.reach / got.reference_reach - 1));
    };
    for (const double angle : whole_tables() ? std::vector{20.0, 24.0, 28.0} : std::vector{28.0}) {
        report("angle", angle, 0, {.friction = std::tan(angle * kDegree), .exponent = 8});
    }
    for (const double drag : whole_tables() ? std::vector{100.0, 400.0} : std::vector{100.0}) {
        report("mu M/D", 0.155, drag, {.friction = 0.155, .mass_to_drag = drag, .exponent = 8});
    }
    EXPECT_GT(best, 0.25);
    EXPECT_LT(least_difference, 0.15);
}

INSTANTIATE_TEST_SUITE_P(Slopes,
                         AvaFrameSlope,
                         ::testing::ValuesIn(kSlopes),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// Steep cells far from each other: the slope to the south or east is 32 to 45 degrees.
std::vector<ReleaseCell> steep_cells(const Raster<float>& z, double cell_size) {
    const Index every = whole_tables() ? 48 : 96;
    std::vector<ReleaseCell> cells;
    for (Index row = every; row < z.rows() - every; row += every) {
        for (Index col = every; col < z.cols() - every; col += every) {
            const double south = (z(row - 1, col) - z(row + 1, col)) / (2 * cell_size);
            const double east = (z(row, col - 1) - z(row, col + 1)) / (2 * cell_size);
            const double slope = std::atan(std::hypot(south, east)) / kDegree;
            if (slope > 32 && slope < 45) {
                cells.push_back({{row, col}, static_cast<std::int32_t>(cells.size() + 1)});
            }
        }
    }
    return cells;
}

constexpr double kLangNu = 4220;  // m

/// Lengths of the runouts of the releases, each by itself, in rising order.
std::vector<double> lengths(const PaddedGround& ground,
                            const std::vector<ReleaseCell>& releases,
                            const PathRules& path) {
    std::vector<double> found;
    for (const ReleaseCell& release : releases) {
        const Reached reached = run(ground, {release}, path);
        found.push_back(*std::max_element(reached.length.data(),
                                          reached.length.data() + reached.length.size(),
                                          [](float a, float b) { return a < b; }));
    }
    std::sort(found.begin(), found.end());
    return found;
}

TEST(LangNuLength, ComesOutOfPlausibleFrictionOnSteepReliefAndFallsWithFriction) {
    const auto path = testing::shared_folder() / "data/dem/taiwan_ci_1024_30m.tif";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "needs the shared data, see HAZONE_SHARED";
    }
    const Band dem = read_band(path);
    const PaddedGround ground(dem.cells, dem.place[1]);
    const std::vector<ReleaseCell> releases = steep_cells(dem.cells, dem.place[1]);
    ASSERT_GT(releases.size(), 20U);
    const auto report = [&](const char* law, double a, double b, const PathRules& rules) {
        std::vector<double> found = lengths(ground, releases, rules);
        const auto beyond = std::count_if(found.begin(), found.end(),
                                          [](double length) { return length >= kLangNu; });
        std::printf("| %s %.3g %.3g | %zu | %.0f | %.0f | %.0f | %.2f |\n", law, a, b, found.size(),
                    found[found.size() / 2], found[found.size() * 9 / 10], found.back(),
                    static_cast<double>(beyond) / static_cast<double>(found.size()));
        return found;
    };
    std::vector<double> by_angle;
    for (const double angle : whole_tables() ? std::vector{8.0, 11.0, 14.0, 17.0, 20.0, 25.0}
                                             : std::vector{11.0, 14.0, 20.0}) {
        const auto found =
            report("angle", angle, 0, {.friction = std::tan(angle * kDegree), .exponent = 4});
        by_angle.push_back(found[found.size() / 2]);
        if (angle == 11) {
            EXPECT_GE(found.back(), kLangNu);
        }
    }
    EXPECT_TRUE(std::is_sorted(by_angle.rbegin(), by_angle.rend()));
    for (const double mu :
         whole_tables() ? std::vector{0.07, 0.11, 0.15, 0.20, 0.30} : std::vector{0.11}) {
        for (const double drag :
             whole_tables() ? std::vector{25.0, 75.0, 200.0} : std::vector{200.0}) {
            report("mu M/D", mu, drag, {.friction = mu, .mass_to_drag = drag, .exponent = 4});
        }
    }
}

}  // namespace
}  // namespace hazone
