#include "engine/terrain/flow/multiple_flow.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/bounded_power.hpp"
#include "engine/terrain/flow/shared_flow.hpp"

namespace hazone {
namespace {

using PerNeighbour = std::array<double, kNeighbours>;

std::uint8_t lower_neighbours(View<const float> z, Cell cell) {
    unsigned codes = 0;
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell next = neighbour(cell, number);
        if (z.extent().contains(next.row, next.col) && z(next) < z(cell)) {
            codes |= direction_code(number);
        }
    }
    return static_cast<std::uint8_t>(codes);
}

void find_lower_in_row(View<const float> z, Index row, std::uint8_t* codes) {
    const float* above = z.row(row - 1);
    const float* level = z.row(row);
    const float* below = z.row(row + 1);
    const Index last = z.cols() - 1;
    for (Index col = 1; col < last; ++col) {
        const float own = level[col];
        const int code = (level[col + 1] < own ? 1 : 0) | (below[col + 1] < own ? 2 : 0) |
                         (below[col] < own ? 4 : 0) | (below[col - 1] < own ? 8 : 0) |
                         (level[col - 1] < own ? 16 : 0) | (above[col - 1] < own ? 32 : 0) |
                         (above[col] < own ? 64 : 0) | (above[col + 1] < own ? 128 : 0);
        codes[col] = static_cast<std::uint8_t>(code);
    }
}

/// The D8 code of a cell without lower neighbours, if it leads to ground of the same height.
std::uint8_t way_through_flat(View<const float> z, View<const std::uint8_t> d8, Cell cell) {
    Cell next = cell;
    return flow_on(d8, next) && z(next) == z(cell) ? d8(cell) : kOutlet;
}

/// L (tan b)^p between two cells, the same seen from both, so that a cell which receives finds the
/// very weight with which the other shares. 1 where there is no slope: the way through a flat is
/// the only one of its cell.
template <bool kLinear>
class Weights {
public:
    explicit Weights(FlowSharing sharing) : exponent_(sharing.exponent) {
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            const bool straight = number % 2 == 0;
            per_cell_[number] = 1 / step_length(static_cast<int>(number));
            contour_[number] = sharing.contour == ContourLength::equal ? 1.0
                               : straight                              ? 0.5
                                                                       : 0.35355339059327376;
        }
    }

    /// Towards one neighbour.
    struct Towards {
        double per_cell;
        double contour;
        double exponent;

        double weight(float height, float other) const {
            constexpr double kSteepest = 0x1p960;
            const double slope = std::abs(double{height} - double{other}) * per_cell;
            const double power = kLinear ? (slope < kSteepest ? slope : kSteepest)
                                         : bounded_power(static_cast<float>(slope), exponent);
            return slope > 0 ? contour * power : 1.0;
        }
    };
    Towards towards(std::size_t number) const {
        return {per_cell_[number], contour_[number], exponent_};
    }

    /// Weights between a cell and its neighbours; of no meaning where there is none.
    PerNeighbour around(View<const float> z, Cell cell) const {
        std::array<float, kNeighbours> height{};
        for (int number = 0; number < kNeighbours; ++number) {
            const Cell next = neighbour(cell, number);
            height[static_cast<std::size_t>(number)] =
                z.extent().contains(next.row, next.col) ? z(next) : kMissing;
        }
        return of(height, z(cell));
    }

    /// The same for a cell which has all eight neighbours.
    PerNeighbour around_inner(View<const float> z, Cell cell) const {
        const float* level = z.row(cell.row) + cell.col;
        const float* above = level - z.stride();
        const float* below = level + z.stride();
        return of(
            {level[1], below[1], below[0], below[-1], level[-1], above[-1], above[0], above[1]},
            level[0]);
    }

private:
    PerNeighbour of(const std::array<float, kNeighbours>& height, float own) const {
        PerNeighbour weight;
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            weight[number] = towards(number).weight(height[number], own);
        }
        return weight;
    }

    PerNeighbour per_cell_{};
    PerNeighbour contour_{};
    double exponent_;
};

double sum_of(const PerNeighbour& weight, unsigned codes) {
    double sum = 0;
    for (unsigned number = 0; number < kNeighbours; ++number) {
        sum += (codes >> number & 1U) != 0 ? weight[number] : 0.0;
    }
    return sum;
}

/// The inner cells of a grid in parts whose rows of weights stay in the first cache.
class Parts {
public:
    explicit Parts(Extent grid)
        : windows_({std::max<Index>(grid.rows - 2, 0), std::max<Index>(grid.cols - 2, 0)},
                   {kRows, kCols}) {}

    Index count() const { return windows_.count(); }
    Window at(Index number) const {
        const Window inner = windows_.at(number);
        return {{inner.from.row + 1, inner.from.col + 1}, inner.extent};
    }

