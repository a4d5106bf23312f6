#include <algorithm>
#include <cmath>

#include "models/flood/inundation/flood_model.hpp"
#include "models/flood/inundation/flood_state.hpp"

namespace hazone::models {
namespace {

template <class T>
class Solver final : public FloodSolver {
public:
    explicit Solver(std::unique_ptr<inundation::FlowRun<T>> run) : run_(std::move(run)) {}

    void set_channels(std::unique_ptr<inundation::ChannelRun> channels) override {
        channels_ = std::move(channels);
        came_.assign(run_->edge_rules().size(), 0.0);
    }
    void restore(FieldSet& state) override {
        const auto totals = state.read<double>(kFloodTotals);
        run_->restore({state.read<double>(kFloodDepth), state.read<double>(kFloodEast),
                       state.read<double>(kFloodSouth), state.read<double>(kFloodWestEdge),
                       state.read<double>(kFloodNorthEdge)},
                      {totals(0, flood_time), totals(0, flood_last_step), totals(0, flood_initial),
                       totals(0, flood_sources), totals(0, flood_edges)});
        if (channels_ != nullptr) {
            channels_->restore(state.read<double>(kFloodChannelVolume),
                               state.read<double>(kFloodChannelFlow));
            bring_depth();
            channels_->share_out();
            take_depth();
        }
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
        if (channels_ != nullptr) {
            channels_->save(state.write<double>(kFloodChannelVolume),
                            state.write<double>(kFloodChannelFlow));
        }
    }
    double time() const override { return run_->time(); }
    double reach(double longest, double whole) override {
        return channels_ == nullptr
                   ? run_->reach(longest, whole)
                   : std::min({run_->stable_step(), channels_->stable_step(run_->edge_rules()),
                               longest, whole});
    }
    inundation::StepReport advance(double longest, double whole) override {
        return channels_ == nullptr ? run_->advance_far(longest, whole)
                                    : advance_with_channels(std::min(longest, whole));
    }
    inundation::Sources& sources() override { return run_->sources(); }
    void set_stage(double level) override {
        for (inundation::EdgeRule& rule : run_->edge_rules()) {
            rule.value = rule.kind == inundation::EdgeKind::stage ? level : rule.value;
        }
    }
    void keep(inundation::Maxima* maxima) override { run_->keep(maxima); }
    void keep_last() override { run_->keep_last(); }
    inundation::WaterBalance balance() override {
        inundation::WaterBalance balance = run_->balance();
        balance.volume += channels_ == nullptr ? 0.0 : channels_->volume();
        return balance;
    }
    bool is_inside(Cell cell) const override {
        return run_->ground().extent.contains(cell.row, cell.col) &&
               run_->ground().is_inside(cell.row, cell.col);
    }
    double bed(Cell cell) const override { return run_->ground().bed(cell.row, cell.col); }
    double depth(Cell cell) const override { return run_->water().depth(cell.row, cell.col); }
    double gauge_bed(Cell cell) const override {
        const Index number = channel_at(cell);
        return number < 0 ? bed(cell) : channels_->cells()[static_cast<std::size_t>(number)].bed;
    }
    double gauge_depth(Cell cell) const override {
        const Index number = channel_at(cell);
        return number < 0 ? depth(cell) : channels_->depth_at(number);
    }
    double discharge(Cell cell) const override {
        const Index number = channel_at(cell);
        return number < 0 ? run_->flow_size(cell) * run_->ground().cell_size
                          : channels_->discharge(number) +
                                run_->flow_size(cell) * width_beside_channel(number);
    }

private:
    Index channel_at(Cell cell) const {
        return channels_ == nullptr ? inundation::ChannelCell::kNone : channels_->number_at(cell);
    }
    /// Width of the cell over which its own flow counts, m: a straight link carries its own part.
    double width_beside_channel(Index number) const {
        const inundation::ChannelCell& channel =
            channels_->cells()[static_cast<std::size_t>(number)];
        const bool straight = (channel.to >= 0 || channel.rule >= 0) && channel.direction % 2 == 0;
        return run_->ground().cell_size - (straight ? channel.width : 0.0);
    }
    void bring_depth() {
        for (std::size_t number = 0; number < channels_->cells().size(); ++number) {
            channels_->depth()[number] = depth(channels_->cells()[number].cell);
        }
    }
    void take_depth() {
        for (std::size_t number = 0; number < channels_->cells().size(); ++number) {
            run_->put_depth(channels_->cells()[number].cell, channels_->depth()[number]);
        }
        run_->end_exchange();
    }
    void bring_face_flow() {
        const inundation::Water<T>& water = run_->water();
        for (std::size_t number = 0; number < channels_->cells().size(); ++number) {
            const auto [row, col] = channels_->cells()[number].cell;
            double& flow = channels_->face_flow()[number];
            switch (channels_->cells()[number].direction) {
                case 0:
                    flow = water.east(row, col);
                    break;
                case 2:
                    flow = water.south(row, col);
                    break;
                case 4:
                    flow = -water.east(row, col - 1);
                    break;
                case 6:
                    flow = -water.south(row - 1, col);
                    break;
                default:
                    flow = 0;
            }
        }
    }
    /// One step of the cells, then those of the channels over the same time.
    inundation::StepReport advance_with_channels(double longest) {
        const inundation::StepReport report =
            run_->advance(std::min(longest, channels_->stable_step(run_->edge_rules())));
        bring_depth();
        bring_face_flow();
        std::fill(came_.begin(), came_.end(), 0.0);
        channels_->advance(report.length, run_->edge_rules(), came_);
        for (std::size_t rule = 0; rule < came_.size(); ++rule) {
            run_->book_edge(rule, came_[rule]);
        }
        take_depth();
        return report;
    }

    std::unique_ptr<inundation::FlowRun<T>> run_;
    std::unique_ptr<inundation::ChannelRun> channels_;
    std::vector<double> came_;  // m3 through the edge of each rule in a step
};

}  // namespace

template <class T>
std::unique_ptr<FloodSolver> flood_solver(std::unique_ptr<inundation::FlowRun<T>> run) {
    return std::make_unique<Solver<T>>(std::move(run));
}

template std::unique_ptr<FloodSolver> flood_solver(std::unique_ptr<inundation::FlowRun<float>>);
template std::unique_ptr<FloodSolver> flood_solver(std::unique_ptr<inundation::FlowRun<double>>);

}  // namespace hazone::models
