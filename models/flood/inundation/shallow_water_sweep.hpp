#pragma once

#include <array>

#include "models/flood/inundation/shallow_water.hpp"
#include "models/flood/inundation/shallow_water_update.hpp"

namespace hazone::inundation {

/// Water a step starts from and where the result goes.
template <class T>
struct ShallowWater<T>::Stage {
    const Water<T>* from = nullptr;
    Water<T>* to = nullptr;
    double length = 0;
    std::vector<double>* face_mass = nullptr;
    bool record = false;
    const LevelStep* own = nullptr;  // of tiles with steps of their own
};

/// One step of the tiles of one level within a common step.
template <class T>
struct ShallowWater<T>::LevelStep {
    const Water<T>& water_of(Index tile) const {
        const int level = tile < 0 ? StepLevels::kIdle : levels->level(tile);
        return level == StepLevels::kIdle ? *idle : *waters[static_cast<std::size_t>(level)];
    }

    const StepLevels* levels = nullptr;
    std::array<const Water<T>*, kMostStepLevels + 1> waters{};  // of each level at this time
    const Water<T>* idle = nullptr;                             // of tiles not at work
    Index number = 0;                                           // among those of the level
    double share = 1;                                           // of the common step
};

/// Works through tiles side by side row by row: the rows which a row of fluxes needs are in the
/// cache, and no flux is ever stored for the whole grid.
template <class T>
template <bool kSecondOrder>
class ShallowWater<T>::Sweep {
public:
    void run(ShallowWater& solver, const Stage& stage, const Stretch& stretch);

private:
    static constexpr Index kReach = kSecondOrder ? 2 : 1;  // rows and columns around

    struct Cells {
        Row<T> depth, east, south;
        Reach<T> along_x(Index col) const { return {depth.at(col), east.at(col), south.at(col)}; }
        Reach<T> along_y(Index col) const { return {depth.at(col), south.at(col), east.at(col)}; }
    };
    /// Slopes of a row, and the water half a step later.
    struct Half {
        struct Direction {
            Row<T> depth, across, along, level;
            Slopes<T> at(Index col) {
                return {depth.at(col), across.at(col), along.at(col), level.at(col)};
            }
        };
        FaceSide<T> side(bool in_x, Index col);

        Direction x, y;
        Cells cells;
    };
    struct Flux {
        Row<T> mass, left, right, along;
        FaceFlux<T> at(Index col) {
            return {mass.at(col), left.at(col), right.at(col), along.at(col)};
        }
    };

    Cells& cells(Index row) { return cells_[static_cast<std::size_t>((row + 4) & 3)]; }
    Half& half(Index row) { return half_[static_cast<std::size_t>(row & 1)]; }
    Flux& flux_y(Index line) { return flux_y_[static_cast<std::size_t>(line & 1)]; }

    void begin();
    void load(Index row);
    void load_piece(const Water<T>& water, Index row, Index col, Index count);
    void load_by_tile(Index row);
    void step_half(Index row);
    void find_flux_y(Index line);
    void find_flux_x(Index row);
    void share_y(Index line);
    void share_x(Index row);
    void share_side(Index tile, Side side, Flux& flux, Index place, Index from, Index count);
    void meet_edges(Index line, bool in_x);
    void meet_edge(const EdgeFace& face, bool in_x);
    void update(Index row);
    void record(Index row);
    void store(Index row);
    void fetch(Index line) const;
    void report() const;

    ShallowWater* solver_ = nullptr;
    const Stage* stage_ = nullptr;
    Window window_;
    Stretch stretch_;
    EdgeCursors next_x_{};
    EdgeCursors next_y_{};
    Cells cells_[4];
    Flux flux_x_;
    Flux flux_y_[2];
    Row<T> depth_, east_, south_, deepest_, gained_;
    Row<float> net_, fastest_;
    Half half_[2];  // at second order
};

}  // namespace hazone::inundation
