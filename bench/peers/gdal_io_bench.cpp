// Reading and writing of one raster by hazone beside plain GDAL: the same cells, tiles of 512,
// compression at level 1 with the floating-point predictor, as many threads. hazone writes
// cloud-optimised files with overviews, so GDAL is timed with both drivers: GTiff, which writes the
// cells alone, and COG, which writes what hazone writes.
#include <cmath>
#include <filesystem>
#include <memory>

#include <gdal_priv.h>

#include <fmt/format.h>
#include <unistd.h>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "io/write/write.hpp"

namespace hazone::bench {
namespace {

namespace fs = std::filesystem;
using Dataset = std::unique_ptr<GDALDataset>;

const char* name_of(io::Compression compression) {
    return compression == io::Compression::zstd ? "ZSTD" : "DEFLATE";
}

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

FieldSet fields_of(const Raster<float>& z) {
    FieldSet fields(grid_of(z.extent()));
    fields.put(kElevation, z.clone());
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

struct Format {
    const char* driver;
    io::Compression compression;
};

CPLStringList creation_options(const Format& format, int threads) {
    CPLStringList options;
    options.SetNameValue("COMPRESS", name_of(format.compression));
    options.SetNameValue("BIGTIFF", "IF_SAFER");
    options.SetNameValue("NUM_THREADS", std::to_string(threads).c_str());
    if (std::string_view(format.driver) == "COG") {
        options.SetNameValue("LEVEL", "1");
        options.SetNameValue("PREDICTOR", "FLOATING_POINT");
        options.SetNameValue("OVERVIEW_PREDICTOR", "FLOATING_POINT");
        options.SetNameValue("OVERVIEW_RESAMPLING", "AVERAGE");
        options.SetNameValue("BLOCKSIZE", "512");
        return options;
    }
    options.SetNameValue(format.compression == io::Compression::zstd ? "ZSTD_LEVEL" : "ZLEVEL",
                         "1");
    options.SetNameValue("PREDICTOR", "3");
    options.SetNameValue("TILED", "YES");
    options.SetNameValue("BLOCKXSIZE", "512");
    options.SetNameValue("BLOCKYSIZE", "512");
    return options;
}

void write_with(const Format& format, GDALDataset& cells, const std::string& path, int threads) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(format.driver);
    const CPLStringList options = creation_options(format, threads);
    const Dataset written(
        driver->CreateCopy(path.c_str(), &cells, 0, options.List(), nullptr, nullptr));
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

void write_by_gdal(benchmark::State& state, Format format) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    GDALAllRegister();
    const Scratch scratch;
    const std::string path = scratch.file("elevation.tif");
    const Dataset cells = dataset_of(z);
    for ([[maybe_unused]] auto _ : state) {
        write_with(format, *cells, path, thread_argument(state));
    }
    report(state, what_is_wrong(z, read_with_gdal(path, 2)), bytes_of<float>());
}

void write_by_hazone(benchmark::State& state, io::Compression compression) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    GDALAllRegister();
    const Scratch scratch;
    const std::string path = scratch.file("elevation.tif");
    const FieldSet fields = fields_of(z);
    for ([[maybe_unused]] auto _ : state) {
        io::write_geotiff(path, kElevation, fields, {.compression = compression});
    }
    report(state, what_is_wrong(z, read_with_gdal(path, 2)), bytes_of<float>());
}

/// `hazone`: by its reader, else by GDAL's. Both read the file which GDAL wrote.
void read(benchmark::State& state, io::Compression compression, bool hazone) {
    const Raster<float>& z = ground(state).z;
    const ThreadScope threads(thread_argument(state));
    GDALAllRegister();
    const Scratch scratch;
    const std::string path = scratch.file("elevation.tif");
    write_with({"GTiff", compression}, *dataset_of(z), path, 2);
    Raster<float> cells;
    for ([[maybe_unused]] auto _ : state) {
        cells = Raster<float>();
        cells = hazone ? read_with_hazone(path) : read_with_gdal(path, thread_argument(state));
    }
    report(state, what_is_wrong(z, cells), bytes_of<float>());
}

void read_by_gdal(benchmark::State& state, io::Compression compression) {
    read(state, compression, false);
}
void read_by_hazone(benchmark::State& state, io::Compression compression) {
    read(state, compression, true);
}

constexpr auto kZstd = io::Compression::zstd;
constexpr auto kDeflate = io::Compression::deflate;

BENCHMARK_CAPTURE(write_by_gdal, zstd, Format{"GTiff", kZstd})->Apply(flow_arguments);
BENCHMARK_CAPTURE(write_by_gdal, cog_zstd, Format{"COG", kZstd})->Apply(flow_arguments);
BENCHMARK_CAPTURE(write_by_hazone, cog_zstd, kZstd)->Apply(flow_arguments);
BENCHMARK_CAPTURE(write_by_gdal, deflate, Format{"GTiff", kDeflate})->Apply(flow_arguments);
BENCHMARK_CAPTURE(write_by_gdal, cog_deflate, Format{"COG", kDeflate})->Apply(flow_arguments);
BENCHMARK_CAPTURE(write_by_hazone, cog_deflate, kDeflate)->Apply(flow_arguments);
BENCHMARK_CAPTURE(read_by_gdal, zstd, kZstd)->Apply(flow_arguments);
BENCHMARK_CAPTURE(read_by_hazone, zstd, kZstd)->Apply(flow_arguments);
BENCHMARK_CAPTURE(read_by_gdal, deflate, kDeflate)->Apply(flow_arguments);
BENCHMARK_CAPTURE(read_by_hazone, deflate, kDeflate)->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
