#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone {

/// The links of a stream network. A link is the stream between two junctions, or from a head to a
/// junction, or down to where the stream ends. A junction is a stream cell into which several
/// stream cells drain; it is the first cell of the link below it.
class LinkPaths {
public:
    /// direction: ESRI codes, 255 missing. order: Strahler order, 0 off streams, 255 unknown, as
    /// stream_orders() makes it; a stream ends where the order is unknown. Both views have one
    /// extent. Only the streams of order `least` and above count. Links are numbered from 1 in the
    /// order of their last cells, row by row from the north-west, as drainage_basins() does. At
    /// most 2^31 - 1 links. The same for any number of threads. Scratch: 2 bytes per cell.
    LinkPaths(View<const std::uint8_t> direction, View<const std::uint8_t> order, int least = 1);

    std::int32_t count() const { return static_cast<std::int32_t>(downstream_.size()); }
    /// The cells of link 1..count(), from the first to the last.
    std::span<const Cell> cells(std::int32_t link) const {
        const auto number = static_cast<std::size_t>(link);
        return {cells_.data() + first_[number - 1], first_[number] - first_[number - 1]};
    }
    /// The link into which link 1..count() flows; 0 when there is none.
    std::int32_t downstream(std::int32_t link) const {
        return downstream_[static_cast<std::size_t>(link) - 1];
    }

private:
    void find_downstream(View<const std::uint8_t> along);

    std::vector<Cell> cells_;         // of all links, one after the other
    std::vector<std::size_t> first_;  // per link: where its cells begin
    std::vector<std::int32_t> downstream_;
};

/// Writes the number of its link into each stream cell, 0 elsewhere.
void link_numbers(const LinkPaths& paths, View<std::int32_t> number);

}  // namespace hazone
