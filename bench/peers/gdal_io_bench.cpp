// Writing and reading of one raster by hazone beside GDAL's own: the same cells, tiles of 512, the
// floating-point predictor, the same compression and level, as many threads. Two comparisons:
// - base: the cells alone. GDAL: driver GTiff, CreateCopy. hazone: its writer without overviews.
// - product: with overviews of averages. GDAL: by its driver COG, and by BuildOverviews in a GTiff.
//   hazone: its writer as it is.
// hazone also writes statistics and waits until the file is on the disk (fsync), which GDAL does
// not. Before the clock runs the disk has taken what was written before.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gdal_priv.h>

#include <fmt/format.h>
#include <unistd.h>

#include "bench/flow_bench.hpp"
#include "bench/peers/gdal_writers.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/horn.hpp"
#include "io/read/read.hpp"
#include "io/write/write.hpp"

namespace hazone::bench {
namespace {

namespace fs = std::filesystem;

/// Which cells are written.
enum class Cells { elevation, slope };

/// A folder for the files of one run, removed at its end.
class Scratch {
public:
    Scratch() : path_(fs::temp_directory_path() / fmt::format("hazone_bench_{}", getpid())) {
        fs::create_directories(path_);
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    Scratch(Scratch&&) = delete;
    Scratch& operator=(Scratch&&) = delete;
    std::string file(const char* name) const { return path_ / name; }

private:
    fs::path path_;
};

Grid grid_of(Extent extent) {
    constexpr double kCellSize = 10;
    return {extent, 300000, 2600000, kCellSize, "EPSG:32648"};
}

const FieldSpec& field_of(Cells kind) { return kind == Cells::slope ? kSlope : kElevation; }

/// The field which is written, alone.
FieldSet fields_of(const Raster<float>& z, Cells kind) {
    const Grid grid = grid_of(z.extent());
    Raster<float> cells(z.extent());
    if (kind == Cells::slope) {
        horn_slope(z, grid.cell_size, cells);
    } else {
        cells = z.clone();
    }
    FieldSet fields(grid);
    fields.put(field_of(kind), std::move(cells));
    return fields;
}

/// The cells as a dataset of GDAL, without a copy.
GdalDataset dataset_of(const Raster<float>& z) {
    GDALDriver* memory = GetGDALDriverManager()->GetDriverByName("MEM");
    const auto cols = static_cast<int>(z.cols());
    const auto rows = static_cast<int>(z.rows());
    GdalDataset dataset(memory->Create("", cols, rows, 0, GDT_Float32, nullptr));
    CPLStringList band;
    band.SetNameValue("DATAPOINTER", fmt::format("{}", static_cast<const void*>(z.data())).c_str());
    dataset->AddBand(GDT_Float32, band.List());
    double transform[] = {300000, 10, 0, 2600000, 0, -10};
    dataset->SetGeoTransform(transform);
    OGRSpatialReference crs;
    crs.importFromEPSG(32648);
    dataset->SetSpatialRef(&crs);
    dataset->GetRasterBand(1)->SetNoDataValue(std::nan(""));
    return dataset;
}

Raster<float> read_with_gdal(const std::string& path, int threads) {
    const std::string count = fmt::format("NUM_THREADS={}", threads);
    const char* const options[] = {count.c_str(), nullptr};
    const GdalDataset file(
        GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, options));
    if (file == nullptr) {
        return {};
    }
    const int cols = file->GetRasterXSize();
    const int rows = file->GetRasterYSize();
    Raster<float> cells({rows, cols});
    const CPLErr status = file->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, cols, rows, cells.data(),
                                                           cols, rows, GDT_Float32, 0, 0);
    return status == CE_None ? std::move(cells) : Raster<float>();
}

Raster<float> read_with_hazone(const std::string& path) {
    io::RasterSource source;
    source.paths = {path};
    return io::read_field(source, kElevation, io::resolve_grid(source, {}));
}

/// What was read or written is what was given.
const char* what_is_wrong(const Raster<float>& given, const Raster<float>& found) {
    if (!(given.extent() == found.extent())) {
        return "the file has another size or cannot be read";
    }
    const Index unlike = count_cells(given.extent(), [&](Index row, Index col) {
        const bool both_missing = is_missing(given(row, col)) && is_missing(found(row, col));
        return !both_missing && given(row, col) != found(row, col);
    });
    return unlike == 0 ? nullptr : "the file holds other cells";
}

/// Times write(path of the file, fields) once, and compares what the file holds with the field.
template <class Write>
void time_writing(benchmark::State& state, Cells kind, Write write) {
    const FieldSet fields = fields_of(ground(state).z, kind);
    const ThreadScope threads(thread_argument(state));
    GDALAllRegister();
    const Scratch scratch;
    const std::string path = scratch.file("cells.tif");
    ::sync();
    for ([[maybe_unused]] auto _ : state) {
        write(path, fields);
    }
    const auto& cells = std::get<Raster<float>>(fields.at(field_of(kind)));
    report(state, what_is_wrong(cells, read_with_gdal(path, 2)), bytes_of<float>());
    state.counters["file_bytes"] = static_cast<double>(fs::file_size(path));
}

using GdalWriter = void (*)(const std::string&, GDALDataset&, const GdalFormat&, int);

void by_gdal(benchmark::State& state, GdalWriter write, Cells kind, GdalFormat format) {
    time_writing(state, kind, [&](const std::string& path, const FieldSet& fields) {
        const auto& cells = std::get<Raster<float>>(fields.at(field_of(kind)));
        write(path, *dataset_of(cells), format, thread_argument(state));
    });
}

void by_hazone(benchmark::State& state, bool overviews, Cells kind, GdalFormat format) {
    time_writing(state, kind, [&](const std::string& path, const FieldSet& fields) {
        io::write_geotiff(
            path, field_of(kind), fields,
            {.compression = format.compression, .level = format.level, .overviews = overviews});
    });
}

void write_base_by_gdal(benchmark::State& state, Cells kind, GdalFormat format) {
    by_gdal(state, write_base_with_gdal, kind, format);
}
void write_base_by_hazone(benchmark::State& state, Cells kind, GdalFormat format) {
    by_hazone(state, false, kind, format);
}
void write_product_by_cog_driver(benchmark::State& state, Cells kind, GdalFormat format) {
    by_gdal(state, write_cog_with_gdal, kind, format);
}
void write_product_by_build_overviews(benchmark::State& state, Cells kind, GdalFormat format) {
    by_gdal(state, build_overviews_with_gdal, kind, format);
}
void write_product_by_hazone(benchmark::State& state, Cells kind, GdalFormat format) {
    by_hazone(state, true, kind, format);
}

/// `hazone`: by its reader, else by GDAL's. Both read the file which GDAL wrote.
void read(benchmark::State& state, const GdalFormat& format, bool hazone) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    GDALAllRegister();
    const Scratch scratch;
    const std::string path = scratch.file("elevation.tif");
    write_base_with_gdal(path, *dataset_of(z), format, 2);
    Raster<float> cells;
    for ([[maybe_unused]] auto _ : state) {
        cells = Raster<float>();
        cells = hazone ? read_with_hazone(path) : read_with_gdal(path, thread_argument(state));
    }
    report(state, what_is_wrong(z, cells), bytes_of<float>());
}

