#pragma once

#include <algorithm>
#include <vector>

#include "models/flood/inundation/balance.hpp"
#include "models/flood/inundation/edges.hpp"
#include "models/flood/inundation/ground.hpp"
#include "models/flood/inundation/maxima.hpp"
#include "models/flood/inundation/sources.hpp"
#include "models/flood/inundation/tiles.hpp"

namespace hazone::inundation {

/// Where water is saved: depth and flows of the cells, and the flow through the western and the
/// northern edge of the grid, one column and one row, which belongs to no cell.
template <class Value>
struct WaterViews {
    View<Value> depth;
    View<Value> east;
    View<Value> south;
    View<Value> west_edge;
    View<Value> north_edge;
};

/// What the two solvers have in common: the water and its books, which tiles are at work, and the
/// rule that no step is accepted after which a depth is negative or not a number.
template <class T>
class FlowRun {
public:
    virtual ~FlowRun() = default;
    FlowRun(const FlowRun&) = delete;
    FlowRun& operator=(const FlowRun&) = delete;
    FlowRun(FlowRun&&) noexcept = default;
    FlowRun& operator=(FlowRun&&) noexcept = default;

    const Ground<T>& ground() const { return ground_; }
    const Water<T>& water() const { return water_; }
    double time() const { return time_; }
    /// Books of the run so far; adds up the volume.
    const WaterBalance& balance();

    /// Sets the water before the first step; depth of missing cells is taken as 0.
    void set_depth(View<const double> depth);
    /// Goes on with water, and books, of an earlier run on the same ground.
    void restore(const WaterViews<const double>& water, const RunTotals& totals);
    void save(const WaterViews<double>& water) const;
    RunTotals totals();
    Sources& sources() { return sources_; }
    std::vector<EdgeRule>& edge_rules() { return edges_.rules; }
    /// Where results are kept; nullptr for none. They are taken at the start of each step.
    void keep(Maxima* maxima) { maxima_ = maxima; }
    /// Takes in the water as it is now, at the end of a run.
    virtual void keep_last() = 0;

    /// Between two steps, where cells share their water with what the run does not hold: sets the
    /// depth of a cell, m; end_exchange() after the last of them.
    void put_depth(Cell cell, double depth);
    void end_exchange() { activity_.find_active(); }
    /// Books what entered through an edge of the rule beside the faces, m3.
    void book_edge(std::size_t rule, double volume) {
        balance_.edges += volume;
        balance_.rules[rule] += volume;
    }

    /// Flow through the middle of a cell, without direction, m2/s.
    virtual double flow_size(Cell cell) const = 0;

    /// Longest stable step of the water as it is, s; infinite where all is dry.
    double stable_step();
    /// Makes one step of at most `longest` seconds. A step that is refused is undone and halved;
    /// InputError with place and time if that does not help.
    StepReport advance(double longest);
    /// As many steps as go well together, each of at most `longest` seconds and all of at most
    /// `whole`. What comes in is the same in all of them.
    virtual StepReport advance_far(double longest, double whole) {
        return advance(std::min(longest, whole));
    }
    /// The time which advance_far() would take now if no step is refused, s.
    virtual double reach(double longest, double whole) {
        return std::min({stable_step(), longest, whole});
    }

protected:
    static constexpr int kMostHalvings = 12;

    /// What a tile tells of a step.
    struct TileResult {
        double speed = 0;   // of waves, m/s
        double gained = 0;  // m, sum of the cells
        bool wet = false;
        bool refused = false;
    };

    /// While it lives the results may be kept from being taken again from the same water, by a
    /// step that is made anew.
    class RecordOnce {
    public:
        explicit RecordOnce(FlowRun& run) : run_(run), maxima_(run.maxima_) {}
        ~RecordOnce() { run_.maxima_ = maxima_; }
        RecordOnce(const RecordOnce&) = delete;
        RecordOnce& operator=(const RecordOnce&) = delete;
        RecordOnce(RecordOnce&&) = delete;
        RecordOnce& operator=(RecordOnce&&) = delete;
        void stop() { run_.maxima_ = nullptr; }

    private:
        FlowRun& run_;
        Maxima* maxima_;
    };

    FlowRun(const GroundSource& ground, const Edges& edges, double courant, Index edge_halo);

    virtual const char* name() const = 0;
    /// Speed of waves in one cell, m/s.
    virtual double wave_speed(Index row, Index col) const = 0;
    /// Makes `next_` from `water_`; false when a tile refuses. Leaves results and gains of the
    /// active tiles and `face_mass_`.
    virtual bool try_step(double length) = 0;
    /// The water was set anew: what was found from that before does not hold.
    virtual void begin_anew() {}
    /// The first cell of a tile at which a step so long is refused; {-1, -1} if that is not known.
    virtual Cell refused_cell(Index /*tile*/, double /*length*/) { return {-1, -1}; }
    /// Time by cell size as a step has it, with the digits of T: the books take the same.
    double ratio(double length) const {
        return static_cast<double>(static_cast<T>(length / ground_.cell_size));
    }
    /// Makes the new water, `length` s later, the present one and closes the books; the last step
    /// to it took `last` s.
    void settle(double length, double last);

    Ground<T> ground_;
    Edges edges_;
    Activity activity_;
    EdgeFaces faces_;
    Sources sources_;
    Water<T> water_;
    Water<T> next_;
    std::vector<TileResult> results_;
    std::vector<double> tile_gain_;  // m, sum of the cells
    std::vector<double> face_mass_;  // m2/s outwards
    Maxima* maxima_ = nullptr;
    double time_ = 0;
    double last_step_ = 0;
    bool ready_ = false;
    bool has_begun_ = false;
    bool streams_;  // new water goes past the cache, which cannot hold it

private:
    void prepare();
    void find_speeds();
    [[noreturn]] void refuse(double length);

    double courant_;
    WaterBalance balance_;
    double speed_ = 0;
};

}  // namespace hazone::inundation
