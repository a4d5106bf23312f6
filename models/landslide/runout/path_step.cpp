#include "models/landslide/runout/path_step.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::models {

PaddedGround::PaddedGround(View<const float> ground, double cell_size)
    : extent_(ground.extent()),
      cells_({ground.rows() + 2, ground.cols() + 3}),
      cell_size_(cell_size) {
    for_each_row(cells_.rows(), [&](Index padded) {
        float* cells = cells_.data() + padded * cells_.cols();
        std::fill_n(cells, cells_.cols(), kMissing);
        if (padded > 0 && padded <= extent_.rows) {
            const float* heights = ground.row(padded - 1);
            std::transform(heights, heights + extent_.cols, cells + 1,
                           [](float z) { return std::isfinite(z) ? z : kMissing; });
        }
    });
    for (int k = 0; k < kNeighbours; ++k) {
        distance_[k] = cell_size * step_length(k);
    }
}

}  // namespace hazone::models
