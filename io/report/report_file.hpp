#pragma once

// For .cpp files of io alone: files of the web report.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/core/raster.hpp"
#include "io/map/palette.hpp"

namespace hazone::io {

/// A colour and how much of it: 0 clear, 255 solid.
struct Dot {
    Colour colour;
    std::uint8_t solid = 255;
};

/// Writes the text. InputError with the path when it cannot be written.
void write_page(const std::filesystem::path& path, std::string_view text);

/// Writes `hazone.NAME = JSON;` (NAME may be "values.risk_level"): a page opened from a file may
/// load scripts, but may not read other files.
void write_script(const std::filesystem::path& path,
                  const std::string& name,
                  const nlohmann::ordered_json& value);

/// A PNG with a palette; values of `picture` are places in `palette`, which has at most 256.
void write_palette_png(const std::filesystem::path& path,
                       View<const std::uint8_t> picture,
                       std::span<const Dot> palette);

/// The bytes packed by zlib, in base64.
std::string packed(std::span<const std::uint8_t> bytes);

/// "#rrggbb".
std::string colour_text(Colour colour);
/// The same read; `otherwise` where the text is no colour.
Colour colour_of(const std::string& text, Colour otherwise);

}  // namespace hazone::io
