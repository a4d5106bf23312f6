#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <type_traits>

#include "engine/core/view.hpp"
#include "engine/parallel/windows.hpp"

namespace hazone {

/// Bytes on disk for the time of a run. The file has no name, so nothing is left behind however the
/// program ends. Unwritten bytes are zero and take no room. InputError, which names the folder,
/// when the file cannot be made, read or written, and how many bytes are free when the disk is
/// full.
class ScratchFile {
public:
    ScratchFile(std::filesystem::path folder, Index bytes);
    ~ScratchFile();
    ScratchFile(ScratchFile&& other) noexcept;
    ScratchFile& operator=(ScratchFile&& other) noexcept;
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    Index bytes() const { return bytes_; }
    /// Several threads may read, and write parts which do not overlap, at the same time.
    void read(Index offset, void* into, Index bytes) const;
    void write(Index offset, const void* from, Index bytes);

private:
    std::filesystem::path folder_;
    Index bytes_ = 0;
    int file_ = -1;
};

/// The cells of a grid in a scratch file, row-major, for runs which do not fit in memory: twin of
/// Raster. Move-only. Cells which were never written are zero.
template <class T>
class CellStore {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    /// Makes the scratch file in `folder`, which must exist.
    CellStore(Extent extent, const std::filesystem::path& folder)
        : extent_(extent), file_(folder, extent.size() * kCellBytes) {}

    Extent extent() const { return extent_; }
    Index rows() const { return extent_.rows; }
    Index cols() const { return extent_.cols; }
    Index size() const { return extent_.size(); }
    Index bytes() const { return file_.bytes(); }

    /// Fills `cells`, which has the extent of the window, from the store.
    void read(Window window, View<T> cells) const {
        assert(inside(window) && cells.extent() == window.extent);
        for_each_run(window, cells.contiguous(), [&](Index row, Index offset, Index bytes) {
            file_.read(offset, cells.row(row), bytes);
        });
    }

    /// Puts `cells` into the store with their northwest corner at `from`. Safe from several threads
    /// as long as their windows do not overlap.
    void write(Cell from, View<const T> cells) {
        const Window window{from, cells.extent()};
        assert(inside(window));
        for_each_run(window, cells.contiguous(), [&](Index row, Index offset, Index bytes) {
            file_.write(offset, cells.row(row), bytes);
        });
    }

private:
    static constexpr Index kCellBytes = sizeof(T);

    bool inside(Window window) const {
        return window.from.row >= 0 && window.from.col >= 0 && window.end_row() <= extent_.rows &&
               window.end_col() <= extent_.cols;
    }

    /// Calls transfer(row of the window, offset in the file, bytes) for every stretch which is
    /// contiguous in the file and in memory.
    template <class Transfer>
    void for_each_run(Window window, bool contiguous, Transfer transfer) const {
        if (window.extent.empty()) {
            return;
        }
        const Index rows_at_once =
            contiguous && window.extent.cols == extent_.cols ? window.extent.rows : 1;
        for (Index row = 0; row < window.extent.rows; row += rows_at_once) {
            const Index first = (window.from.row + row) * extent_.cols + window.from.col;
            transfer(row, first * kCellBytes, rows_at_once * window.extent.cols * kCellBytes);
        }
    }

    Extent extent_;
    ScratchFile file_;
};

}  // namespace hazone
