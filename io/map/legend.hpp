#pragma once

#include <string>
#include <vector>

#include "engine/core/field.hpp"
#include "io/map/palette.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// One value of a field that counts kinds instead of measuring: its colour and its names.
struct LegendEntry {
    int value = 0;
    Colour colour;
    std::string name;     // what people read, in their language
    std::string meaning;  // one English word with underscores, for CF flag_meanings
};

/// A Strahler order from 1, in darker blue the higher it is.
LegendEntry order_entry(int order, Language language);

/// What a basin sends to its fan: 1 flood, 2 debris flood, 3 debris flow.
LegendEntry process_entry(int process, Language language);

/// The entry 0, "no data".
LegendEntry no_data_entry(Language language);

/// The values of a class field (1..5), of deciding_hazard (1..3), of a level (0..5) in the colours
/// of Decision 18/2021, of risk_hazard (0..9), of stream_network (0, 1) or of strahler_order (0 to
/// the highest order on Earth, 12), in rising order and with "no data" under the field's missing
/// value; empty for every other field.
std::vector<LegendEntry> legend_of(const FieldSpec& field, Language language);

}  // namespace hazone::io
