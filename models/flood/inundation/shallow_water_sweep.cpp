#include "models/flood/inundation/shallow_water_sweep.hpp"

#include <cmath>

#include "models/flood/inundation/prefetch.hpp"
#include "models/flood/inundation/stream_row.hpp"

namespace hazone::inundation {
namespace {

/// The mean of what was added up in two steps.
template <class T>
void take_mean(Index count, const T* __restrict sums, T* __restrict means) {
    for (Index i = 0; i < count; ++i) {
        means[i] = static_cast<T>(0.5) * sums[i];
    }
}

template <class T>
void add_up(Index count, const T* __restrict values, T* __restrict sums) {
    for (Index i = 0; i < count; ++i) {
        sums[i] += values[i];
    }
}

}  // namespace

template <class T>
template <bool kSecondOrder>
FaceSide<T> ShallowWater<T>::Sweep<kSecondOrder>::Half::side(bool in_x, Index col) {
    const Reach<T> water = in_x ? cells.along_x(col) : cells.along_y(col);
    const Slopes<T> slopes = in_x ? x.at(col) : y.at(col);
    return {water.depth,
            water.across,
            water.along,
            {slopes.depth, slopes.across, slopes.along, slopes.level}};
}

template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::run(ShallowWater& solver,
                                               const Stage& stage,
                                               const Stretch& stretch) {
    solver_ = &solver;
    stage_ = &stage;
    stretch_ = stretch;
    window_ = solver.activity_.window(stretch);
    begin();
    if (stage.record && stage.own != nullptr && stage.own->number == 1) {
        for (Index tile = stretch.first; tile < stretch.first + stretch.count; ++tile) {
            solver.save_maxima(tile);
        }
    }
    const Index first = window_.from.row;
    for (Index row = first - kReach; row < first + kReach - 1; ++row) {
        load(row);
    }
    if constexpr (kSecondOrder) {
        step_half(first - 1);
    }
    for (Index line = first - 1; line < window_.end_row(); ++line) {
        fetch(line);
        load(line + kReach);
        if constexpr (kSecondOrder) {
            step_half(line + 1);
        }
        find_flux_y(line);
        if (line >= first) {
            find_flux_x(line);
            update(line);
        }
    }
    if (solver_->streams_) {
        stream_end();
    }
    report();
}

template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::begin() {
    next_x_ = {};
    next_y_ = {};
    for (Index col = 0; col < window_.extent.cols; ++col) {
        *deepest_.at(col) = 0;
        *fastest_.at(col) = 0;
        *gained_.at(col) = 0;
        *net_.at(col) = solver_->sources_.uniform();
    }
}

template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::load(Index row) {
    if (stage_->own != nullptr) {
        load_by_tile(row);
    } else {
        load_piece(*stage_->from, row, -kReach, window_.extent.cols + 2 * kReach);
    }
}

/// Loads `count` cells from column `col` of the window on.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::load_piece(const Water<T>& water,
                                                      Index row,
                                                      Index col,
                                                      Index count) {
    const Index at = window_.from.col + col;
    Cells& to = cells(row);
    cell_speeds(count, water.depth.row(row) + at, water.east.row(row) + at,
                water.south.row(row) + at, static_cast<T>(solver_->rules_.dry_depth),
                to.depth.at(col), to.east.at(col), to.south.at(col));
}

/// Tiles around the stretch may have come to another time, and then have their water elsewhere.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::load_by_tile(Index row) {
    const Windows& windows = solver_->activity_.windows();
    const LevelStep& own = *stage_->own;
    const Index end = stretch_.first + stretch_.count;
    if (row >= window_.from.row && row < window_.end_row()) {
        load_piece(*stage_->from, row, 0, window_.extent.cols);
        load_piece(own.water_of(tile_beside(windows, stretch_.first, Side::west)), row, -1, 1);
        load_piece(own.water_of(tile_beside(windows, end - 1, Side::east)), row,
                   window_.extent.cols, 1);
        return;
    }
    const Side side = row < window_.from.row ? Side::north : Side::south;
    for (Index tile = stretch_.first; tile < end; ++tile) {
        const Window window = windows.at(tile);
        load_piece(own.water_of(tile_beside(windows, tile, side)), row,
                   window.from.col - window_.from.col, window.extent.cols);
    }
}

