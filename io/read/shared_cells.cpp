#include "io/read/shared_cells.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "engine/parallel/loops.hpp"
#include "engine/parallel/windows.hpp"

namespace hazone::io {
namespace {

constexpr Index kPieceRows = 64;                  // a piece of work has about so many rows
constexpr Index kStripRows = 512;                 // rows read at once where GDAL does the work
constexpr Index kLargestBlock = Index{64} << 20;  // bytes; larger ones are left to GDAL

/// Where a grid lies in the file.
struct Placement {
    Cell origin;  // the file's cell which is the northwest cell of the grid
    Extent extent;
    Window shared;  // what both have

    /// Number of the file's cell in the grid.
    Index number(Cell cell) const {
        return (cell.row - origin.row) * extent.cols + (cell.col - origin.col);
    }
};

Window common_part(Window one, Window other) {
    const Cell from{std::max(one.from.row, other.from.row), std::max(one.from.col, other.from.col)};
    return {from,
            {std::max<Index>(std::min(one.end_row(), other.end_row()) - from.row, 0),
             std::max<Index>(std::min(one.end_col(), other.end_col()) - from.col, 0)}};
}

/// Calls use(cells, missing) with the buffer's cells from number `first` on in their own type.
template <class Use>
void with_cells(const CellBuffer& buffer, Index first, Use use) {
    if (buffer.type == GDT_Float64) {
        use(static_cast<double*>(buffer.cells) + first, buffer.missing);
    } else if (buffer.type == GDT_Float32) {
        use(static_cast<float*>(buffer.cells) + first, static_cast<float>(buffer.missing));
    } else {
        use(static_cast<std::int32_t*>(buffer.cells) + first,
            static_cast<std::int32_t>(buffer.missing));
    }
}

void fill_missing(const CellBuffer& buffer, Extent extent) {
    with_cells(buffer, 0, [&](auto* cells, auto missing) {
        for_each_row(extent.rows, [=](Index row) {
            std::fill_n(cells + row * extent.cols, extent.cols, missing);
        });
    });
}

/// True when every stored value has the same value in the buffer, so that nodata can be told there.
bool exact_in(GDALDataType stored, GDALDataType buffer) {
    const bool small = stored == GDT_Byte || stored == GDT_Int16 || stored == GDT_UInt16;
    return small || stored == buffer ||
           (buffer == GDT_Float64 && (stored == GDT_Float32 || stored == GDT_Int32));
}

/// Equal as GDAL's own nodata mask takes it: floating values to two units in the last place.
template <class T>
bool is_nodata(T value, double nodata) {
    if constexpr (std::is_floating_point_v<T>) {
        return ARE_REAL_EQUAL(value, static_cast<T>(nodata));
    } else {
        return static_cast<double>(value) == nodata;
    }
}

/// How the file says that a cell has no value.
struct Missing {
    enum class Told { never, by_value, by_mask };

    Missing(GDALRasterBand& band, GDALDataType buffer) {
        int declared = 0;
        nodata = band.GetNoDataValue(&declared);
        const int flags = band.GetMaskFlags();
        if (declared != 0 && (flags & GMF_NODATA) != 0 &&
            exact_in(band.GetRasterDataType(), buffer)) {
            told = Told::by_value;
        } else if ((flags & GMF_ALL_VALID) == 0) {
            told = Told::by_mask;
        }
    }

    Told told = Told::never;
    double nodata = 0;
};

/// The mask of a part of the file; empty where cells are not told missing by a mask.
using Mask = std::vector<std::uint8_t>;

CPLErr read_mask(GDALRasterBand& band, const Missing& missing, Window part, Mask& mask) {
    if (missing.told != Missing::Told::by_mask) {
        return CE_None;
    }
    const int cols = static_cast<int>(part.extent.cols);
    const int rows = static_cast<int>(part.extent.rows);
    mask.resize(static_cast<std::size_t>(part.extent.size()));
    return band.GetMaskBand()->RasterIO(GF_Read, static_cast<int>(part.from.col),
                                        static_cast<int>(part.from.row), cols, rows, mask.data(),
                                        cols, rows, GDT_Byte, 0, 0, nullptr);
}

/// Reads the parts of one file into one buffer.
class SharedCells {
public:
    SharedCells(const RasterFile& file,
                const Placement& place,
                const CellBuffer& buffer,
                const CellFinish& finish)
        : file_(file),
          place_(place),
          buffer_(buffer),
          finish_(finish),
          missing_(*file.raster_band(), buffer.type) {}

