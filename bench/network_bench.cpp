// Streams by slope and area, orders, links, basins by outlet and order, and the form of basins.
#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_length.hpp"
#include "engine/terrain/network/basin_shape.hpp"
#include "engine/terrain/network/basins.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/stream_links.hpp"
#include "engine/terrain/network/stream_order.hpp"
#include "engine/terrain/network/streams.hpp"

namespace hazone::bench {
namespace {

constexpr double kThresholdArea = 5000;   // cells: 0.5 km2 on cells of 10 m
constexpr double kMinimumArea = 100000;   // cells: 10 km2
constexpr double kSlopeAreaProduct = 40;  // 4000 m2 on cells of 10 m

/// Streams and their orders on the ground of the benchmark.
struct Streams {
    Raster<std::uint8_t> stream;
    Raster<std::uint8_t> strahler;
    Raster<std::int32_t> shreve;

    explicit Streams(const Ground& given)
        : stream(given.z.extent()), strahler(given.z.extent()), shreve(given.z.extent()) {
        stream_network(given.area, kThresholdArea, stream);
        stream_orders(given.direction, stream, {strahler, shreve});
    }
    Index cells() const {
        return count_cells(stream.extent(),
                           [&](Index row, Index col) { return stream(row, col) == 1; });
    }
};

void slope_area(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::uint8_t> stream(given.z.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        slope_area_streams({given.filled, given.direction, given.area, 1.0},
                           {.product = kSlopeAreaProduct, .exponent = 2}, stream);
        benchmark::DoNotOptimize(stream.data());
    }
    const Index broken = count_cells(stream.extent(), [&](Index row, Index col) {
        Cell next{row, col};
        return stream(row, col) == 1 && flow_on(given.direction, next) &&
               stream(next.row, next.col) != 1;
    });
    report(state, broken == 0 ? nullptr : "a stream ends before the flow does",
           bytes_of<float, std::uint8_t, double, std::uint8_t>());
}

void orders(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Streams streams(given);
    for ([[maybe_unused]] auto _ : state) {
        stream_orders(given.direction, streams.stream, {streams.strahler, streams.shreve});
        benchmark::DoNotOptimize(streams.shreve.data());
    }
    const Index wrong = count_cells(given.z.extent(), [&](Index row, Index col) {
        const bool on_stream = streams.stream(row, col) == 1;
        return on_stream != (streams.shreve(row, col) > 0) ||
               (on_stream && streams.strahler(row, col) == kNoDirection);
    });
    report(state, wrong == 0 ? nullptr : "some streams have no order",
           bytes_of<std::uint8_t, std::uint8_t, std::uint8_t, std::int32_t>());
}

void links(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    const Streams streams(given);
    std::size_t cells = 0;
    for ([[maybe_unused]] auto _ : state) {
        const LinkPaths paths(given.direction, streams.strahler);
        const auto measured = measure_links(paths, {.filled = given.filled,
                                                    .area = given.area,
                                                    .order = streams.strahler,
                                                    .shreve = streams.shreve});
        cells = 0;
        for (std::int32_t link = 1; link <= paths.count(); ++link) {
            cells += paths.cells(link).size();
        }
        benchmark::DoNotOptimize(measured.data());
    }
    const bool all = static_cast<Index>(cells) == streams.cells();
    report(state, all ? nullptr : "some stream cells are in no link",
           bytes_of<std::uint8_t, std::uint8_t>());
}

void by_outlet(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Raster<std::int32_t> basin(given.z.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        outlet_basins(given.direction, basin);
        benchmark::DoNotOptimize(basin.data());
    }
    const Index without = count_cells(given.z.extent(), [&](Index row, Index col) {
        return (basin(row, col) == kNoLabel) != is_missing(given.filled(row, col));
    });
    report(state, without == 0 ? nullptr : "some cells have no basin",
           bytes_of<std::uint8_t, std::int32_t>());
}

void by_order(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    const Streams streams(given);
    Raster<std::int32_t> basin(given.z.extent(), 0);
    for ([[maybe_unused]] auto _ : state) {
        order_basins(given.direction, streams.strahler, 2, basin);
        benchmark::DoNotOptimize(basin.data());
    }
    const Index without = count_cells(given.z.extent(), [&](Index row, Index col) {
        const bool on_network = streams.strahler(row, col) >= 2 && streams.stream(row, col) == 1;
        return on_network && basin(row, col) == kNoLabel;
    });
    report(state, without == 0 ? nullptr : "some streams have no basin",
           bytes_of<std::uint8_t, std::uint8_t, std::int32_t>());
}

void shapes(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    const Extent extent = given.z.extent();
    Raster<std::int32_t> basin(extent);
    drainage_basins(given.direction, given.area, kMinimumArea, basin);
    Raster<float> length(extent);
    Raster<float> drop(extent);
    upstream_path(given.filled, given.direction, 1.0, {length, drop});
    std::vector<BasinShape> made;
    for ([[maybe_unused]] auto _ : state) {
        // the drop stands for the slope: any float per cell
        made = basin_shapes({basin, given.filled, drop, length, 1.0},
                            basin_outlets(basin, given.direction));
        benchmark::DoNotOptimize(made.data());
    }
    double area = 0;
    for (const BasinShape& shape : made) {
        area += shape.area;
    }
    const Index valid = count_cells(
        extent, [&](Index row, Index col) { return !is_missing(given.filled(row, col)); });
    report(state, area == static_cast<double>(valid) ? nullptr : "some ground is in no basin",
           bytes_of<std::int32_t, std::uint8_t, float, float>());
}

BENCHMARK(slope_area)->Name("slope_area_streams")->Apply(flow_arguments);
BENCHMARK(orders)->Name("stream_orders")->Apply(flow_arguments);
BENCHMARK(links)->Name("stream_links")->Apply(flow_arguments);
BENCHMARK(by_outlet)->Name("outlet_basins")->Apply(flow_arguments);
BENCHMARK(by_order)->Name("order_basins")->Apply(flow_arguments);
BENCHMARK(shapes)->Name("basin_shapes")->Apply(flow_arguments);

}  // namespace
}  // namespace hazone::bench