    static constexpr Index kRows = 64;
    static constexpr Index kCols = 512;

private:
    Windows windows_;
};

/// The weights between neighbours in a part of a row and the row above, each worked out once for
/// both of its cells.
template <bool kLinear>
class PairWeights {
public:
    /// Begins a part; next_row() comes before the sums of each of its rows.
    void start(View<const float> z, const Weights<kLinear>& weights, Window part) {
        here_ = 0;
        first_ = part.from.col;
        cols_ = part.extent.cols;
        work_out(z, weights, part.from.row - 1, rows_[0]);
    }
    void next_row(View<const float> z, const Weights<kLinear>& weights, Index row) {
        here_ = 1 - here_;
        work_out(z, weights, row, rows_[here_]);
    }

    /// Of the cell `col` of the part, in the order of the neighbours; without branches, so that it
    /// vectorises.
    double sum_to_lower(const float* row, Index stride, Index col) const {
        const float* const level = row + col;
        const float* const above = level - stride;
        const float* const below = level + stride;
        const float own = *level;
        const After& here = rows_[here_];
        const After& before = rows_[1 - here_];
        const auto at = static_cast<std::size_t>(col + 1);
        double sum = level[1] < own ? here.east[at] : 0.0;
        sum += below[1] < own ? here.south_east[at] : 0.0;
        sum += below[0] < own ? here.south[at] : 0.0;
        sum += below[-1] < own ? here.south_west[at] : 0.0;
        sum += level[-1] < own ? here.east[at - 1] : 0.0;
        sum += above[-1] < own ? before.south_east[at - 1] : 0.0;
        sum += above[0] < own ? before.south[at] : 0.0;
        sum += above[1] < own ? before.south_west[at + 1] : 0.0;
        return sum;
    }

private:
    using Row = std::array<double, Parts::kCols + 2>;  // with one cell on both sides
    /// Between a cell and the neighbours after it.
    struct After {
        Row east, south_east, south, south_west;
    };

    static void between(const typename Weights<kLinear>::Towards& towards,
                        const float* cells,
                        const float* others,
                        Index count,
                        double* weight) {
        for (Index number = 0; number < count; ++number) {
            weight[number] = towards.weight(cells[number], others[number]);
        }
    }

    void work_out(View<const float> z,
                  const Weights<kLinear>& weights,
                  Index row,
                  After& after) const {
        const float* const level = z.row(row) + first_ - 1;
        const float* const below = level + z.stride();
        between(weights.towards(0), level, level + 1, cols_ + 1, after.east.data());
        between(weights.towards(1), level, below + 1, cols_ + 1, after.south_east.data());
        between(weights.towards(2), level, below, cols_ + 2, after.south.data());
        between(weights.towards(3), level + 1, below, cols_ + 1, after.south_west.data() + 1);
    }

    Index first_ = 0;
    Index cols_ = 0;
    std::array<After, 2> rows_{};
    std::size_t here_ = 0;
};

/// Accumulation in two passes. The first leaves in each cell its total per unit of weight, for this
/// is what the cells below ask for; the second multiplies by the sum of the weights again. A third
/// raster would do without the second pass, for 8 bytes per cell.
template <bool kLinear>
class Accumulation {
public:
    Accumulation(View<const float> z, const Weights<kLinear>& weights, View<double> total)
        : z_(z), weights_(weights), total_(total) {}

    template <class Own>
    void run(View<const std::uint8_t> receivers, Own own) const {
        for_each_cell(total_.extent(),
                      [total = total_](Index row, Index col) { total(row, col) = kMissing; });
        visit_shared_downstream(receivers, [self = *this, receivers, own](Cell cell) {
            if (is_inner(self.z_.extent(), cell)) {
                self.receive(cell, receivers, own(cell), self.weights_.around_inner(self.z_, cell),
                             inner_givers(receivers, cell));
            } else {
                self.receive(cell, receivers, own(cell), self.weights_.around(self.z_, cell),
                             givers(receivers, cell));
            }
        });
        for_each_edge_cell(z_.extent(), [&](Index row, Index col) {
            scale_back({row, col}, receivers(row, col));
        });
        const Parts parts(z_.extent());
        for_each_block_with<PairWeights<kLinear>>(parts.count(),
                                                  [&](Index number, PairWeights<kLinear>& pairs) {
                                                      scale_back_inner(parts.at(number), pairs);
                                                  });
    }

private:
    /// Without branches: where a neighbour gives nothing, the cell itself is read, which is 0.
    void receive(Cell cell,
                 View<const std::uint8_t> receivers,
                 double own,
                 const PerNeighbour& weight,
                 unsigned from) const {
        double* const place = total_.row(cell.row) + cell.col;
        const Index stride = total_.stride();
        const std::array<Index, kNeighbours> step{1,  stride + 1,  stride,  stride - 1,
                                                  -1, -stride - 1, -stride, -stride + 1};
        *place = 0;
        double sum = own;
        for (unsigned number = 0; number < kNeighbours; ++number) {
            sum += weight[number] * place[(from >> number & 1U) != 0 ? step[number] : 0];
        }
        const double shared = sum_of(weight, receivers(cell));
        const double value = shared > 0 ? sum / shared : sum;
        *place = is_missing(z_(cell)) ? double{kMissing} : value;
    }

