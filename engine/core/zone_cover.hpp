#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone {

/// Cells of one row, from column `first` up to but without `end`, which lie whole in a zone. Rows
/// and columns of one raster fit in 32 bits, which halves the memory of a cover.
struct CellRun {
    std::int32_t row = 0;
    std::int32_t first = 0;
    std::int32_t end = 0;

    friend bool operator==(const CellRun&, const CellRun&) = default;
};

/// A cell which the boundary of a zone cuts, and the share of its area in the zone, 0 to 1.
struct CellPart {
    std::int32_t row = 0;
    std::int32_t col = 0;
    double share = 0;

    friend bool operator==(const CellPart&, const CellPart&) = default;
};

/// Ground which two zones share.
struct ZoneOverlap {
    std::int32_t one = 0;    // label
    std::int32_t other = 0;  // label, higher than `one`
    double area = 0;         // m2
};

/// Which share of each cell lies in each zone: exact areas of polygons on the grid. Zone `label`
/// is entry `label - 1`. Runs and parts of a zone stand in the order of rows, then columns; no cell
/// occurs twice in a zone, and it may occur in several zones.
struct ZoneCover {
    double cell_area = 1;  // m2
    std::vector<CellRun> runs = {};
    std::vector<CellPart> parts = {};
    /// The runs of entry z are runs[first_run[z]] .. runs[first_run[z + 1] - 1]; parts likewise.
    std::vector<std::size_t> first_run = {0};
    std::vector<std::size_t> first_part = {0};
    std::vector<double> outside = {};        // m2 of each zone which lie outside the grid
    std::vector<ZoneOverlap> overlaps = {};  // largest first, on and off the grid
    double overlap_area = 0;                 // m2 in more than one zone, each place once
    /// m2 by which the areas of the zones together exceed the ground they cover: ground in three
    /// zones counts twice here.
    double excess_area = 0;

    /// Number of zones.
    std::size_t size() const { return first_run.size() - 1; }
    std::span<const CellRun> runs_of(std::size_t zone) const {
        return {runs.data() + first_run[zone], first_run[zone + 1] - first_run[zone]};
    }
    std::span<const CellPart> parts_of(std::size_t zone) const {
        return {parts.data() + first_part[zone], first_part[zone + 1] - first_part[zone]};
    }
    /// m2 of the zone inside the grid.
    double area_of(std::size_t zone) const;
    /// Whole cells of the zone, and cut ones.
    Index cells_of(std::size_t zone) const;

    /// Adds a zone behind the others.
    void add(std::span<const CellRun> zone_runs,
             std::span<const CellPart> zone_parts,
             double area_outside);
};

/// The cover of zones which are whole cells: entry `label - 1` has the cells of that label, labels
/// run from 1 to the highest in `labels`. Cells with a label of 0 or less lie in no zone. The same
/// for any number of threads.
ZoneCover cover_of_labels(View<const std::int32_t> labels, double cell_area);

}  // namespace hazone