/// Takes a row of cells, and one on each end, half a step on.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::step_half(Index row) {
    const Index count = window_.extent.cols + 2;
    const Index col = window_.from.col - 1;
    const Ground<T>& ground = solver_->ground_;
    const Cells& here = cells(row);
    Half& to = half(row);
    const T* rise_east = ground.rise_east.row(row) + col;
    limit(count, here.along_x(-2), here.along_x(-1), here.along_x(0), rise_east - 1, rise_east,
          to.x.at(-1));
    limit(count, cells(row - 1).along_y(-1), here.along_y(-1), cells(row + 1).along_y(-1),
          ground.rise_south.row(row - 1) + col, ground.rise_south.row(row) + col, to.y.at(-1));
    half_step(count, static_cast<T>(stage_->length / ground.cell_size),
              static_cast<T>(stage_->length), static_cast<T>(solver_->rules_.dry_depth),
              here.along_x(-1), to.x.at(-1), to.y.at(-1), ground.drag.row(row) + col,
              to.cells.depth.at(-1), to.cells.east.at(-1), to.cells.south.at(-1));
}

template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::find_flux_y(Index line) {
    const T* rise = solver_->ground_.rise_south.row(line) + window_.from.col;
    const FaceFlux<T> flux = flux_y(line).at(0);
    if constexpr (kSecondOrder) {
        face_fluxes<T, true>(window_.extent.cols, half(line).side(false, 0),
                             half(line + 1).side(false, 0), rise, flux);
    } else {
        const Cells& north = cells(line);
        const Cells& south = cells(line + 1);
        face_fluxes<T, false>(window_.extent.cols,
                              {north.depth.at(0), north.south.at(0), north.east.at(0)},
                              {south.depth.at(0), south.south.at(0), south.east.at(0)}, rise, flux);
    }
    if (stage_->own != nullptr) {
        share_y(line);
    }
    meet_edges(line, false);
}

template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::find_flux_x(Index row) {
    const Index cols = window_.extent.cols;
    const T* rise = solver_->ground_.rise_east.row(row) + window_.from.col;
    const Cells& here = cells(row);
    if constexpr (kSecondOrder) {
        face_fluxes<T, true>(cols + 1, half(row).side(true, -1), half(row).side(true, 0), rise - 1,
                             flux_x_.at(0));
    } else {
        face_fluxes<T, false>(cols + 1, {here.depth.at(-1), here.east.at(-1), here.south.at(-1)},
                              {here.depth.at(0), here.east.at(0), here.south.at(0)}, rise - 1,
                              flux_x_.at(0));
    }
    if (stage_->own != nullptr) {
        share_x(row);
    }
    meet_edges(row, true);
}

/// The sides in the north and the south of the tiles, where a line of fluxes runs along them.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::share_y(Index line) {
    const bool north = line < window_.from.row;
    if (!north && line + 1 < window_.end_row()) {
        return;
    }
    for (Index tile = stretch_.first; tile < stretch_.first + stretch_.count; ++tile) {
        const Window own = solver_->activity_.windows().at(tile);
        share_side(tile, north ? Side::north : Side::south, flux_y(line),
                   own.from.col - window_.from.col, 0, own.extent.cols);
    }
}

/// The two sides at the ends of the stretch; those between its tiles are of one level.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::share_x(Index row) {
    const Index from = row - window_.from.row;
    share_side(stretch_.first, Side::west, flux_x_, 0, from, 1);
    share_side(stretch_.first + stretch_.count - 1, Side::east, flux_x_, window_.extent.cols, from,
               1);
}

/// `count` faces of a side from `place` of the row of fluxes and `from` of the side on: where the
/// neighbour takes shorter steps, the mean of its two fluxes comes in the place of what was found;
/// where it takes longer ones, what was found is added up for it.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::share_side(
    Index tile, Side side, Flux& flux, Index place, Index from, Index count) {
    const StepLevels& levels = *stage_->own->levels;
    const Index beside = tile_beside(levels.windows(), tile, side);
    const int level = beside < 0 ? StepLevels::kIdle : levels.level(beside);
    if (level == StepLevels::kIdle || level == levels.level(tile)) {
        return;
    }
    const bool takes = level < levels.level(tile);
    const bool own_is_right = side == Side::north || side == Side::west;
    constexpr Side kOpposite[] = {Side::south, Side::west, Side::north, Side::east};
    auto& sums = takes ? solver_->side_fluxes_->at(tile, side)
                       : solver_->side_fluxes_->at(beside, kOpposite[static_cast<int>(side)]);
    // the push on the tile with the longer steps
    Row<T>& push = own_is_right == takes ? flux.right : flux.left;
    const auto pass = [&](Row<T>& row, std::vector<T>& sum) {
        if (takes) {
            take_mean(count, sum.data() + from, row.at(place));
        } else if (stage_->own->number % 2 == 0) {
            std::copy_n(row.at(place), count, sum.data() + from);
        } else {
            add_up(count, row.at(place), sum.data() + from);
        }
    };
    pass(flux.mass, sums.mass);
    pass(push, sums.push);
    pass(flux.along, sums.along);
}

