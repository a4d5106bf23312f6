#pragma once

#include "engine/core/view.hpp"
#include "engine/terrain/conditioning/holes.hpp"
#include "engine/terrain/conditioning/least_step.hpp"

namespace hazone {

/// How the plain filling is varied.
struct FillVariant {
    /// Every cell drains by the least step, see slope_flats(); else filled cells are level.
    bool sloped = false;
    LeastStep step;
    /// With a barrier the flats beside a hole are sloped in any case: so no flow kernel takes their
    /// cells beside the hole, which have a missing neighbour, for outlets.
    Holes holes = Holes::outlet;
};

/// fill_depressions() with a gradient or around holes. Ground which a hole surrounds drains into
/// the hole even where that is a barrier: there is no other way. `filled` may be the cells of z.
/// Scratch: that of fill_depressions(), then that of slope_flats().
void fill_depressions(View<const float> z, const FillVariant& variant, View<float> filled);

}  // namespace hazone
