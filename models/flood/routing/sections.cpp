#include "models/flood/routing/sections.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/flood/routing/kinematic_cell.hpp"
#include "models/flood/routing/muskingum_cunge.hpp"

namespace hazone::models {
namespace {

/// A reach for Muskingum-Cunge.
struct SurveyedReach {
    const SectionTable& section;
    double length = 0;
    double slope = 0;
    double slope_root = 0;
};

/// K, s, and X as muskingum_cunge.hpp has them, with b = d ln Q / d ln A and the width of the
/// section at that discharge.
MuskingumParameters muskingum_parameters(const SurveyedReach& reach, double dt, double discharge) {
    const double area = reach.section.area(discharge / reach.slope_root);
    const double ratio = reach.section.exponent(area);  // b
    const double time = reach.length * area / discharge;
    const double celerity = ratio * reach.length / time;
    const double spread =
        discharge / (reach.section.width(area) * reach.slope * celerity * reach.length) -
        celerity * dt / reach.length;
    return {time, std::min((1 - spread / ratio) / 2, 1.0)};
}

/// What a reach would hold and pass on with that outflow, less its content, m3.
double excess_of(
    const SurveyedReach& reach, double dt, double inflow, double content, double outflow) {
    constexpr double kNoFlow = 1e-12;  // m3/s
    const double reference = (inflow + outflow) / 2;
    if (!(reference > kNoFlow)) {
        return -content;
    }
    const MuskingumParameters own = muskingum_parameters(reach, dt, reference);
    return outflow * (own.time * (1 - own.weight) + dt) + own.time * own.weight * inflow - content;
}

/// As that of other reaches, but within a bracket: where water goes over a flat bank the celerity
/// jumps, and an iteration would go to and fro across it for ever.
double muskingum_outflow(const SurveyedReach& reach, double dt, double inflow, double content) {
    constexpr double kNarrow = 1e-10;
    constexpr int kMostSteps = 120;
    if (!(content > kDryContent)) {
        return 0 * content;
    }
    double low = 0;
    double high = content / dt;
    double below = excess_of(reach, dt, inflow, content, low);
    double above = excess_of(reach, dt, inflow, content, high);
    if (below >= 0 || above <= 0) {
        return below >= 0 ? low : high;
    }
    for (int step = 0; step < kMostSteps && high - low > kNarrow * high; ++step) {
        const bool halve = step % 3 == 2;
        const double chord = low - below * (high - low) / (above - below);
        const double outflow = halve || !(chord > low && chord < high) ? (low + high) / 2 : chord;
        const double excess = excess_of(reach, dt, inflow, content, outflow);
        if (std::abs(excess) <= kRootTolerance * content) {
            return outflow;
        }
        (excess > 0 ? high : low) = outflow;
        (excess > 0 ? above : below) = excess;
    }
    return (low + high) / 2;
}

/// What a step leaves in a place; NaN stays.
void keep(Index place, double rest, double outflow, const WaveStep& step, const WaveCells& cells) {
    cells.volume[place] = rest < 0 ? 0 : rest;
    const auto rounded = static_cast<float>(outflow);
    if (cells.outflow != nullptr) {
        cells.outflow[place] = rounded;
    }
    if (rounded > cells.peak_discharge[place]) {
        cells.peak_discharge[place] = rounded;
        cells.peak_time[place] = static_cast<float>(step.end);
    }
}

}  // namespace

Sections::Sections(std::vector<SectionTable> tables, std::vector<SectionReach> reaches)
    : tables_(std::move(tables)), reaches_(std::move(reaches)) {}

Index Sections::first_from(Index place) const {
    const auto found =
        std::lower_bound(reaches_.begin(), reaches_.end(), place,
                         [](const SectionReach& reach, Index own) { return reach.place < own; });
    return static_cast<Index>(found - reaches_.begin());
}

Index Sections::at(Index place) const {
    const Index number = first_from(place);
    return number < count() && this->place(number) == place ? number : RoutingNetwork::kNone;
}

double Sections::discharge(Index number, double volume) const {
    const SectionReach& own = reach(number);
    return std::sqrt(own.slope) * table(number).conveyance(volume / own.length);
}

double Sections::depth(Index number, double discharge) const {
    const SectionTable& own = table(number);
    return own.depth(own.area(discharge / std::sqrt(reach(number).slope)));
}

double Sections::courant(Index number, double length, double volume) const {
    constexpr double kNothing = 1e-20;  // m3
    return volume > kNothing ? length * discharge(number, volume) / volume *
                                   table(number).exponent(volume / reach(number).length)
                             : 0.0;
}

double Sections::pass_upwind(Index number, const WaveStep& step, const WaveCells& cells) const {
    const SectionReach& own = reach(number);
    const SectionTable& section = table(number);
    const double root = std::sqrt(own.slope);
    const double content = cells.volume[own.place];
    const double area = section.area_of_content(step.length * root, own.length, content);
    const double outflow = std::min(root * section.conveyance(area), content / step.length);
    keep(own.place, content - step.length * outflow, outflow, step, cells);
    return outflow;
}

BoxOutflow Sections::pass_box(Index number,
                              const WaveStep& step,
                              const BoxInflow& own,
                              const WaveCells& cells) const {
    const SectionReach& at = reach(number);
    const SectionTable& section = table(number);
    const double dt = step.length;
    const double root = std::sqrt(at.slope);
    const double weight = weight_of_before(dt, own.held, own.before);
    const double rest =
        own.content(dt) - weight * own.before - at.length / 2 * section.area(own.inflow / root);
    const double area =
        section.area_of_content((dt - weight) * root, at.length / 2, rest < 0 ? 0 : rest);
    const BoxOutflow out = box_outflow_of_flow(dt, weight, root * section.conveyance(area), own);
    keep(at.place, own.content(dt) - dt * out.mean, out.end, step, cells);
    return out;
}

double Sections::pass_muskingum(Index number,
                                const WaveStep& step,
                                double inflow,
                                double supply,
                                const WaveCells& cells) const {
    const SectionReach& own = reach(number);
    const SurveyedReach surveyed{table(number), own.length, own.slope, std::sqrt(own.slope)};
    const double content = cells.volume[own.place] + step.length * (inflow + supply);
    const double outflow = muskingum_outflow(surveyed, step.length, inflow, content);
    keep(own.place, content - step.length * outflow, outflow, step, cells);
    return outflow;
}

}  // namespace hazone::models
