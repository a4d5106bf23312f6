#include "models/flood/inundation/local_inertial_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/flood/inundation/prefetch.hpp"
#include "models/flood/inundation/stream_row.hpp"

namespace hazone::inundation {
namespace {

/// Loops over whole lines of the cache have no rest to do one by one; cells after the last which is
/// needed exist (see Row and Padded), and what comes of them is not used.
Index whole_lines(Index count) {
    constexpr Index kLine = 16;
    return (count + kLine - 1) / kLine * kLine;
}

/// Faces which are worked out together, so that what the loops hand on stays in the nearest cache.
constexpr Index kTogether = 256;

}  // namespace

template <class T>
void LocalInertial<T>::Stage::begin(const LocalInertial& solver,
                                    const Stretch& stretch,
                                    const Plan& plan) {
    solver_ = &solver;
    stretch_ = stretch;
    plan_ = plan;
    window_ = solver.activity_.window(stretch);
    const Index before = plan.reaches_out ? kBefore : 0;
    const Index around = plan.reaches_out ? kBefore + kAfter : 0;
    first_ = window_.from.row - before;
    end_ = first_ + window_.extent.rows + around;
    west_ = plan.reaches_out ? kStart : 0;
    east_ = window_.extent.cols + around - before;
    for (const bool in_x : {false, true}) {
        next_[in_x] = {};
        booked_[in_x] = {};
    }
    const LocalInertialRules& rules = solver.rules_;
    step_ = {static_cast<T>(plan.length), static_cast<T>(plan.length / solver.ground_.cell_size),
             static_cast<T>(rules.theta), static_cast<T>(rules.highest_froude),
             static_cast<T>(rules.dry_depth)};
    refused_cell_ = {-1, -1};
    told_ = {};
    std::fill_n(uniform_.at(west_), east_ - west_, solver.sources_.uniform());
    find_inflows();
    find_flow_y(first_ - 2);
}

/// Those of the tiles and of all around them, in the same order for every stretch.
template <class T>
void LocalInertial<T>::Stage::find_inflows() {
    inflows_.clear();
    const Sources& sources = solver_->sources_;
    if (sources.inflows().empty()) {
        return;
    }
    const Windows& tiles = solver_->activity_.windows();
    const Index col = stretch_.first % tiles.across();
    const Index line = stretch_.first / tiles.across();
    for (Index row = std::max<Index>(line - 1, 0); row < std::min(line + 2, tiles.down()); ++row) {
        const Index end = std::min(col + stretch_.count + 1, tiles.across());
        for (Index tile = std::max<Index>(col - 1, 0); tile < end; ++tile) {
            for (const std::size_t number : sources.in_tile(row * tiles.across() + tile)) {
                inflows_.push_back(sources.inflows()[number]);
            }
        }
    }
}

template <class T>
void LocalInertial<T>::Stage::step(Index row) {
    fetch(row + 2);
    find_flow_y(row);
    find_flow_x(row);
    find_shares(row);
    if (row > first_) {
        update(row - 1);
    }
}

/// Rows which the next step reads for the first time.
template <class T>
void LocalInertial<T>::Stage::fetch(Index row) const {
    const Index col = window_.from.col;
    const Index cols = window_.extent.cols;
    if (!plan_.from.is_grid() || row > end_) {
        return;
    }
    const Ground<T>& ground = solver_->ground_;
    const Water<T>& water = solver_->water_;
    fetch_row<FetchFor::reading>(water.depth.row(row) + col, cols);
    fetch_row<FetchFor::reading>(water.east.row(row) + col, cols);
    fetch_row<FetchFor::reading>(water.south.row(row) + col, cols);
    fetch_row<FetchFor::reading>(ground.rise_east.row(row - 1) + col, cols);
    fetch_row<FetchFor::reading>(ground.rise_south.row(row - 1) + col, cols);
    fetch_row<FetchFor::reading>(ground.drag.row(row) + col, cols);
    if (solver_->sources_.has_field()) {
        fetch_row<FetchFor::reading>(solver_->sources_.field_row(row - 2) + col, cols);
    }
}

template <class T>
void LocalInertial<T>::Stage::find_flows(const FaceInputs<T>& faces, T* flows) {
    if (solver_->rules_.scheme == InertialScheme::bates) {
        find_flows_by<true>(faces, flows);
    } else {
        find_flows_by<false>(faces, flows);
    }
}

template <class T>
template <bool kBates>
void LocalInertial<T>::Stage::find_flows_by(const FaceInputs<T>& faces, T* flows) {
    const Index all = whole_lines(east_ + 1 - kStart);
    alignas(64) std::array<float, kTogether> depth;
    alignas(64) std::array<float, kTogether> drag;
    for (Index first = 0; first < all; first += kTogether) {
        const Index count = std::min(kTogether, all - first);
        const FaceInputs<T> here = faces.from(first);
        T* out = flows + first;
        driven_flows<kBates>(count, here, step_, depth.data(), out);
        friction_drags<kBates>(count, here, step_, depth.data(), drag.data());
        if (slow_flows(count, step_, depth.data(), drag.data(), out)) {
            limit_froude(count, here, step_, out);
        }
    }
}

template <class T>
void LocalInertial<T>::Stage::find_flow_x(Index row) {
    const Index col = window_.from.col + kStart;
    const Ground<T>& ground = solver_->ground_;
    const T* depth = plan_.from.depth(row) + kStart;
    const T* flow = plan_.from.east(row) + kStart;
    const float* drag = ground.drag.row(row) + col;
    const T* north = plan_.from.south(row - 1) + kStart;
    const T* south = plan_.from.south(row) + kStart;
    find_flows({depth,
                depth + 1,
                ground.rise_east.row(row) + col,
                drag,
                drag + 1,
                flow,
                flow - 1,
                flow + 1,
                {north, south},
                {north + 1, south + 1}},
               raw_x_.at(row, kStart));
    meet_edges(row, true);
}

template <class T>
void LocalInertial<T>::Stage::find_flow_y(Index line) {
    const Index col = window_.from.col + kStart;
    const Ground<T>& ground = solver_->ground_;
    const WaterRows<T>& from = plan_.from;
    const T* east = from.east(line) + kStart;
    const T* next_east = from.east(line + 1) + kStart;
    find_flows({from.depth(line) + kStart,
                from.depth(line + 1) + kStart,
                ground.rise_south.row(line) + col,
                ground.drag.row(line) + col,
                ground.drag.row(line + 1) + col,
                from.south(line) + kStart,
                from.south(line - 1) + kStart,
                from.south(line + 1) + kStart,
                {east - 1, east},
                {next_east - 1, next_east}},
               raw_y_.at(line, kStart));
    meet_edges(line, false);
}

template <class T>
void LocalInertial<T>::Stage::meet_edges(Index line, bool in_x) {
    for (Index tile = 0; tile < stretch_.count; ++tile) {
        const std::vector<EdgeFace>& faces = solver_->faces_.in(stretch_.first + tile, in_x);
        std::size_t& next = next_[in_x][static_cast<std::size_t>(tile)];
        for (; next < faces.size() && faces[next].line <= line; ++next) {
            const EdgeFace& face = faces[next];
            const Index col = face.cell.col - window_.from.col;
            if (face.line == line && col > kStart && col <= east_) {
                T* place =
                    in_x ? raw_x_.at(line, face.outward > 0 ? col : col - 1) : raw_y_.at(line, col);
                *place = static_cast<T>(face.outward * edge_flow(face, in_x));
            }
        }
    }
}

/// Flow outwards, m2/s, before the cell is asked whether it has so much.
template <class T>
double LocalInertial<T>::Stage::edge_flow(const EdgeFace& face, bool in_x) const {
    const Index row = face.cell.row;
    const Index col = face.cell.col - window_.from.col;
    const WaterRows<T>& from = plan_.from;
    const double depth = from.depth(row)[col];
    const double drag = solver_->ground_.drag(row, face.cell.col);
    const EdgeRule& rule = solver_->edges_.rules[face.rule];
    // Faces in the west or the north of the cell, and in its east or south.
    const double before = in_x ? from.east(row)[col - 1] : from.south(row - 1)[col];
    const double after = in_x ? from.east(row)[col] : from.south(row)[col];
    const double inner = face.outward > 0 ? before : -after;
    const double present = face.outward > 0 ? after : -before;
    switch (rule.kind) {
        case EdgeKind::wall:
            return 0;
        case EdgeKind::open:
            return std::max(inner, 0.0);
        case EdgeKind::through:
            return inner;
        case EdgeKind::slope: {
            const EdgeState state =
                edge_state(rule, {depth, depth > 0 ? inner / depth : 0}, drag, face.bed);
            return state.depth * state.speed;
        }
        case EdgeKind::discharge:
            return -rule.value;
        case EdgeKind::stage: {
            const double deepest = std::max(depth, rule.value - face.bed);
            if (deepest <= solver_->rules_.dry_depth) {
                return 0;
            }
            const double length = step_.length;
            const double fall = depth - (rule.value - face.bed);
            const double driven = present + kGravity * step_.ratio * deepest * fall;
            return driven / (1 + length * drag * std::abs(present) / std::pow(deepest, 7.0 / 3));
        }
    }
    return 0;
}

template <class T>
void LocalInertial<T>::Stage::find_shares(Index row) {
    const Index count = whole_lines(east_ + 1 - kStart);
    const float* drag = solver_->ground_.drag.row(row) + window_.from.col + kStart;
    const T* depth = plan_.from.depth(row) + kStart;
    const RawFlows<T> raw{raw_x_.at(row, kStart - 1), raw_y_.at(row - 1, kStart),
                          raw_y_.at(row, kStart)};
    const bool limited = any_short<T>(count, step_.ratio, drag, depth, raw);
    if (limited) {
        outflow_shares<T>(count, step_.ratio, drag, depth, raw, shares_.at(row, kStart));
    }
    limited_[ring(row)] = limited;
    filled_[ring(row)] = limited;
}

template <class T>
T* LocalInertial<T>::Stage::shares(Index row) {
    if (!filled_[ring(row)]) {
        std::fill_n(shares_.at(row, kStart), east_ + 1 - kStart, T{1});
        filled_[ring(row)] = true;
    }
    return shares_.at(row, 0);
}

template <class T>
void LocalInertial<T>::Stage::update(Index row) {
    RowParts from;
    from.net = rates(row) - west_;
    from.limited = limited_[ring(row - 1)] || limited_[ring(row)] || limited_[ring(row + 1)];
    if (from.limited) {
        from.share_north = shares(row - 1);
        from.share = shares(row);
        from.share_south = shares(row + 1);
    }
    if (!is_own(row)) {
        fill(row, west_, east_, from);
        return;
    }
    fill(row, west_, 0, from);
    fill(row, window_.extent.cols, east_, from);
    for (Index tile = 0; tile < stretch_.count; ++tile) {
        const Index first = tile * kTile.cols;
        const Index end = std::min(first + kTile.cols, window_.extent.cols);
        Told& told = told_[static_cast<std::size_t>(tile)];
        const Index together = plan_.searches ? 1 : end - first;
        for (Index col = first; col < end; col += together) {
            told.take(fill(row, col, col + together, from));
            if (plan_.searches && refused_cell_.row < 0 && told.refused()) {
                refused_cell_ = {row, window_.from.col + col};
            }
        }
    }
    book_edges(row, true);
    book_edges(row, false);
}

template <class T>
CellsTold<T> LocalInertial<T>::Stage::fill(Index row, Index col, Index end, const RowParts& from) {
    const NewCells<T> to{plan_.to.depth(row) + col, plan_.to.east(row) + col,
                         plan_.to.south(row) + col};
    if (!streams()) {
        return fill_at(row, col, end, from, to);
    }
    alignas(64) std::array<std::array<T, static_cast<std::size_t>(kTile.cols)>, 3> work;
    const NewCells<T> near{work[0].data(), work[1].data(), work[2].data()};
    const CellsTold<T> told = fill_at(row, col, end, from, near);
    stream_row(near.depth, end - col, to.depth);
    stream_row(near.east, end - col, to.east);
    stream_row(near.south, end - col, to.south);
    return told;
}

template <class T>
CellsTold<T> LocalInertial<T>::Stage::fill_at(
    Index row, Index col, Index end, const RowParts& from, const NewCells<T>& to) {
    RawFlows<T> raw{raw_x_.at(row, col - 1), raw_y_.at(row - 1, col), raw_y_.at(row, col)};
    const T* depth = plan_.from.depth(row) + col;
    const float* drag = solver_->ground_.drag.row(row) + window_.from.col + col;
    if (from.limited) {
        raw.share_north = from.share_north + col;
        raw.share = from.share + col - 1;
        raw.share_south = from.share_south + col;
        return fill_cells<true, T>(end - col, step_, raw, depth, from.net + col, drag, to);
    }
    return fill_cells<false, T>(end - col, step_, raw, depth, from.net + col, drag, to);
}

/// Rain less losses and inflows of a row, m/s.
template <class T>
const float* LocalInertial<T>::Stage::rates(Index row) {
    const Sources& sources = solver_->sources_;
    const float* even = sources.has_field() ? sources.field_row(row) + window_.from.col + west_
                                            : uniform_.at(west_);
    const auto in_row = [&](const PointInflow& inflow) {
        const Index col = inflow.cell.col - window_.from.col;
        return inflow.cell.row == row && col >= west_ && col < east_;
    };
    if (std::none_of(inflows_.begin(), inflows_.end(), in_row)) {
        return even;
    }
    std::copy_n(even, east_ - west_, net_.at(west_));
    const double area = solver_->ground_.cell_size * solver_->ground_.cell_size;
    for (const PointInflow& inflow : inflows_) {
        if (in_row(inflow)) {
            *net_.at(inflow.cell.col - window_.from.col) +=
                static_cast<float>(inflow.discharge / area);
        }
    }
    return net_.at(west_);
}

template <class T>
void LocalInertial<T>::Stage::store_outer_flows(Index row, Water<T>& to) const {
    if (window_.from.col == 0) {
        to.east(row, -1) = flow_x(row, -1);
    }
    if (row == 0) {
        for (Index col = 0; col < window_.extent.cols; ++col) {
            to.south(-1, window_.from.col + col) = flow_y(-1, col);
        }
    }
}

template <class T>
void LocalInertial<T>::Stage::book_edges(Index row, bool in_x) {
    for (Index tile = 0; tile < stretch_.count; ++tile) {
        const std::vector<EdgeFace>& faces = solver_->faces_.in(stretch_.first + tile, in_x);
        std::size_t& next = booked_[in_x][static_cast<std::size_t>(tile)];
        for (; next < faces.size() && faces[next].line <= row; ++next) {
            const EdgeFace& face = faces[next];
            if (face.counts) {
                const Index col = face.cell.col - window_.from.col;
                const T flow =
                    in_x ? flow_x(row, face.outward > 0 ? col : col - 1) : flow_y(face.line, col);
                (*plan_.face_mass)[face.slot] = face.outward * static_cast<double>(flow);
            }
        }
    }
}

template <class T>
Moment LocalInertial<T>::Stage::moment(Index row, float* depth, float* squared) const {
    const Index cols = window_.extent.cols;
    const WaterRows<T>& from = plan_.from;
    squared_speeds(cols, from.depth(row), from.east(row) - 1, from.south(row - 1), from.south(row),
                   static_cast<float>(step_.dry), squared);
    return {as_float(cols, from.depth(row), depth), squared, plan_.time, plan_.since};
}

template class LocalInertial<float>::Stage;
template class LocalInertial<double>::Stage;

}  // namespace hazone::inundation
