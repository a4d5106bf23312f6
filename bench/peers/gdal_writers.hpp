#pragma once

#include <memory>
#include <string>

#include <gdal_priv.h>

#include "io/write/write.hpp"

namespace hazone::bench {

using GdalDataset = std::unique_ptr<GDALDataset>;

/// How GDAL writes, as hazone does: tiles of 512 and this compression.
struct GdalFormat {
    io::Compression compression;
    int level;
    bool predictor = true;              // the floating-point one
    const char* overviews = "AVERAGE";  // how cells are joined
};

/// The cells alone: driver GTiff.
void write_base_with_gdal(const std::string& path,
                          GDALDataset& cells,
                          const GdalFormat& format,
                          int threads);

/// With overviews: driver COG.
void write_cog_with_gdal(const std::string& path,
                         GDALDataset& cells,
                         const GdalFormat& format,
                         int threads);

/// The cells alone, then their overviews into the same file, as `gdaladdo` does.
void build_overviews_with_gdal(const std::string& path,
                               GDALDataset& cells,
                               const GdalFormat& format,
                               int threads);

}  // namespace hazone::bench
