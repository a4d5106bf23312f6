#pragma once

#include <filesystem>
#include <string>

namespace hazone::io {

/// SHA-256 of a file's bytes as 64 hexadecimal digits. InputError when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

/// SHA-256 of a text.
std::string sha256_of_text(const std::string& text);

}  // namespace hazone::io
