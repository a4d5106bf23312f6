#include <cmath>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "io/crs.hpp"
#include "io/gdal.hpp"
#include "io/read/trigrs_lines.hpp"
#include "io/read/trigrs_project.hpp"

namespace hazone::io {
namespace {

void set_missing(GDALRasterBand& band, View<float> cells) {
    int declared = 0;
    const double nodata = band.GetNoDataValue(&declared);
    if (declared == 0) {
        return;
    }
    for_each_row(cells.rows(), [&](Index row) {
        float* values = cells.row(row);
        for (Index col = 0; col < cells.cols(); ++col) {
            if (values[col] == static_cast<float>(nodata)) {
                values[col] = kMissing;
            }
        }
    });
}

/// The number of a cell in a list of TopoIndex, counted from 1, as one from 0.
Index cell_of(TrigrsLines& lines, double number, Index cells) {
    if (number != std::floor(number) || number < 1 || number > static_cast<double>(cells)) {
        lines.problem(
            fmt::format("'{}' is no cell; allowed: 1 to {}, the cells of the elevation "
                        "that have data",
                        number, cells));
        return 0;
    }
    return static_cast<Index>(number) - 1;
}

std::vector<Index> read_order(const TrigrsProject& project, Index cells, Problems& problems) {
    TrigrsLines lines(project.order.path, problems);
    std::vector<Index> order(static_cast<std::size_t>(cells), -1);
    for (Index k = 0; k < cells; ++k) {
        // The place in the order and the cell: the reference reads the place past, its order is
        // that of the lines.
        order[static_cast<std::size_t>(k)] =
            cell_of(lines, lines.numbers(2, "place and cell")[1], cells);
        problems.raise();
    }
    return order;
}

/// A list in which a line "-9999" and the number of a cell stand before what belongs to the cell.
template <class Take>
void read_list(const TrigrsFile& file, Index cells, Problems& problems, Take take) {
    constexpr double kNextCell = -9999;
    TrigrsLines lines(file.path, problems);
    Index cell = -1;
    while (!lines.at_end()) {
        const double number = lines.numbers(1, "list")[0];
        if (number == kNextCell) {
            cell = cell_of(lines, lines.numbers(1, "cell")[0], cells);
        } else if (cell < 0) {
            lines.problem("the list does not begin with -9999 and a cell");
        } else {
            take(lines, cell, number);
        }
        problems.raise();
    }
}

}  // namespace

TrigrsGrid read_trigrs_grid(const TrigrsFile& file) {
    const QuietGdal quiet;
    const DatasetPtr dataset = open_dataset(file.gdal_name(), GDAL_OF_RASTER, "an ESRI ASCII grid");
    double transform[6] = {};
    if (dataset->GetGeoTransform(transform) != CE_None || transform[1] != -transform[5] ||
        transform[2] != 0 || transform[4] != 0) {
        throw InputError(
            fmt::format("{}: its cells are not square; allowed: a grid with the line "
                        "'cellsize'",
                        file.path.string()));
    }
    const OGRSpatialReference* crs = dataset->GetSpatialRef();
    TrigrsGrid grid{transform[0], transform[3], transform[1],
                    crs == nullptr ? "" : wkt2(horizontal_crs(*crs)),
                    Raster<float>({dataset->GetRasterYSize(), dataset->GetRasterXSize()})};
    GDALRasterBand* band = dataset->GetRasterBand(1);
    const int cols = static_cast<int>(grid.cells.cols());
    const int rows = static_cast<int>(grid.cells.rows());
    if (band->RasterIO(GF_Read, 0, 0, cols, rows, grid.cells.data(), cols, rows, GDT_Float32, 0, 0,
                       nullptr) != CE_None) {
        throw InputError(fmt::format("{}: cannot be read{}", file.path.string(), quiet.reason()));
    }
    set_missing(*band, grid.cells.view());
    return grid;
}

RunoffNetwork read_trigrs_routing(const TrigrsProject& project, Index data_cells) {
    Problems problems;
    RunoffNetwork routing;
    routing.order = read_order(project, data_cells, problems);
    const auto size = static_cast<std::size_t>(data_cells);
    std::vector<std::vector<RunoffNetwork::Share>> shares(size);
    read_list(project.receivers, data_cells, problems,
              [&](TrigrsLines& lines, Index cell, double number) {
                  shares[static_cast<std::size_t>(cell)].push_back(
                      {cell_of(lines, number, data_cells), 0});
              });
    std::vector<std::size_t> filled(size, 0);
    read_list(project.weights, data_cells, problems,
              [&](TrigrsLines& lines, Index cell, double weight) {
                  const auto k = static_cast<std::size_t>(cell);
                  if (filled[k] >= shares[k].size()) {
                      lines.problem(fmt::format("cell {} has more weights than receivers in {}",
                                                cell + 1, project.receivers.path.string()));
                      return;
                  }
                  shares[k][filled[k]++].weight = static_cast<float>(weight);
              });
    routing.first.push_back(0);
    for (std::size_t k = 0; k < size; ++k) {
        if (filled[k] != shares[k].size()) {
            problems.add(
                fmt::format("{}: cell {} has {} weights; allowed: {}, as many as it has "
                            "receivers in {}",
                            project.weights.path.string(), k + 1, filled[k], shares[k].size(),
                            project.receivers.path.string()));
        }
        routing.shares.insert(routing.shares.end(), shares[k].begin(), shares[k].end());
        routing.first.push_back(static_cast<Index>(routing.shares.size()));
    }
    problems.raise();
    return routing;
}

}  // namespace hazone::io
