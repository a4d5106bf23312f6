#pragma once

// For .cpp files of io alone.

#include <cstddef>
#include <exception>
#include <memory>
#include <vector>

#include <gdal_pam.h>

#include "engine/core/grid.hpp"
#include "io/cells_dataset.hpp"
#include "io/write/row_source.hpp"

namespace hazone::io {

/// A dataset on the grid whose rows come from readers, one per band, when GDAL asks for them, one
/// strip at a time, so that its memory does not grow with the grid. Bands are to be read one after
/// the other: all share the strip.
/// What is said of its bands (unit, colours ...) is kept by GDAL's PAM, in memory alone.
/// GDAL is written in C and no exception may pass through it: what the reader throws is kept, GDAL
/// is told of a failure, and the caller rethrows.
class RowsDataset final : public GDALPamDataset {
public:
    /// InputError when the grid has more rows or columns than GDAL can count.
    RowsDataset(const Grid& grid, GDALDataType type, std::vector<RowReader> readers);
    ~RowsDataset() override = default;
    RowsDataset(const RowsDataset&) = delete;
    RowsDataset& operator=(const RowsDataset&) = delete;
    RowsDataset(RowsDataset&&) = delete;
    RowsDataset& operator=(RowsDataset&&) = delete;

    CPLErr GetGeoTransform(double* transform) override;
    const OGRSpatialReference* GetSpatialRef() const override;

    /// Gives each band a coarser picture, after those which are less coarse. The readers of all may
    /// share a buffer.
    void add_overview(Extent extent, std::vector<RowReader> readers);

    /// Throws what the reader has thrown, if it did.
    void rethrow() const;

private:
    class Band;

    /// Pointer to the cells of the row of a band; nullptr when the reader has failed.
    const std::byte* row(int band, int number);

    std::vector<RowReader> readers_;
    Grid grid_;
    OGRSpatialReference crs_;
    Index bytes_per_row_ = 0;
    Index strip_rows_ = 0;
    int band_ = 0;                      // whose strip was read last
    Index strip_ = -1;                  // and the number of that strip
    const std::byte* cells_ = nullptr;  // of the strip
    std::vector<std::unique_ptr<RowsDataset>> overviews_;
    RowsDataset* whole_ = this;    // of an overview: what it is a picture of
    RowsDataset* reading_ = this;  // of the whole: which of them has read last
    std::exception_ptr failure_;   // of the whole: the first of any of them
};

}  // namespace hazone::io
