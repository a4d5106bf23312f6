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
        for_each_block_with<std::vector<double>>(
            std::max<Index>(z_.rows() - 2, 0),
            [&](Index row, std::vector<double>& sums) { scale_back_inner_row(row + 1, sums); });
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

    /// Neighbour by neighbour, so that it vectorises. Where none is lower the flow goes on with
    /// weight 1 or ends.
    void scale_back_inner_row(Index row, std::vector<double>& sums) const {
        const Index last = z_.cols() - 1;
        sums.assign(static_cast<std::size_t>(z_.cols()), 0.0);
        double* const sum = sums.data();
        const float* const own = z_.row(row);
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            const Cell offset = kNeighbourOffset[number];
            const float* const other = z_.row(row + offset.row) + offset.col;
            const auto towards = weights_.towards(number);
            for (Index col = 1; col < last; ++col) {
                const double weight = towards.weight(other[col], own[col]);
                sum[col] += other[col] < own[col] ? weight : 0.0;
            }
        }
        double* const total = total_.row(row);
        for (Index col = 1; col < last; ++col) {
            total[col] *= sum[col] > 0 ? sum[col] : 1.0;
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
