// Full shallow water equations on a grid, by finite volumes: conservation of depth and of momentum
// with bed slope, Manning friction, rain and losses.
//   Audusse, Bouchut, Bristeau, Klein, Perthame (2004), SIAM J. Sci. Comput. 25(6), 2050-2065,
//   doi:10.1137/S1064827503431090: hydrostatic reconstruction and its second order.
//   HLLC flux: Toro (2001). Wave speeds: Einfeldt (1988), doi:10.1137/0725021, at a dry bed
//   S = u +- 2 sqrt(g h). Second order: half a step by slopes (MUSCL-Hancock). Friction: implicit,
//   solved exactly.
// Water at rest stays at rest, depth never falls below 0, and water is kept to rounding.
#pragma once

#include <memory>
#include <vector>

#include "models/flood/inundation/flow_run.hpp"
#include "models/flood/inundation/step_levels.hpp"

namespace hazone::inundation {

enum class Order { first, second };

struct ShallowWaterRules {
    Order order = Order::first;
    double courant = 0.45;
    double dry_depth = 1e-10;  // m; water less deep has no speed
    int step_levels = 0;       // 0..kMostStepLevels; over 0 with the first order only
};

/// InputError where they contradict each other.
void check(const ShallowWaterRules& rules);

/// One run. Step after step: set sources and edge values, then advance().
///
/// With step_levels over 0 advance_far() lets tiles in which waves are slow take steps up to
/// 2^step_levels times as long as those with the fastest. The water of a neighbour with longer
/// steps is held as it was at the beginning of its step; a tile with longer steps takes up, at its
/// end, the fluxes which its neighbour with shorter steps has found. Levels are given anew for each
/// common step; one that is refused is undone and halved. Levels in other models of this kind:
/// Yang, An, Li, Zhang (2020), Water 12(4), 1148, doi:10.3390/w12041148.
template <class T>
class ShallowWater final : public FlowRun<T> {
public:
    ShallowWater(const GroundSource& ground, const Edges& edges, const ShallowWaterRules& rules);

    void set_flow(View<const double> east, View<const double> south);  // m2/s
    double reach(double longest, double whole) override;
    StepReport advance_far(double longest, double whole) override;
    void keep_last() override;
    double flow_size(Cell cell) const override;

private:
    using typename FlowRun<T>::TileResult;
    struct Stage;
    struct LevelStep;
    template <bool kSecondOrder>
    class Sweep;

    const char* name() const override { return "shallow water"; }
    double wave_speed(Index row, Index col) const override;
    void begin_anew() override;
    bool try_step(double length) override;
    void sweep(const Stage& stage, const std::vector<Stretch>& stretches);

    double plan_levels(double longest, double whole);
    std::vector<double> speeds_around(double fastest, int highest) const;
    double speed_in(const Window& window) const;
    bool try_levels(double shortest);
    bool run_level(double shortest, Index number, int level);
    bool accepts(const Stage& stage, int level);
    double since_last(Index tile) const;  // s
    void save_maxima(Index tile);
    void undo_maxima();

    ShallowWaterRules rules_;
    // where tiles take steps of their own
    Water<T> between_;
    std::unique_ptr<StepLevels> levels_;
    std::unique_ptr<SideFluxes<T>> side_fluxes_;
    std::unique_ptr<MaximaCells> maxima_before_;
    std::vector<char> saved_;  // tiles whose maxima are in it
};

}  // namespace hazone::inundation
