// The benchmarks with what memory can do beside them: the triad is measured first, in this process,
// and printed as context.
#include <algorithm>
#include <string_view>

#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "bench/triad.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone::bench {
namespace {

void measure_triad() {
    for (int count = 1; count <= std::max(2, threads()); count *= 2) {
        benchmark::AddCustomContext(
            fmt::format("stream_triad_of_{}_threads", count),
            fmt::format("{:.2f} GB/s", triad_bytes_per_second(count) / 1e9));
    }
}

}  // namespace
}  // namespace hazone::bench

int main(int argc, char** argv) {
    const bool lists = std::any_of(argv, argv + argc, [](const char* argument) {
        return std::string_view(argument).starts_with("--benchmark_list_tests");
    });
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 2;
    }
    if (!lists) {
        hazone::bench::measure_triad();
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
