#pragma once

// For .cpp files of io alone.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

#include "engine/core/cell_store.hpp"
#include "engine/core/raster.hpp"
#include "io/write/row_source.hpp"

namespace hazone::io {

/// Rows of bytes, made from the first to the last and then read: in memory, or in a scratch file,
/// with no more than a strip of them in memory.
class OverviewStore {
public:
    /// In memory where `scratch` is empty, else in a scratch file in that folder.
    OverviewStore(Index rows, Index row_bytes, const std::filesystem::path& scratch);

    /// Where to put rows [first_row, first_row + rows); put() then keeps them.
    std::byte* place(Index first_row, Index rows);
    void put(Index first_row, Index rows);
    /// All rows are there: frees what making them took.
    void finish();

    /// Reads the rows, those of a scratch file into the buffer. Outlives the store.
    RowReader rows(const StripBuffer& buffer) const;

private:
    Index row_bytes_;
    std::shared_ptr<Raster<std::byte>> memory_;
    std::shared_ptr<ScratchFile> file_;
    std::vector<std::byte> strip_;
};

}  // namespace hazone::io
