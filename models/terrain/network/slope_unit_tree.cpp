// The division of the ground into half-basins, round by round. Alvioli et al. (2016), Geoscientific
// Model Development 9, 3975-3991, https://doi.org/10.5194/gmd-9-3975-2016; where this differs is
// told in slope_unit.cpp.
#include "models/terrain/network/slope_unit_tree.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::models {

double circular_variance(double sines, double cosines, double count) {
    return count > 0 ? std::max(0.0, 1 - std::hypot(sines, cosines) / count) : 0;
}

double SlopeUnitNode::variance() const { return circular_variance(sines, cosines, facing); }

namespace {

constexpr std::uint8_t kNoInflow = 255;

/// The cell and what lies in it, for one pass from the outlets to the ridges.
class HalfBasins {
public:
    explicit HalfBasins(const SlopeUnitGround& ground) : ground_(ground) {
        const Extent extent = ground.direction.extent();
        inflow_.assign(static_cast<std::size_t>(extent.size()), kNoInflow);
        label_.assign(static_cast<std::size_t>(extent.size()), kNoLabel);
        on_path_.assign(static_cast<std::size_t>(extent.size()), 0);
        order_.reserve(static_cast<std::size_t>(extent.size()));
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                Cell below{row, col};
                if (ground.direction(row, col) != kNoDirection &&
                    !flow_on(ground.direction, below)) {
                    order_.push_back(at({row, col}));
                }
            }
        }
        std::size_t done = 0;
        while (done < order_.size()) {  // which grows on the way
            add_inflows(order_[done]);
            ++done;
        }
    }

    /// Cells from outlets to ridges: each after the one it drains to.
    const std::vector<Index>& order() const { return order_; }
    std::int32_t label(Index cell) const { return label_[static_cast<std::size_t>(cell)]; }

    /// Gives each cell the number of its half-basin, from 1: odd left, even right. Returns the
    /// highest.
    std::int32_t divide(double channel_area) {
        std::int32_t links = 0;
        for (const Index number : order_) {
            label_cell(number, channel_area, links);
        }
        return 2 * links;
    }

private:
    Index at(Cell cell) const { return cell.row * ground_.direction.cols() + cell.col; }
    Cell cell_at(Index number) const {
        return {number / ground_.direction.cols(), number % ground_.direction.cols()};
    }

    template <class Use>
    void for_each_inflow(Cell cell, Use use) const {
        for (const int number : kStraightFirst) {
            const Cell above = neighbour(cell, number);
            if (ground_.direction.extent().contains(above.row, above.col) &&
                ground_.direction(above) == direction_code(opposite(number))) {
                use(number, above);
            }
        }
    }

    void add_inflows(Index number) {
        double most = -1;
        for_each_inflow(cell_at(number), [&](int from, Cell above) {
            order_.push_back(at(above));
            if (ground_.area(above) > most) {
                most = ground_.area(above);
                inflow_[static_cast<std::size_t>(number)] = static_cast<std::uint8_t>(from);
            }
        });
    }

    int channel_inflows(Cell cell, double channel_area) const {
        int count = 0;
        for_each_inflow(cell, [&](int /*from*/, Cell above) {
            count += ground_.area(above) >= channel_area ? 1 : 0;
        });
        return count;
    }

    /// True where `from`, a neighbour of the cell, lies right of the path through it.
    bool is_right(Cell cell, int from) const {
        const std::uint8_t main = inflow_[static_cast<std::size_t>(at(cell))];
        Cell below = cell;
        const bool ends = !flow_on(ground_.direction, below);
        const int out = ends ? opposite(main) : neighbour_of(ground_.direction(cell));
        const int in = main == kNoInflow ? opposite(out) : static_cast<int>(main);
        const auto turns = [&](int number) { return (number - out + kNeighbours) % kNeighbours; };
        return turns(from) > 0 && turns(from) < turns(in);  // clockwise from the way out
    }

    void begin_link(std::size_t number, std::int32_t& links) {
        label_[number] = 2 * links + 1;
        ++links;
    }

    void label_cell(Index number, double channel_area, std::int32_t& links) {
        const auto here = static_cast<std::size_t>(number);
        const Cell cell = cell_at(number);
        const bool channel = ground_.area(cell) >= channel_area;
        Cell below = cell;
        if (!flow_on(ground_.direction, below)) {
            begin_link(here, links);
            on_path_[here] = channel ? 1 : 0;
            return;
        }
        const auto next = static_cast<std::size_t>(at(below));
        const int from = opposite(neighbour_of(ground_.direction(cell)));
        const int channels = on_path_[next] != 0 ? channel_inflows(below, channel_area) : 0;
        const bool main = inflow_[next] == static_cast<std::uint8_t>(from);
        if (channel && channels > 1) {
            begin_link(here, links);
            on_path_[here] = 1;
            return;
        }
        on_path_[here] = channel || (on_path_[next] != 0 && channels == 0 && main) ? 1 : 0;
        const bool joins = on_path_[next] != 0 && on_path_[here] == 0;
        label_[here] = joins && is_right(below, from) ? label_[next] + 1 : label_[next];
    }

    SlopeUnitGround ground_;
    std::vector<Index> order_;
    std::vector<std::uint8_t> inflow_;   // the neighbour from which most water comes
    std::vector<std::uint8_t> on_path_;  // of a channel, or above its head
    std::vector<std::int32_t> label_;
};

