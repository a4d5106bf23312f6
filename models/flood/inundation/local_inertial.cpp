#include "models/flood/inundation/local_inertial.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/local_inertial_rows.hpp"

namespace hazone::inundation {
namespace {

void check(const LocalInertialRules& rules) {
    if (!(rules.theta > 0 && rules.theta <= 1)) {
        throw InputError(
            fmt::format("local inertial: theta = {} must be over 0 and at most 1", rules.theta));
    }
    const double most = std::sqrt(rules.theta / 2);
    if (!(rules.courant > 0 && rules.courant <= most)) {
        throw InputError(
            fmt::format("local inertial: courant = {} must be over 0 and at most {:.4f}, which is "
                        "sqrt(theta / 2): beyond it a checkerboard of heights grows from nothing",
                        rules.courant, most));
    }
}

}  // namespace

/// Works through tiles side by side row by row. Flows are found one row ahead, so that a cell which
/// would give more than it has can be held back before its neighbours count on it; those of the
/// cells around are found here too, as the tiles beside do.
template <class T>
class LocalInertial<T>::Sweep {
public:
    void run(LocalInertial& solver, double length, const Stretch& stretch);

private:
    struct Ring {
        Row<T> rows[4];
        T* at(Index row, Index col) { return rows[row & 3].at(col); }
    };

    void begin(double length);
    void find_flow_x(Index row);
    void find_flow_y(Index line);
    void meet_edges(Index line, bool in_x);
    double edge_flow(const EdgeFace& face, bool in_x) const;
    void find_shares(Index row);
    void update(Index row);
    void store_outer_flows(Index row);
    void book_edges(Index row, bool in_x);
    void report() const;

