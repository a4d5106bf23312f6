#pragma once

// Where slides begin: the cells in which a stability model passes a limit. What is not known about
// a cell stays missing: nothing is followed from it, and the report counts it. Horton, Jaboyedoff,
// Rudaz & Zimmermann (2013), Flow-R, Nat. Hazards Earth Syst. Sci. 13, 869-885,
// https://doi.org/10.5194/nhess-13-869-2013, section 2.1, with a model of stability in place of
// thresholds of the terrain.
#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::models {

inline constexpr FieldSpec kReleaseByLimitMakes[] = {kReleaseArea};
inline constexpr std::string_view kReleaseByLimitSource =
    "Horton et al. (2013), doi:10.5194/nhess-13-869-2013";

/// Makes the release area of the cells whose value `slides`.
template <class Slides>
void release_where(const FieldSpec& field, Slides slides, FieldSet& fields) {
    const auto value = fields.read(field);
    const auto release = fields.write<std::uint8_t>(kReleaseArea);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const float own = value(row, col);
        const std::uint8_t begins = slides(double{own}) ? 1 : 0;
        release(row, col) = is_missing(own) ? kNoDirection : begins;
    });
}

}  // namespace hazone::models
