#pragma once

#include <memory>
#include <string>

#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include "engine/core/error.hpp"

namespace hazone::io {

struct DatasetCloser {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using DatasetPtr = std::unique_ptr<GDALDataset, DatasetCloser>;

struct TransformDestroyer {
    void operator()(OGRCoordinateTransformation* transform) const {
        OGRCoordinateTransformation::DestroyCT(transform);
    }
};
using TransformPtr = std::unique_ptr<OGRCoordinateTransformation, TransformDestroyer>;

/// Keeps GDAL from printing while it lives, in this thread and in threads GDAL starts, and
/// remembers the last warning or error of this thread for the text of an InputError.
class QuietGdal {
public:
    QuietGdal();
    ~QuietGdal();
    QuietGdal(const QuietGdal&) = delete;
    QuietGdal& operator=(const QuietGdal&) = delete;
    QuietGdal(QuietGdal&&) = delete;
    QuietGdal& operator=(QuietGdal&&) = delete;

    const std::string& message() const { return message_; }
    /// ": MESSAGE" when GDAL said something, else nothing.
    std::string reason() const { return message_.empty() ? "" : ": " + message_; }

private:
    static void CPL_STDCALL keep(CPLErr level, CPLErrorNum number, const char* text);

    CPLErrorHandler others_;
    std::string message_;
};

/// Lets GDAL's readers decode blocks with as many threads as our loops use.
class GdalThreads {
public:
    GdalThreads();
    ~GdalThreads();
    GdalThreads(const GdalThreads&) = delete;
    GdalThreads& operator=(const GdalThreads&) = delete;
    GdalThreads(GdalThreads&&) = delete;
    GdalThreads& operator=(GdalThreads&&) = delete;
};

/// Opens a file for reading with the drivers of `kind` (GDAL_OF_RASTER or GDAL_OF_VECTOR).
/// InputError with the path when there is no such file or GDAL cannot read it; `what` names the
/// thing the user meant ("a raster", "a polygon layer").
DatasetPtr open_dataset(const std::string& path, unsigned kind, const std::string& what);

/// A view of memory as a one-band dataset; writing the dataset writes the memory.
DatasetPtr memory_dataset(void* cells, GDALDataType type, int rows, int cols);

}  // namespace hazone::io
