#pragma once

// A lake or reservoir with a level surface:
//   dS/dt = I - O(S).
// Chow, Maidment & Mays (1988), Applied Hydrology, McGraw-Hill, section 8.2, level pool routing, by
// the trapezoidal rule, eq. 8.2.3: (2 S2 / dt + O2) = I1 + I2 + (2 S1 / dt - O1), here with the
// mean inflow of the step and solved for the level. Over a weir without backwater
//   O = C b (z - crest)^1.5;
// C = (2/3) sqrt(2 g / 3) = 1.705 m^0.5/s for a broad crest without losses: Bos (1989), Discharge
// measurement structures, ILRI Publication 20.

#include <vector>

namespace hazone::models {

inline constexpr double kBroadCrest = 1.705;  // m^0.5/s

/// Values by level, levels rising.
struct LevelValue {
    double level = 0;  // m
    double value = 0;
};

struct Weir {
    double crest = 0;  // m
    double width = 0;  // m; 0: there is none
    double coefficient = kBroadCrest;
};

class LevelPool {
public:
    /// storage: m3, two rows or more, rising with the level; between two rows the pool has upright
    /// walls, and above the last those below it. Water below the first row takes no part.
    /// release: m3/s beside the weir, linear between two rows and constant beyond them; none: 0.
    LevelPool(std::vector<LevelValue> storage, std::vector<LevelValue> release, const Weir& weir);

    double bottom() const { return storage_.front().level; }
    double least_storage() const { return storage_.front().value; }
    double level(double storage) const;
    double storage(double level) const;
    /// Outflow of the pool at rest, m3/s; 0 where it is empty.
    double outflow(double level) const;

    /// Takes in `inflow` m3 evenly over `length` s; gives the mean outflow, m3/s. What flows out is
    /// taken from `storage`, so that no water is lost whatever the error of the level, and never
    /// more than there is. The step is divided where the outflow would follow the level too fast
    /// for the trapezoidal rule; where that would take more than 100 parts they are implicit. The
    /// outflow of a weir alone so never passes the highest inflow. A missing inflow stays.
    double pass(double length, double inflow, double& storage) const;

private:
    double released(double level) const;
    /// dO/dS at most, 1/s, up to that level.
    double steepest(double level) const;
    /// Outflow of a part of a step, m3; `now`: the share of the outflow at its end.
    double part_outflow(double length, double inflow, double now, double storage) const;

    std::vector<LevelValue> storage_;
    std::vector<LevelValue> release_;
    Weir weir_;
    std::vector<double> breaks_;  // levels between which both tables are linear
};

}  // namespace hazone::models
