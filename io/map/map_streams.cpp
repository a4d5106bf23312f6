#include "io/map/map_streams.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/map_raster.hpp"

namespace hazone::io {
namespace {

constexpr double kBlock = millimetres(0.35);
constexpr double kLineWidth = 0.75;
constexpr double kDenseShare = 0.10;  // share of blocks with a stream above which lines turn paler

Extent blocks_of(Extent cells, const Box& map) {
    const auto count = [](double length) {
        return std::max<Index>(1, static_cast<Index>(std::lround(length / kBlock)));
    };
    return {std::min(cells.rows, count(map.height)), std::min(cells.cols, count(map.width))};
}

bool has_stream(const StreamNodes& nodes, Index row, Index col) {
    return nodes.row.extent().contains(row, col) && !is_missing(nodes.row(row, col));
}

/// Lines to the right and lower neighbours; a diagonal only where no straight way leads there.
std::vector<Cell> links(const StreamNodes& nodes, Cell from) {
    std::vector<Cell> steps;
    const bool right = has_stream(nodes, from.row, from.col + 1);
    const bool below = has_stream(nodes, from.row + 1, from.col);
    const bool left = has_stream(nodes, from.row, from.col - 1);
    if (right) {
        steps.push_back({0, 1});
    }
    if (below) {
        steps.push_back({1, 0});
    }
    if (!right && !below && has_stream(nodes, from.row + 1, from.col + 1)) {
        steps.push_back({1, 1});
    }
    if (!left && !below && has_stream(nodes, from.row + 1, from.col - 1)) {
        steps.push_back({1, -1});
    }
    return steps;
}

}  // namespace

StreamNodes stream_nodes(View<const std::uint8_t> streams, Extent blocks) {
    StreamNodes nodes{Raster<float>(blocks), Raster<float>(blocks)};
    const auto rows_out = nodes.row.view();
    const auto cols_out = nodes.col.view();
    for_each_cell(blocks, [=](Index row, Index col) {
        const CellRange rows = cells_of_dot(row, blocks.rows, streams.rows());
        const CellRange cols = cells_of_dot(col, blocks.cols, streams.cols());
        double row_sum = 0;
        double col_sum = 0;
        double count = 0;
        for (Index r = rows.begin; r < rows.end; ++r) {
            for (Index c = cols.begin; c < cols.end; ++c) {
                const double here = streams(r, c) == 1 ? 1 : 0;
                row_sum += here * (static_cast<double>(r) + 0.5);
                col_sum += here * (static_cast<double>(c) + 0.5);
                count += here;
            }
        }
        rows_out(row, col) = count == 0 ? kMissing : static_cast<float>(row_sum / count);
        cols_out(row, col) = count == 0 ? kMissing : static_cast<float>(col_sum / count);
    });
    return nodes;
}

void draw_streams(cairo_t* context, View<const std::uint8_t> streams, const Box& map) {
    if (streams.extent().empty()) {
        return;
    }
    const Extent blocks = blocks_of(streams.extent(), map);
    const StreamNodes nodes = stream_nodes(streams, blocks);
    const auto point = [&](Index row, Index col) {
        return SheetPoint{
            map.x + nodes.col(row, col) / static_cast<double>(streams.cols()) * map.width,
            map.y + nodes.row(row, col) / static_cast<double>(streams.rows()) * map.height};
    };
    Index count = 0;
    for (Index row = 0; row < blocks.rows; ++row) {
        for (Index col = 0; col < blocks.cols; ++col) {
            if (!has_stream(nodes, row, col)) {
                continue;
            }
            ++count;
            const SheetPoint from = point(row, col);
            for (const Cell step : links(nodes, {row, col})) {
                const SheetPoint to = point(row + step.row, col + step.col);
                cairo_move_to(context, from.x, from.y);
                cairo_line_to(context, to.x, to.y);
            }
        }
    }
    const double share = static_cast<double>(count) / static_cast<double>(blocks.size());
    const double opacity = std::clamp(0.9 * kDenseShare / std::max(share, 1e-9), 0.3, 0.9);
    const SavedState state(context);
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(context, kLineWidth);
    set_colour(context, kStreamColour, opacity);
    cairo_stroke(context);
}

}  // namespace hazone::io
