#include "io/gdal.hpp"

#include <array>
#include <filesystem>

#include <cpl_conv.h>
#include <cpl_string.h>

#include <fmt/format.h>

#include "engine/parallel/threads.hpp"
#include "io/gdal_cache.hpp"

namespace hazone::io {

QuietGdal::QuietGdal() : others_(CPLSetErrorHandler(CPLQuietErrorHandler)) {
    CPLPushErrorHandlerEx(&QuietGdal::keep, this);
}

QuietGdal::~QuietGdal() {
    CPLPopErrorHandler();
    CPLSetErrorHandler(others_);
}

void QuietGdal::keep(CPLErr level, CPLErrorNum /*number*/, const char* text) {
    auto* self = static_cast<QuietGdal*>(CPLGetErrorHandlerUserData());
    if (level >= CE_Warning && self != nullptr) {
        self->message_ = text;
    }
}

GdalThreads::GdalThreads() {
    CPLSetThreadLocalConfigOption("GDAL_NUM_THREADS", std::to_string(threads()).c_str());
}

GdalThreads::~GdalThreads() { CPLSetThreadLocalConfigOption("GDAL_NUM_THREADS", nullptr); }

void limit_gdal_cache(Index bytes) { GDALSetCacheMax64(bytes); }

DatasetPtr open_dataset(const std::string& path, unsigned kind, const std::string& what) {
    GDALAllRegister();
    VSIStatBufL status;
    if (VSIStatL(path.c_str(), &status) != 0 && path.find(':') == std::string::npos) {
        throw InputError(fmt::format(
            "{}: no such file; expected {}. Correct the path (it is relative to the scenario file)",
            path, what));
    }
    const QuietGdal quiet;
    DatasetPtr dataset(GDALDataset::Open(path.c_str(), kind | GDAL_OF_READONLY));
    if (!dataset) {
        throw InputError(
            fmt::format("{}: cannot be read as {}{}. Allowed: any format listed by {}", path, what,
                        quiet.reason(),
                        (kind & GDAL_OF_RASTER) != 0 ? "gdalinfo --formats" : "ogrinfo --formats"));
    }
    return dataset;
}

DatasetPtr memory_dataset(void* cells, GDALDataType type, int rows, int cols) {
    GDALAllRegister();
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("MEM");
    DatasetPtr dataset(driver->Create("", cols, rows, 0, type, nullptr));
    std::array<char, 64> address{};
    const int length = CPLPrintPointer(address.data(), cells, static_cast<int>(address.size()) - 1);
    address.at(static_cast<std::size_t>(length)) = '\0';
    CPLStringList options;
    options.SetNameValue("DATAPOINTER", address.data());
    dataset->AddBand(type, options.List());
    return dataset;
}

}  // namespace hazone::io
