#include "models/flood/inundation/subgrid_channels.hpp"

#include <algorithm>
#include <cmath>

#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::inundation {
namespace {

constexpr double kDryDepth = 1e-6;  // m; nothing flows through a link with less
constexpr std::size_t kBlock = 2048;

/// Calls use(number) for all channels; each writes its own values only.
template <class Use>
void for_each_channel(std::size_t count, Use use) {
    const auto blocks = static_cast<Index>((count + kBlock - 1) / kBlock);
    for_each_block(blocks, [&](Index block) {
        const std::size_t first = static_cast<std::size_t>(block) * kBlock;
        for (std::size_t number = first; number < std::min(count, first + kBlock); ++number) {
            use(number);
        }
    });
}

bool lies_before(const ChannelCell& channel, Cell cell) {
    return channel.cell.row < cell.row ||
           (channel.cell.row == cell.row && channel.cell.col < cell.col);
}

bool is_straight(const ChannelCell& channel) { return channel.direction % 2 == 0; }

std::size_t index(Index number) { return static_cast<std::size_t>(number); }

}  // namespace

ChannelRun::ChannelRun(std::vector<ChannelCell> cells, double cell_size, const ChannelRules& rules)
    : cells_(std::move(cells)),
      rules_(rules),
      cell_size_(cell_size),
      surface_(cells_.size()),
      volume_(cells_.size()),
      depth_(cells_.size()),
      flow_(cells_.size()),
      face_flow_(cells_.size()),
      carried_(cells_.size()),
      share_(cells_.size()) {
    find_donors();
    for (std::size_t number = 0; number < cells_.size(); ++number) {
        surface_[number] = surface(number);
    }
}

void ChannelRun::find_donors() {
    first_donor_.assign(cells_.size() + 1, 0);
    for (const ChannelCell& channel : cells_) {
        if (channel.to != ChannelCell::kNone) {
            ++first_donor_[index(channel.to) + 1];
        }
    }
    for (std::size_t number = 0; number < cells_.size(); ++number) {
        first_donor_[number + 1] += first_donor_[number];
    }
    donors_.resize(first_donor_.back());
    std::vector<std::size_t> next(first_donor_.begin(), first_donor_.end() - 1);
    for (std::size_t number = 0; number < cells_.size(); ++number) {
        if (cells_[number].to != ChannelCell::kNone) {
            donors_[next[index(cells_[number].to)]++] = number;
        }
    }
}

template <class Use>
void ChannelRun::for_each_link_into(std::size_t number, Use use) const {
    for (std::size_t at = first_donor_[number]; at < first_donor_[number + 1]; ++at) {
        use(donors_[at]);
    }
}

/// Half of each link, as wide as the channel it comes from; where none comes in, one as long as the
/// link which goes out. No more than the cell.
double ChannelRun::surface(std::size_t number) const {
    const ChannelCell& own = cells_[number];
    double above = 0;
    for_each_link_into(number, [&](std::size_t donor) {
        above += std::min(cells_[donor].width, own.width) * cells_[donor].length / 2;
    });
    const double below = own.width * own.length / 2;
    return std::min(below + (above > 0 ? above : below), cell_size_ * cell_size_);
}

Index ChannelRun::number_at(Cell cell) const {
    const auto found = std::lower_bound(cells_.begin(), cells_.end(), cell, lies_before);
    return found != cells_.end() && found->cell == cell ? found - cells_.begin()
                                                        : ChannelCell::kNone;
}

double ChannelRun::depth_at(Index number) const {
    const std::size_t own = index(number);
    const double banks = cells_[own].ground - cells_[own].bed;
    return depth_[own] > 0 ? banks + depth_[own] : volume_[own] / surface_[own];
}

/// The level is taken from the ground where water stands on it: a lake so is as level as its cells.
double ChannelRun::level(std::size_t number) const {
    const ChannelCell& own = cells_[number];
    return depth_[number] > 0 ? own.ground + depth_[number]
                              : own.bed + volume_[number] / surface_[number];
}

/// All that the cell and its channel hold, shared out anew; what the depth loses by rounding stays
/// in the channel.
void ChannelRun::share_out(std::size_t number, double total) {
    const ChannelCell& own = cells_[number];
    const double area = cell_size_ * cell_size_;
    const double over = total - surface_[number] * (own.ground - own.bed);
    double depth = over > 0 ? over / area : 0.0;
    if (rules_.single) {
        depth = static_cast<double>(static_cast<float>(depth));
    }
    depth_[number] = depth;
    volume_[number] = total - depth * area;
}

