#include "models/flood/routing/box_cell.hpp"

namespace hazone::models {

BoxOutflow box_outflow(double dt, double beta, const BoxInflow& own) {
    const double weight = weight_of_before(dt, own.held, own.before);
    const double content = box_content(dt, weight, beta / 2, own);
    const double root = root_of(dt - weight, beta / 2, content);
    return box_outflow_of_root(dt, weight, content, root, own);
}

}  // namespace hazone::models
