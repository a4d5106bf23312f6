#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/field_set.hpp"
#include "io/map/palette.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// How the values of a field are shown on its map: classes from 1, the last the one to be seen
/// where several cells share a dot, which is the most dangerous where the field tells of danger.
struct FieldScale {
    std::vector<Colour> colours;     // of the classes
    std::vector<std::string> names;  // of the classes, values with their unit; empty: no legend
    Raster<std::uint8_t> classes;    // kNoClass where the field is missing
    std::vector<double> limits =
        {};                     // of measured fields, SI, rising; the upper class has the limit
    bool low_is_worse = false;  // the last class is that of the lowest values
};

/// The names of the classes of a scale in another language.
std::vector<std::string> scale_names(const FieldSpec& field,
                                     const FieldScale& scale,
                                     Language language);

/// What the map of a field is called.
std::string field_title(const FieldSpec& field, Language language);

/// Classes of a raster field; of frames those of the time `time`, which have the same limits at all
/// times. Limits are those in use for the field (the six classes of SINMAP, a safety factor of 1),
/// else six equal steps between its extremes. Labels get one of eight colours each, and no names.
FieldScale field_scale(const FieldSpec& field,
                       const FieldSet& fields,
                       Index time,
                       Language language);

/// Steps of the values of a field, one more than limits, rising with the value.
struct FieldSteps {
    std::vector<double> limits;  // SI, rising; each the lowest value of the step above it
    std::vector<Colour> colours;
    std::vector<std::string> names;
};

/// The limits in use for the field, else about six equal steps from `lowest` to `highest` (SI). Of
/// a measured field; of labels and classes the answer means nothing.
FieldSteps field_steps(const FieldSpec& field, double lowest, double highest, Language language);

}  // namespace hazone::io
