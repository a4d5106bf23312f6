// hazone_synthetic_dem SIZE FILE: a GeoTIFF of the synthetic fractal, for comparisons where no
// other DEM is at hand.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/synthetic.hpp"
#include "io/write/write.hpp"

int main(int argc, char** argv) {
    using namespace hazone;
    const Index size = argc == 3 ? std::atoll(argv[1]) : 0;
    if (size < 1) {
        fmt::print(stderr, "usage: hazone_synthetic_dem SIZE FILE\n");
        return 2;
    }
    constexpr double kCellSize = 10;
    constexpr std::uint64_t kSeed = 1;
    try {
        FieldSet fields(Grid{{size, size}, 300000, 2600000, kCellSize, "EPSG:32648"});
        fields.put(kElevation, synthetic_terrain(SyntheticTerrain::fractal, {size, size}, kSeed));
        io::write_geotiff(argv[2], kElevation, fields, {});
    } catch (const InputError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
    return 0;
}
