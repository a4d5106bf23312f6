// Channels narrower than a cell, under the two-dimensional flow of the cells.
//   Neal, Schumann, Bates (2012), Water Resour. Res. 48, W11506, doi:10.1029/2012WR012514; the
//   equations are those of their program LISFLOOD-FP (sgc.cpp, CalcFPQxSGC and SGC_UpdateH), since
//   their numbers in the paper were not at hand. The flow of a link between two channel cells,
//   m3/s, is
//     Q1 = (Q + g A dt S) / (1 + g dt n^2 |Q| / (R^(4/3) A)),
//   S the fall of the level per metre, A = w hf, hf = highest level less highest bed of the two
//   cells, R = A / (w + 2 min(hf, banks)), w the narrower of the two widths.
// A cell and its channel hold one volume: below the banks it stands in the channel, what is more
// lies on the whole cell. Links run along D8 directions, by corners too, which the cells alone do
// not pass. Where a link is straight, the flow of the cells over the width of the channel is given
// back, since the link carries it.
// Beyond the paper, as in local_inertial.hpp: flow is held at a number of times its waves, and no
// cell gives more than it has.
#pragma once

#include <limits>
#include <vector>

#include "engine/core/raster.hpp"
#include "models/flood/inundation/edges.hpp"

namespace hazone::inundation {

/// The channel in one cell, and its link to the next one downstream.
struct ChannelCell {
    static constexpr Index kNone = -1;

    Cell cell;
    double ground = 0;   // bed of the cell, where the banks end, m
    double bed = 0;      // of the channel, m; below the ground
    double width = 0;    // m
    double length = 0;   // of the link, m; of an outlet: to the edge and as far beyond
    Index to = kNone;    // number of the next cell
    Index rule = kNone;  // without a next cell: of the edge which the water meets; kNone: a wall
    double slope = 0;    // of the bed at an outlet, m/m
    int direction = 0;   // of the link, as number of a neighbour (engine/terrain/d8.hpp)
};

struct ChannelRules {
    double roughness = 0.05;  // Manning's n, s/m^(1/3)
    double courant = 0.6;
    double highest_froude = 1;
    bool single = false;  // depths of cells are kept in float
};

/// Water in the channels of a grid. A step has two sides: the cells make theirs, then
/// advance() moves the water along the links and shares it out again between channels and cells.
class ChannelRun {
public:
    ChannelRun(std::vector<ChannelCell> cells, double cell_size, const ChannelRules& rules);

    const std::vector<ChannelCell>& cells() const { return cells_; }
    /// Number of the channel in a cell, ChannelCell::kNone where there is none.
    Index number_at(Cell cell) const;

    /// Depths of the water on the cells, m, one for each channel: the caller brings them before
    /// share_out() and advance(), and takes them back after.
    std::vector<double>& depth() { return depth_; }
    /// Flow of the cells through the face which a straight link crosses, along it, m2/s.
    std::vector<double>& face_flow() { return face_flow_; }

    /// The channel is filled up to a level, m, but not over its banks.
    void fill_to(Index number, double level);
    /// Lets water of the cells fall into the channels as far as there is room.
    void share_out();
    /// Longest stable step of the water as it is, s; infinite where all is dry.
    double stable_step(const std::vector<EdgeRule>& rules) const;
    /// Goes on by `length` s, in so many steps as are stable. Adds what came through the edge of
    /// each rule, m3, to `edges`.
    void advance(double length, const std::vector<EdgeRule>& rules, std::vector<double>& edges);

    /// Water below the banks of all channels, m3.
    double volume() const;
    /// Depth of the water in a channel, with that of the cell on top where it is full, m.
    double depth_at(Index number) const;
    /// What flows through a channel, m3/s, without direction.
    double discharge(Index number) const;

    /// Water below the banks, m3, and flow of the links, m3/s, in the cells of a grid.
    void save(View<double> volume, View<double> flow) const;
    void restore(View<const double> volume, View<const double> flow);

private:
    /// Water at a link.
    struct Section {
        double depth = 0;   // hf, m
        double area = 0;    // m2
        double radius = 0;  // m
    };

    template <class Use>
    void for_each_link_into(std::size_t number, Use use) const;
    void find_donors();
    double surface(std::size_t number) const;
    double level(std::size_t number) const;
    double level_beyond(std::size_t number, const std::vector<EdgeRule>& rules) const;
    Section section(std::size_t number, const std::vector<EdgeRule>& rules) const;
    double link_flow(std::size_t number, double length, const std::vector<EdgeRule>& rules) const;
    double uniform_flow(const Section& at, double slope) const;
    double inertial_flow(std::size_t number, const Section& at, double fall, double length) const;
    double held(double flow, const Section& at) const;
    double share_given(std::size_t number, double length) const;
    double share_of_giver(std::size_t number) const;
    double straight_width(std::size_t number) const;
    double moved(std::size_t number, double length) const;
    void share_out(std::size_t number, double total);
    void step(double length, const std::vector<EdgeRule>& rules, std::vector<double>& edges);

    std::vector<ChannelCell> cells_;
    ChannelRules rules_;
    double cell_size_;
    std::vector<std::size_t> first_donor_;  // into donors_, one more than cells
    std::vector<std::size_t> donors_;
    std::vector<double> surface_;    // of the channel, m2
    std::vector<double> volume_;     // below the banks, m3
    std::vector<double> depth_;      // on the cell, m
    std::vector<double> flow_;       // of the link, m3/s
    std::vector<double> face_flow_;  // m2/s
    std::vector<double> carried_;    // by the link, less what the cells carried for it, m3/s
    std::vector<double> share_;      // of what a cell would give that it has
};

}  // namespace hazone::inundation
