#include "engine/core/cell_store.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

static_assert(sizeof(off_t) == sizeof(Index), "offsets need 64 bits");

/// Linux moves at most 2 GiB less a page in one call; shorter ones also see a full disk sooner.
constexpr Index kMostAtOnce = Index{256} << 20;

std::string gib_text(Index bytes) {
    return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / static_cast<double>(1 << 30));
}

bool disk_is_full(int reason) { return reason == ENOSPC || reason == EDQUOT; }

Index free_bytes(const std::filesystem::path& folder) {
    std::error_code ignored;
    const auto space = std::filesystem::space(folder, ignored);
    return ignored ? 0 : static_cast<Index>(space.available);
}

/// Bytes of a sparse file for which the disk has no room yet.
Index unwritten_bytes(int file, Index bytes) {
    constexpr Index kStatBlock = 512;  // unit of st_blocks, see stat(3type)
    struct stat status {};
    const Index written = ::fstat(file, &status) == 0 ? Index{status.st_blocks} * kStatBlock : 0;
    return std::max<Index>(bytes - written, 0);
}

[[noreturn]] void refuse(const std::filesystem::path& folder, const char* what, int reason) {
    throw InputError(
        fmt::format("scratch folder '{}': {}: {}. Choose a folder on a local disk with --scratch",
                    folder.string(), what, std::strerror(reason)));
}

[[noreturn]] void refuse_full(const std::filesystem::path& folder, Index needed) {
    throw InputError(fmt::format(
        "scratch folder '{}': the disk is full: this file alone needs {} more, {} are free. Free "
        "some room or choose another folder with --scratch",
        folder.string(), gib_text(needed), gib_text(free_bytes(folder))));
}

/// A file without a name. Where the file system cannot make one (O_TMPFILE), it gets a name which
/// is taken away at once.
int open_nameless(const std::filesystem::path& folder) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) {
        return file;
    }
    std::string name = (folder / ".scratch-XXXXXX").string();
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) {
        ::unlink(name.c_str());
    }
    return named;
}

/// Calls transfer(bytes done, bytes to do) until all are done; a call cut short by a signal or by
/// the system goes on where it stopped. Gives the error number, 0 when all went well.
template <class Transfer>
int transfer_all(Index bytes, Transfer transfer) {
    for (Index done = 0; done < bytes;) {
        const ssize_t moved =
            transfer(done, static_cast<std::size_t>(std::min(bytes - done, kMostAtOnce)));
        if (moved < 0 && errno != EINTR) {
            return errno;
        }
        if (moved == 0) {
            return EIO;  // the end of a file whose size we set: somebody cut it
        }
        done += std::max<ssize_t>(moved, 0);
    }
    return 0;
}

}  // namespace

ScratchFile::ScratchFile(std::filesystem::path folder, Index bytes)
    : folder_(std::move(folder)), bytes_(bytes), file_(open_nameless(folder_)) {
    if (file_ < 0) {
        refuse(folder_, "no file can be made in it", errno);
    }
    if (::ftruncate(file_, bytes) != 0) {
        const int reason = errno;
        ::close(std::exchange(file_, -1));
        refuse(folder_, fmt::format("cannot hold a file of {}", gib_text(bytes)).c_str(), reason);
    }
}

ScratchFile::~ScratchFile() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      bytes_(std::exchange(other.bytes_, 0)),
      file_(std::exchange(other.file_, -1)) {}

ScratchFile& ScratchFile::operator=(ScratchFile&& other) noexcept {
    std::swap(folder_, other.folder_);
    std::swap(bytes_, other.bytes_);
    std::swap(file_, other.file_);
    return *this;
}

void ScratchFile::read(Index offset, void* into, Index bytes) const {
    auto* const target = static_cast<std::byte*>(into);
    const int reason = transfer_all(bytes, [&](Index done, std::size_t count) {
        return ::pread(file_, target + done, count, offset + done);
    });
    if (reason != 0) {
        refuse(folder_, "cannot be read", reason);
    }
}

void ScratchFile::write(Index offset, const void* from, Index bytes) {
    const auto* const source = static_cast<const std::byte*>(from);
    const int reason = transfer_all(bytes, [&](Index done, std::size_t count) {
        return ::pwrite(file_, source + done, count, offset + done);
    });
    if (disk_is_full(reason)) {
        refuse_full(folder_, unwritten_bytes(file_, bytes_));
    }
    if (reason != 0) {
        refuse(folder_, "cannot be written", reason);
    }
}

}  // namespace hazone
