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

#include <cpl_conv.h>
#include <gdal_priv.h>

#include <fmt/format.h>
#include <unistd.h>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/horn.hpp"
#include "io/read/read.hpp"
#include "io/write/write.hpp"

namespace hazone::bench {
namespace {

namespace fs = std::filesystem;
using Dataset = std::unique_ptr<GDALDataset>;

struct Format {
    io::Compression compression;
    int level;
};

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

const char* name_of(io::Compression compression) {
    return compression == io::Compression::zstd ? "ZSTD" : "DEFLATE";
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
Dataset dataset_of(const Raster<float>& z) {
    GDALDriver* memory = GetGDALDriverManager()->GetDriverByName("MEM");
    const auto cols = static_cast<int>(z.cols());
    const auto rows = static_cast<int>(z.rows());
    Dataset dataset(memory->Create("", cols, rows, 0, GDT_Float32, nullptr));
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

void add_compression(CPLStringList& options, const Format& format) {
    const bool zstd = format.compression == io::Compression::zstd;
    options.SetNameValue("COMPRESS", name_of(format.compression));
    options.SetNameValue(zstd ? "ZSTD_LEVEL" : "ZLEVEL", std::to_string(format.level).c_str());
    options.SetNameValue("PREDICTOR", "3");
    options.SetNameValue("TILED", "YES");
    options.SetNameValue("BLOCKXSIZE", "512");
    options.SetNameValue("BLOCKYSIZE", "512");
}

void copy_to(const char* driver,
             const std::string& path,
             GDALDataset& cells,
             CPLStringList& options,
             int threads) {
    options.SetNameValue("BIGTIFF", "IF_SAFER");
    options.SetNameValue("NUM_THREADS", std::to_string(threads).c_str());
    const Dataset written(GetGDALDriverManager()->GetDriverByName(driver)->CreateCopy(
        path.c_str(), &cells, 0, options.List(), nullptr, nullptr));
}

void write_base(const std::string& path, GDALDataset& cells, const Format& format, int threads) {
    CPLStringList options;
    add_compression(options, format);
    copy_to("GTiff", path, cells, options, threads);
}

void write_cog(const std::string& path, GDALDataset& cells, const Format& format, int threads) {
    CPLStringList options;
    options.SetNameValue("COMPRESS", name_of(format.compression));
    options.SetNameValue("LEVEL", std::to_string(format.level).c_str());
    options.SetNameValue("PREDICTOR", "FLOATING_POINT");
    options.SetNameValue("OVERVIEW_PREDICTOR", "FLOATING_POINT");
    options.SetNameValue("OVERVIEW_RESAMPLING", "AVERAGE");
    options.SetNameValue("BLOCKSIZE", "512");
    copy_to("COG", path, cells, options, threads);
}

/// The base, then the overviews into the same file, as `gdaladdo` does.
void write_with_overviews(const std::string& path,
                          GDALDataset& cells,
                          const Format& format,
                          int threads) {
    write_base(path, cells, format, threads);
    const std::string level = std::to_string(format.level);
    const std::string count = std::to_string(threads);
    const CPLConfigOptionSetter compression("COMPRESS_OVERVIEW", name_of(format.compression),
                                            false);
    const CPLConfigOptionSetter zstd_level("ZSTD_LEVEL_OVERVIEW", level.c_str(), false);
    const CPLConfigOptionSetter deflate_level("ZLEVEL_OVERVIEW", level.c_str(), false);
    const CPLConfigOptionSetter predictor("PREDICTOR_OVERVIEW", "3", false);
    const CPLConfigOptionSetter block("GDAL_TIFF_OVR_BLOCKSIZE", "512", false);
    const CPLConfigOptionSetter workers("GDAL_NUM_THREADS", count.c_str(), false);
    const Dataset file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE));
    std::vector<int> factors;
    for (int side = std::max(cells.GetRasterXSize(), cells.GetRasterYSize()), factor = 2;
         side > 512; side = (side + 1) / 2, factor *= 2) {
        factors.push_back(factor);
    }
    file->BuildOverviews("AVERAGE", static_cast<int>(factors.size()), factors.data(), 0, nullptr,
                         nullptr, nullptr);
}

Raster<float> read_with_gdal(const std::string& path, int threads) {
    const std::string count = fmt::format("NUM_THREADS={}", threads);
    const char* const options[] = {count.c_str(), nullptr};
    const Dataset file(
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

using GdalWriter = void (*)(const std::string&, GDALDataset&, const Format&, int);

void by_gdal(benchmark::State& state, GdalWriter write, Cells kind, Format format) {
    time_writing(state, kind, [&](const std::string& path, const FieldSet& fields) {
        const auto& cells = std::get<Raster<float>>(fields.at(field_of(kind)));
        write(path, *dataset_of(cells), format, thread_argument(state));
    });
}

void by_hazone(benchmark::State& state, bool overviews, Cells kind, Format format) {
    time_writing(state, kind, [&](const std::string& path, const FieldSet& fields) {
        io::write_geotiff(
            path, field_of(kind), fields,
            {.compression = format.compression, .level = format.level, .overviews = overviews});
    });
}

void write_base_by_gdal(benchmark::State& state, Cells kind, Format format) {
    by_gdal(state, write_base, kind, format);
}
void write_base_by_hazone(benchmark::State& state, Cells kind, Format format) {
    by_hazone(state, false, kind, format);
}
void write_product_by_cog_driver(benchmark::State& state, Cells kind, Format format) {
    by_gdal(state, write_cog, kind, format);
}
void write_product_by_build_overviews(benchmark::State& state, Cells kind, Format format) {
    by_gdal(state, write_with_overviews, kind, format);
}
void write_product_by_hazone(benchmark::State& state, Cells kind, Format format) {
    by_hazone(state, true, kind, format);
}

/// `hazone`: by its reader, else by GDAL's. Both read the file which GDAL wrote.
void read(benchmark::State& state, const Format& format, bool hazone) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    GDALAllRegister();
    const Scratch scratch;
    const std::string path = scratch.file("elevation.tif");
    write_base(path, *dataset_of(z), format, 2);
    Raster<float> cells;
    for ([[maybe_unused]] auto _ : state) {
        cells = Raster<float>();
        cells = hazone ? read_with_hazone(path) : read_with_gdal(path, thread_argument(state));
    }
    report(state, what_is_wrong(z, cells), bytes_of<float>());
}

void read_by_gdal(benchmark::State& state, Format format) { read(state, format, false); }
void read_by_hazone(benchmark::State& state, Format format) { read(state, format, true); }

/// Once each time: what the disk still holds back of one file would slow the next down.
void io_arguments(benchmark::internal::Benchmark* benchmark) {
    flow_arguments(benchmark);
    benchmark->Iterations(1)->MeasureProcessCPUTime();
}

constexpr Format kZstd1{io::Compression::zstd, 1};
constexpr Format kZstd9{io::Compression::zstd, 9};
constexpr Format kDeflate1{io::Compression::deflate, 1};

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
