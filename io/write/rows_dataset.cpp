#include "io/write/rows_dataset.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace hazone::io {
namespace {

/// Rows of a strip: those of one row of tiles in the file.
constexpr Index kStripRows = 512;

}  // namespace

class RowsDataset::Band final : public GDALPamRasterBand {
public:
    Band(RowsDataset& rows, int number, GDALDataType type) : rows_(rows) {
        poDS = &rows;
        nBand = number;
        eDataType = type;
        nRasterXSize = rows.GetRasterXSize();
        nRasterYSize = rows.GetRasterYSize();
        nBlockXSize = nRasterXSize;
        nBlockYSize = 1;
    }

    CPLErr IReadBlock(int /*col*/, int row, void* cells) override {
        const std::byte* const from = rows_.row(nBand, row);
        if (from == nullptr) {
            return CE_Failure;
        }
        std::memcpy(cells, from, static_cast<std::size_t>(rows_.bytes_per_row_));
        return CE_None;
    }

    /// Cells as they are go past GDAL's cache of blocks, which would keep a copy of them.
    // NOLINTNEXTLINE(readability-function-size): the arguments are GDAL's
    CPLErr IRasterIO(GDALRWFlag flag,
                     int col,
                     int row,
                     int cols,
                     int rows,
                     void* cells,
                     int cells_cols,
                     int cells_rows,
                     GDALDataType type,
                     GSpacing cell_bytes,
                     GSpacing row_bytes,
                     GDALRasterIOExtraArg* extra) override {
        if (flag != GF_Read || cols != cells_cols || rows != cells_rows) {
            return GDALPamRasterBand::IRasterIO(flag, col, row, cols, rows, cells, cells_cols,
                                                cells_rows, type, cell_bytes, row_bytes, extra);
        }
        const int width = GDALGetDataTypeSizeBytes(eDataType);
        for (int number = 0; number < rows; ++number) {
            const std::byte* const from = rows_.row(nBand, row + number);
            if (from == nullptr) {
                return CE_Failure;
            }
            GDALCopyWords64(from + static_cast<std::ptrdiff_t>(col) * width, eDataType, width,
                            static_cast<std::byte*>(cells) + number * row_bytes, type,
                            static_cast<int>(cell_bytes), cols);
        }
        return CE_None;
    }

    int GetOverviewCount() override { return static_cast<int>(rows_.overviews_.size()); }

    GDALRasterBand* GetOverview(int number) override {
        return number < 0 || number >= GetOverviewCount()
                   ? nullptr
                   : rows_.overviews_[static_cast<std::size_t>(number)]->GetRasterBand(nBand);
    }

private:
    RowsDataset& rows_;
};

RowsDataset::RowsDataset(const Grid& grid, GDALDataType type, std::vector<RowReader> readers)
    : readers_(std::move(readers)), grid_(grid), crs_(spatial_reference(grid.crs)) {
    require_countable(grid.extent);
    nRasterXSize = static_cast<int>(grid.extent.cols);
    nRasterYSize = static_cast<int>(grid.extent.rows);
    bytes_per_row_ = grid.extent.cols * GDALGetDataTypeSizeBytes(type);
    nPamFlags |= GPF_NOSAVE;
    strip_rows_ = std::min(kStripRows, grid.extent.rows);
    for (int band = 1; band <= static_cast<int>(readers_.size()); ++band) {
        SetBand(band, new Band(*this, band, type));  // GDAL owns the bands of a dataset
    }
}

CPLErr RowsDataset::GetGeoTransform(double* transform) {
    const std::array<double, 6> own{grid_.west, grid_.cell_size, 0, grid_.north,
                                    0,          -grid_.cell_size};
    std::copy(own.begin(), own.end(), transform);
    return CE_None;
}

const OGRSpatialReference* RowsDataset::GetSpatialRef() const {
    return grid_.crs.empty() ? nullptr : &crs_;
}

void RowsDataset::add_overview(Extent extent, std::vector<RowReader> readers) {
    Grid grid = grid_;
    grid.extent = extent;
    overviews_.push_back(std::make_unique<RowsDataset>(grid, GetRasterBand(1)->GetRasterDataType(),
                                                       std::move(readers)));
    overviews_.back()->whole_ = this;
}

void RowsDataset::rethrow() const {
    if (failure_) {
        std::rethrow_exception(failure_);
    }
}

const std::byte* RowsDataset::row(int band, int number) {
    if (whole_->reading_ != this) {
        strip_ = -1;
        whole_->reading_ = this;
    }
    const Index strip = number / strip_rows_;
    if (!whole_->failure_ && (strip != strip_ || band != band_)) {
        const Index first = strip * strip_rows_;
        const Index rows = std::min(strip_rows_, grid_.extent.rows - first);
        strip_ = -1;
        try {
            cells_ = readers_[static_cast<std::size_t>(band) - 1](first, rows);
            strip_ = strip;
            band_ = band;
        } catch (...) {
            whole_->failure_ = std::current_exception();
            CPLError(CE_Failure, CPLE_AppDefined, "the cells of row %d cannot be had", number);
        }
    }
    return whole_->failure_ ? nullptr : cells_ + (number - strip * strip_rows_) * bytes_per_row_;
}

}  // namespace hazone::io
