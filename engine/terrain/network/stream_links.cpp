#include "engine/terrain/network/stream_links.hpp"

#include <algorithm>
#include <limits>
#include <numbers>

#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

StreamLink measured(const LinkPaths& paths, const LinkGround& ground, std::int32_t link) {
    const std::vector<Cell> line = link_line(paths, link);
    const Cell last = paths.cells(link).back();
    StreamLink result{
        .downstream = paths.downstream(link),
        .order = ground.order(last),
        .shreve = ground.shreve(last),
        .length = line_length(line, ground.cell_size),
        .drop = double{ground.filled(line.front())} - double{ground.filled(line.back())},
        .area = ground.area(last)};
    result.slope =
        result.length > 0 ? result.drop / result.length : std::numeric_limits<double>::quiet_NaN();
    return result;
}

}  // namespace

std::vector<Cell> link_line(const LinkPaths& paths, std::int32_t link) {
    const auto cells = paths.cells(link);
    std::vector<Cell> line(cells.begin(), cells.end());
    if (paths.downstream(link) != 0) {
        line.push_back(paths.cells(paths.downstream(link)).front());
    }
    return line;
}

double line_length(const std::vector<Cell>& line, double cell_size) {
    Index straight = 0;
    Index diagonal = 0;
    for (std::size_t place = 1; place < line.size(); ++place) {
        const bool slanted =
            line[place].row != line[place - 1].row && line[place].col != line[place - 1].col;
        ++(slanted ? diagonal : straight);
    }
    return cell_size *
           (static_cast<double>(straight) + std::numbers::sqrt2 * static_cast<double>(diagonal));
}

std::vector<StreamLink> measure_links(const LinkPaths& paths, const LinkGround& ground) {
    constexpr Index kLinksOfABlock = 256;
    std::vector<StreamLink> links(static_cast<std::size_t>(paths.count()));
    for_each_block((paths.count() + kLinksOfABlock - 1) / kLinksOfABlock, [&](Index block) {
        const Index end = std::min<Index>(paths.count(), (block + 1) * kLinksOfABlock);
        for (Index link = block * kLinksOfABlock; link < end; ++link) {
            links[static_cast<std::size_t>(link)] =
                measured(paths, ground, static_cast<std::int32_t>(link + 1));
        }
    });
    return links;
}

}  // namespace hazone
