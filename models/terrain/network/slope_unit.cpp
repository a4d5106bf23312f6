// Slope units: half-basins, each facing one way. The ground is divided into the left and right side
// of every channel; a side which is large and faces many ways is divided again by the channels of a
// smaller contributing area, until
//   circular variance of its aspect, 1 - |sum of unit vectors| / n, <= a limit, or area <= a limit.
// Alvioli, Marchesini, Reichenbach, Rossi, Ardizzone, Fiorucci & Guzzetti (2016), Automatic
// delineation of geomorphological slope units with r.slopeunits v1.0 and their optimization for
// landslide susceptibility modeling, Geoscientific Model Development 9, 3975-3991,
// https://doi.org/10.5194/gmd-9-3975-2016.
//
// As there, a division whose parts would be smaller on average than the least area is not made, and
// each round takes a tenth (1 / reduction) off the area of the channels. Other than there, a
// channel is led on above its head along the largest inflow up to the ridge: every basin so has two
// sides and no third, and the units of a round lie whole within those of the round before. A
// channel's own cells belong to its left side. A catchment off the edge which is too small for a
// channel is one unit. The paper's choice of the two limits by the best segmentation is not made:
// set them.
#include "models/terrain/network/slope_unit.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/d8.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double circular_variance(double sines, double cosines, double count) {
    return count > 0 ? std::max(0.0, 1 - std::hypot(sines, cosines) / count) : 0;
}

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

/// Cells of one label and their aspects.
struct Facing {
    double cells = 0;
    double sines = 0;
    double cosines = 0;
    double facing = 0;        // cells with an aspect
    std::int32_t parent = 0;  // the unit of which it is a part
};

class SlopeUnits {
public:
    SlopeUnits(const SlopeUnitGround& ground, const SlopeUnitRule& rule)
        : ground_(ground), rule_(rule), halves_(ground) {
        unit_.assign(static_cast<std::size_t>(ground.direction.extent().size()), 1);
        open_ = {false, true};  // one unit, which is to be divided
    }

    void divide() {
        double channel_area = rule_.first_area;
        const double cell_area = ground_.cell_size * ground_.cell_size;
        for (int round = 0; round < rule_.most_rounds && channel_area >= cell_area; ++round) {
            if (std::none_of(open_.begin(), open_.end(), [](bool open) { return open; })) {
                return;
            }
            divide_open(channel_area, round == 0);
            channel_area -= channel_area / rule_.reduction;
        }
    }

    std::int32_t write(View<std::int32_t> unit) const {
        std::vector<std::int32_t> names(open_.size(), kNoLabel);
        std::int32_t last = 0;
        for (Index row = 0; row < unit.rows(); ++row) {
            for (Index col = 0; col < unit.cols(); ++col) {
                unit(row, col) = kNoLabel;
                const Index number = row * unit.cols() + col;
                if (halves_.label(number) != kNoLabel) {
                    auto& name =
                        names[static_cast<std::size_t>(unit_[static_cast<std::size_t>(number)])];
                    name = name == kNoLabel ? ++last : name;
                    unit(row, col) = name;
                }
            }
        }
        return last;
    }

private:
    std::vector<Facing> facings_of(std::int32_t highest) const {
        std::vector<Facing> facings(static_cast<std::size_t>(highest) + 1);
        const Index cols = ground_.direction.cols();
        for (const Index number : halves_.order()) {
            const std::int32_t parent = unit_[static_cast<std::size_t>(number)];
            if (!open_[static_cast<std::size_t>(parent)]) {
                continue;
            }
            Facing& half = facings[static_cast<std::size_t>(halves_.label(number))];
            half.parent = parent;
            half.cells += 1;
            const auto aspect = static_cast<double>(ground_.aspect(number / cols, number % cols));
            if (!is_missing(aspect)) {
                half.sines += std::sin(aspect);
                half.cosines += std::cos(aspect);
                half.facing += 1;
            }
        }
        return facings;
    }

    bool goes_on(const Facing& part) const {
        const double area = part.cells * ground_.cell_size * ground_.cell_size;
        return area > rule_.least_area &&
               circular_variance(part.sines, part.cosines, part.facing) > rule_.largest_variance;
    }

