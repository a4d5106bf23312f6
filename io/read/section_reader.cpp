// Surveyed cross-sections of channels, point by point.
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "io/read/read.hpp"
#include "io/read/table_columns.hpp"

namespace hazone::io {
namespace {

constexpr NumberColumn kColumns[] = {
    {"station_m", "station", Unit::metre, "distance along the section", -1e6, 1e6, true},
    {"elevation_m", "elevation", Unit::metre, "of the bed", -500, 9000, true},
    {"manning_n", "manning_n", Unit::one, "Manning n of the bed from here on", 1e-4, 2}};

/// The rows [first, last) of one section.
struct Section {
    const CsvTable& table;
    const FeatureLayer& layer;
    std::size_t first = 0;
    std::size_t last = 0;

    const std::string& name() const { return layer.values<std::string>("section")[first]; }
    double station(std::size_t row) const { return layer.values<double>("station")[row]; }
    double elevation(std::size_t row) const { return layer.values<double>("elevation")[row]; }
    /// NaN where a height is not known.
    std::size_t lowest() const {
        const auto& all = layer.values<double>("elevation");
        return static_cast<std::size_t>(
            std::min_element(all.begin() + static_cast<std::ptrdiff_t>(first),
                             all.begin() + static_cast<std::ptrdiff_t>(last)) -
            all.begin());
    }
    /// "sections.csv, lines 2 to 9: section 'A'".
    std::string place() const {
        return fmt::format("{} to {}: section '{}'", table.place(first), last + 1, name());
    }
};

void check_stations(const Section& section, Problems& problems) {
    for (std::size_t row = section.first + 1; row < section.last; ++row) {
        const double own = section.station(row);
        const double before = section.station(row - 1);
        if (own < before) {
            problems.add(fmt::format(
                "{}: station_m = {} falls below {}, that of the point before; the rows of a "
                "section must go from one bank to the other",
                section.table.place(row), own, before));
        } else if (row >= section.first + 2 && own == section.station(row - 2)) {
            problems.add(fmt::format(
                "{}: a third point at station_m = {}; allowed: two, the foot and the top of an "
                "upright wall",
                section.table.place(row), own));
        }
    }
}

void check_bed(const Section& section, Problems& problems) {
    const double lowest = section.elevation(section.lowest());
    const double left = section.elevation(section.first);
    const double right = section.elevation(section.last - 1);
    if (lowest >= left || lowest >= right) {
        problems.add(fmt::format(
            "{}: its lowest point, {} m, must lie below both of its ends, {} m and {} m; give its "
            "points up to the top of both banks",
            section.place(), lowest, left, right));
    }
}

/// A point may have its own x and y: then it is as far from the lowest as its station says.
void check_places(const Section& section, Problems& problems) {
    constexpr double kShare = 0.02;  // of projection and survey
    constexpr double kSure = 1;      // m
    const std::size_t lowest = section.lowest();
    for (std::size_t row = section.first; row < section.last; ++row) {
        const Point& own = section.layer.places[row];
        const Point& deep = section.layer.places[lowest];
        const double away = std::hypot(own.x - deep.x, own.y - deep.y);
        const double along = std::abs(section.station(row) - section.station(lowest));
        if (away > along * (1 + kShare) + kSure) {
            problems.add(fmt::format(
                "{}: the point lies {:.1f} m from the lowest point of section '{}', but their "
                "stations differ by {:.1f} m; correct its place, or give that of the section in "
                "all of its rows",
                section.table.place(row), away, section.name(), along));
        }
    }
}

void check_section(const Section& section, Problems& problems) {
    constexpr std::size_t kFewestPoints = 3;
    if (section.last - section.first < kFewestPoints) {
        problems.add(fmt::format("{} has {} points; allowed: {} or more", section.place(),
                                 section.last - section.first, kFewestPoints));
        return;
    }
    check_stations(section, problems);
    check_bed(section, problems);
    if (section.layer.places.size() == section.table.rows.size()) {
        check_places(section, problems);
    }
}

void check_sections(const CsvTable& table, const FeatureLayer& layer, Problems& problems) {
    const auto& names = layer.values<std::string>("section");
    std::set<std::string> seen;
    for (std::size_t first = 0; first < names.size();) {
        std::size_t last = first + 1;
        while (last < names.size() && names[last] == names[first]) {
            ++last;
        }
        if (!seen.insert(names[first]).second) {
            problems.add(fmt::format(
                "{}: section '{}' goes on after rows of another one; rows of a section must stand "
                "together, and no two sections may have one name",
                table.place(first), names[first]));
        } else {
            check_section({table, layer, first, last}, problems);
        }
        first = last;
    }
}

std::vector<std::string> sources_of(const CsvTable& table) {
    std::vector<std::string> sources;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        sources.push_back(table.place(row));
    }
    return sources;
}

}  // namespace

std::shared_ptr<const FeatureLayer> read_cross_sections(const PointSource& source,
                                                        const Grid& grid) {
    require_csv(source.path, "section, x and y or lon and lat, station_m and elevation_m");
    const CsvTable table = read_csv(source.path);
    Problems problems;
    refuse_others(table, {"section", "x", "y", "x_m", "y_m", "lon", "lat"}, kColumns, problems);
    FeatureLayer layer{.name = "cross_sections", .shape = FeatureShape::point};
    problems.collect([&] {
        const auto points = read_points(source, grid);
        layer.places = points->places;
        layer.first = points->first;
    });
    problems.collect([&] {
        layer.attributes = {
            {"section", Unit::one, "name of the section", names_in(table, "section", problems)},
            {"source", Unit::one, "where it is written", sources_of(table)}};
        add_columns(table, kColumns, problems, layer);
        check_sections(table, layer, problems);
    });
    problems.raise();
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

}  // namespace hazone::io
