// Local inertial approximation of the shallow water equations, without advection of momentum.
//   Bates, Horritt, Fewtrell (2010), J. Hydrol. 387, 33-45, doi:10.1016/j.jhydrol.2010.03.027.
//   de Almeida, Bates, Freer, Souvignet (2012), Water Resour. Res. 48, W05528,
//   doi:10.1029/2011WR011570: the flow of a face is weighted with that of its neighbours,
//     q1 = (theta q + (1 - theta) / 2 (q- + q+) - g hf dt d(level)/dx) / (1 + g dt n^2 |q| /
//     hf^(7/3)),
//   hf = highest level less highest bed of the two cells; |q| with the flow along the face.
// In two dimensions a checkerboard grows unless the Courant number alpha = dt sqrt(g h) / dx is at
// most sqrt(theta / 2): put the mode (-1)^(row+col) into the scheme. A larger one is refused.
// Where the flow would be faster than highest_froude times its waves it is held there: the
// approximation means nothing on such steep faces, and Manning's law alone has no upper limit.
#pragma once

#include <vector>

#include "models/flood/inundation/flow_run.hpp"
#include "models/flood/inundation/rows.hpp"

namespace hazone::inundation {

/// q_centred: as above. bates: after Bates et al. (2010), eq. 11, theta is 1 and |q| the flow
/// through the face alone. It takes an eighth less time, and is the rougher: friction
/// then knows nothing of the flow along the face, and differs with the direction of the grid.
enum class InertialScheme { q_centred, bates };

struct LocalInertialRules {
    double courant = 0.6;  // alpha
    double theta = 0.9;    // of q_centred
    InertialScheme scheme = InertialScheme::q_centred;
    double highest_froude = 1;
    double dry_depth = 1e-6;  // m; nothing flows over a face with less
};

/// InputError where they contradict each other.
void check(const LocalInertialRules& rules);

/// One run. Water::east holds the flow through the eastern face of a cell, Water::south that
/// through the southern one. Step after step: set sources and edge values, then advance().
///
/// advance_far() makes two steps while the rows of the grid are in the cache: the second follows
/// the first two rows behind, so that memory is read and written once for both. The length of the
/// second is chosen before the speed of the waves at its start is known and proved after: it must
/// be within sqrt(theta / 2), else both are done again, the second as short as it must be.
template <class T>
class LocalInertial final : public FlowRun<T> {
public:
    LocalInertial(const GroundSource& ground, const Edges& edges, const LocalInertialRules& rules);

    double reach(double longest, double whole) override;
    StepReport advance_far(double longest, double whole) override;
    void keep_last() override;
    double flow_size(Cell cell) const override;

private:
    using typename FlowRun<T>::TileResult;
    class Stage;
    class Sweep;

    /// Lengths of two steps, s; of a single one the second is 0.
    struct Steps {
        double first = 0;
        double second = 0;
    };
    /// What a tile tells of the water between two steps.
    struct Between {
        double speed = 0;  // of waves, m/s
        bool refused = false;
    };

    enum class Fate { stands, too_long, first_refused, second_refused };

    const char* name() const override { return "local inertial"; }
    double wave_speed(Index row, Index col) const override;
    bool try_step(double length) override { return try_steps({length, 0}); }
    Cell refused_cell(Index tile, double length) override;
    Steps plan(double longest, double whole);
    bool try_steps(const Steps& steps);
    Fate try_two(const Steps& steps);
    double fastest_between() const;

    LocalInertialRules rules_;
    std::vector<Between> between_;
    std::vector<double> first_mass_;  // as face_mass_, of the first of two steps
    double caution_ = 1;              // length of a second step by that of the first
};

}  // namespace hazone::inundation
