#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::testing {

/// A stream network drawn as text, one letter per cell: > E, \ SE, v S, / SW, < W, ' NW, ^ N, " NE,
/// o a stream cell where the flow ends, . ground off the streams (where the flow ends too),
/// ? ground of which nobody knows whether it is a stream, # no data.
struct DrawnNetwork {
    Raster<std::uint8_t> direction;
    Raster<std::uint8_t> stream;

    explicit DrawnNetwork(const std::vector<std::string>& rows)
        : direction(extent_of(rows)), stream(extent_of(rows)) {
        for (Index row = 0; row < direction.rows(); ++row) {
            for (Index col = 0; col < direction.cols(); ++col) {
                put(row, col,
                    rows[static_cast<std::size_t>(row)].at(static_cast<std::size_t>(col)));
            }
        }
    }

    static Extent extent_of(const std::vector<std::string>& rows) {
        return {static_cast<Index>(rows.size()), static_cast<Index>(rows.front().size())};
    }

private:
    void put(Index row, Index col, char letter) {
        const std::string arrows = ">\\v/<'^\"";
        const auto number = arrows.find(letter);
        direction(row, col) = number != std::string::npos
                                  ? direction_code(static_cast<int>(number))
                                  : (letter == '#' ? kNoDirection : kOutlet);
        const bool unknown = letter == '#' || letter == '?';
        stream(row, col) = unknown ? kNoDirection : std::uint8_t{letter != '.'};
        if (number == std::string::npos && std::string("o.?#").find(letter) == std::string::npos) {
            throw std::invalid_argument(std::string("no such cell: ") + letter);
        }
    }
};

/// Small numbers as text, one letter per cell: `.` for 0, `#` for 255, digits, then letters from A
/// for 10.
template <class T>
std::vector<std::string> drawn(const Raster<T>& numbers) {
    const std::string letters = ".123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::vector<std::string> rows;
    for (Index row = 0; row < numbers.rows(); ++row) {
        std::string& text = rows.emplace_back();
        for (Index col = 0; col < numbers.cols(); ++col) {
            const T number = numbers(row, col);
            text += number == T{255} ? '#' : letters.at(static_cast<std::size_t>(number));
        }
    }
    return rows;
}

using Drawing = std::vector<std::string>;

}  // namespace hazone::testing
