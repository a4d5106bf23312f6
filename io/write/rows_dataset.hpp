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

/// A one-band dataset on the grid whose rows come from a source when GDAL asks for them. It holds
/// one strip of rows, so that its memory does not grow with the grid.
/// What is said of its band (unit, colours ...) is kept by GDAL's PAM, in memory alone.
/// GDAL is written in C and no exception may pass through it: what the source throws is kept, GDAL
/// is told of a failure, and the caller rethrows.
class RowsDataset final : public GDALPamDataset {
public:
    /// InputError when the grid has more rows or columns than GDAL can count.
    RowsDataset(const Grid& grid, GDALDataType type, RowSource source);
    ~RowsDataset() override = default;
    RowsDataset(const RowsDataset&) = delete;
    RowsDataset& operator=(const RowsDataset&) = delete;
    RowsDataset(RowsDataset&&) = delete;
    RowsDataset& operator=(RowsDataset&&) = delete;

    CPLErr GetGeoTransform(double* transform) override;
    const OGRSpatialReference* GetSpatialRef() const override;

    /// Gives the band a coarser picture, after those which are less coarse.
    void add_overview(Extent extent, RowSource source);

    /// Throws what the source has thrown, if it did.
    void rethrow() const;

private:
    class Band;

    /// Pointer to the cells of the row; nullptr when the source has failed.
    const std::byte* row(int number);

    RowSource source_;
    Grid grid_;
    OGRSpatialReference crs_;
    Index bytes_per_row_ = 0;
    Index strip_rows_ = 0;
    Index strip_ = -1;  // number of the strip that is held
    std::vector<std::byte> cells_;
    std::exception_ptr failure_;
    std::vector<std::unique_ptr<RowsDataset>> overviews_;
};

}  // namespace hazone::io
