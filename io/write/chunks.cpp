#include "io/write/chunks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include <cpl_conv.h>

#include "engine/core/error.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::io {
namespace {

constexpr Index kChunk = 512;
constexpr int kLevel = 1;

using Bytes = std::vector<std::byte>;

/// The cells of one chunk, row by row; zero where the chunk passes the edge of the raster.
Bytes chunk_cells(const CellBlock& block, Cell corner, Extent chunk) {
    const Index width = GDALGetDataTypeSizeBytes(block.type);
    const auto* const cells = static_cast<const std::byte*>(block.cells);
    Bytes bytes(static_cast<std::size_t>(chunk.size() * width));
    const Index rows = std::min(chunk.rows, block.extent.rows - corner.row);
    const Index cols = std::min(chunk.cols, block.extent.cols - corner.col);
    for (Index row = 0; row < rows; ++row) {
        std::memcpy(bytes.data() + row * chunk.cols * width,
                    cells + ((corner.row + row) * block.stride + corner.col) * width,
                    static_cast<std::size_t>(cols * width));
    }
    return bytes;
}

/// All first bytes of the cells, then all second bytes, and so on.
Bytes shuffled(const Bytes& bytes, std::size_t width) {
    const std::size_t count = bytes.size() / width;
    Bytes result(bytes.size());
    for (std::size_t byte = 0; byte < width; ++byte) {
        for (std::size_t cell = 0; cell < count; ++cell) {
            result[byte * count + cell] = bytes[cell * width + byte];
        }
    }
    return result;
}

/// The zlib stream of the bytes; empty when it could not be made.
Bytes deflated(const Bytes& bytes) {
    // zlib's own bound: the stream is never longer than this.
    Bytes stream(bytes.size() + bytes.size() / 1000 + 64 + (bytes.size() >> 12U));
    std::size_t length = 0;
    const void* const done =
        CPLZLibDeflate(bytes.data(), bytes.size(), kLevel, stream.data(), stream.size(), &length);
    stream.resize(done == nullptr ? 0 : length);
    return stream;
}

}  // namespace

Extent chunk_extent(Extent raster) {
    return {std::min(kChunk, raster.rows), std::min(kChunk, raster.cols)};
}

void for_each_deflated_chunk(const CellBlock& block, const ChunkSink& sink) {
    const Extent chunk = chunk_extent(block.extent);
    const auto width = static_cast<std::size_t>(GDALGetDataTypeSizeBytes(block.type));
    const Index across = (block.extent.cols + chunk.cols - 1) / chunk.cols;
    std::vector<Bytes> streams(static_cast<std::size_t>(across));
    for (Index row = 0; row < block.extent.rows; row += chunk.rows) {
        for_each_block(across, [&](Index number) {
            const Bytes cells = chunk_cells(block, {row, number * chunk.cols}, chunk);
            streams[static_cast<std::size_t>(number)] = deflated(shuffled(cells, width));
        });
        for (Index number = 0; number < across; ++number) {
            const Bytes& stream = streams[static_cast<std::size_t>(number)];
            if (stream.empty()) {
                throw InputError("cannot compress a block of cells: out of memory");
            }
            sink({row, number * chunk.cols}, stream);
        }
    }
}

}  // namespace hazone::io
