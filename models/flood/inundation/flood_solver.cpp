#include <cmath>

#include "models/flood/inundation/flood_model.hpp"
#include "models/flood/inundation/flood_state.hpp"

namespace hazone::models {
namespace {

template <class T>
class Solver final : public FloodSolver {
public:
    explicit Solver(std::unique_ptr<inundation::FlowRun<T>> run) : run_(std::move(run)) {}

    void restore(FieldSet& state) override {
        const auto totals = state.read<double>(kFloodTotals);
        run_->restore({state.read<double>(kFloodDepth), state.read<double>(kFloodEast),
                       state.read<double>(kFloodSouth), state.read<double>(kFloodWestEdge),
                       state.read<double>(kFloodNorthEdge)},
                      {totals(0, flood_time), totals(0, flood_last_step), totals(0, flood_initial),
                       totals(0, flood_sources), totals(0, flood_edges)});
    }
    void save(FieldSet& state) override {
        const auto totals = state.write<double>(kFloodTotals);
        const inundation::RunTotals now = run_->totals();
        totals(0, flood_time) = now.time;
        totals(0, flood_last_step) = now.last_step;
        totals(0, flood_initial) = now.initial;
        totals(0, flood_sources) = now.sources;
        totals(0, flood_edges) = now.edges;
        run_->save({state.write<double>(kFloodDepth), state.write<double>(kFloodEast),
                    state.write<double>(kFloodSouth), state.write<double>(kFloodWestEdge),
                    state.write<double>(kFloodNorthEdge)});
    }
    double time() const override { return run_->time(); }
    double reach(double longest, double whole) override { return run_->reach(longest, whole); }
    inundation::StepReport advance(double longest, double whole) override {
        return run_->advance_far(longest, whole);
    }
    inundation::Sources& sources() override { return run_->sources(); }
    void set_stage(double level) override {
        for (inundation::EdgeRule& rule : run_->edge_rules()) {
            rule.value = rule.kind == inundation::EdgeKind::stage ? level : rule.value;
        }
    }
    void keep(inundation::Maxima* maxima) override { run_->keep(maxima); }
    void keep_last() override { run_->keep_last(); }
    inundation::WaterBalance balance() override { return run_->balance(); }
    bool is_inside(Cell cell) const override {
        return run_->ground().extent.contains(cell.row, cell.col) &&
               run_->ground().is_inside(cell.row, cell.col);
    }
    double bed(Cell cell) const override { return run_->ground().bed(cell.row, cell.col); }
    double depth(Cell cell) const override { return run_->water().depth(cell.row, cell.col); }
    double discharge(Cell cell) const override {
        return run_->flow_size(cell) * run_->ground().cell_size;
    }

private:
    std::unique_ptr<inundation::FlowRun<T>> run_;
};

}  // namespace

template <class T>
std::unique_ptr<FloodSolver> flood_solver(std::unique_ptr<inundation::FlowRun<T>> run) {
    return std::make_unique<Solver<T>>(std::move(run));
}

template std::unique_ptr<FloodSolver> flood_solver(std::unique_ptr<inundation::FlowRun<float>>);
template std::unique_ptr<FloodSolver> flood_solver(std::unique_ptr<inundation::FlowRun<double>>);

}  // namespace hazone::models