/// Divides the ground, and remembers every division.
class Division {
public:
    Division(const SlopeUnitGround& ground, const SlopeUnitRule& rule)
        : ground_(ground), rule_(rule), halves_(ground) {
        tree_.finest.assign(static_cast<std::size_t>(ground.direction.extent().size()), kNoLabel);
        for (const Index number : halves_.order()) {
            tree_.finest[static_cast<std::size_t>(number)] = kWholeGround;
        }
        tree_.nodes.resize(2);  // none, and the whole ground
        open_ = {false, true};
    }

    SlopeUnitTree divide() {
        double channel_area = rule_.first_area;
        const double cell_area = ground_.cell_size * ground_.cell_size;
        for (int round = 0; round < rule_.most_rounds && channel_area >= cell_area; ++round) {
            if (std::none_of(open_.begin(), open_.end(), [](bool open) { return open; })) {
                break;
            }
            divide_open(channel_area, round == 0);
            channel_area -= channel_area / rule_.reduction;
        }
        return std::move(tree_);
    }

private:
    /// The half-basins which are parts of open units, from 1.
    struct Parts {
        std::vector<SlopeUnitNode> nodes = std::vector<SlopeUnitNode>(1);
        std::vector<std::int32_t> place;  // of each label among the nodes; 0 for the others
    };

    Parts parts_of(std::int32_t highest) const {
        Parts parts{.place = std::vector<std::int32_t>(static_cast<std::size_t>(highest) + 1, 0)};
        const Index cols = ground_.direction.cols();
        for (const Index number : halves_.order()) {
            const std::int32_t parent = tree_.finest[static_cast<std::size_t>(number)];
            if (!open_[static_cast<std::size_t>(parent)]) {
                continue;
            }
            auto& place = parts.place[static_cast<std::size_t>(halves_.label(number))];
            if (place == 0) {
                place = static_cast<std::int32_t>(parts.nodes.size());
                parts.nodes.push_back({.parent = parent});
            }
            add_cell(ground_.aspect(number / cols, number % cols),
                     parts.nodes[static_cast<std::size_t>(place)]);
        }
        return parts;
    }

    static void add_cell(float cell_aspect, SlopeUnitNode& part) {
        part.cells += 1;
        const auto aspect = static_cast<double>(cell_aspect);
        if (!is_missing(aspect)) {
            part.sines += std::sin(aspect);
            part.cosines += std::cos(aspect);
            part.facing += 1;
        }
    }

    /// Puts the half-basins of these channels in the place of the units which are open.
    void divide_open(double channel_area, bool first) {
        const Parts parts = parts_of(halves_.divide(channel_area));
        std::vector<double> cells(open_.size(), 0);
        std::vector<std::int32_t> count(open_.size(), 0);
        for (std::size_t part = 1; part < parts.nodes.size(); ++part) {
            const auto parent = static_cast<std::size_t>(parts.nodes[part].parent);
            cells[parent] += parts.nodes[part].cells;
            count[parent] += 1;
        }
        if (first) {
            add_up_whole(parts.nodes);
        }
        std::vector<std::int32_t> name_of(parts.nodes.size(), kNoLabel);
        std::vector<bool> open = open_;
        for (std::size_t part = 1; part < parts.nodes.size(); ++part) {
            const auto parent = static_cast<std::size_t>(parts.nodes[part].parent);
            if (count[parent] == 1) {
                continue;
            }
            open[parent] = false;
            if (!first && cells[parent] / count[parent] < rule_.least_cells(ground_)) {
                continue;
            }
            tree_.nodes[parent].parts = count[parent];
            tree_.nodes[parent].always = first;
            name_of[part] = static_cast<std::int32_t>(tree_.nodes.size());
            tree_.nodes.push_back(parts.nodes[part]);
            open.push_back(goes_on(parts.nodes[part], rule_, ground_));
        }
        rename(parts, name_of);
        open_ = std::move(open);
    }

