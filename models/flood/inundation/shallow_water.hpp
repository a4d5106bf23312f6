// Full shallow water equations on a grid, by finite volumes: conservation of depth and of momentum
// with bed slope, Manning friction, rain and losses.
//   Audusse, Bouchut, Bristeau, Klein, Perthame (2004), SIAM J. Sci. Comput. 25(6), 2050-2065,
//   doi:10.1137/S1064827503431090: hydrostatic reconstruction, eqs. 2.9-2.15, and its second
//   order. HLLC flux: Toro (2001). Wave speeds: Einfeldt (1988), doi:10.1137/0725021, at a dry bed
//   S = u +- 2 sqrt(g h). Time: Heun at second order. Friction: implicit, solved exactly.
// Shared: "lake at rest" stays at rest, depth never falls below 0, water is kept to rounding.
#pragma once

#include <memory>
#include <vector>

#include "models/flood/inundation/balance.hpp"
#include "models/flood/inundation/edges.hpp"
#include "models/flood/inundation/ground.hpp"
#include "models/flood/inundation/maxima.hpp"
#include "models/flood/inundation/sources.hpp"
#include "models/flood/inundation/tiles.hpp"

namespace hazone::inundation {

enum class Order { first, second };

struct ShallowWaterRules {
    Order order = Order::first;
    double courant = 0.45;
    double dry_depth = 1e-10;  // m; water less deep has no speed
};

/// One run. Step after step: set sources and edge values, then advance().
template <class T>
class ShallowWater {
public:
    ShallowWater(const GroundSource& ground, const Edges& edges, const ShallowWaterRules& rules);

    const Ground<T>& ground() const { return ground_; }
    const Water<T>& water() const { return water_; }
    double time() const { return time_; }
    const WaterBalance& balance();

    /// Sets the water before the first step; depth of missing cells is taken as 0.
    void set_depth(View<const double> depth);
    void set_flow(View<const double> east, View<const double> south);  // m2/s
    Sources& sources() { return sources_; }
    std::vector<EdgeRule>& edge_rules() { return edges_.rules; }
    /// Where results are kept; nullptr for none. They are taken at the start of each step.
    void keep(Maxima* maxima) { maxima_ = maxima; }
    void keep_last();

    /// Longest stable step of the water as it is, s; infinite where all is dry.
    double stable_step() const;
    /// Makes one step of at most `longest` seconds. A step after which a depth would be negative
    /// or not a number is undone and halved; InputError with place and time if that does not help.
    StepReport advance(double longest);

private:
    struct Stage;
    struct TileResult {
        double speed = 0;   // m/s
        double gained = 0;  // m, sum of the cells
        bool wet = false;
        bool refused = false;
    };
    template <bool kSecondOrder>
    class Sweep;

    void prepare();
    void find_speeds();
    bool try_step(double length);
    bool run_stage(const Stage& stage);
    void settle(double length);
    [[noreturn]] void refuse(double length) const;

    Ground<T> ground_;
    Edges edges_;
    ShallowWaterRules rules_;
    Activity activity_;
    EdgeFaces faces_;
    Sources sources_;
    Water<T> water_;
    Water<T> next_;
    Water<T> between_;  // after the first stage of Heun
    std::vector<TileResult> results_;
    std::vector<double> face_mass_[2];  // m2/s outwards, of each stage
    std::vector<double> tile_gain_;
    Maxima* maxima_ = nullptr;
    WaterBalance balance_;
    double time_ = 0;
    double last_step_ = 0;
    double speed_ = 0;
    bool ready_ = false;
};

}  // namespace hazone::inundation
