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

/// A one-band dataset on the grid whose rows come from a reader when GDAL asks for them, one strip
/// at a time, so that its memory does not grow with the grid.
/// What is said of its band (unit, colours ...) is kept by GDAL's PAM, in memory alone.
/// GDAL is written in C and no exception may pass through it: what the reader throws is kept, GDAL
/// is told of a failure, and the caller rethrows.
class RowsDataset final : public GDALPamDataset {
public:
    /// InputError when the grid has more rows or columns than GDAL can count.
    RowsDataset(const Grid& grid, GDALDataType type, RowReader reader);
    ~RowsDataset() override = default;
    RowsDataset(const RowsDataset&) = delete;
    RowsDataset& operator=(const RowsDataset&) = delete;
    RowsDataset(RowsDataset&&) = delete;
    RowsDataset& operator=(RowsDataset&&) = delete;

    CPLErr GetGeoTransform(double* transform) override;
    const OGRSpatialReference* GetSpatialRef() const override;

    /// Gives the band a coarser picture, after those which are less coarse. The readers of all may
    /// share a buffer.
    void add_overview(Extent extent, RowReader reader);

    /// Throws what the reader has thrown, if it did.
    void rethrow() const;

private:
    class Band;

    /// Pointer to the cells of the row; nullptr when the reader has failed.
    const std::byte* row(int number);

    RowReader reader_;
    Grid grid_;
    OGRSpatialReference crs_;
    Index bytes_per_row_ = 0;
    Index strip_rows_ = 0;
    Index strip_ = -1;                  // number of the strip that was read last
    const std::byte* cells_ = nullptr;  // of the strip
    std::vector<std::unique_ptr<RowsDataset>> overviews_;
    RowsDataset* whole_ = this;    // of an overview: what it is a picture of
    RowsDataset* reading_ = this;  // of the whole: which of them has read last
    std::exception_ptr failure_;   // of the whole: the first of any of them
};

}  // namespace hazone::io
