#pragma once

#include <filesystem>
#include <string>

#include "engine/core/features.hpp"
#include "io/map/picture_format.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// What stands beside the points of the calibration plot.
struct StabilityPicture {
    std::string subtitle;  // the scenario
    bool synthetic = false;
    Language language = Language::english;
    const FeatureLayer* layer = nullptr;  // of the field stability_plot
};

/// Draws the calibration plot of SINMAP: slope across, specific catchment area upwards in decades,
/// a sample of the cells in the colours of their classes, the lines between the classes and that of
/// saturation, and every landslide on top. The legend counts both by class; landslides without data
/// are counted, and have no place in the plot.
void draw_stability_picture(const StabilityPicture& picture,
                            PictureFormat format,
                            const std::filesystem::path& path);

}  // namespace hazone::io
