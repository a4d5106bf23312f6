#include "models/flood/inundation/local_inertial_stage.hpp"

#include <algorithm>
#include <cmath>

#include "models/flood/inundation/prefetch.hpp"

namespace hazone::inundation {
namespace {

/// Loops over whole lines of the cache have no rest to do one by one; cells after the last which is
/// needed exist (see Row and Padded), and what comes of them is not used.
Index whole_lines(Index count) {
    constexpr Index kLine = 16;
    return (count + kLine - 1) / kLine * kLine;
}

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
    reset_columns();
    find_inflows();
    find_middle(first_ - 2);
    find_middle(first_ - 1);
    find_flow_y(first_ - 2);
}

template <class T>
void LocalInertial<T>::Stage::reset_columns() {
    const Index count = east_ - west_;
    for (Row<T>* row : {&deepest_, &gained_, &spare_deepest_, &spare_gained_}) {
        std::fill_n(row->at(west_), count, T{0});
    }
    std::fill_n(uniform_.at(west_), count, solver_->sources_.uniform());
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
    find_middle(row + 1);
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
void LocalInertial<T>::Stage::find_middle(Index row) {
    if (solver_->rules_.scheme == InertialScheme::bates) {
        return;  // no flow along a face is asked for
    }
    const Index count = whole_lines(east_ + 2 - kStart);
    const T* east = plan_.from.east(row) + kStart;
    middle_flows(count, east - 1, east, middle_x_.at(row, kStart));
    middle_flows(count, plan_.from.south(row - 1) + kStart, plan_.from.south(row) + kStart,
                 middle_y_.at(row, kStart));
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
    const Index count = whole_lines(east_ + 1 - kStart);
    float* depth = face_depth_.at(kStart);
    float* share = friction_.at(kStart);
    driven_flows<kBates>(count, faces, step_, depth, flows);
    friction_shares<kBates>(count, faces, step_, depth, share);
    if (slow_flows(count, step_, depth, share, flows)) {
        limit_froude(count, faces, step_, flows);
    }
}

template <class T>
void LocalInertial<T>::Stage::find_flow_x(Index row) {
    const Index col = window_.from.col + kStart;
    const Ground<T>& ground = solver_->ground_;
    const T* depth = plan_.from.depth(row) + kStart;
    const T* flow = plan_.from.east(row) + kStart;
    const float* drag = ground.drag.row(row) + col;
    const float* along = middle_y_.at(row, kStart);
    find_flows({depth, depth + 1, ground.rise_east.row(row) + col, drag, drag + 1, flow, flow - 1,
                flow + 1, along, along + 1},
               raw_x_.at(row, kStart));
    meet_edges(row, true);
}

template <class T>
void LocalInertial<T>::Stage::find_flow_y(Index line) {
    const Index col = window_.from.col + kStart;
    const Ground<T>& ground = solver_->ground_;
    const WaterRows<T>& from = plan_.from;
    find_flows(
        {from.depth(line) + kStart, from.depth(line + 1) + kStart,
         ground.rise_south.row(line) + col, ground.drag.row(line) + col,
         ground.drag.row(line + 1) + col, from.south(line) + kStart, from.south(line - 1) + kStart,
         from.south(line + 1) + kStart, middle_x_.at(line, kStart), middle_x_.at(line + 1, kStart)},
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
    return shares_.at(row, west_);
}

template <class T>
void LocalInertial<T>::Stage::update(Index row) {
    const bool own = is_own(row);
    const Index count = east_ - west_;
    RawFlows<T> raw{raw_x_.at(row, west_ - 1), raw_y_.at(row - 1, west_), raw_y_.at(row, west_)};
    const T* depth = plan_.from.depth(row) + west_;
    const float* net = rates(row);
    const float* drag = solver_->ground_.drag.row(row) + window_.from.col + west_;
    const NewCells<T> to{plan_.to.depth(row) + west_, plan_.to.east(row) + west_,
                         plan_.to.south(row) + west_, (own ? gained_ : spare_gained_).at(west_),
                         (own ? deepest_ : spare_deepest_).at(west_)};
    if (limited_[ring(row - 1)] || limited_[ring(row)] || limited_[ring(row + 1)]) {
        raw.share_north = shares(row - 1);
        raw.share = shares(row) - 1;
        raw.share_south = shares(row + 1);
        fill_cells<true, T>(count, step_, raw, depth, net, drag, to);
    } else {
        fill_cells<false, T>(count, step_, raw, depth, net, drag, to);
    }
    if (own) {
        book_edges(row, true);
        book_edges(row, false);
        if (plan_.searches) {
            search(row);
        }
    }
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
void LocalInertial<T>::Stage::find_speeds(Index row, float* depth, float* speed) const {
    const Index cols = window_.extent.cols;
    const auto dry = static_cast<float>(step_.dry);
    const WaterRows<T>& from = plan_.from;
    if (solver_->rules_.scheme == InertialScheme::bates) {
        cell_speeds_of_flows(cols, from.depth(row), from.east(row) - 1, from.south(row - 1),
                             from.south(row), dry, depth, speed);
    } else {
        middle_speeds(cols, from.depth(row), middle_x_.at(row, 0), middle_y_.at(row, 0), dry, depth,
                      speed);
    }
}

template <class T>
typename LocalInertial<T>::Stage::Told LocalInertial<T>::Stage::told(const Window& tile) const {
    Told told;
    for (Index at = tile.from.col; at < tile.end_col(); ++at) {
        const Index col = at - window_.from.col;
        told.deepest = std::max(told.deepest, *deepest_.at(col));
        told.gained += static_cast<double>(*gained_.at(col));
    }
    told.refused = !std::isfinite(told.gained) || told.deepest >= kCliff;
    return told;
}

/// After each row of a step that is refused: is it the first with a depth that must not be?
template <class T>
void LocalInertial<T>::Stage::search(Index row) {
    for (Index col = 0; refused_cell_.row < 0 && col < window_.extent.cols; ++col) {
        const bool refused =
            *deepest_.at(col) >= static_cast<T>(kCliff) || !std::isfinite(*gained_.at(col));
        if (refused) {
            refused_cell_ = {row, window_.from.col + col};
        }
    }
}

template class LocalInertial<float>::Stage;
template class LocalInertial<double>::Stage;

}  // namespace hazone::inundation
