#pragma once

#include <filesystem>
#include <string>

#include "engine/core/field_set.hpp"
#include "io/map/picture_format.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// A map of one field.
struct FieldMap {
    std::string subtitle;  // the scenario
    bool synthetic = false;
    Language language = Language::english;
    const FieldSpec* field = nullptr;  // of cells: a raster, or frames
    Index time = 0;                    // which of the frames
};

/// Whether the field can be mapped: numbers in float, classes, kinds with a legend, labels.
bool can_be_mapped(const FieldSpec& field);

/// Draws the classes of the field over the relief, where elevation is among the fields, with a
/// legend that tells limits, units and shares of the area, the scale, and "no data" hatched as on
/// the zoning map. Where several cells fall on a dot the most dangerous is shown.
void draw_field_map(const FieldMap& map,
                    const FieldSet& fields,
                    PictureFormat format,
                    const std::filesystem::path& path);

}  // namespace hazone::io
