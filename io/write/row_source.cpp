#include "io/write/row_source.hpp"

#include <utility>

namespace hazone::io {

RowReader buffered_rows(RowSource source, Index row_bytes, StripBuffer buffer) {
    return [row_bytes, source = std::move(source), buffer = std::move(buffer)](
               Index first_row, Index rows) -> const std::byte* {
        const auto bytes = static_cast<std::size_t>(rows * row_bytes);
        if (buffer->size() < bytes) {
            *buffer = {};  // two of them need not fit in memory
            buffer->resize(bytes);
        }
        source(first_row, rows, buffer->data());
        return buffer->data();
    };
}

RowReader rows_in_memory(const void* cells, Index row_bytes) {
    return [=](Index first_row, Index /*rows*/) {
        return static_cast<const std::byte*>(cells) + first_row * row_bytes;
    };
}

}  // namespace hazone::io
