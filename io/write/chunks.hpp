#pragma once

// For .cpp files of io alone: cells cut into the compressed chunks of an HDF5 dataset.

#include <functional>
#include <span>

#include "engine/core/index.hpp"
#include "io/cells_dataset.hpp"

namespace hazone::io {

/// Rows and columns of a chunk for a raster of this extent: 512, or the whole where that is less.
Extent chunk_extent(Extent raster);

/// Receives the chunk whose first cell is `corner`, ready for the file.
using ChunkSink = std::function<void(Cell corner, std::span<const std::byte> bytes)>;

/// Cuts the cells into chunks, shuffles their bytes (HDF5's shuffle filter) and deflates them at
/// level 1, one row of chunks at a time: chunks of a row on all threads, then handed to `sink` in
/// order by the calling thread. Cells of a chunk beyond the raster's edge are zero bytes. The same
/// bytes for any number of threads. HDF5's own filters would use one thread.
void for_each_deflated_chunk(const CellBlock& block, const ChunkSink& sink);

}  // namespace hazone::io
