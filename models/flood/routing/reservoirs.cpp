#include "models/flood/routing/reservoirs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/pour_points.hpp"
#include "models/flood/routing/channel_width.hpp"

namespace hazone::models {
namespace {

bool given(double value) { return !std::isnan(value); }

/// One reservoir as its tables have it; NaN where nothing is given.
struct Entry {
    std::string name;
    Point point;
    double area = 0;                        // m2
    double bottom = 0;                      // m
    double crest = 0;                       // m
    double width = 0;                       // m
    double coefficient = 0;                 // m^0.5/s
    double initial = 0;                     // m
    double release = 0;                     // m3/s
    std::vector<LevelValue> storages = {};  // of reservoir_levels
    std::vector<LevelValue> releases = {};
    std::size_t rows = 0;  // of reservoir_levels

    bool has_rule() const { return given(release) || !releases.empty(); }
};

std::vector<Entry> entries_of(const FeatureLayer& layer) {
    std::vector<Entry> entries;
    const auto column = [&](const char* name, std::size_t row) {
        return layer.values<double>(name)[row];
    };
    for (std::size_t row = 0; row < layer.size(); ++row) {
        entries.push_back({.name = layer.values<std::string>("name")[row],
                           .point = layer.places[layer.first[row]],
                           .area = column("area", row),
                           .bottom = column("bottom_level", row),
                           .crest = column("crest_level", row),
                           .width = column("weir_width", row),
                           .coefficient = column("weir_coefficient", row),
                           .initial = column("initial_level", row),
                           .release = column("release", row)});
    }
    return entries;
}

/// Adds the rows of reservoir_levels to their reservoirs.
void add_levels(const FeatureLayer& layer, std::vector<Entry>& entries, Problems& problems) {
    const auto& names = layer.values<std::string>("name");
    for (std::size_t row = 0; row < names.size(); ++row) {
        const auto entry = std::find_if(entries.begin(), entries.end(),
                                        [&](const Entry& own) { return own.name == names[row]; });
        if (entry == entries.end()) {
            problems.add(fmt::format("reservoir_levels, row {}: no reservoir is called '{}'",
                                     row + 1, names[row]));
            continue;
        }
        ++entry->rows;
        const double level = layer.values<double>("level")[row];
        const std::pair<std::vector<LevelValue>*, double> columns[] = {
            {&entry->storages, layer.values<double>("storage")[row]},
            {&entry->releases, layer.values<double>("release")[row]}};
        for (const auto& [rows, value] : columns) {
            if (given(value)) {
                rows->push_back({level, value});
            }
        }
    }
}

/// Problems of one column of levels: levels must rise, and values must rise with them, or must not
/// fall.
void check_rows(const Entry& entry,
                std::string_view what,
                const std::vector<LevelValue>& rows,
                bool strictly,
                Problems& problems) {
    if (!rows.empty() && rows.size() != entry.rows) {
        problems.add(
            fmt::format("reservoir '{}': {} of its {} rows of reservoir_levels have {}; "
                        "give it in all of them or in none",
                        entry.name, rows.size(), entry.rows, what));
    }
    for (std::size_t row = 1; row < rows.size(); ++row) {
        if (!(rows[row].level > rows[row - 1].level)) {
            problems.add(fmt::format(
                "reservoir '{}', row {} of its levels: {} m does not rise above {} m; rows must "
                "stand in the order of their levels",
                entry.name, row + 1, rows[row].level, rows[row - 1].level));
        }
        const double rise = rows[row].value - rows[row - 1].value;
        if (strictly ? !(rise > 0) : !(rise >= 0)) {
            problems.add(
                fmt::format("reservoir '{}', row {} of its levels: {} falls from {} to "
                            "{}; it must {} with the level",
                            entry.name, row + 1, what, rows[row - 1].value, rows[row].value,
                            strictly ? "rise" : "not fall"));
        }
    }
}

void check_storage(const Entry& entry, Problems& problems) {
    const auto refuse = [&](std::string_view why) {
        problems.add(fmt::format("reservoir '{}': {}", entry.name, why));
    };
    if (given(entry.area) && !entry.storages.empty()) {
        refuse("area_m2 and storage_m3 are both given; give one of them");
    } else if (!given(entry.area) && entry.storages.size() < 2) {
        refuse(
            "nothing says how much it holds; give area_m2, or storage_m3 at two levels or more "
            "in reservoir_levels");
    }
    if (given(entry.bottom) && !entry.storages.empty()) {
        refuse("bottom_level_m is given beside storage_m3, whose first row is the bottom");
    } else if (!given(entry.bottom) && entry.storages.empty() && entry.releases.empty() &&
               entry.has_rule()) {
        refuse("release_m3s without a bottom: give bottom_level_m, below which nothing is let out");
    }
}

void check_outlet(const Entry& entry, Problems& problems) {
    const auto refuse = [&](std::string_view why) {
        problems.add(fmt::format("reservoir '{}': {}", entry.name, why));
    };
    if (given(entry.release) && !entry.releases.empty()) {
        refuse("release_m3s is given in reservoirs and in reservoir_levels; give one of them");
    }
    if (!given(entry.crest)) {
        if (!entry.has_rule()) {
            refuse("it has no outlet; give crest_level_m of its weir, or release_m3s");
        }
        if (given(entry.width) || given(entry.coefficient)) {
            refuse("a weir without crest_level_m; give it");
        }
    }
}

/// The level below which the pool holds no water that could flow out.
double bottom_of(const Entry& entry) {
    if (!entry.storages.empty()) {
        return entry.storages.front().level;
    }
    if (given(entry.bottom)) {
        return entry.bottom;
    }
    return entry.releases.empty() ? std::fmin(entry.crest, entry.initial)
                                  : entry.releases.front().level;
}

void check_levels(const Entry& entry, Problems& problems) {
    const double bottom = bottom_of(entry);
    const std::pair<const char*, double> levels[] = {{"crest_level_m", entry.crest},
                                                     {"initial_level_m", entry.initial}};
    for (const auto& [what, level] : levels) {
        if (level < bottom) {
            problems.add(fmt::format("reservoir '{}': {} {} is below its bottom, {} m", entry.name,
                                     what, level, bottom));
        }
    }
}

LevelPool pool_of(const Entry& entry, double channel_width) {
    const double bottom = bottom_of(entry);
    std::vector<LevelValue> storages = entry.storages;
    if (storages.empty()) {
        storages = {{bottom, 0}, {bottom + 1, entry.area}};
    }
    std::vector<LevelValue> releases = entry.releases;
    if (given(entry.release)) {
        releases = {{bottom, entry.release}};
    }
    Weir weir;
    if (given(entry.crest)) {
        weir.crest = entry.crest;
        weir.width = given(entry.width) ? entry.width : channel_width;
        weir.coefficient = given(entry.coefficient) ? entry.coefficient : kBroadCrest;
    }
    return {std::move(storages), std::move(releases), weir};
}

/// The cell of the stream on which the reservoir stands.
std::optional<Cell> stream_cell(const Params& params,
                                const FieldSet& fields,
                                const Entry& entry,
                                Problems& problems) {
    const SnapRule rule{SnapTo::largest_area, params[kReservoirSnap]};
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto cell = snapped_cell(entry.point, rule,
                                   {fields.read<double>(kContributingArea), stream}, fields.grid());
    if (cell && stream(*cell) == 1) {
        return cell;
    }
    problems.add(fmt::format(
        "reservoir '{}': no stream within {} of x {:.1f}, y {:.1f}; the nearest is {:.0f} m away. "
        "Correct its place, or raise kinematic_wave.reservoir_snap_distance",
        entry.name, params.text(kReservoirSnap), entry.point.x, entry.point.y,
        distance_to_stream(fields.grid(), entry.point, stream)));
    return std::nullopt;
}

std::vector<Entry> checked_entries(const FieldSet& fields, Problems& problems) {
    std::vector<Entry> entries = entries_of(fields.features(kReservoirs));
    if (fields.has(kReservoirLevels)) {
        add_levels(fields.features(kReservoirLevels), entries, problems);
    }
    for (std::size_t number = 0; number < entries.size(); ++number) {
        const Entry& entry = entries[number];
        for (std::size_t other = 0; other < number; ++other) {
            if (entries[other].name == entry.name) {
                problems.add(fmt::format("reservoirs, rows {} and {}: both are called '{}'",
                                         other + 1, number + 1, entry.name));
            }
        }
        check_rows(entry, "storage_m3", entry.storages, true, problems);
        check_rows(entry, "release_m3s", entry.releases, false, problems);
        check_storage(entry, problems);
        check_outlet(entry, problems);
        check_levels(entry, problems);
    }
    return entries;
}

/// Where each reservoir stands in the network.
struct Standing {
    std::size_t entry = 0;
    Cell cell;
    Index place = RoutingNetwork::kNone;
};

std::vector<Standing> standings_of(const Params& params,
                                   const FieldSet& fields,
                                   const std::vector<Entry>& entries,
                                   const Catchment& catchment,
                                   Problems& problems) {
    std::unordered_map<Index, Index> place_of;  // cell, place
    for (Index place = catchment.first_channel(); place < catchment.places(); ++place) {
        place_of[catchment.cell(place)] = place;
    }
    std::vector<Standing> standings;
    for (std::size_t number = 0; number < entries.size(); ++number) {
        const auto cell = stream_cell(params, fields, entries[number], problems);
        if (!cell) {
            continue;
        }
        const auto found = place_of.find(cell->row * fields.extent().cols + cell->col);
        if (found == place_of.end()) {
            problems.add(
                fmt::format("reservoir '{}': an input of its cell, or of one above, is "
                            "missing",
                            entries[number].name));
            continue;
        }
        for (const Standing& other : standings) {
            if (other.place == found->second) {
                problems.add(fmt::format(
                    "reservoirs '{}' and '{}' stand in one cell of the grid; move one, or join "
                    "them",
                    entries[other.entry].name, entries[number].name));
            }
        }
        standings.push_back({number, *cell, found->second});
    }
    std::sort(standings.begin(), standings.end(),
              [](const Standing& one, const Standing& other) { return one.place < other.place; });
    return standings;
}

}  // namespace

Reservoirs add_reservoirs(const Params& params,
                          const FieldSet& fields,
                          Catchment& catchment,
                          FieldSet& state) {
    Reservoirs reservoirs;
    if (!fields.has(kReservoirs)) {
        return reservoirs;
    }
    Problems problems;
    const std::vector<Entry> entries = checked_entries(fields, problems);
    const auto standings = standings_of(params, fields, entries, catchment, problems);
    problems.raise();
    const ChannelWidths widths(params, fields);
    std::vector<std::pair<Index, LevelPool>> pools;
    Raster<double> storage({1, static_cast<Index>(standings.size())});
    for (const Standing& standing : standings) {
        const Entry& entry = entries[standing.entry];
        LevelPool pool = pool_of(entry, widths.at(standing.cell));
        const double level = given(entry.initial) ? entry.initial
                             : given(entry.crest) ? entry.crest
                                                  : pool.bottom();
        reservoirs.initial.push_back(pool.storage(level));
        storage(0, static_cast<Index>(pools.size())) = reservoirs.initial.back();
        reservoirs.names.push_back(entry.name);
        reservoirs.notes.push_back(fmt::format(
            "reservoir '{}' stands {:.0f} m from its point, where {:.4g} km2 drain to it",
            entry.name, distance_to(fields.grid(), entry.point, standing.cell),
            1e-6 * fields.read<double>(kContributingArea)(standing.cell)));
        pools.emplace_back(standing.place, std::move(pool));
    }
    catchment.set_pools(std::move(pools));
    state.put(kReservoirStorage, std::move(storage));
    return reservoirs;
}

double stored_in(const Reservoirs& reservoirs, const FieldSet& state) {
    if (!reservoirs.any()) {
        return 0;
    }
    const double* storage = state.read<double>(kReservoirStorage).data();
    double sum = 0;
    for (std::size_t number = 0; number < reservoirs.initial.size(); ++number) {
        sum += storage[number] - reservoirs.initial[number];
    }
    return sum;
}

}  // namespace hazone::models
