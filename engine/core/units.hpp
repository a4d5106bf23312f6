#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hazone {

/// The SI unit in which a quantity is held inside the program; angles are in radians.
enum class Unit {
    one,
    metre,
    square_metre,
    cubic_metre,
    second,
    radian,
    metre_per_second,
    square_metre_per_second,
    cubic_metre_per_second,
    pascal,
    newton_per_cubic_metre,
    per_metre,
    per_square_metre,
};

/// The symbol written into files: "m", "m2", "rad", "m s-1", "1" … (CF / UDUNITS spelling).
std::string_view symbol(Unit unit);

/// The factor and the symbol with which people read the unit: degrees for radians, mm/h for rain.
struct DisplayUnit {
    std::string_view symbol;
    double per_si = 1;  // displayed value = SI value * per_si
};
/// How a value of this unit and of about this size in SI is shown: a speed of 1e-2 m/s and more, as
/// no rain has it, in m/s.
DisplayUnit display_unit(Unit unit, double size = 0);

/// SI value of one `text`, when `text` names a unit of the same kind as `unit`; empty when it
/// does not. Knows mm, cm, m, km, ft; m2, km2, ha; deg, rad, mm/h, mm/d, mm/yr, m/s; Pa, kPa;
/// N/m3, kN/m3; s, min, h, d; m2/s, m2/d, m2/yr, m3/s; 1/m, 1/m2, 1/km2; 1, %.
std::optional<double> si_factor(std::string_view text, Unit unit);

/// All symbols si_factor accepts for the unit, for messages.
std::vector<std::string> unit_symbols(Unit unit);

/// Reads "31.5 deg" and gives SI. A bare number is accepted for Unit::one alone; anything else is
/// an InputError that names `what`, the text, and the symbols allowed.
double parse_quantity(const std::string& text, Unit unit, const std::string& what);

}  // namespace hazone
