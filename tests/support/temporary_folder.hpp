#pragma once

#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace hazone::testing {

/// A folder of its own for one test, empty at the start and removed with all it holds at the end.
/// `name` tells people whose it is.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::string& name = "test") {
        std::string path =
            (std::filesystem::temp_directory_path() / ("hazone_" + name + "_XXXXXX")).string();
        if (::mkdtemp(path.data()) == nullptr) {
            throw std::runtime_error("cannot make the folder " + path);
        }
        path_ = path;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    /// Number of files in the folder, hidden ones included.
    std::ptrdiff_t files() const {
        return std::distance(std::filesystem::directory_iterator(path_), {});
    }

private:
    std::filesystem::path path_;
};

}  // namespace hazone::testing