/// The edge faces of one line of fluxes, tile by tile.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::meet_edges(Index line, bool in_x) {
    for (Index tile = 0; tile < stretch_.count; ++tile) {
        const Index number = stretch_.first + tile;
        const std::vector<EdgeFace>& faces = solver_->faces_.in(number, in_x);
        std::size_t& next = (in_x ? next_x_ : next_y_)[static_cast<std::size_t>(tile)];
        for (; next < faces.size() && faces[next].line == line; ++next) {
            meet_edge(faces[next], in_x);
        }
    }
}

/// Puts the flux of an edge face in the place of what a step up to the missing cell would give.
/// At a wall it is that of HLL between the cell and its mirror image.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::meet_edge(const EdgeFace& face, bool in_x) {
    const Index col = face.cell.col - window_.from.col;
    const Cells& here = kSecondOrder ? half(face.cell.row).cells : cells(face.cell.row);
    const double depth = *here.depth.at(col);
    const double across = face.outward * (in_x ? *here.east.at(col) : *here.south.at(col));
    const double along = in_x ? *here.south.at(col) : *here.east.at(col);
    const EdgeRule& rule = solver_->edges_.rules[face.rule];
    double mass = 0;
    double push = 0;
    if (rule.kind == EdgeKind::wall) {
        const double celerity = std::sqrt(kGravity * depth);
        push = depth * across * (across + celerity + std::max(-across, 0.0));
    } else {
        const double drag = solver_->ground_.drag(face.cell.row, face.cell.col);
        const EdgeState state = edge_state(rule, {depth, across}, drag, face.bed);
        mass = state.depth * state.speed;
        push = mass * state.speed + 0.5 * kGravity * (state.depth - depth) * (state.depth + depth);
    }
    const bool carried = mass > 0 || rule.kind == EdgeKind::through;
    Flux& flux = in_x ? flux_x_ : flux_y(face.line);
    const Index place = in_x && face.outward > 0 ? col + 1 : col;
    *flux.mass.at(place) = static_cast<T>(face.outward * mass);
    *flux.along.at(place) = static_cast<T>(face.outward * (carried ? mass : 0.0) * along);
    *(face.outward > 0 ? flux.left : flux.right).at(place) = static_cast<T>(push);
    double& sum = (*stage_->face_mass)[face.slot];
    const double found = face.outward * *flux.mass.at(place);
    if (stage_->own == nullptr) {
        sum = found;
    } else {
        sum = stage_->own->share * found + (stage_->own->number == 0 ? 0.0 : sum);
    }
}

template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::update(Index row) {
    const Index cols = window_.extent.cols;
    const Index from_col = window_.from.col;
    const auto row_of = [&](const Water<T>& water) {
        return ConstWaterRow<T>{water.depth.row(row) + from_col, water.east.row(row) + from_col,
                                water.south.row(row) + from_col};
    };
    const WaterRow<T> work{depth_.at(0), east_.at(0), south_.at(0)};
    const auto dry = static_cast<T>(solver_->rules_.dry_depth);
    Drive<T> drive;
    if constexpr (kSecondOrder) {
        Half& from = half(row);
        drive = {from.cells.depth.at(0), from.x.level.at(0), from.y.level.at(0)};
    }
    add_fluxes<T, kSecondOrder>(cols, static_cast<T>(stage_->length / solver_->ground_.cell_size),
                                row_of(*stage_->from), flux_x_.at(0), flux_y(row - 1).at(0),
                                flux_y(row).at(0), drive, work);
    const float* net = solver_->sources_.rates(row, window_, stretch_, net_.at(0));
    add_sources(cols, static_cast<T>(stage_->length), dry, net,
                solver_->ground_.drag.row(row) + from_col, work, gained_.at(0));
    judge_row<T>(cols, dry, {work.depth, work.east, work.south}, fastest_.at(0), deepest_.at(0));
    store(row);
    if (stage_->record) {
        record(row);
    }
}

