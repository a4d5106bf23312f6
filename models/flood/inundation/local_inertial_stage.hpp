#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "models/flood/inundation/local_inertial.hpp"
#include "models/flood/inundation/local_inertial_rows.hpp"

namespace hazone::inundation {

/// Rows of water between two steps, kept as long as the second step needs them.
template <class T>
struct WaterRing {
    RowRing<T, 4> depth, east, south;
};

/// Rows of water which a step reads or writes: those of the grid, or those between two steps.
/// Column 0 is the first of the tiles worked through.
template <class T>
class WaterRows {
public:
    WaterRows() = default;
    WaterRows(Water<T>& water, Index col) : water_(&water), col_(col) {}
    explicit WaterRows(WaterRing<T>& ring) : ring_(&ring) {}

    bool is_grid() const { return ring_ == nullptr; }
    T* depth(Index row) const {
        return ring_ != nullptr ? ring_->depth.at(row, 0) : water_->depth.row(row) + col_;
    }
    T* east(Index row) const {
        return ring_ != nullptr ? ring_->east.at(row, 0) : water_->east.row(row) + col_;
    }
    T* south(Index row) const {
        return ring_ != nullptr ? ring_->south.at(row, 0) : water_->south.row(row) + col_;
    }

private:
    Water<T>* water_ = nullptr;
    Index col_ = 0;
    WaterRing<T>* ring_ = nullptr;
};

/// One step over tiles side by side, row by row. Flows are found one row ahead, so that a cell
/// which would give more than it has can be held back before its neighbours count on it; those of
/// the cells around are found here too, as the tiles beside do.
template <class T>
class LocalInertial<T>::Stage {
public:
    static constexpr Index kStart = -16;
    /// Rows and columns around the tiles of which the first of two steps makes new water, for the
    /// second to read: two, and one more in the north and the west, since the faces of a cell lie
    /// in its south and east.
    static constexpr Index kBefore = 3;
    static constexpr Index kAfter = 2;

    struct Plan {
        double length = 0;
        double time = 0;           // s, at the start of the step
        double since = 0;          // s, length of the step before
        bool reaches_out = false;  // over the rows and columns around the tiles
        WaterRows<T> from;
        WaterRows<T> to;
        std::vector<double>* face_mass = nullptr;
        bool searches = false;  // notes the first cell which refuses
    };
    /// What it tells of a tile.
    struct Told {
        T deepest = 0;
        double gained = 0;

        void take(const CellsTold<T>& cells) {
            deepest = std::max(deepest, cells.deepest);
            gained += static_cast<double>(cells.gained);
        }
        bool refused() const { return !std::isfinite(gained) || deepest >= kCliff; }
    };

    /// Before the first row; the three rows of `from` north of `first_row()` must be there.
    void begin(const LocalInertial& solver, const Stretch& stretch, const Plan& plan);
    /// The rows of which new water is made.
    Index first_row() const { return first_; }
    Index end_row() const { return end_; }
    /// Finds the flows of a row, from that north of the first to that south of the last, which
    /// needs the row south of it, and makes the new water of the row before.
    void step(Index row);
    /// Flow out of the grid through its western and northern edge, which belongs to no cell of it.
    void store_outer_flows(Index row, Water<T>& to) const;
    const Told& told(Index tile) const {  // of those side by side
        return told_[static_cast<std::size_t>(tile)];
    }
    /// The start of the step in a row of the tiles, as long as `from` has it and the row before;
    /// `depth` and `squared` are where it may stand.
    Moment moment(Index row, float* depth, float* squared) const;
    /// Does the new water go past the cache?
    bool streams() const { return solver_->streams_ && plan_.to.is_grid() && !plan_.searches; }
    Cell refused_cell() const { return refused_cell_; }

private:
    /// What the new water of a row is made with; columns are seen from the first of the tiles.
    struct RowParts {
        const float* net = nullptr;
        bool limited = false;  // a cell of the row or beside it would give more than it has
        const T* share_north = nullptr;
        const T* share = nullptr;
        const T* share_south = nullptr;
    };

    void find_inflows();
    void fetch(Index row) const;
    void find_flows(const FaceInputs<T>& faces, T* flows);
    template <bool kBates>
    void find_flows_by(const FaceInputs<T>& faces, T* flows);
    void find_flow_x(Index row);
    void find_flow_y(Index line);
    void meet_edges(Index line, bool in_x);
    double edge_flow(const EdgeFace& face, bool in_x) const;
    void find_shares(Index row);
    T* shares(Index row);
    void update(Index row);
    /// Makes new water up to a column; whole tiles of it where it goes past the cache.
    CellsTold<T> fill(Index row, Index col, Index end, const RowParts& from);
    CellsTold<T> fill_at(
        Index row, Index col, Index end, const RowParts& from, const NewCells<T>& to);
    const float* rates(Index row);
    void book_edges(Index row, bool in_x);
    bool is_own(Index row) const { return row >= window_.from.row && row < window_.end_row(); }
    T share(Index row, Index col) const {
        return limited_[ring(row)] ? *shares_.at(row, col) : T{1};
    }
    T flow_x(Index row, Index col) const {  // through the eastern face
        return limited_flow(*raw_x_.at(row, col), share(row, col), share(row, col + 1));
    }
    T flow_y(Index line, Index col) const {
        return limited_flow(*raw_y_.at(line, col), share(line, col), share(line + 1, col));
    }
    static std::size_t ring(Index row) { return static_cast<std::size_t>(row & 3); }

    const LocalInertial* solver_ = nullptr;
    Window window_;
    Stretch stretch_;
    Plan plan_;
    Index first_ = 0;
    Index end_ = 0;
    // Columns of which new water is made, as seen from the first of the tiles, and before which one
    // they end. Flows are found from kStart on, which is at the beginning of a line of the cache;
    // what comes of the columns that nobody needs is not used.
    Index west_ = 0;
    Index east_ = 0;
    InertialStep<T> step_;
    EdgeCursors next_[2]{};    // in y, in x
    EdgeCursors booked_[2]{};  // those whose flow is in the books
    std::vector<PointInflow> inflows_;
    Cell refused_cell_{-1, -1};
    std::array<bool, 4> limited_{};  // some cell of the row would give more than it has
    std::array<bool, 4> filled_{};   // the shares of the row are set
    RowRing<T, 4> raw_x_, raw_y_, shares_;
    std::array<Told, static_cast<std::size_t>(kTilesAbreast)> told_{};
    Row<float> uniform_, net_;
};

}  // namespace hazone::inundation
