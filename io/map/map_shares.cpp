// How much ground each class or level on a sheet has.
#include <algorithm>

#include "engine/parallel/loops.hpp"
#include "io/map/map_legend.hpp"

namespace hazone::io {
namespace {

bool has_table(const MapSheet& sheet) { return sheet.table != nullptr && !sheet.table->empty(); }

KindAreas of_table(const MapSheet& sheet) {
    KindAreas areas;
    for (const ZoneSummary& zone : *sheet.table) {
        if (sheet.focus && zone.label != *sheet.focus) {
            continue;
        }
        areas.missing += zone.area;
        for (std::size_t place = 0; place < zone.class_area.size(); ++place) {
            areas.of_kind[place] += zone.class_area[place];
            areas.missing -= zone.class_area[place];
        }
    }
    areas.missing = std::max(areas.missing, 0.0);
    return areas;
}

KindAreas of_cells(const MapSheet& sheet) {
    const auto classes = sheet.hazard_class;
    const double cell = sheet.grid == nullptr ? 1 : sheet.grid->cell_area();
    KindAreas areas;
    areas.missing = cell * static_cast<double>(classes.size());
    for (std::size_t place = 0; place < areas.of_kind.size(); ++place) {
        areas.of_kind[place] =
            cell * static_cast<double>(count_cells(classes.extent(), [=](Index row, Index col) {
                return classes(row, col) == place + 1;
            }));
        areas.missing -= areas.of_kind[place];
    }
    return areas;
}

}  // namespace

KindAreas kind_areas(const MapSheet& sheet) {
    if (sheet.areas) {
        return *sheet.areas;
    }
    return has_table(sheet) && sheet.kinds == CellKinds::classes ? of_table(sheet)
                                                                 : of_cells(sheet);
}

ClassShares class_shares(const MapSheet& sheet) {
    const KindAreas areas = kind_areas(sheet);
    double known = 0;
    for (const double area : areas.of_kind) {
        known += area;
    }
    ClassShares shares;
    const double all = known + areas.missing;
    shares.missing = all > 0 ? areas.missing / all : 0;
    for (std::size_t place = 0; place < areas.of_kind.size(); ++place) {
        shares.of_known[place] = known > 0 ? areas.of_kind[place] / known : 0;
    }
    return shares;
}

}  // namespace hazone::io
