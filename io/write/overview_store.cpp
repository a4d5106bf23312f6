#include "io/write/overview_store.hpp"

namespace hazone::io {

OverviewStore::OverviewStore(Index rows, Index row_bytes, const std::filesystem::path& scratch)
    : row_bytes_(row_bytes) {
    if (scratch.empty()) {
        memory_ = std::make_shared<Raster<std::byte>>(Extent{rows, row_bytes});
    } else {
        file_ = std::make_shared<ScratchFile>(scratch, rows * row_bytes);
    }
}

std::byte* OverviewStore::place(Index first_row, Index rows) {
    if (memory_) {
        return memory_->data() + first_row * row_bytes_;
    }
    strip_.resize(static_cast<std::size_t>(rows * row_bytes_));
    return strip_.data();
}

void OverviewStore::put(Index first_row, Index rows) {
    if (file_) {
        file_->write(first_row * row_bytes_, strip_.data(), rows * row_bytes_);
    }
}

void OverviewStore::finish() { strip_ = {}; }

RowReader OverviewStore::rows(const StripBuffer& buffer) const {
    if (memory_) {
        return [cells = memory_, bytes = row_bytes_](Index first_row, Index /*rows*/) {
            return static_cast<const std::byte*>(cells->data() + first_row * bytes);
        };
    }
    const auto source = [file = file_, bytes = row_bytes_](Index first_row, Index rows,
                                                           std::byte* cells) {
        file->read(first_row * bytes, cells, rows * bytes);
    };
    return buffered_rows(source, row_bytes_, buffer);
}

}  // namespace hazone::io
