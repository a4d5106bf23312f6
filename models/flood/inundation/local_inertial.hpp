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

struct LocalInertialRules {
    double courant = 0.6;  // alpha
    double theta = 0.9;
    double highest_froude = 1;
    double dry_depth = 1e-6;  // m; nothing flows over a face with less
};

/// One run. Water::east holds the flow through the eastern face of a cell, Water::south that
/// through the southern one. Step after step: set sources and edge values, then advance().
template <class T>
class LocalInertial final : public FlowRun<T> {
public:
    LocalInertial(const GroundSource& ground, const Edges& edges, const LocalInertialRules& rules);

    void keep_last() override;
    double flow_size(Cell cell) const override;

private:
    using typename FlowRun<T>::TileResult;
    class Sweep;

    const char* name() const override { return "local inertial"; }
    double wave_speed(Index row, Index col) const override;
    bool try_step(double length) override;
    void record(Cell from, Index count, Row<T>& east, Row<T>& south);

    LocalInertialRules rules_;
};

}  // namespace hazone::inundation
