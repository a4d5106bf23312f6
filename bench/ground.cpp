#include "bench/ground.hpp"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_direction.hpp"
#include "io/read/read.hpp"

namespace hazone::bench {
namespace {

namespace fs = std::filesystem;

fs::path folder(const char* variable, const char* otherwise) {
    const char* named = std::getenv(variable);
    return named != nullptr ? fs::path(named) : fs::path(HAZONE_SOURCE_DIR) / otherwise;
}

bool is_file(GroundKind kind) { return kind >= GroundKind::fluvial; }

/// How to get a file that is not there.
std::string remedy(GroundKind kind, Index size) {
    switch (kind) {
        case GroundKind::taiwan:
            return "set HAZONE_SHARED to the folder of the shared data";
        case GroundKind::named_file:
            return "set HAZONE_BENCH_DEM to a file";
        default:
            return fmt::format("make it with bench/make-dem {}", size);
    }
}

Raster<float> read_dem(const std::string& path) {
    io::RasterSource source;
    source.paths = {path};
    const Grid grid = io::resolve_grid(source, {});
    return io::read_field(source, kElevation, grid);
}

Ground with_flow(Raster<float> z) {
    const Extent extent = z.extent();
    Ground made{.z = std::move(z),
                .filled = Raster<float>(extent),
                .direction = Raster<std::uint8_t>(extent),
                .area = Raster<double>(extent)};
    fill_depressions(made.z, made.filled);
    flow_direction(made.filled, made.direction);
    flow_accumulation(made.direction, made.area, 1.0);
    return made;
}

Raster<float> heights(GroundKind kind, Index size) {
    constexpr std::uint64_t kSeed = 1;
    return is_file(kind)
               ? read_dem(dem_file(kind, size))
               : synthetic_terrain(static_cast<SyntheticTerrain>(kind), {size, size}, kSeed);
}

}  // namespace

std::string name_of(GroundKind kind) {
    switch (kind) {
        case GroundKind::fractal:
            return "fractal";
        case GroundKind::whole_metre_fractal:
            return "whole-metre fractal";
        case GroundKind::smooth_fractal:
            return "smooth fractal";
        case GroundKind::fluvial:
            return "fluvial";
        case GroundKind::whole_metre_fluvial:
            return "whole-metre fluvial";
        case GroundKind::taiwan:
            return "Taiwan 30 m";
        case GroundKind::named_file:
            return fs::path(dem_file(kind, 0)).stem().string();
    }
    return "synthetic";
}

std::string dem_file(GroundKind kind, Index size) {
    switch (kind) {
        case GroundKind::fluvial:
        case GroundKind::whole_metre_fluvial: {
            const char* ending = kind == GroundKind::fluvial ? "" : "_whole_metres";
            return folder("HAZONE_BENCH_DEM_FOLDER", "build/dem") /
                   fmt::format("fluvial_{}{}.tif", size, ending);
        }
        case GroundKind::taiwan:
            return folder("HAZONE_SHARED", "../shared") / "data/dem/taiwan_dtm_30m_epsg3826.tif";
        default: {
            const char* named = std::getenv("HAZONE_BENCH_DEM");
            return named != nullptr ? named : "";
        }
    }
}

const Ground& ground(benchmark::State& state) {
    static Ground kept;
    const Index size = state.range(0);
    const auto kind = static_cast<GroundKind>(state.range(2));
    if (kept.z.size() > 0 && kept.size == size && kept.kind == kind) {
        return kept;
    }
    const ThreadScope all(0);
    kept = Ground();  // gives its memory back before the next one takes its own
    if (is_file(kind) && !fs::exists(dem_file(kind, size))) {
        static const Ground one_cell = with_flow(Raster<float>({1, 1}, 0.0F));
        const std::string text =
            fmt::format("no DEM '{}': {}", dem_file(kind, size), remedy(kind, size));
        state.SkipWithError(text.c_str());
        return one_cell;
    }
    kept = with_flow(heights(kind, size));
    kept.kind = kind;
    kept.size = size;
    return kept;
}

}  // namespace hazone::bench