    /// Puts the half-basins of these channels in the place of the units which are open.
    void divide_open(double channel_area, bool first) {
        const std::vector<Facing> halves = facings_of(halves_.divide(channel_area));
        std::vector<double> cells(open_.size(), 0);
        std::vector<double> parts(open_.size(), 0);
        for (const Facing& half : halves) {
            cells[static_cast<std::size_t>(half.parent)] += half.cells;
            parts[static_cast<std::size_t>(half.parent)] += half.cells > 0 ? 1 : 0;
        }
        const double least = rule_.least_area / (ground_.cell_size * ground_.cell_size);
        std::vector<std::int32_t> name_of(halves.size(), 0);
        std::vector<bool> open = open_;
        for (std::size_t label = 0; label < halves.size(); ++label) {
            const auto parent = static_cast<std::size_t>(halves[label].parent);
            if (halves[label].cells == 0 || parts[parent] == 1) {
                continue;
            }
            if (!first && cells[parent] / parts[parent] < least) {
                open[parent] = false;
                continue;
            }
            name_of[label] = static_cast<std::int32_t>(open.size());
            open.push_back(goes_on(halves[label]));
            open[parent] = false;
        }
        rename(name_of);
        open_ = std::move(open);
    }

    void rename(const std::vector<std::int32_t>& name_of) {
        for (const Index number : halves_.order()) {
            auto& unit = unit_[static_cast<std::size_t>(number)];
            const std::int32_t name = name_of[static_cast<std::size_t>(halves_.label(number))];
            if (open_[static_cast<std::size_t>(unit)] && name != 0) {
                unit = name;
            }
        }
    }

    SlopeUnitGround ground_;
    SlopeUnitRule rule_;
    HalfBasins halves_;
    std::vector<std::int32_t> unit_;  // of each cell
    std::vector<bool> open_;          // of each unit: to be divided
};

}  // namespace

std::int32_t slope_units_of(const SlopeUnitGround& ground,
                            const SlopeUnitRule& rule,
                            View<std::int32_t> unit) {
    SlopeUnits units(ground, rule);
    units.divide();
    return units.write(unit);
}

namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kContributingArea, kAspect};
constexpr FieldSpec kMakes[] = {kSlopeUnit};

constexpr ParamSpec area_param(const char* name, double fallback, const char* meaning) {
    return {.name = name,
            .unit = Unit::square_metre,
            .fallback = fallback,
            .lowest = 1,
            .highest = 1e10,
            .meaning = meaning};
}
constexpr ParamSpec kFirstArea =
    area_param("first_area", 8e5, "contributing area of the channels which divide first");
constexpr ParamSpec kLeastArea =
    area_param("minimum_area", 1e5, "a unit up to this area is not divided");
constexpr ParamSpec kVariance{
    .name = "largest_circular_variance",
    .fallback = 0.3,
    .lowest = 0,
    .highest = 1,
    .meaning = "a unit whose aspect varies no more than this is not divided; 0 faces one way"};
constexpr ParamSpec kReduction{
    .name = "reduction",
    .fallback = 10,
    .lowest = 2,
    .highest = 100,
    .meaning = "each round takes this part off the area of the channels"};
constexpr ParamSpec kRounds{.name = "most_rounds",
                            .fallback = 50,
                            .lowest = 1,
                            .highest = 1000,
                            .meaning = "rounds after which nothing is divided further",
                            .whole = true};
constexpr ParamSpec kParams[] = {kFirstArea, kLeastArea, kVariance, kReduction, kRounds};

void run(const Params& params, FieldSet& fields) {
    const SlopeUnitGround ground{.direction = fields.read<std::uint8_t>(kFlowDirection),
                                 .area = fields.read<double>(kContributingArea),
                                 .aspect = fields.read(kAspect),
                                 .cell_size = fields.grid().cell_size};
    const SlopeUnitRule rule{.first_area = params[kFirstArea],
                             .least_area = params[kLeastArea],
                             .largest_variance = params[kVariance],
                             .reduction = params[kReduction],
                             .most_rounds = static_cast<int>(params[kRounds])};
    slope_units_of(ground, rule, fields.write<std::int32_t>(kSlopeUnit));
}

}  // namespace

constinit const Model slope_unit{
    .name = "slope_unit",
    .summary = "half-basins, divided until each faces one way or is small",
    .source = "Alvioli et al. (2016), doi:10.5194/gmd-9-3975-2016",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 18,
    .nanoseconds_per_cell = 850,
};

}  // namespace hazone::models