    LocalInertial* solver_ = nullptr;
    Window window_;
    Stretch stretch_;
    Index cols_ = 0;
    InertialStep<T> step_;
    EdgeCursors next_[2]{};    // in y, in x
    EdgeCursors booked_[2]{};  // those whose flow is in the books
    Ring raw_x_, raw_y_, shares_;
    Row<T> deepest_, refused_, gained_, east_, south_;
    Row<float> net_;
};

template <class T>
void LocalInertial<T>::Sweep::run(LocalInertial& solver, double length, const Stretch& stretch) {
    solver_ = &solver;
    stretch_ = stretch;
    window_ = solver.activity_.window(stretch);
    begin(length);
    const Index first = window_.from.row;
    find_flow_y(first - 2);
    for (Index row = first - 1; row <= window_.end_row(); ++row) {
        find_flow_y(row);
        find_flow_x(row);
        find_shares(row);
        if (row > first) {
            update(row - 1);
        }
    }
    report();
}

template <class T>
void LocalInertial<T>::Sweep::begin(double length) {
    cols_ = window_.extent.cols;
    for (const bool in_x : {false, true}) {
        next_[in_x] = {};
        booked_[in_x] = {};
    }
    const LocalInertialRules& rules = solver_->rules_;
    step_ = {static_cast<T>(length), static_cast<T>(length / solver_->ground_.cell_size),
             static_cast<T>(rules.theta), static_cast<T>(rules.highest_froude),
             static_cast<T>(rules.dry_depth)};
    std::fill_n(deepest_.at(0), cols_, T{0});
    std::fill_n(refused_.at(0), cols_, T{0});
    std::fill_n(gained_.at(0), cols_, T{0});
    std::fill_n(net_.at(0), cols_, solver_->sources_.uniform());
}

template <class T>
void LocalInertial<T>::Sweep::find_flow_x(Index row) {
    const Index col = window_.from.col - 2;  // west of the first face
    const Water<T>& water = solver_->water_;
    const Ground<T>& ground = solver_->ground_;
    const T* depth = water.depth.row(row) + col;
    const float* drag = ground.drag.row(row) + col;
    const T* flow = water.east.row(row) + col;
    const T* north = water.south.row(row - 1) + col;
    const T* south = water.south.row(row) + col;
    inertial_flows<T>(cols_ + 3,
                      {depth,
                       depth + 1,
                       ground.rise_east.row(row) + col,
                       drag,
                       drag + 1,
                       flow,
                       flow - 1,
                       flow + 1,
                       {north, north + 1, south, south + 1}},
                      step_, raw_x_.at(row, -1));
    meet_edges(row, true);
}

template <class T>
void LocalInertial<T>::Sweep::find_flow_y(Index line) {
    const Index col = window_.from.col - 1;
    const Water<T>& water = solver_->water_;
    const Ground<T>& ground = solver_->ground_;
    const T* north = water.east.row(line) + col;
    const T* south = water.east.row(line + 1) + col;
    inertial_flows<T>(cols_ + 2,
                      {water.depth.row(line) + col,
                       water.depth.row(line + 1) + col,
                       ground.rise_south.row(line) + col,
                       ground.drag.row(line) + col,
                       ground.drag.row(line + 1) + col,
                       water.south.row(line) + col,
                       water.south.row(line - 1) + col,
                       water.south.row(line + 1) + col,
                       {north - 1, south - 1, north, south}},
                      step_, raw_y_.at(line, -1));
    meet_edges(line, false);
}

template <class T>
void LocalInertial<T>::Sweep::meet_edges(Index line, bool in_x) {
    for (Index tile = 0; tile < stretch_.count; ++tile) {
        const std::vector<EdgeFace>& faces = solver_->faces_.in(stretch_.first + tile, in_x);
        std::size_t& next = next_[in_x][static_cast<std::size_t>(tile)];
        for (; next < faces.size() && faces[next].line <= line; ++next) {
            const EdgeFace& face = faces[next];
            const Index col = face.cell.col - window_.from.col;
            T* place =
                in_x ? raw_x_.at(line, face.outward > 0 ? col + 1 : col) : raw_y_.at(line, col);
            *place = static_cast<T>(face.outward * edge_flow(face, in_x));
        }
    }
}

/// Flow outwards, m2/s, before the cell is asked whether it has so much.
template <class T>
double LocalInertial<T>::Sweep::edge_flow(const EdgeFace& face, bool in_x) const {
    const Index row = face.cell.row;
    const Index col = face.cell.col;
    const Water<T>& water = solver_->water_;
    const double depth = water.depth(row, col);
    const double drag = solver_->ground_.drag(row, col);
    const EdgeRule& rule = solver_->edges_.rules[face.rule];
    const Padded<T>& flows = in_x ? water.east : water.south;
    const Index back_row = in_x ? row : row - 1;
    const Index back_col = in_x ? col - 1 : col;
    const double before = flows(back_row, back_col);  // face in the west or the north of the cell
    const double after = flows(row, col);
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
void LocalInertial<T>::Sweep::find_shares(Index row) {
    const Index col = window_.from.col - 1;
    outflow_shares<T>(cols_ + 2, step_.ratio, solver_->ground_.drag.row(row) + col,
                      solver_->water_.depth.row(row) + col, raw_x_.at(row, -1),
                      raw_y_.at(row - 1, -1), raw_y_.at(row, -1), shares_.at(row, -1));
}

template <class T>
void LocalInertial<T>::Sweep::update(Index row) {
    const Index col = window_.from.col;
    solver_->sources_.fill_row(row, window_, stretch_, net_.at(0));
    Water<T>& next = solver_->next_;
    fill_cells<T>(cols_, step_,
                  {raw_x_.at(row, 0), raw_y_.at(row - 1, 0), raw_y_.at(row, 0),
                   shares_.at(row - 1, 0), shares_.at(row, -1), shares_.at(row + 1, 0)},
                  solver_->water_.depth.row(row) + col, net_.at(0),
                  solver_->ground_.drag.row(row) + col,
                  {next.depth.row(row) + col, next.east.row(row) + col, next.south.row(row) + col,
                   gained_.at(0), deepest_.at(0), refused_.at(0)});
    store_outer_flows(row);
    book_edges(row, true);
    book_edges(row, false);
    if (solver_->maxima_ != nullptr) {
        solver_->record({row, col}, cols_, east_, south_);
    }
}

/// Faces on the western and northern edge of the grid belong to no cell of it.
template <class T>
void LocalInertial<T>::Sweep::store_outer_flows(Index row) {
    if (window_.from.col == 0) {
        solver_->next_.east(row, -1) =
            limited_flow(*raw_x_.at(row, 0), *shares_.at(row, -1), *shares_.at(row, 0));
    }
    if (row == 0) {
        for (Index col = 0; col < cols_; ++col) {
            solver_->next_.south(-1, window_.from.col + col) =
                limited_flow(*raw_y_.at(-1, col), *shares_.at(-1, col), *shares_.at(0, col));
        }
    }
}

template <class T>
void LocalInertial<T>::Sweep::book_edges(Index row, bool in_x) {
    for (Index tile = 0; tile < stretch_.count; ++tile) {
        const std::vector<EdgeFace>& faces = solver_->faces_.in(stretch_.first + tile, in_x);
        std::size_t& next = booked_[in_x][static_cast<std::size_t>(tile)];
        for (; next < faces.size() && faces[next].line <= row; ++next) {
            const EdgeFace& face = faces[next];
            if (!face.counts) {
                continue;
            }
            const Index col = face.cell.col - window_.from.col;
            const Index place = face.outward > 0 ? col + 1 : col;
            const T flow =
                in_x ? limited_flow(*raw_x_.at(row, place), *shares_.at(row, place - 1),
                                    *shares_.at(row, place))
                     : limited_flow(*raw_y_.at(face.line, col), *shares_.at(face.line, col),
                                    *shares_.at(face.line + 1, col));
            solver_->face_mass_[face.slot] = face.outward * static_cast<double>(flow);
        }
    }
}

/// Results of each tile, from those of its columns.
template <class T>
void LocalInertial<T>::Sweep::report() const {
    for (Index tile = stretch_.first; tile < stretch_.first + stretch_.count; ++tile) {
        const Window own = solver_->activity_.windows().at(tile);
        T deepest = 0;
        TileResult total;
        for (Index at = own.from.col; at < own.end_col(); ++at) {
            const Index col = at - window_.from.col;
            deepest = std::max(deepest, *deepest_.at(col));
            total.gained += static_cast<double>(*gained_.at(col));
            total.refused = total.refused || *refused_.at(col) > 0;
        }
        total.wet = deepest > 0;
        total.speed = std::sqrt(kGravity * static_cast<double>(deepest));
        solver_->results_[static_cast<std::size_t>(tile)] = total;
    }
}

template <class T>
LocalInertial<T>::LocalInertial(const GroundSource& ground,
                                const Edges& edges,
                                const LocalInertialRules& rules)
    : FlowRun<T>(ground, edges, rules.courant, 1), rules_(rules) {
    check(rules);
}

template <class T>
double LocalInertial<T>::wave_speed(Index row, Index col) const {
    return std::sqrt(kGravity * static_cast<double>(this->water_.depth(row, col)));
}

template <class T>
bool LocalInertial<T>::try_step(double length) {
    const std::vector<Index>& active = this->activity_.active();
    const std::vector<Stretch>& stretches = this->activity_.stretches();
    for_each_block_with<Sweep>(
        static_cast<Index>(stretches.size()), [&](Index number, Sweep& sweep) {
            sweep.run(*this, length, stretches[static_cast<std::size_t>(number)]);
        });
    bool accepted = true;
    for (const Index tile : active) {
        const auto number = static_cast<std::size_t>(tile);
        accepted = accepted && !this->results_[number].refused;
        this->tile_gain_[number] = this->results_[number].gained;
    }
    return accepted;
}

template <class T>
void LocalInertial<T>::record(Cell from, Index count, Row<T>& east, Row<T>& south) {
    const Water<T>& water = this->water_;
    const T* depth = water.depth.row(from.row) + from.col;
    const T* flow_x = water.east.row(from.row) + from.col;
    const auto dry = static_cast<T>(rules_.dry_depth);
    middle_speeds(count, depth, flow_x - 1, flow_x, dry, east.at(0));
    middle_speeds(count, depth, water.south.row(from.row - 1) + from.col,
                  water.south.row(from.row) + from.col, dry, south.at(0));
    this->maxima_->template record<T>(from, count, {depth, east.at(0), south.at(0)}, this->time_,
                                      this->last_step_);
}

template <class T>
void LocalInertial<T>::keep_last() {
    if (this->maxima_ == nullptr) {
        return;
    }
    const Windows& windows = this->activity_.windows();
    for_each_block(windows.count(), [&](Index tile) {
        const Window window = windows.at(tile);
        Row<T> east;
        Row<T> south;
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            record({row, window.from.col}, window.extent.cols, east, south);
        }
    });
}

template <class T>
double LocalInertial<T>::flow_size(Cell cell) const {
    const Water<T>& water = this->water_;
    const double east = static_cast<double>(water.east(cell.row, cell.col - 1)) +
                        static_cast<double>(water.east(cell.row, cell.col));
    const double south = static_cast<double>(water.south(cell.row - 1, cell.col)) +
                         static_cast<double>(water.south(cell.row, cell.col));
    return std::hypot(east, south) / 2;
}

template class LocalInertial<float>;
template class LocalInertial<double>;

}  // namespace hazone::inundation
