#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include <cairo.h>

#include "io/map/picture_format.hpp"

namespace hazone::io {

/// A sheet of paper that is drawn into a file.
struct PictureFile {
    std::string title;                      // of the document
    double width = 0;                       // points
    double height = 0;                      // points
    double dots_per_inch = 150;             // of a PNG
    std::optional<std::int64_t> made = {};  // seconds since 1970: the date in a PDF; empty: now
};

/// Draws in points and writes the file, whole or not at all. InputError when it cannot be written.
void write_picture(const PictureFile& sheet,
                   PictureFormat format,
                   const std::filesystem::path& path,
                   const std::function<void(cairo_t*)>& draw);

}  // namespace hazone::io
