#include "engine/core/grid.hpp"

#include <cmath>

namespace hazone {

Cell Grid::cell_at(Point point) const {
    return {static_cast<Index>(std::floor((north - point.y) / cell_size)),
            static_cast<Index>(std::floor((point.x - west) / cell_size))};
}

}  // namespace hazone
