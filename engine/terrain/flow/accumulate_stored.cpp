// Sums of weights along the flow on a grid that does not fit in memory: see flow_accumulation.hpp.
#include <bit>
#include <cassert>
#include <utility>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/borders.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_sums.hpp"
#include "engine/terrain/flow/window_directions.hpp"

namespace hazone {
namespace {

/// The totals on the borders of windows, as far as they are known, and the windows to which
/// something new has come.
class BorderTotals {
public:
    explicit BorderTotals(const Windows& windows)
        : borders_(windows),
          total_(static_cast<std::size_t>(borders_.count()), double{kMissing}),
          waiting_(static_cast<std::size_t>(windows.count()), true) {
        for (Index window = 0; window < windows.count(); ++window) {
            queue_.push_back(window);
        }
    }

    bool done() const { return next_ == queue_.size(); }
    Index take() {
        const Index window = queue_[next_++];
        waiting_[static_cast<std::size_t>(window)] = false;
        return window;
    }
    double operator()(Cell cell) const {
        return total_[static_cast<std::size_t>(borders_.number(cell))];
    }

    /// Takes the totals of a window; those which were not known call the window they drain to.
    void tell(Index window, View<const std::uint8_t> direction, View<const double> total) {
        const Windows& windows = borders_.windows();
        const Window place = windows.at(window);
        borders_.for_each(window, [&](Cell cell, Index number) {
            const Cell here{cell.row - place.from.row, cell.col - place.from.col};
            double& known = total_[static_cast<std::size_t>(number)];
            if (!is_missing(known) || is_missing(total(here))) {
                return;
            }
            known = total(here);
            const std::uint8_t code = direction(here);
            if (std::has_single_bit(code)) {
                call(neighbour(cell, neighbour_of(code)), window);
            }
        });
    }

private:
    void call(Cell cell, Index from) {
        const Windows& windows = borders_.windows();
        if (!windows.whole().contains(cell.row, cell.col)) {
            return;
        }
        const Index window = windows.number_at(cell);
        if (window != from && !waiting_[static_cast<std::size_t>(window)]) {
            waiting_[static_cast<std::size_t>(window)] = true;
            queue_.push_back(window);
        }
    }

    Borders borders_;
    std::vector<double> total_;  // by border cell
    std::vector<bool> waiting_;
    std::vector<Index> queue_;
    std::size_t next_ = 0;
};

/// One window, and in the ring around it the cells which drain into it.
class WindowTotals {
public:
    WindowTotals(const CellStore<std::uint8_t>& direction, const Windows& windows, Index window)
        : window_(window),
          directions_(direction, windows, window),
          apart_(directions_.all().extent()),
          total_(apart_.extent()) {
        set_apart();
    }

    /// Adds up the weights of the window and what comes from others; what does not is missing.
    void add_up(const CellStore<float>& weight, const BorderTotals& border) {
        start(weight);
        const View<const std::uint8_t> direction = std::as_const(apart_).view();
        const Cell corner = directions_.outer().from;
        for_each_edge_cell(apart_.extent(), [&](Index row, Index col) {
            if (!inside({row, col}) && direction(row, col) != kNoDirection) {
                total_(row, col) = border({corner.row + row, corner.col + col});
                complete_ = complete_ && !is_missing(total_(row, col));
            }
        });
        const View<double> total = total_.view();
        const auto own = [=](Index row, Index col) {
            return direction(row, col) == kNoDirection ? double{kMissing} : total(row, col);
        };
        add_up_flow(direction, JoinOrder::neighbours, 1.0, own, total);
    }

    /// True when all that comes from other windows was known.
    bool complete() const { return complete_; }

    void tell(BorderTotals& border) const { border.tell(window_, directions_.inside(), totals()); }
    void write(CellStore<double>& total) const { total.write(directions_.place().from, totals()); }

private:
    bool inside(Cell cell) const {
        const Cell first = directions_.in_outer({0, 0});
        return directions_.place().extent.contains(cell.row - first.row, cell.col - first.col);
    }

    View<const double> totals() const {
        return total_.view().window(directions_.in_outer({0, 0}), directions_.place().extent);
    }

    /// Copies the directions so that nothing flows between the window and the ring but what the
    /// ring brings.
    void set_apart() {
        const View<const std::uint8_t> direction = directions_.all();
        for_each_cell(direction.extent(),
                      [&](Index row, Index col) { apart_(row, col) = direction(row, col); });
        const auto part = [&](Index row, Index col) {
            const std::uint8_t code = direction(row, col);
            const bool flows = std::has_single_bit(code);
            const bool ends_inside = flows && inside(neighbour({row, col}, neighbour_of(code)));
            if (!inside({row, col})) {
                apart_(row, col) = ends_inside ? code : kNoDirection;
            } else if (flows && !ends_inside) {
                apart_(row, col) = kOutlet;
            }
        };
        for_each_edge_cell(direction.extent(), part);
        const Cell first = directions_.in_outer({0, 0});
        for_each_edge_cell(directions_.place().extent,
                           [&](Index row, Index col) { part(first.row + row, first.col + col); });
    }

    void start(const CellStore<float>& weight) {
        const Window place = directions_.place();
        Raster<float> weights(place.extent);
        weight.read(place, weights);
        const View<double> own = total_.view().window(directions_.in_outer({0, 0}), place.extent);
        for_each_cell(place.extent,
                      [&](Index row, Index col) { own(row, col) = double{weights(row, col)}; });
    }

    Index window_;
    WindowDirections directions_;
    Raster<std::uint8_t> apart_;
    Raster<double> total_;
    bool complete_ = true;
};

}  // namespace

void accumulate(const CellStore<std::uint8_t>& direction,
                const CellStore<float>& weight,
                CellStore<double>& total,
                Extent window) {
    assert(direction.extent() == weight.extent() && direction.extent() == total.extent());
    if (direction.extent().empty()) {
        return;
    }
    const Windows windows(direction.extent(), window);
    BorderTotals border(windows);
    std::vector<bool> written(static_cast<std::size_t>(windows.count()), false);
    while (!border.done()) {
        const Index number = border.take();
        WindowTotals totals(direction, windows, number);
        totals.add_up(weight, border);
        totals.tell(border);
        if (totals.complete()) {
            totals.write(total);
            written[static_cast<std::size_t>(number)] = true;
        }
    }
    for (Index number = 0; number < windows.count(); ++number) {
        if (!written[static_cast<std::size_t>(number)]) {  // what is not known by now is missing
            WindowTotals totals(direction, windows, number);
            totals.add_up(weight, border);
            totals.write(total);
        }
    }
}

}  // namespace hazone
