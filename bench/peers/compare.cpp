// hazone_compare: how two raster files of one quantity agree, as one line of JSON. bench/peers/run
// compares the results of hazone and of other programs with it.
#include <cstdio>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/peers/comparison.hpp"
#include "bench/peers/stored_cells.hpp"
#include "engine/core/error.hpp"

namespace hazone::bench {
namespace {

struct Arguments {
    std::string first;
    std::string second;
    std::string elevation;  // for cells_with_one_d8_area
    std::string where;
    double above = 0;
    ComparisonRules rules;
};

void require_extent(const std::string& path, Extent found, Extent wanted) {
    if (!(found == wanted)) {
        throw InputError(fmt::format("{}: {} x {} cells; the first file has {} x {}", path,
                                     found.rows, found.cols, wanted.rows, wanted.cols));
    }
}

/// The cells to compare; empty for all of them.
Raster<std::uint8_t> chosen_cells(const Arguments& arguments, Extent extent) {
    if (!arguments.elevation.empty()) {
        const auto elevation = stored_cells<float>(arguments.elevation);
        require_extent(arguments.elevation, elevation.extent(), extent);
        return cells_with_one_d8_area(elevation);
    }
    if (arguments.where.empty()) {
        return {};
    }
    const auto values = stored_cells<double>(arguments.where);
    require_extent(arguments.where, values.extent(), extent);
    Raster<std::uint8_t> chosen(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        chosen(row, col) = values(row, col) > arguments.above;
    });
    return chosen;
}

void compare(const Arguments& arguments) {
    const auto first = stored_cells<double>(arguments.first);
    const auto second = stored_cells<double>(arguments.second);
    require_extent(arguments.second, second.extent(), first.extent());
    const Raster<std::uint8_t> chosen = chosen_cells(arguments, first.extent());
    const Agreement found = agreement_of(first, second, chosen, arguments.rules);
    fmt::print(
        "{{\"cells\": {}, \"compared\": {}, \"only_in_first\": {}, \"only_in_second\": {}, "
        "\"equal\": {}, \"within\": {}, \"median\": {}, \"percentile_99\": {}, \"greatest\": "
        "{}}}\n",
        first.size(), found.compared, found.only_in_first, found.only_in_second, found.equal,
        found.within, found.median, found.percentile_99, found.greatest);
}

void add_options(CLI::App& app, Arguments& arguments) {
    app.add_option("first", arguments.first, "A raster file")->required();
    app.add_option("second", arguments.second, "Another with as many cells")->required();
    app.add_option("--scale", arguments.rules.scale, "Multiplies the first");
    app.add_option("--circle", arguments.rules.circle, "Values go around: 360 for degrees");
    app.add_option("--tolerance", arguments.rules.tolerance, "Differences up to it are counted");
    app.add_flag("--relative", arguments.rules.relative, "Divide by the greater value");
    app.add_option("--d8-of", arguments.elevation,
                   "Only cells whose D8 area on this elevation has one answer");
    app.add_option("--where", arguments.where, "Only cells where this raster is above --above");
    app.add_option("--above", arguments.above, "See --where");
}

}  // namespace
}  // namespace hazone::bench

int main(int argc, char** argv) {
    CLI::App app("How two raster files of one quantity agree");
    hazone::bench::Arguments arguments;
    hazone::bench::add_options(app, arguments);
    CLI11_PARSE(app, argc, argv);
    try {
        hazone::bench::compare(arguments);
    } catch (const hazone::InputError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
    return 0;
}