void ChannelRun::fill_to(Index number, double level) {
    const ChannelCell& own = cells_[index(number)];
    volume_[index(number)] =
        surface_[index(number)] * std::clamp(level - own.bed, 0.0, own.ground - own.bed);
}

void ChannelRun::share_out() {
    const double area = cell_size_ * cell_size_;
    for_each_channel(cells_.size(), [&](std::size_t number) {
        share_out(number, volume_[number] + depth_[number] * area);
    });
}

/// Level at the other end of the link, m: of the next channel, or of the water outside where that
/// stands at a level; where it does not, the own level.
double ChannelRun::level_beyond(std::size_t number, const std::vector<EdgeRule>& rules) const {
    const ChannelCell& own = cells_[number];
    if (own.to != ChannelCell::kNone) {
        return level(index(own.to));
    }
    const bool stands =
        own.rule != ChannelCell::kNone && rules[index(own.rule)].kind == EdgeKind::stage;
    return stands ? std::max(rules[index(own.rule)].value, own.bed) : level(number);
}

/// The water between the two ends of a link.
ChannelRun::Section ChannelRun::section(std::size_t number,
                                        const std::vector<EdgeRule>& rules) const {
    const ChannelCell& own = cells_[number];
    double bed = own.bed;
    double width = own.width;
    double banks = own.ground - own.bed;
    if (own.to != ChannelCell::kNone) {
        const ChannelCell& next = cells_[index(own.to)];
        bed = std::max(bed, next.bed);
        width = std::min(width, next.width);
        banks = std::min(banks, next.ground - next.bed);
    }
    const double depth = std::max(level(number), level_beyond(number, rules)) - bed;
    if (!(depth > kDryDepth)) {
        return {};
    }
    const double area = width * depth;
    return {depth, area, area / (width + 2 * std::min(depth, banks))};
}

double ChannelRun::held(double flow, const Section& at) const {
    const double most = rules_.highest_froude * at.area * std::sqrt(kGravity * at.depth);
    return std::clamp(flow, -most, most);
}

double ChannelRun::inertial_flow(std::size_t number,
                                 const Section& at,
                                 double fall,
                                 double length) const {
    if (at.area == 0) {
        return 0;
    }
    const double old = flow_[number];
    const double drag = kGravity * length * rules_.roughness * rules_.roughness * std::abs(old) /
                        (at.radius * std::cbrt(at.radius) * at.area);
    return held((old + kGravity * at.area * length * fall / cells_[number].length) / (1 + drag),
                at);
}

/// By Manning's law.
double ChannelRun::uniform_flow(const Section& at, double slope) const {
    const double speed =
        std::cbrt(at.radius * at.radius) * std::sqrt(std::max(slope, 0.0)) / rules_.roughness;
    return held(at.area * speed, at);
}

/// Out of the grid: towards the level outside, or uniform on the slope of the edge or of the bed.
double ChannelRun::link_flow(std::size_t number,
                             double length,
                             const std::vector<EdgeRule>& rules) const {
    const ChannelCell& own = cells_[number];
    const bool leaves = own.to == ChannelCell::kNone;
    if (leaves && own.rule == ChannelCell::kNone) {
        return 0;
    }
    const Section at = section(number, rules);
    const EdgeRule rule = leaves ? rules[index(own.rule)] : EdgeRule{};
    if (!leaves || rule.kind == EdgeKind::stage) {
        return inertial_flow(number, at, level(number) - level_beyond(number, rules), length);
    }
    switch (rule.kind) {
        case EdgeKind::open:
        case EdgeKind::through:
            return uniform_flow(at, own.slope);
        case EdgeKind::slope:
            return uniform_flow(at, rule.value);
        default:
            return 0;
    }
}

/// With one link on each side and water below the banks this is courant times the length by the
/// speed of waves; where links meet, where the channel narrows or water stands on the cell, the sum
/// over what joins there (Gershgorin's bound of the highest frequency).
double ChannelRun::stable_step(const std::vector<EdgeRule>& rules) const {
    std::vector<double> rate(cells_.size());
    for_each_channel(cells_.size(), [&](std::size_t number) {
        const auto stiffness = [&](std::size_t link) {
            return kGravity * section(link, rules).area / cells_[link].length;
        };
        double sum =
            cells_[number].to == ChannelCell::kNone && cells_[number].rule == ChannelCell::kNone
                ? 0.0
                : stiffness(number);
        for_each_link_into(number, [&](std::size_t donor) { sum += stiffness(donor); });
        const double area = cell_size_ * cell_size_;
        rate[number] = depth_[number] > 0 ? (sum + 2 * kGravity * depth_[number]) / area
                                          : sum / surface_[number];
    });
    const double highest = rate.empty() ? 0.0 : *std::max_element(rate.begin(), rate.end());
    return highest > 0 ? rules_.courant * std::sqrt(2 / highest)
                       : std::numeric_limits<double>::infinity();
}

