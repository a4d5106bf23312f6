#include "engine/terrain/conditioning/gradient.hpp"

#include <algorithm>
#include <utility>

#include "engine/terrain/conditioning/slopes.hpp"

namespace hazone {
namespace {

using namespace rise;

/// Sorts with all threads.
void sort_events(Events& events) {
    constexpr Index kShares = 8;
    const auto size = static_cast<Index>(events.size());
    const auto border = [&](Index share) { return events.begin() + share * size / kShares; };
    for_each_block(kShares, [&](Index share) { std::sort(border(share), border(share + 1)); });
    for (Index width = 1; width < kShares; width *= 2) {
        for_each_block(kShares / (2 * width), [&](Index pair) {
            const Index first = pair * 2 * width;
            std::inplace_merge(border(first), border(first + width), border(first + 2 * width));
        });
    }
}

/// Marks the cells of an inner row which do not drain by the least step as `mark`. A first look
/// which vectorises takes all that could be meant.
void mark_row(Slopes& slopes, Index row, std::uint8_t mark) {
    const View<const float> z = slopes.surface();
    const float* above = z.row(row - 1);
    const float* level = z.row(row);
    const float* below = z.row(row + 1);
    std::uint8_t* marks = &slopes.mark(slopes.position({row, 0}));
    const float largest = next_above(static_cast<float>(slopes.step().diagonal_fall()));
    for (Index col = 1; col < z.cols() - 1; ++col) {
        float lowest = above[col - 1];
        const auto compare = [&](float height) { lowest = height < lowest ? height : lowest; };
        compare(above[col]);
        compare(above[col + 1]);
        compare(level[col - 1]);
        compare(level[col + 1]);
        compare(below[col - 1]);
        compare(below[col]);
        compare(below[col + 1]);
        const bool outlet = beside_missing(above + col, level + col, below + col);
        const bool flat = level[col] - lowest <= largest;  // false for infinite heights
        marks[col] = static_cast<std::uint8_t>(!outlet && flat ? mark : std::uint8_t{kSettled});
    }
    for (Index col = 1; col < z.cols() - 1; ++col) {
        if (marks[col] != kSettled && slopes.drains(slopes.position({row, col}))) {
            marks[col] = kSettled;
        }
    }
}

void mark_flats(Slopes& slopes, std::uint8_t mark) {
    for_each_row(std::max<Index>(slopes.surface().rows() - 2, 0),
                 [&](Index row) { mark_row(slopes, row + 1, mark); });
}

/// Turns the level cells which hang together with a cell beside a run into rising ones.
void choose_flats(const std::vector<CellRun>& holes, Slopes& slopes) {
    std::vector<Position> chosen;
    const auto choose = [&](Position position) {
        if (slopes.mark(position) == kLevel) {
            slopes.mark(position) = kRaised;
            chosen.push_back(position);
        }
    };
    const auto choose_around = [&](Position position) {
        for (int number = 0; number < kNeighbours; ++number) {
            choose(slopes.next(position, number));
        }
    };
    for (const CellRun& run : holes) {
        for (Index col = run.first; col < run.last; ++col) {
            choose_around(slopes.position({run.row, col}));
        }
        while (!chosen.empty()) {
            const Position position = chosen.back();
            chosen.pop_back();
            choose_around(position);
        }
    }
}

/// A cell of infinite height is a wall, which asks nothing.
bool is_higher(const Slopes& slopes, Position cell, Position than) {
    return slopes.height(cell) > slopes.height(than) &&
           slopes.height(cell) < std::numeric_limits<float>::infinity();
}

/// Adds the events which are known before the front starts: a rising cell beside ground which need
/// not rise looks for its ways out, and the higher ground beside it asks whether it still drains.
void find_rim(Slopes& slopes, Position position, Events& events, std::vector<Position>& suspects) {
    bool rim = false;
    for (int number = 0; number < kNeighbours; ++number) {
        const Position next = slopes.next(position, number);
        if (slopes.mark(next) == kRaised) {
            continue;
        }
        rim = true;
        if (is_higher(slopes, next, position)) {
            suspects.push_back(next);
        }
    }
    if (rim) {
        events.push_back({slopes.height(position), position, true});
    }
}

Events find_rims(Slopes& slopes) {
    constexpr Index kBand = 16;
    const Index rows = slopes.surface().rows();
    const Index bands = (rows + kBand - 1) / kBand;
    std::vector<Events> events(static_cast<std::size_t>(bands));
    std::vector<std::vector<Position>> suspects(static_cast<std::size_t>(bands));
    for_each_block(bands, [&](Index band) {
        const auto share = static_cast<std::size_t>(band);
        for (Index row = band * kBand; row < std::min(rows, (band + 1) * kBand); ++row) {
            const std::uint8_t* const begin = &slopes.mark(slopes.position({row, 0}));
            const std::uint8_t* const end = begin + slopes.surface().cols();
            for (const std::uint8_t* at = std::find(begin, end, kRaised); at != end;
                 at = std::find(at + 1, end, kRaised)) {
                find_rim(slopes, slopes.position({row, at - begin}), events[share],
                         suspects[share]);
            }
        }
    });
    Events all;
    for (std::size_t share = 0; share < events.size(); ++share) {
        all.insert(all.end(), events[share].begin(), events[share].end());
        for (const Position position : suspects[share]) {
            if (slopes.mark(position) == kSettled || slopes.mark(position) == kLevel) {
                slopes.mark(position) = kSuspect;
                all.push_back({slopes.height(position), position, true});
            }
        }
    }
    sort_events(all);
    return all;
}

/// Dijkstra's method (1959), doi:10.1007/BF01386390, with the heights as distances, from the ground
/// around the flats inwards; it never leaves the cells which rise and those beside them.
class RisingFront {
public:
    RisingFront(Slopes& slopes, Events known) : slopes_(slopes), agenda_(std::move(known)) {}

