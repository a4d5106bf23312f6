#include "engine/terrain/flow/path_codes.hpp"

#include <algorithm>

#include "engine/terrain/d8.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {
namespace {

std::uint8_t path_code(View<const std::uint8_t> direction, Cell cell) {
    const std::uint8_t code = direction(cell);
    return code == kNoDirection || flow_on(direction, cell) ? code : kRoot;
}

/// Three rows of directions, without branches, so that it vectorises.
void inner_path_codes(View<const std::uint8_t> direction,
                      Cell from,
                      Index cols,
                      std::uint8_t* out) {
    const std::uint8_t* above = direction.row(from.row - 1) + from.col;
    const std::uint8_t* level = direction.row(from.row) + from.col;
    const std::uint8_t* below = direction.row(from.row + 1) + from.col;
    const auto leads = [](std::uint8_t code, std::uint8_t way, std::uint8_t target) {
        return static_cast<std::uint8_t>(code == way && target == kNoDirection);
    };
    for (Index col = 0; col < cols; ++col) {
        const std::uint8_t code = level[col];
        const auto into_missing = static_cast<std::uint8_t>(
            leads(code, 1, level[col + 1]) | leads(code, 2, below[col + 1]) |
            leads(code, 4, below[col]) | leads(code, 8, below[col - 1]) |
            leads(code, 16, level[col - 1]) | leads(code, 32, above[col - 1]) |
            leads(code, 64, above[col]) | leads(code, 128, above[col + 1]));
        const auto no_way = static_cast<std::uint8_t>(code == 0 || (code & (code - 1)) != 0);
        const std::uint8_t ended = (into_missing | no_way) != 0 ? kRoot : code;
        out[col] = code == kNoDirection ? kNoDirection : ended;
    }
}

}  // namespace

void path_codes(View<const std::uint8_t> direction, Cell from, Index cols, std::uint8_t* out) {
    const Index end = from.col + cols;
    const bool edge_row = from.row == 0 || from.row == direction.rows() - 1;
    const Index first = edge_row ? end : std::max<Index>(from.col, 1);
    const Index last = edge_row ? end : std::max(first, std::min(end, direction.cols() - 1));
    for (Index col = from.col; col < first; ++col) {
        out[col - from.col] = path_code(direction, {from.row, col});
    }
    if (first < last) {
        inner_path_codes(direction, {from.row, first}, last - first, out + (first - from.col));
    }
    for (Index col = last; col < end; ++col) {
        out[col - from.col] = path_code(direction, {from.row, col});
    }
}

}  // namespace hazone
