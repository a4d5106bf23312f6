// Drainage basins of a grid that does not fit in memory: see drainage_basin.hpp.
#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "engine/core/narrow.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/border_values.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/link_ground.hpp"

namespace hazone {
namespace {

struct StoredLinks {
    const CellStore<std::uint8_t>& direction;
    const CellStore<double>& area;
    double minimum_area;
};

/// One window with the cells around it.
class WindowLinks {
public:
    WindowLinks(const StoredLinks& stored, const Windows& windows, Index window)
        : place_(windows.at(window)),
          outer_(windows.with_halo(place_, LinkGround::kReach)),
          direction_(outer_.extent),
          area_(outer_.extent),
          minimum_area_(stored.minimum_area) {
        stored.direction.read(outer_, direction_);
        stored.area.read(outer_, area_);
    }

    Window place() const { return place_; }
    void codes(Cell from, Index cols, std::uint8_t* out) const {
        ground().codes(in_outer(from), cols, out);
    }
    bool is_channel(Cell cell) const { return ground().is_channel(in_outer(cell)); }

private:
    LinkGround ground() const { return {direction_, area_, minimum_area_}; }
    Cell in_outer(Cell cell) const {
        return {cell.row + place_.from.row - outer_.from.row,
                cell.col + place_.from.col - outer_.from.col};
    }

    Window place_;
    Window outer_;
    Raster<std::uint8_t> direction_;
    Raster<double> area_;
    double minimum_area_;
};

/// Numbers of the links in the order of their last cells, row by row over the whole grid: how many
/// there are before the first cell of each row of each window.
class LinkNumbers {
public:
    explicit LinkNumbers(const Windows& windows)
        : windows_(windows),
          before_(static_cast<std::size_t>(windows.whole().rows * windows.across() + 1), 0) {}

    /// Counts the ends of links in a window.
    void count(Index window, const WindowLinks& links) {
        const Window place = links.place();
        for_each_row(place.extent.rows, [&](Index row) {
            std::vector<std::uint8_t> codes(static_cast<std::size_t>(place.extent.cols));
            links.codes({row, 0}, place.extent.cols, codes.data());
            Index ends = 0;
            for (Index col = 0; col < place.extent.cols; ++col) {
                const bool root = codes[static_cast<std::size_t>(col)] == kRoot;
                ends += root && links.is_channel({row, col}) ? 1 : 0;
            }
            before_[at(window, row) + 1] = ends;
        });
    }

    /// After all windows were counted.
    void add_up() {
        for (std::size_t row = 1; row < before_.size(); ++row) {
            before_[row] += before_[row - 1];
        }
    }

    Index total() const { return before_.back(); }
    Index first(Index window, Index row) const { return before_[at(window, row)]; }

private:
    std::size_t at(Index window, Index row) const {
        return static_cast<std::size_t>((windows_.at(window).from.row + row) * windows_.across() +
                                        window % windows_.across());
    }

    Windows windows_;
    std::vector<Index> before_;
};

bool before(Cell one, Cell other) {
    return one.row < other.row || (one.row == other.row && one.col < other.col);
}

/// One window with its links numbered: the Paths of BorderValues.
class WindowBasins {
public:
    WindowBasins(const StoredLinks& stored,
                 const LinkNumbers& numbers,
                 const Windows& windows,
                 Index window)
        : links_(stored, windows, window),
          numbers_(numbers),
          window_(window),
          slope_(static_cast<std::int32_t>(numbers.total() + 1)),
          roots_(links_.place().extent) {
        roots_.find([&](Index row, Index col, Index cols, std::uint8_t* out) {
            links_.codes({row, col}, cols, out);
        });
        for (std::uint32_t node = 1; node < roots_.node_count(); ++node) {
            const Cell root = roots_.root(node);
            if (code(root) != kRoot) {
                continue;
            }
            if (links_.is_channel(root)) {
                ends_.push_back(root);
            } else {
                any_slope_ = true;
            }
        }
        std::sort(ends_.begin(), ends_.end(), before);
    }

    Window place() const { return links_.place(); }
    const TileRoots& in_window() const { return roots_; }
    std::uint8_t code(Cell cell) const {
        std::uint8_t code = 0;
        links_.codes(cell, 1, &code);
        return code;
    }
    std::int32_t value(Cell root) const {
        if (!links_.is_channel(root)) {
            return slope_;
        }
        const Index place = number_of(root) - number_of({root.row, 0});
        return static_cast<std::int32_t>(numbers_.first(window_, root.row) + place + 1);
    }
    bool any_slope() const { return any_slope_; }

private:
    /// How many ends of links come before the cell.
    Index number_of(Cell cell) const {
        return std::lower_bound(ends_.begin(), ends_.end(), cell, before) - ends_.begin();
    }

    WindowLinks links_;
    const LinkNumbers& numbers_;
    Index window_;
    std::int32_t slope_;  // the label of the cells which meet no link
    TileRoots roots_;
    std::vector<Cell> ends_;  // of links, row by row
    bool any_slope_ = false;
};

LinkNumbers count_links(const StoredLinks& stored, const Windows& windows) {
    LinkNumbers numbers(windows);
    for (Index window = 0; window < windows.count(); ++window) {
        numbers.count(window, WindowLinks(stored, windows, window));
    }
    numbers.add_up();
    return numbers;
}

}  // namespace

BasinCount drainage_basins(const CellStore<std::uint8_t>& direction,
                           const CellStore<double>& area,
                           double minimum_area,
                           CellStore<std::int32_t>& basin,
                           Extent window) {
    assert(direction.extent() == area.extent() && direction.extent() == basin.extent());
    if (direction.extent().empty()) {
        return {};
    }
    const StoredLinks stored{direction, area, minimum_area};
    const Windows windows(direction.extent(), window);
    const LinkNumbers numbers = count_links(stored, windows);
    const std::int32_t links = label_count(numbers.total(), "links of channels");
    BorderValues<std::int32_t> border(windows, kNoLabel);
    bool any_slope = false;
    for (Index number = 0; number < windows.count(); ++number) {
        const WindowBasins basins(stored, numbers, windows, number);
        any_slope = any_slope || basins.any_slope();
        border.tell(number, basins);
    }
    border.resolve();
    for (Index number = 0; number < windows.count(); ++number) {
        const WindowBasins basins(stored, numbers, windows, number);
        Raster<std::int32_t> labels(basins.place().extent);
        write_labels(basins.in_window(), border.values(number, basins), labels);
        basin.write(basins.place().from, std::as_const(labels).view());
    }
    return {links, any_slope ? links + 1 : 0};
}

}  // namespace hazone
