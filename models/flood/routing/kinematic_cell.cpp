#include "models/flood/routing/kinematic_cell.hpp"

namespace hazone::models {

double careful_root(double dt, double beta, double content) {
    double u = std::min(std::cbrt(content / beta), std::pow(content / dt, 0.2));
    constexpr int kMostSteps = 60;  // three will do: u is above the root by a quarter at most
    for (int step = 0; step < kMostSteps && is_wrong_root(dt, beta, content, u); ++step) {
        const double square = u * u;
        u -= root_residual(dt, beta, content, u) / (square * (5 * dt * square + 3 * beta));
    }
    return u;
}

double root_of(double dt, double beta, double content) {
    const double u = quick_root(dt, beta, content);
    return is_wrong_root(dt, beta, content, u) ? careful_root(dt, beta, content) : u;
}

double kinematic_outflow(double dt, double beta, double content) {
    return outflow_of_root(dt, content, root_of(dt, beta, content));
}

}  // namespace hazone::models
