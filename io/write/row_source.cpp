#include "io/write/row_source.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace hazone::io {

RowReader buffered_rows(RowSource source, Index row_bytes) {
    const auto buffer = std::make_shared<std::vector<std::byte>>();  // a function is copied
    return [=, source = std::move(source)](Index first_row, Index rows) -> const std::byte* {
        buffer->resize(static_cast<std::size_t>(rows * row_bytes));
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