/// Takes in the water of the beginning of the step. Where tiles take steps of their own each has
/// its own time since the last, and none is taken again when a step is made anew.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::record(Index row) {
    const Cells& here = cells(row);
    const auto take = [&](Index col, Index count, double time, double since) {
        solver_->maxima_->template record<T>(
            {row, window_.from.col + col}, count,
            {here.depth.at(col), here.east.at(col), here.south.at(col)}, time, since);
    };
    if (solver_->levels_ == nullptr) {
        take(0, window_.extent.cols, solver_->time_, solver_->last_step_);
        return;
    }
    const Index number = stage_->own == nullptr ? 0 : stage_->own->number;
    for (Index tile = stretch_.first; tile < stretch_.first + stretch_.count; ++tile) {
        const Window own = solver_->activity_.windows().at(tile);
        const Index col = own.from.col - window_.from.col;
        if (number > 0) {
            take(col, own.extent.cols,
                 solver_->time_ + static_cast<double>(number) * stage_->length, stage_->length);
        } else if (!solver_->levels_->recorded(tile)) {
            take(col, own.extent.cols, solver_->time_, solver_->since_last(tile));
        }
    }
}

/// Takes the new row to the grid.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::store(Index row) {
    const Index cols = window_.extent.cols;
    const Index col = window_.from.col;
    Water<T>& to = *stage_->to;
    const auto put = [&](const Row<T>& from, Padded<T>& cells) {
        T* place = cells.row(row) + col;
        if (solver_->streams_) {
            stream_row(from.at(0), cols, place);
        } else {
            std::copy_n(from.at(0), cols, place);
        }
    };
    put(depth_, to.depth);
    put(east_, to.east);
    put(south_, to.south);
}

/// Rows which the next line reads for the first time.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::fetch(Index line) const {
    const Index col = window_.from.col;
    const Index cols = window_.extent.cols;
    const auto fetch_water = [&](const Water<T>& water, Index row) {
        fetch_row<FetchFor::reading>(water.depth.row(row) + col, cols);
        fetch_row<FetchFor::reading>(water.east.row(row) + col, cols);
        fetch_row<FetchFor::reading>(water.south.row(row) + col, cols);
    };
    if (line + 1 >= window_.end_row()) {
        return;
    }
    const Ground<T>& ground = solver_->ground_;
    fetch_water(*stage_->from, line + kReach + 1);
    fetch_row<FetchFor::reading>(ground.rise_south.row(line + kReach) + col, cols);
    fetch_row<FetchFor::reading>(ground.rise_east.row(line + 1) + col, cols);
    fetch_row<FetchFor::reading>(ground.drag.row(line + 1) + col, cols);
    if (solver_->sources_.has_field()) {
        fetch_row<FetchFor::reading>(solver_->sources_.field_row(line + 1) + col, cols);
    }
    if (stage_->record) {
        solver_->maxima_->fetch({line + 1, col}, cols);
    }
}

/// Results of each tile, from those of its columns.
template <class T>
template <bool kSecondOrder>
void ShallowWater<T>::Sweep<kSecondOrder>::report() const {
    for (Index tile = stretch_.first; tile < stretch_.first + stretch_.count; ++tile) {
        const Window own = solver_->activity_.windows().at(tile);
        TileResult total;
        for (Index at = own.from.col; at < own.end_col(); ++at) {
            const Index col = at - window_.from.col;
            total.speed = std::max(total.speed, static_cast<double>(*fastest_.at(col)));
            total.gained += static_cast<double>(*gained_.at(col));
            total.wet = total.wet || *deepest_.at(col) > 0;
        }
        total.refused = !std::isfinite(total.gained) || !(total.speed < kWildWave);
        solver_->results_[static_cast<std::size_t>(tile)] = total;
    }
}

template class ShallowWater<float>::Sweep<false>;
template class ShallowWater<float>::Sweep<true>;
template class ShallowWater<double>::Sweep<false>;
template class ShallowWater<double>::Sweep<true>;

}  // namespace hazone::inundation