    void run() {
        while (!agenda_.empty()) {
            const Event event = agenda_.take();
            if (event.decides) {
                decide(event.cell);
            } else if ((slopes_.mark(event.cell) & kRaised) != 0) {
                slopes_.height(event.cell) = event.height;
                slopes_.mark(event.cell) = kSettled;
                offer_around(event.cell, slopes_, agenda_);
            }
        }
    }

private:
    /// The front has come to the height of this cell: all that is lower is settled.
    void decide(Position cell) {
        if (slopes_.mark(cell) == kSuspect) {
            if (still_drains(cell)) {
                slopes_.mark(cell) = kSettled;
                offer_around(cell, slopes_, agenda_);
                return;
            }
            slopes_.mark(cell) = kRaised;
            suspect_around(cell);
        }
        reach_from_around(cell);
    }

    bool settled(Position cell) {
        return slopes_.mark(cell) == kSettled || slopes_.mark(cell) == kLevel;
    }

    bool still_drains(Position cell) {
        if (slopes_.is_outlet(cell)) {
            return true;
        }
        for (int number = 0; number < kNeighbours; ++number) {
            if (settled(slopes_.next(cell, number)) &&
                slopes_.needed(cell, number) <= slopes_.height(cell)) {
                return true;
            }
        }
        return false;
    }

    /// The cell rises, so the ground above which drains to it may have to.
    void suspect_around(Position cell) {
        for (int number = 0; number < kNeighbours; ++number) {
            const Position next = slopes_.next(cell, number);
            if (settled(next) && is_higher(slopes_, next, cell)) {
                slopes_.mark(next) = kSuspect;
                agenda_.add_decision(slopes_.height(next), next);
            }
        }
    }

    /// A rising cell takes the best way out over the cells around it which are settled by now.
    void reach_from_around(Position cell) {
        float lowest = std::numeric_limits<float>::infinity();
        for (int number = 0; number < kNeighbours; ++number) {
            const Position next = slopes_.next(cell, number);
            if (settled(next) && slopes_.height(next) <= slopes_.height(cell)) {
                lowest = std::min(lowest, slopes_.needed(cell, number));
            }
        }
        if (lowest < std::numeric_limits<float>::infinity()) {
            agenda_.add_straight(lowest, cell);
        }
    }

    Slopes& slopes_;
    Agenda agenda_;
};

void raise(Slopes& slopes) {
    Events rims = find_rims(slopes);
    RisingFront(slopes, std::move(rims)).run();
}

}  // namespace

void slope_flats(View<float> surface, const LeastStep& step) {
    Slopes slopes(surface, step);
    mark_flats(slopes, kRaised);
    slope_each_flat(slopes);
    // Ground beside the flats that no longer drains rises in the order of heights, and with it what
    // drained to it. From a surface that is nowhere too high this leads to the one looked for.
    mark_flats(slopes, kRaised);
    raise(slopes);
}

void slope_flats_beside(const std::vector<CellRun>& holes,
                        View<float> surface,
                        const LeastStep& step) {
    Slopes slopes(surface, step);
    mark_flats(slopes, kLevel);
    choose_flats(holes, slopes);
    raise(slopes);
}

}  // namespace hazone
