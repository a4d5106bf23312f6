#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace hazone::testing {

inline void write_text(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// All bytes of a file; none where it is not there.
inline std::string contents(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace hazone::testing
