// hazone_synthetic_dem SIZE FILE: a GeoTIFF of the synthetic fractal, for comparisons where no
// other DEM is at hand, and for grids larger than memory: it holds 512 rows at a time.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/synthetic.hpp"
#include "io/gdal_cache.hpp"
#include "io/write/write.hpp"

int main(int argc, char** argv) {
    using namespace hazone;
    const Index size = argc == 3 ? std::atoll(argv[1]) : 0;
    if (size < 1) {
        fmt::print(stderr, "usage: hazone_synthetic_dem SIZE FILE\n");
        return 2;
    }
    constexpr double kCellSize = 10;
    constexpr Index kCache = Index{256} << 20;
    try {
        const Grid grid{{size, size}, 300000, 2600000, kCellSize, "EPSG:32648"};
        const SyntheticGround ground{SyntheticTerrain::fractal, grid.extent, 1};
        const io::RowSource rows = [&](Index first, Index count, std::byte* cells) {
            synthetic_terrain(ground, {first, 0}, {reinterpret_cast<float*>(cells), {count, size}});
        };
        io::limit_gdal_cache(kCache);
        const auto folder = std::filesystem::absolute(argv[2]).parent_path();
        io::write_geotiff(argv[2], kElevation, grid, rows, {.scratch = folder});
    } catch (const InputError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
    return 0;
}
