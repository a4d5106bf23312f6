#include "engine/core/units.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

struct KnownUnit {
    Unit unit;
    std::string_view symbol;
    double si;  // SI value of one such unit
};

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kHour = 3600.0;
constexpr double kDay = 86400.0;
constexpr double kYear = 365.25 * kDay;

constexpr auto kKnownUnits = std::to_array<KnownUnit>({
    {Unit::one, "1", 1},
    {Unit::one, "%", 0.01},
    {Unit::metre, "m", 1},
    {Unit::metre, "mm", 1e-3},
    {Unit::metre, "cm", 1e-2},
    {Unit::metre, "km", 1e3},
    {Unit::metre, "ft", 0.3048},
    {Unit::square_metre, "m2", 1},
    {Unit::square_metre, "ha", 1e4},
    {Unit::square_metre, "km2", 1e6},
    {Unit::cubic_metre, "m3", 1},
    {Unit::second, "s", 1},
    {Unit::second, "min", 60},
    {Unit::second, "h", kHour},
    {Unit::second, "d", kDay},
    {Unit::radian, "rad", 1},
    {Unit::radian, "deg", kDegree},
    {Unit::metre_per_second, "m/s", 1},
    {Unit::metre_per_second, "m s-1", 1},
    {Unit::metre_per_second, "mm/h", 1e-3 / kHour},
    {Unit::metre_per_second, "mm/d", 1e-3 / kDay},
    {Unit::metre_per_second, "mm/yr", 1e-3 / kYear},
    {Unit::metre_per_second, "m/d", 1 / kDay},
    {Unit::metre_per_second, "cm/h", 1e-2 / kHour},
    {Unit::square_metre_per_second, "m2/s", 1},
    {Unit::square_metre_per_second, "m2 s-1", 1},
    {Unit::square_metre_per_second, "m2/d", 1 / kDay},
    {Unit::square_metre_per_second, "m2/h", 1 / kHour},
    {Unit::square_metre_per_second, "m2/yr", 1 / kYear},
    {Unit::cubic_metre_per_second, "m3/s", 1},
    {Unit::cubic_metre_per_second, "m3 s-1", 1},
    {Unit::pascal, "Pa", 1},
    {Unit::pascal, "kPa", 1e3},
    {Unit::pascal, "MPa", 1e6},
    {Unit::newton_per_cubic_metre, "N/m3", 1},
    {Unit::newton_per_cubic_metre, "N m-3", 1},
    {Unit::newton_per_cubic_metre, "kN/m3", 1e3},
    {Unit::per_metre, "1/m", 1},
    {Unit::per_metre, "m-1", 1},
    {Unit::per_metre, "1/km", 1e-3},
    {Unit::per_square_metre, "1/m2", 1},
    {Unit::per_square_metre, "m-2", 1},
    {Unit::per_square_metre, "1/km2", 1e-6},
});

std::string quoted_list(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    const auto last = text.find_last_not_of(" \t");
    return first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
}

}  // namespace

std::string_view symbol(Unit unit) {
    switch (unit) {
        case Unit::one:
            return "1";
        case Unit::metre:
            return "m";
        case Unit::square_metre:
            return "m2";
        case Unit::cubic_metre:
            return "m3";
        case Unit::second:
            return "s";
        case Unit::radian:
            return "rad";
        case Unit::metre_per_second:
            return "m s-1";
        case Unit::square_metre_per_second:
            return "m2 s-1";
        case Unit::cubic_metre_per_second:
            return "m3 s-1";
        case Unit::pascal:
            return "Pa";
        case Unit::newton_per_cubic_metre:
            return "N m-3";
        case Unit::per_metre:
            return "m-1";
        case Unit::per_square_metre:
            return "m-2";
    }
    return "1";
}

DisplayUnit display_unit(Unit unit, double size) {
    constexpr double kFasterThanRain = 1e-2;  // m/s, 36 m of rain in an hour
    switch (unit) {
        case Unit::one:
            return {"", 1};
        case Unit::radian:
            return {"deg", 1 / kDegree};
        case Unit::second:
            return {"h", 1 / kHour};
        case Unit::metre_per_second:
            return std::abs(size) < kFasterThanRain ? DisplayUnit{"mm/h", 1e3 * kHour}
                                                    : DisplayUnit{"m/s", 1};
        case Unit::pascal:
            return {"kPa", 1e-3};
        case Unit::newton_per_cubic_metre:
            return {"kN/m3", 1e-3};
        case Unit::square_metre_per_second:
            return {"m2/d", kDay};
        case Unit::cubic_metre_per_second:
            return {"m3/s", 1};
        case Unit::per_metre:
            return {"1/m", 1};
        case Unit::per_square_metre:
            return {"1/m2", 1};
        default:
            return {symbol(unit), 1};
    }
}

std::optional<double> si_factor(std::string_view text, Unit unit) {
    for (const KnownUnit& known : kKnownUnits) {
        if (known.unit == unit && known.symbol == text) {
            return known.si;
        }
    }
    return std::nullopt;
}

std::vector<std::string> unit_symbols(Unit unit) {
    std::vector<std::string> symbols;
    for (const KnownUnit& known : kKnownUnits) {
        if (known.unit == unit) {
            symbols.emplace_back(known.symbol);
        }
    }
    return symbols;
}

double parse_quantity(const std::string& text, Unit unit, const std::string& what) {
    const std::string_view body = trimmed(text);
    double value = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), value);
    if (error != std::errc()) {
        throw InputError(what + ": '" + text + "' is not a number with a unit, such as \"1 " +
                         unit_symbols(unit).front() + "\"");
    }
    const std::string_view rest = trimmed(body.substr(static_cast<std::size_t>(end - body.data())));
    if (rest.empty() && unit == Unit::one) {
        return value;
    }
    const auto factor = si_factor(rest, unit);
    if (!factor) {
        const std::string got =
            rest.empty() ? "has no unit" : "has the unit '" + std::string(rest) + "'";
        throw InputError(what + ": '" + text + "' " + got +
                         "; allowed: " + quoted_list(unit_symbols(unit)));
    }
    return value * *factor;
}

}  // namespace hazone
