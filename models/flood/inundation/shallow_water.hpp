// Full shallow water equations on a grid, by finite volumes: conservation of depth and of momentum
// with bed slope, Manning friction, rain and losses.
//   Audusse, Bouchut, Bristeau, Klein, Perthame (2004), SIAM J. Sci. Comput. 25(6), 2050-2065,
//   doi:10.1137/S1064827503431090: hydrostatic reconstruction and its second order.
//   HLLC flux: Toro (2001). Wave speeds: Einfeldt (1988), doi:10.1137/0725021, at a dry bed
//   S = u +- 2 sqrt(g h). Time: Heun at second order. Friction: implicit, solved exactly.
// Water at rest stays at rest, depth never falls below 0, and water is kept to rounding.
#pragma once

#include <vector>

#include "models/flood/inundation/flow_run.hpp"

namespace hazone::inundation {

enum class Order { first, second };

struct ShallowWaterRules {
    Order order = Order::first;
    double courant = 0.45;
    double dry_depth = 1e-10;  // m; water less deep has no speed
};

/// One run. Step after step: set sources and edge values, then advance().
template <class T>
class ShallowWater final : public FlowRun<T> {
public:
    ShallowWater(const GroundSource& ground, const Edges& edges, const ShallowWaterRules& rules);

    void set_flow(View<const double> east, View<const double> south);  // m2/s
    void keep_last() override;
    double flow_size(Cell cell) const override;

private:
    using typename FlowRun<T>::TileResult;
    struct Stage;
    template <bool kSecondOrder>
    class Sweep;

    const char* name() const override { return "shallow water"; }
    double wave_speed(Index row, Index col) const override;
    bool try_step(double length) override;
    bool run_stage(const Stage& stage);

    ShallowWaterRules rules_;
    Water<T> between_;  // after the first stage of Heun
    std::vector<double> first_mass_;
};

}  // namespace hazone::inundation