void read_by_gdal(benchmark::State& state, GdalFormat format) { read(state, format, false); }
void read_by_hazone(benchmark::State& state, GdalFormat format) { read(state, format, true); }

/// Once each time: what the disk still holds back of one file would slow the next down.
void io_arguments(benchmark::internal::Benchmark* benchmark) {
    flow_arguments(benchmark);
    benchmark->Iterations(1)->MeasureProcessCPUTime();
}

constexpr GdalFormat kZstd1{io::Compression::zstd, 1};
constexpr GdalFormat kZstd9{io::Compression::zstd, 9};
constexpr GdalFormat kDeflate1{io::Compression::deflate, 1};

#define HAZONE_BENCH_WRITING(name, kind, format)                                                  \
    BENCHMARK_CAPTURE(write_base_by_gdal, name, kind, format)->Apply(io_arguments);               \
    BENCHMARK_CAPTURE(write_base_by_hazone, name, kind, format)->Apply(io_arguments);             \
    BENCHMARK_CAPTURE(write_product_by_cog_driver, name, kind, format)->Apply(io_arguments);      \
    BENCHMARK_CAPTURE(write_product_by_build_overviews, name, kind, format)->Apply(io_arguments); \
    BENCHMARK_CAPTURE(write_product_by_hazone, name, kind, format)->Apply(io_arguments)

HAZONE_BENCH_WRITING(elevation_zstd_1, Cells::elevation, kZstd1);
HAZONE_BENCH_WRITING(elevation_deflate_1, Cells::elevation, kDeflate1);
HAZONE_BENCH_WRITING(elevation_zstd_9, Cells::elevation, kZstd9);
HAZONE_BENCH_WRITING(slope_zstd_1, Cells::slope, kZstd1);

BENCHMARK_CAPTURE(read_by_gdal, elevation_zstd_1, kZstd1)->Apply(io_arguments);
BENCHMARK_CAPTURE(read_by_hazone, elevation_zstd_1, kZstd1)->Apply(io_arguments);
BENCHMARK_CAPTURE(read_by_gdal, elevation_deflate_1, kDeflate1)->Apply(io_arguments);
BENCHMARK_CAPTURE(read_by_hazone, elevation_deflate_1, kDeflate1)->Apply(io_arguments);

}  // namespace
}  // namespace hazone::bench