    void read_by_blocks();
    void read_by_strips();

private:
    /// Sets the missing cells in one row of the part, which has been read.
    void finish_row(Window part, Index row, const Mask& mask) const {
        const Index first = place_.number({part.from.row + row, part.from.col});
        const Index count = part.extent.cols;
        with_cells(buffer_, first, [&](auto* cells, auto missing) {
            if (missing_.told == Missing::Told::by_value) {
                const double nodata = missing_.nodata;
                for (Index col = 0; col < count; ++col) {
                    cells[col] = is_nodata(cells[col], nodata) ? missing : cells[col];
                }
            } else if (!mask.empty()) {
                const std::uint8_t* const known = mask.data() + row * count;
                for (Index col = 0; col < count; ++col) {
                    cells[col] = known[col] == 0 ? missing : cells[col];
                }
            }
        });
        if (finish_) {
            finish_(first, count);
        }
    }

    CPLErr read_piece(GDALRasterBand& band,
                      Window piece,
                      Extent block,
                      std::vector<std::byte>& cells);
    CPLErr read_strip(Window strip, Mask& mask);

    [[noreturn]] void refuse(Window part, const std::string& reason) const {
        throw InputError(
            fmt::format("{}: rows {} to {} of band {} cannot be read{}{}. The file may "
                        "be cut off: copy it again",
                        file_.name, part.from.row, part.end_row() - 1, file_.band,
                        reason.empty() ? "" : ": ", reason));
    }

    const RasterFile& file_;
    const Placement& place_;
    const CellBuffer& buffer_;
    const CellFinish& finish_;
    Missing missing_;
};

/// Datasets of one file, one for each thread that asks: GDAL's datasets serve one thread at a time.
class Handles {
public:
    explicit Handles(const RasterFile& file) : file_(file) { free_.push_back(file.dataset.get()); }

    /// nullptr when the file cannot be opened again.
    GDALDataset* take() {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) {
            const char* const drivers[] = {"GTiff", nullptr};
            opened_.emplace_back(
                GDALDataset::Open(file_.dataset->GetDescription(), GDAL_OF_RASTER, drivers));
            return opened_.back().get();
        }
        GDALDataset* const dataset = free_.back();
        free_.pop_back();
        return dataset;
    }
    void give_back(GDALDataset* dataset) {
        if (dataset != nullptr) {
            const std::scoped_lock lock(mutex_);
            free_.push_back(dataset);
        }
    }

private:
    const RasterFile& file_;
    std::mutex mutex_;
    std::vector<GDALDataset*> free_;
    std::vector<DatasetPtr> opened_;
};

/// The first piece that failed, whichever thread met it.
class FirstFailure {
public:
    explicit FirstFailure(Index pieces) : piece_(pieces) {}

    bool comes_before(Index piece) {
        const std::scoped_lock lock(mutex_);
        return piece_ < piece;
    }
    void note(Index piece) {
        const std::scoped_lock lock(mutex_);
        if (piece < piece_) {
            piece_ = piece;
            reason_ = CPLGetLastErrorMsg();
        }
    }
    Index piece() const { return piece_; }
    const std::string& reason() const { return reason_; }

private:
    std::mutex mutex_;
    Index piece_;
    std::string reason_;
};

Extent block_of(GDALRasterBand& band) {
    int cols = 0;
    int rows = 0;
    band.GetBlockSize(&cols, &rows);
    return {rows, cols};
}

/// Rectangles of whole blocks which cover the part, row by row.
class Pieces {
public:
    Pieces(Window part, Extent block)
        : part_(part),
          each_{(std::max(kPieceRows, block.rows) + block.rows - 1) / block.rows * block.rows,
                block.cols},
          first_row_(part.from.row / each_.rows),
          first_col_(part.from.col / each_.cols),
          down_((part.end_row() - 1) / each_.rows - first_row_ + 1),
          across_((part.end_col() - 1) / each_.cols - first_col_ + 1) {}

