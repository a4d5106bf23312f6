#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/core/view.hpp"
#include "models/flood/routing/kinematic_wave_routing.hpp"
#include "models/flood/routing/muskingum_cunge.hpp"
#include "models/flood/routing/pools.hpp"
#include "models/flood/routing/routing_network.hpp"
#include "models/flood/routing/sections.hpp"

namespace hazone::models {

/// The ground over which water is routed; all views have one extent.
struct CatchmentGround {
    View<const std::uint8_t> direction;  // ESRI codes, 0 outlet, kNoDirection for no ground
    View<const std::uint8_t> channel;    // 1 where the cell is a channel, else 0
    View<const float> slope;             // fall per metre of the way out of the cell
    View<const float> roughness;         // Manning n, s m-1/3
    View<const float> width;             // of the beds of channels, m
    double cell_size = 1;                // m
    double side_slope = 0;               // of the banks of channels, outwards over upwards
};

/// Fall per metre of the D8 step out of each cell, `least` at least: of an outlet, that of the
/// gentlest cell which drains into it. Missing where the direction or a height is.
void reach_slope(View<const std::uint8_t> direction,
                 View<const float> elevation,
                 double cell_size,
                 double least,
                 View<float> slope);

/// What changes in time, one value per place: hillslopes first, then channels. Lives with the
/// caller, who can save and restore it.
struct CatchmentState {
    double* volume = nullptr;         // m3
    float* peak_discharge = nullptr;  // m3/s
    float* peak_time = nullptr;       // s
    float* outflow = nullptr;         // m3/s, at the end of the last step; of the box alone
    double* pool_storage = nullptr;   // m3, by lake or reservoir
    // m3/s, as outflow, of channels by Muskingum-Cunge: what they hold does not tell what leaves
    float* channel_outflow = nullptr;
};

/// What one step has moved, m3, in double and in a fixed order.
struct StepVolumes {
    double supplied = 0;  // by rain
    double left = 0;      // through outlets
    int sub_steps = 0;    // of the channels
};

enum class ChannelMethod { wave, muskingum };

struct RoutingRule {
    double most_courant = 1;  // of the channels, above which a step is divided
    int most_sub_steps = 60;
    ChannelMethod channels = ChannelMethod::wave;
    WaveScheme scheme = WaveScheme::upwind;  // of hillslopes, and of channels by a wave
};

/// Hillslopes and channels of a grid as two kinematic waves, the first feeding the second. A cell
/// is one or the other: a sheet of water as wide as the cell, or a channel whose section is a
/// rectangle or a trapezoid. Below a channel cell all cells are channels. A hillslope step is not
/// divided; one of the channels is, where the wave would run further than a cell.
class Catchment {
public:
    explicit Catchment(const CatchmentGround& ground);

    Index places() const { return slopes_.size() + channels_.size(); }
    Index first_channel() const { return slopes_.size(); }
    /// Cell of the grid at each place: row * cols + col.
    Index cell(Index place) const;
    /// Ranges of places which one thread takes at a time, for work beside the routing.
    std::vector<std::pair<Index, Index>> ranges() const;

    /// Puts lakes and reservoirs into channels, by place: their cells pass on what the pool lets
    /// go, and have no channel of their own. Places rise; all are channels. Called once.
    void set_pools(std::vector<std::pair<Index, LevelPool>> pools);
    /// By the places of the channels alone, which begin with first_channel().
    const Pools& pools() const { return pools_; }
    /// Gives places surveyed sections: the place, its table and its bed; length and slope are those
    /// which the place has. Places rise; all are channels without a pool. Called once, after the
    /// pools are set.
    void set_sections(std::vector<SectionTable> tables, std::vector<SectionReach> reaches);
    /// By the places of the channels alone.
    const Sections& sections() const { return sections_; }

    /// Writes the water which reaches the places [first, last), m/s; called by several threads.
    using Excess = std::function<void(Index first, Index last, double* rate)>;

    /// One step of `length` seconds which ends `end` seconds after the start of the event.
    StepVolumes advance(double length,
                        double end,
                        const Excess& excess,
                        const RoutingRule& rule,
                        const CatchmentState& state);

    /// Lowest elevation of the bed, m: that of the surveyed section where there is one, else that
    /// of the ground.
    double bed(Index place, double ground) const;
    /// Depth where the water leaves a place, m.
    double depth(Index place, const CatchmentState& state) const;
    /// What flows out of it, m3/s.
    double discharge(Index place, const CatchmentState& state) const;
    /// The largest Courant number of the channels for a step of so many seconds.
    double courant(double length, const double* volume) const;

private:
    void set_reaches(const CatchmentGround& ground);
    void join_hillslopes();
    WaveCells slope_cells(const RoutingRule& rule, const CatchmentState& state) const;
    WaveCells channel_cells(const RoutingRule& rule, const CatchmentState& state) const;
    void set_bank_factors(Index first, Index last, const double* volume);
    double supply_hillslopes(const Excess& excess, const WaveStep& step, const WaveCells& cells);
    double supply_channels(const Excess& excess);
    /// Gives what leaves the grid, m3.
    double route_channels(const WaveStep& steps, ChannelMethod method, const WaveCells& cells);

    /// The wave of other channels holds all water back in a place of the channels.
    void hold_back(Index place);
    /// Number of the surveyed section of a place, or kNone.
    Index section_at(Index place) const;
    /// What a place would hold if it were all along as at its lower end, m3.
    /// Where the outflow of a place is kept; null if it follows from what the place holds.
    const float* kept_outflow(Index place, const CatchmentState& state) const;
    double held_as_at_outlet(Index place, const CatchmentState& state) const;

    double cell_area_ = 1;
    double side_slope_ = 0;
    RoutingNetwork slopes_;
    RoutingNetwork channels_;
    Pools pools_;
    Sections sections_;
    std::vector<float> slope_factor_;      // beta by place, hillslopes alone
    std::vector<MuskingumReach> reaches_;  // of channels
    std::vector<float> channel_factor_;    // beta of the bed alone, and with banks
    std::vector<float> banked_factor_;
    std::vector<double> banks_of_volume_;  // height of both banks over the width, of 1 m3
    std::vector<float> celerity_factor_;   // beta^(-5/3)
    std::vector<Index> first_join_;        // by channel place: exits of hillslopes in joins_
    std::vector<Index> joins_;
    std::vector<Index> slope_outlets_;    // exits through which water leaves the grid
    std::vector<Index> channel_outlets_;  // the same
    ExitFlows slope_leaving_;
    ExitFlows channel_leaving_;
    std::vector<double> channel_supply_;
};

}  // namespace hazone::models
