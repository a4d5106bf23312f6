#pragma once

#include <cstdint>
#include <filesystem>

namespace hazone::io {

/// A file that appears under its final name whole or not at all: written under a temporary name in
/// the same folder (".part-<pid>-<name>", so that the ending stays), flushed to disk, then renamed.
/// Without `commit` the temporary file and what GDAL put beside it are removed.
class AtomicFile {
public:
    explicit AtomicFile(std::filesystem::path final_path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    AtomicFile(AtomicFile&&) = delete;
    AtomicFile& operator=(AtomicFile&&) = delete;

    const std::filesystem::path& path() const { return temporary_; }
    /// Lets the system begin to move what is written so far to the disk, so that commit() need not
    /// wait for all of it.
    void begin_flush();
    void commit();

private:
    std::filesystem::path final_;
    std::filesystem::path temporary_;
    bool committed_ = false;
    // Of begin_flush():
    int written_ = -1;           // the temporary file
    std::int64_t flushing_ = 0;  // bytes from its beginning which are on their way
};

/// Removes temporary files which a killed run left in the folder.
void remove_stale_parts(const std::filesystem::path& folder);

}  // namespace hazone::io