    Index count() const { return down_ * across_; }
    Window at(Index number) const {
        const Cell from{(first_row_ + number / across_) * each_.rows,
                        (first_col_ + number % across_) * each_.cols};
        return common_part({from, each_}, part_);
    }

private:
    Window part_;
    Extent each_;
    Index first_row_;
    Index first_col_;
    Index down_;
    Index across_;
};

CPLErr SharedCells::read_piece(GDALRasterBand& band,
                               Window piece,
                               Extent block,
                               std::vector<std::byte>& cells) {
    Mask mask;
    CPLErr error = read_mask(band, missing_, piece, mask);
    const GDALDataType type = band.GetRasterDataType();
    const int width = GDALGetDataTypeSizeBytes(type);
    const int own_width = GDALGetDataTypeSizeBytes(buffer_.type);
    cells.resize(static_cast<std::size_t>(block.size() * width));
    const Index block_col = piece.from.col / block.cols;
    const Index end_row = piece.end_row();
    for (Index row = piece.from.row; row < end_row && error == CE_None;) {
        const Index block_row = row / block.rows;
        error =
            band.ReadBlock(static_cast<int>(block_col), static_cast<int>(block_row), cells.data());
        const Index first_col = piece.from.col - block_col * block.cols;
        for (; row < std::min((block_row + 1) * block.rows, end_row) && error == CE_None; ++row) {
            const Index from = (row - block_row * block.rows) * block.cols + first_col;
            auto* const to = static_cast<std::byte*>(buffer_.cells) +
                             place_.number({row, piece.from.col}) * own_width;
            GDALCopyWords64(cells.data() + from * width, type, width, to, buffer_.type, own_width,
                            piece.extent.cols);
            finish_row(piece, row - piece.from.row, mask);
        }
    }
    return error;
}

void SharedCells::read_by_blocks() {
    const QuietGdal quiet;
    const Extent block = block_of(*file_.raster_band());
    const Pieces pieces(place_.shared, block);
    Handles handles(file_);
    FirstFailure failure(pieces.count());
    for_each_block(pieces.count(), [&](Index number) {
        if (failure.comes_before(number)) {
            return;
        }
        GDALDataset* const dataset = handles.take();
        std::vector<std::byte> cells;
        if (dataset == nullptr || read_piece(*dataset->GetRasterBand(file_.band), pieces.at(number),
                                             block, cells) != CE_None) {
            failure.note(number);
        }
        handles.give_back(dataset);
    });
    if (failure.piece() < pieces.count()) {
        refuse(pieces.at(failure.piece()), failure.reason());
    }
}

CPLErr SharedCells::read_strip(Window strip, Mask& mask) {
    GDALRasterBand& band = *file_.raster_band();
    const int bytes = GDALGetDataTypeSizeBytes(buffer_.type);
    const int cols = static_cast<int>(strip.extent.cols);
    const int rows = static_cast<int>(strip.extent.rows);
    const CPLErr error = band.RasterIO(
        GF_Read, static_cast<int>(strip.from.col), static_cast<int>(strip.from.row), cols, rows,
        static_cast<std::byte*>(buffer_.cells) + place_.number(strip.from) * bytes, cols, rows,
        buffer_.type, bytes, static_cast<GSpacing>(place_.extent.cols) * bytes, nullptr);
    return error == CE_None ? read_mask(band, missing_, strip, mask) : error;
}

void SharedCells::read_by_strips() {
    const QuietGdal quiet;
    const GdalThreads decoding;
    const Index block_rows = block_of(*file_.raster_band()).rows;
    const Index high = std::max<Index>(kStripRows / block_rows, 1) * block_rows;
    const Index end = place_.shared.end_row();
    for (Index row = place_.shared.from.row; row < end;) {
        const Index next = std::min((row / high + 1) * high, end);
        const Window strip{{row, place_.shared.from.col}, {next - row, place_.shared.extent.cols}};
        Mask mask;
        if (read_strip(strip, mask) != CE_None) {
            refuse(strip, quiet.message());
        }
        for_each_row(strip.extent.rows,
                     [&](Index strip_row) { finish_row(strip, strip_row, mask); });
        row = next;
    }
}

/// True for a file whose blocks several threads can decode at once, each through a dataset of its
/// own: a GeoTIFF, by far the commonest. A mosaic cannot be opened again by its name.
bool serves_threads(const RasterFile& file) {
    const GDALDriver* const driver = file.dataset->GetDriver();
    const Index block = block_of(*file.raster_band()).size() *
                        GDALGetDataTypeSizeBytes(file.raster_band()->GetRasterDataType());
    return file.tiles.empty() && driver != nullptr &&
           std::string_view(driver->GetDescription()) == "GTiff" && block <= kLargestBlock;
}

}  // namespace

void read_shared_cells(const RasterFile& file,
                       Cell origin,
                       Extent extent,
                       const CellBuffer& buffer,
                       const CellFinish& finish) {
    const Placement place{origin, extent,
                          common_part({origin, extent}, {{0, 0}, {file.rows(), file.cols()}})};
    if (place.shared.extent.size() < extent.size()) {
        fill_missing(buffer, extent);
    }
    if (place.shared.extent.empty()) {
        return;
    }
    SharedCells cells(file, place, buffer, finish);
    if (serves_threads(file)) {
        cells.read_by_blocks();
    } else {
        cells.read_by_strips();
    }
}

}  // namespace hazone::io
