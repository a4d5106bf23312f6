#pragma once

#include <filesystem>

#include "engine/core/field.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// Writes how QGIS draws the GeoTIFF of a field beside it: NAME.tif gets NAME.qml, which QGIS loads
/// by itself. Kinds and classes have the colours and words of their legend, measured values those
/// of the map of the field; no data is grey, never clear. Of a file with several bands the first is
/// drawn. False, and no file, for labels and for codes without a legend.
/// InputError when the GeoTIFF cannot be read or the style cannot be written.
bool write_raster_style(const std::filesystem::path& geotiff,
                        const FieldSpec& field,
                        Language language);

}  // namespace hazone::io