/// At most 1: what the cell has by what would leave it.
double ChannelRun::share_given(std::size_t number, double length) const {
    double leaving = std::max(carried_[number], 0.0);
    for_each_link_into(number,
                       [&](std::size_t donor) { leaving += std::max(-carried_[donor], 0.0); });
    const double there = volume_[number] + depth_[number] * cell_size_ * cell_size_;
    return leaving * length > there ? there / (leaving * length) : 1.0;
}

/// What comes from outside the grid is not held.
double ChannelRun::share_of_giver(std::size_t number) const {
    if (carried_[number] >= 0) {
        return share_[number];
    }
    const Index to = cells_[number].to;
    return to == ChannelCell::kNone ? 1.0 : share_[index(to)];
}

/// Volume along the link, m3.
double ChannelRun::moved(std::size_t number, double length) const {
    return share_of_giver(number) * carried_[number] * length;
}

/// Width over which the cells carry water that the link carries too, m.
double ChannelRun::straight_width(std::size_t number) const {
    const ChannelCell& own = cells_[number];
    const bool ends = own.to == ChannelCell::kNone && own.rule == ChannelCell::kNone;
    if (ends || !is_straight(own)) {
        return 0;
    }
    return own.to == ChannelCell::kNone ? own.width
                                        : std::min(own.width, cells_[index(own.to)].width);
}

void ChannelRun::step(double length,
                      const std::vector<EdgeRule>& rules,
                      std::vector<double>& edges) {
    for_each_channel(cells_.size(), [&](std::size_t number) {
        flow_[number] = link_flow(number, length, rules);
        const double width = straight_width(number);
        carried_[number] = flow_[number] - width * face_flow_[number];
    });
    for_each_channel(cells_.size(),
                     [&](std::size_t number) { share_[number] = share_given(number, length); });
    std::vector<double> total(cells_.size());
    for_each_channel(cells_.size(), [&](std::size_t number) {
        double gained = -moved(number, length);
        for_each_link_into(number, [&](std::size_t donor) { gained += moved(donor, length); });
        const double held = volume_[number] + depth_[number] * cell_size_ * cell_size_;
        total[number] = std::max(held + gained, 0.0);
    });
    for (std::size_t number = 0; number < cells_.size(); ++number) {
        const ChannelCell& own = cells_[number];
        if (own.to == ChannelCell::kNone && own.rule != ChannelCell::kNone) {
            edges[index(own.rule)] -= moved(number, length);
        }
    }
    for_each_channel(cells_.size(), [&](std::size_t number) {
        flow_[number] *= share_of_giver(number);
        share_out(number, total[number]);
    });
}

void ChannelRun::advance(double length,
                         const std::vector<EdgeRule>& rules,
                         std::vector<double>& edges) {
    share_out();
    double rest = length;
    while (rest > 0) {
        const double most = stable_step(rules);
        const double own = most < rest ? rest / std::ceil(rest / most) : rest;
        step(own, rules, edges);
        rest = own < rest ? rest - own : 0.0;
    }
}

double ChannelRun::volume() const {
    double sum = 0;
    for (const double own : volume_) {
        sum += own;
    }
    return sum;
}

double ChannelRun::discharge(Index number) const {
    const std::size_t own = index(number);
    const bool ends =
        cells_[own].to == ChannelCell::kNone && cells_[own].rule == ChannelCell::kNone;
    double sum = ends ? 0.0 : flow_[own];
    if (ends) {
        for_each_link_into(own, [&](std::size_t donor) { sum += flow_[donor]; });
    }
    return std::abs(sum);
}

void ChannelRun::save(View<double> volume, View<double> flow) const {
    for (std::size_t number = 0; number < cells_.size(); ++number) {
        volume(cells_[number].cell) = volume_[number];
        flow(cells_[number].cell) = flow_[number];
    }
}

void ChannelRun::restore(View<const double> volume, View<const double> flow) {
    for (std::size_t number = 0; number < cells_.size(); ++number) {
        volume_[number] = volume(cells_[number].cell);
        flow_[number] = flow(cells_[number].cell);
    }
}

}  // namespace hazone::inundation
