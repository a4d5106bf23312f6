#pragma once

// For .cpp files of io alone.

#include "io/publish/publication.hpp"
#include "io/write/geopackage.hpp"
#include "io/write/hazard_patches.hpp"

namespace hazone::io {

/// The layer of outlines of the hazard classes, one polygon for each patch.
LayerPlan class_outlines_plan();

/// hazard_class of the run made ready for outlines.
HazardPatches class_patches(const Publication& publication, int smallest_patch);

/// How the outlines differ from the cells, in words.
std::string generalisation_of(const HazardPatches& patches, int smallest_patch);

/// Adds the outlines to a layer with the attributes of the plan. A text which is not empty goes
/// into the attribute "run", which the layer then has too.
void add_class_outlines(OGRLayer& layer,
                        const HazardPatches& patches,
                        Language language,
                        const std::string& run = {});

}  // namespace hazone::io