    void add_up_whole(const std::vector<SlopeUnitNode>& parts) {
        SlopeUnitNode& whole = tree_.nodes[kWholeGround];
        for (const SlopeUnitNode& part : parts) {
            whole.cells += part.cells;
            whole.sines += part.sines;
            whole.cosines += part.cosines;
            whole.facing += part.facing;
        }
    }

    void rename(const Parts& parts, const std::vector<std::int32_t>& name_of) {
        for (const Index number : halves_.order()) {
            auto& unit = tree_.finest[static_cast<std::size_t>(number)];
            const std::int32_t place = parts.place[static_cast<std::size_t>(halves_.label(number))];
            if (open_[static_cast<std::size_t>(unit)] && place != 0) {
                const std::int32_t name = name_of[static_cast<std::size_t>(place)];
                unit = name == kNoLabel ? unit : name;
            }
        }
    }

    SlopeUnitGround ground_;
    SlopeUnitRule rule_;
    HalfBasins halves_;
    SlopeUnitTree tree_;
    std::vector<bool> open_;  // of each node: to be divided
};

}  // namespace

double SlopeUnitRule::least_cells(const SlopeUnitGround& ground) const {
    return least_area / (ground.cell_size * ground.cell_size);
}

bool goes_on(const SlopeUnitNode& node, const SlopeUnitRule& rule, const SlopeUnitGround& ground) {
    return node.cells > rule.least_cells(ground) && node.variance() > rule.largest_variance;
}

SlopeUnitTree slope_unit_tree(const SlopeUnitGround& ground, const SlopeUnitRule& rule) {
    return Division(ground, rule).divide();
}

std::vector<std::int32_t> SlopeUnitTree::units(const SlopeUnitRule& rule,
                                               const SlopeUnitGround& ground) const {
    std::vector<std::int32_t> unit(nodes.size(), kNoLabel);
    std::vector<bool> divided(nodes.size(), false);
    divided[0] = true;  // the whole ground is a part of nothing
    for (std::size_t number = kWholeGround; number < nodes.size(); ++number) {
        const SlopeUnitNode& node = nodes[number];
        const auto parent = static_cast<std::size_t>(node.parent);
        if (!divided[parent]) {
            unit[number] = unit[parent];
            continue;
        }
        unit[number] = static_cast<std::int32_t>(number);
        divided[number] = node.parts > 0 &&
                          (node.always || (goes_on(node, rule, ground) &&
                                           node.cells / node.parts >= rule.least_cells(ground)));
    }
    return unit;
}

std::int32_t SlopeUnitTree::write(const std::vector<std::int32_t>& units,
                                  View<std::int32_t> to) const {
    std::vector<std::int32_t> names(nodes.size(), kNoLabel);
    std::int32_t last = 0;
    for (Index row = 0; row < to.rows(); ++row) {
        for (Index col = 0; col < to.cols(); ++col) {
            const std::int32_t own = finest[static_cast<std::size_t>(row * to.cols() + col)];
            to(row, col) = kNoLabel;
            if (own != kNoLabel) {
                auto& name = names[static_cast<std::size_t>(units[static_cast<std::size_t>(own)])];
                name = name == kNoLabel ? ++last : name;
                to(row, col) = name;
            }
        }
    }
    return last;
}

std::int32_t slope_units_of(const SlopeUnitGround& ground,
                            const SlopeUnitRule& rule,
                            View<std::int32_t> unit) {
    const SlopeUnitTree tree = slope_unit_tree(ground, rule);
    return tree.write(tree.units(rule, ground), unit);
}

}  // namespace hazone::models
