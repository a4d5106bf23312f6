#pragma once

#include <vector>

#include "engine/core/index.hpp"
#include "models/flood/routing/box_cell.hpp"
#include "models/flood/routing/kinematic_wave_routing.hpp"
#include "models/flood/routing/section_table.hpp"

namespace hazone::models {

/// A channel place whose section is surveyed.
struct SectionReach {
    Index place = 0;
    std::size_t table = 0;  // number of its section
    double bed = 0;         // m, lowest elevation of the bed here
    double length = 0;      // m
    double slope = 0;
};

/// The reaches of a network with surveyed sections, in the order of their places. In such a place
/// the wave of other channels holds all water back (kHoldsAll); this one then takes it, with what
/// the section says in place of A = beta / L Q^0.6:
///   dt sqrt(S) K(A) + L A = C   (kinematic_cell.hpp),
/// or what box_cell.hpp or muskingum_cunge.hpp make of it.
class Sections {
public:
    Sections() = default;
    /// Places rise and no two are the same.
    Sections(std::vector<SectionTable> tables, std::vector<SectionReach> reaches);

    Index count() const { return static_cast<Index>(reaches_.size()); }
    const SectionReach& reach(Index number) const {
        return reaches_[static_cast<std::size_t>(number)];
    }
    Index place(Index number) const { return reach(number).place; }
    const SectionTable& table(Index number) const { return tables_[reach(number).table]; }
    const std::vector<SectionTable>& tables() const { return tables_; }
    /// The number of the first reach whose place is not below; count() where there is none.
    Index first_from(Index place) const;
    /// The number of the reach at the place; kNone where its section is not surveyed.
    Index at(Index place) const;

    /// Discharge, m3/s, of water which fills the reach evenly, m3; depth, m, of such a discharge.
    double discharge(Index number, double volume) const;
    double depth(Index number, double discharge) const;
    /// Courant number of a step of so many seconds.
    double courant(Index number, double length, double volume) const;

    /// One step of a reach; each writes its volume, its peak and, where there is one, its outflow.
    /// Upwind: the volume has all that came in the step. Gives the outflow, m3/s.
    double pass_upwind(Index number, const WaveStep& step, const WaveCells& cells) const;
    BoxOutflow pass_box(Index number,
                        const WaveStep& step,
                        const BoxInflow& own,
                        const WaveCells& cells) const;
    /// `supply`: m3/s from beside.
    double pass_muskingum(Index number,
                          const WaveStep& step,
                          double inflow,
                          double supply,
                          const WaveCells& cells) const;

private:
    std::vector<SectionTable> tables_;
    std::vector<SectionReach> reaches_;
};

}  // namespace hazone::models
