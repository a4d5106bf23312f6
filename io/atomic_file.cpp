#include "io/atomic_file.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "engine/core/error.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = ".part-";

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

[[noreturn]] void refuse(const fs::path& path, int reason) {
    throw InputError(fmt::format("cannot write '{}': {}", path.string(), std::strerror(reason)));
}

/// Waits until the bytes of a file, or the names in a folder, are on the disk.
void flush_to_disk(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        refuse(path, errno);
    }
    const int failed = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    // Some file systems cannot flush a folder and say EINVAL; there the rename is all we have.
    if (failed != 0 && failed != EINVAL) {
        refuse(path, failed);
    }
}

/// Files beside `main` whose names continue its name: GDAL's .aux.xml and .ovr.tmp, SQLite's -wal.
std::vector<fs::path> sidecars_of(const fs::path& main) {
    const std::string name = main.filename().string();
    std::vector<fs::path> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_of(main), ignored)) {
        const std::string other = entry.path().filename().string();
        if (other.size() > name.size() && other.starts_with(name)) {
            found.push_back(entry.path());
        }
    }
    return found;
}

void remove_with_sidecars(const fs::path& path) {
    std::error_code ignored;
    for (const fs::path& sidecar : sidecars_of(path)) {
        fs::remove(sidecar, ignored);
    }
    fs::remove(path, ignored);
}

void rename_flushed(const fs::path& from, const fs::path& to) {
    flush_to_disk(from);
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed) {
        refuse(to, failed.value());
    }
}

/// The process that owns a temporary file name; 0 when the name is not of our making.
pid_t owner_of(std::string_view name) {
    if (!name.starts_with(kPrefix)) {
        return 0;
    }
    name.remove_prefix(kPrefix.size());
    pid_t owner = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), owner);
    const bool whole = error == std::errc{} && end != name.data() + name.size() && *end == '-';
    return whole && owner > 0 ? owner : 0;
}

/// A zombie, which has ended and waits to be reaped, does not run. The state stands behind the last
/// bracket of /proc/PID/stat; see proc(5).
bool is_zombie(pid_t process) {
    std::ifstream stream(fmt::format("/proc/{}/stat", process));
    std::string text;
    std::getline(stream, text);
    const auto bracket = text.rfind(") ");
    return bracket != std::string::npos && bracket + 2 < text.size() && text[bracket + 2] == 'Z';
}

bool is_running(pid_t process) {
    return (::kill(process, 0) == 0 || errno == EPERM) && !is_zombie(process);
}

}  // namespace

AtomicFile::AtomicFile(fs::path final_path)
    : final_(std::move(final_path)),
      temporary_(folder_of(final_) /
                 fmt::format("{}{}-{}", kPrefix, ::getpid(), final_.filename().string())) {
    std::error_code ignored;
    if (!fs::is_directory(folder_of(final_), ignored)) {
        throw InputError(fmt::format("cannot write '{}': there is no folder '{}'", final_.string(),
                                     folder_of(final_).string()));
    }
    if (::access(folder_of(final_).c_str(), W_OK | X_OK) != 0) {
        refuse(final_, errno);
    }
    remove_with_sidecars(temporary_);
}

AtomicFile::~AtomicFile() {
    if (written_ >= 0) {
        ::close(written_);
    }
    if (!committed_) {
        remove_with_sidecars(temporary_);
    }
}

void AtomicFile::begin_flush() {
#if defined(SYNC_FILE_RANGE_WRITE)
    // Few large pieces, and nothing of what may still be written into: a page on its way to the
    // disk keeps its writer waiting. Measured on 380 MB: 24 MiB is better than 1 strip or 96 MiB.
    constexpr off_t kPiece = off_t{24} << 20;
    constexpr off_t kStillWritten = off_t{1} << 20;
    if (written_ < 0) {
        written_ = ::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
    }
    struct stat status {};
    if (written_ < 0 || ::fstat(written_, &status) != 0) {
        return;
    }
    const off_t whole = status.st_size - kStillWritten;
    if (whole - flushing_ >= kPiece) {
        // A hint: commit() flushes whatever this did not, and finds what failed.
        ::sync_file_range(written_, flushing_, whole - flushing_, SYNC_FILE_RANGE_WRITE);
        flushing_ = whole;
    }
#endif
}

void AtomicFile::commit() {
    // Sidecars first: whoever finds the new file finds what belongs to it. A sidecar of an older
    // file that the new one lacks would describe the wrong values.
    const std::string suffix_of_gdal = ".aux.xml";
    const fs::path sidecar = temporary_.string() + suffix_of_gdal;
    const fs::path final_sidecar = final_.string() + suffix_of_gdal;
    std::error_code ignored;
    if (fs::exists(sidecar)) {
        rename_flushed(sidecar, final_sidecar);
    } else {
        fs::remove(final_sidecar, ignored);
    }
    rename_flushed(temporary_, final_);
    committed_ = true;
    flush_to_disk(folder_of(final_));
}

void remove_stale_parts(const fs::path& folder) {
    std::vector<fs::path> stale;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const pid_t owner = owner_of(entry.path().filename().string());
        if (owner != 0 && !is_running(owner)) {
            stale.push_back(entry.path());
        }
    }
    for (const fs::path& part : stale) {
        fs::remove(part, ignored);
    }
}

}  // namespace hazone::io
