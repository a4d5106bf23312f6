#include "bench/peers/gdal_writers.hpp"

#include <algorithm>
#include <vector>

#include <cpl_conv.h>
#include <cpl_string.h>

namespace hazone::bench {
namespace {

const char* name_of(io::Compression compression) {
    return compression == io::Compression::zstd ? "ZSTD" : "DEFLATE";
}

void add_compression(CPLStringList& options, const GdalFormat& format) {
    const bool zstd = format.compression == io::Compression::zstd;
    options.SetNameValue("COMPRESS", name_of(format.compression));
    options.SetNameValue(zstd ? "ZSTD_LEVEL" : "ZLEVEL", std::to_string(format.level).c_str());
    options.SetNameValue("PREDICTOR", format.predictor ? "3" : "1");
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
    const GdalDataset written(GetGDALDriverManager()->GetDriverByName(driver)->CreateCopy(
        path.c_str(), &cells, 0, options.List(), nullptr, nullptr));
}

}  // namespace

void write_base_with_gdal(const std::string& path,
                          GDALDataset& cells,
                          const GdalFormat& format,
                          int threads) {
    CPLStringList options;
    add_compression(options, format);
    copy_to("GTiff", path, cells, options, threads);
}

void write_cog_with_gdal(const std::string& path,
                         GDALDataset& cells,
                         const GdalFormat& format,
                         int threads) {
    const char* const predictor = format.predictor ? "FLOATING_POINT" : "NO";
    CPLStringList options;
    options.SetNameValue("COMPRESS", name_of(format.compression));
    options.SetNameValue("LEVEL", std::to_string(format.level).c_str());
    options.SetNameValue("PREDICTOR", predictor);
    options.SetNameValue("OVERVIEW_PREDICTOR", predictor);
    options.SetNameValue("OVERVIEW_RESAMPLING", format.overviews);
    options.SetNameValue("BLOCKSIZE", "512");
    copy_to("COG", path, cells, options, threads);
}

void build_overviews_with_gdal(const std::string& path,
                               GDALDataset& cells,
                               const GdalFormat& format,
                               int threads) {
    write_base_with_gdal(path, cells, format, threads);
    const std::string level = std::to_string(format.level);
    const std::string count = std::to_string(threads);
    const CPLConfigOptionSetter compression("COMPRESS_OVERVIEW", name_of(format.compression),
                                            false);
    const CPLConfigOptionSetter zstd_level("ZSTD_LEVEL_OVERVIEW", level.c_str(), false);
    const CPLConfigOptionSetter deflate_level("ZLEVEL_OVERVIEW", level.c_str(), false);
    const CPLConfigOptionSetter predictor("PREDICTOR_OVERVIEW", format.predictor ? "3" : "1",
                                          false);
    const CPLConfigOptionSetter block("GDAL_TIFF_OVR_BLOCKSIZE", "512", false);
    const CPLConfigOptionSetter workers("GDAL_NUM_THREADS", count.c_str(), false);
    const GdalDataset file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE));
    std::vector<int> factors;
    for (int side = std::max(cells.GetRasterXSize(), cells.GetRasterYSize()), factor = 2;
         side > 512; side = (side + 1) / 2, factor *= 2) {
        factors.push_back(factor);
    }
    file->BuildOverviews(format.overviews, static_cast<int>(factors.size()), factors.data(), 0,
                         nullptr, nullptr, nullptr);
}

}  // namespace hazone::bench
