#include "io/read/trigrs_files.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "io/csv.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

using Parts = std::vector<fs::path>;

/// The entries of the folder with that name: as written first, then those that differ in the case
/// of letters alone, in the order of the alphabet.
Parts entries_of(const fs::path& folder, const fs::path& name) {
    std::error_code ignored;
    Parts found;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (lower_case(entry.path().filename().string()) == lower_case(name.string())) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end(), [&](const fs::path& a, const fs::path& b) {
        return std::pair(a != folder / name, a) < std::pair(b != folder / name, b);
    });
    return found;
}

/// The file below the folder whose path has these parts from `next` on.
fs::path find_below(const fs::path& folder, const Parts& parts, std::size_t next) {
    std::error_code ignored;
    if (next == parts.size()) {
        return fs::is_regular_file(folder, ignored) ? folder : fs::path();
    }
    if (parts[next] == "..") {
        return find_below(folder / "..", parts, next + 1);
    }
    for (const fs::path& entry : entries_of(folder, parts[next])) {
        if (fs::path found = find_below(entry, parts, next + 1); !found.empty()) {
            return found;
        }
    }
    return {};
}

fs::path find_path(const fs::path& folder, const fs::path& written) {
    Parts parts;
    for (const fs::path& part : written.relative_path()) {
        if (part != "." && !part.empty()) {
            parts.push_back(part);
        }
    }
    return find_below(written.is_absolute() ? written.root_path() : folder, parts, 0);
}

fs::path find_packed(const fs::path& folder, const fs::path& written) {
    const fs::path plain = find_path(folder, written);
    return plain.empty() ? find_path(folder, written.string() + ".gz") : plain;
}

}  // namespace

std::string TrigrsFile::gdal_name() const {
    const std::string name = path.string();
    return lower_case(path.extension().string()) == ".gz" ? "/vsigzip/" + name : name;
}

TrigrsFile find_trigrs_file(const fs::path& folder, const std::string& written) {
    std::string slashed = written;
    std::replace(slashed.begin(), slashed.end(), '\\', '/');
    fs::path path(slashed);
    const fs::path start = folder.empty() ? fs::path(".") : folder;
    TrigrsFile file{written, find_packed(start, path), ""};
    const std::string extension = lower_case(path.extension().string());
    if (!file.found() && (extension == ".txt" || extension == ".asc")) {
        path.replace_extension(extension == ".txt" ? ".asc" : ".txt");
        file.near_name = find_packed(start, path).empty() ? "" : path.string();
    }
    return file;
}

}  // namespace hazone::io
