#include "bench/triad.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <stdexcept>

#include <benchmark/benchmark.h>

#include "engine/parallel/threads.hpp"

namespace hazone::bench {
namespace {

constexpr Extent kExtent{4096, 8192};  // 268 MB for each of three rasters

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double measure(int threads) {
    constexpr int kRuns = 10;
    const ThreadScope scope(threads);
    Raster<double> a(kExtent, 0.0);
    const Raster<double> b(kExtent, 1.0);
    const Raster<double> c(kExtent, 2.0);
    triad(b, c, a);
    double best = 1e9;
    for (int run = 0; run < kRuns; ++run) {
        const auto start = std::chrono::steady_clock::now();
        triad(b, c, a);
        benchmark::ClobberMemory();
        best = std::min(best, seconds_since(start));
    }
    const Index wrong =
        count_cells(kExtent, [&](Index row, Index col) { return a(row, col) != 7.0; });
    if (wrong != 0) {
        throw std::logic_error("the sums of the triad are wrong");
    }
    return kTriadBytesPerCell * static_cast<double>(kExtent.size()) / best;
}

}  // namespace

void triad(View<const double> b, View<const double> c, View<double> a) {
    for_each_row(a.rows(), [&](Index row) {
        double* sum = a.row(row);
        const double* first = b.row(row);
        const double* second = c.row(row);
        for (Index col = 0; col < a.cols(); ++col) {
            sum[col] = first[col] + 3.0 * second[col];
        }
    });
}

double triad_bytes_per_second(int threads) {
    static std::map<int, double> measured;
    const auto found = measured.find(threads);
    if (found != measured.end()) {
        return found->second;
    }
    return measured[threads] = measure(threads);
}

}  // namespace hazone::bench