    void scale_back(Cell cell, std::uint8_t receivers) const {
        const double shared = sum_of(weights_.around(z_, cell), receivers);
        total_(cell) *= shared > 0 ? shared : 1.0;
    }

    /// Where none is lower the flow goes on with weight 1 or ends.
    void scale_back_inner(Window part, PairWeights<kLinear>& pairs) const {
        pairs.start(z_, weights_, part);
        for (Index row = part.from.row; row < part.end_row(); ++row) {
            pairs.next_row(z_, weights_, row);
            double* const total = total_.row(row) + part.from.col;
            for (Index col = 0; col < part.extent.cols; ++col) {
                const double sum =
                    pairs.sum_to_lower(z_.row(row) + part.from.col, z_.stride(), col);
                total[col] *= sum > 0 ? sum : 1.0;
            }
        }
    }

    View<const float> z_;
    Weights<kLinear> weights_;
    View<double> total_;
};

template <class Own>
void accumulate_own(View<const float> filled,
                    View<const std::uint8_t> d8,
                    FlowSharing sharing,
                    View<double> total,
                    Own own) {
    assert(filled.extent() == d8.extent() && filled.extent() == total.extent());
    assert(sharing.exponent >= 0);
    const Raster<std::uint8_t> receivers = multiple_flow_receivers(filled, d8);
    if (sharing.exponent == 1) {
        const Weights<true> weights(sharing);
        Accumulation<true>(filled, weights, total).run(receivers.view(), own);
    } else {
        const Weights<false> weights(sharing);
        Accumulation<false>(filled, weights, total).run(receivers.view(), own);
    }
}

}  // namespace

Raster<std::uint8_t> multiple_flow_receivers(View<const float> filled,
                                             View<const std::uint8_t> d8) {
    Raster<std::uint8_t> raster(filled.extent());
    const View<std::uint8_t> receivers = raster.view();
    for_each_edge_cell(filled.extent(), [=](Index row, Index col) {
        receivers(row, col) = lower_neighbours(filled, {row, col});
    });
    for_each_row(filled.rows(), [=](Index row) {
        std::uint8_t* const begin = receivers.row(row);
        std::uint8_t* const end = begin + filled.cols();
        if (row > 0 && row < filled.rows() - 1) {
            find_lower_in_row(filled, row, begin);
        }
        for (std::uint8_t* code = std::find(begin, end, 0); code != end;
             code = std::find(code + 1, end, 0)) {
            *code = way_through_flat(filled, d8, {row, code - begin});
        }
    });
    return raster;
}

std::array<double, kNeighbours> multiple_flow_shares(View<const float> filled,
                                                     View<const std::uint8_t> d8,
                                                     FlowSharing sharing,
                                                     Cell cell) {
    std::uint8_t receivers = lower_neighbours(filled, cell);
    receivers = receivers == 0 ? way_through_flat(filled, d8, cell) : receivers;
    const PerNeighbour weight = sharing.exponent == 1
                                    ? Weights<true>(sharing).around(filled, cell)
                                    : Weights<false>(sharing).around(filled, cell);
    const double sum = sum_of(weight, receivers);
    std::array<double, kNeighbours> shares{};
    for_each_neighbour_in(receivers, [&](int number) {
        shares[static_cast<std::size_t>(number)] = weight[static_cast<std::size_t>(number)] / sum;
    });
    return shares;
}

void multiple_flow_accumulation(View<const float> filled,
                                View<const std::uint8_t> d8,
                                FlowSharing sharing,
                                View<double> area,
                                double cell_area) {
    accumulate_own(filled, d8, sharing, area, [=](Cell /*cell*/) { return cell_area; });
}

void multiple_flow_accumulate(View<const float> filled,
                              View<const std::uint8_t> d8,
                              FlowSharing sharing,
                              View<const float> weight,
                              View<double> total) {
    assert(filled.extent() == weight.extent());
    accumulate_own(filled, d8, sharing, total, [=](Cell cell) { return double{weight(cell)}; });
}

}  // namespace hazone
