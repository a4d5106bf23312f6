#include <algorithm>
#include <cstring>

#include "engine/terrain/conditioning/regions.hpp"
#include "engine/terrain/conditioning/slopes.hpp"

namespace hazone::rise {
namespace {

void offer(Position cell, bool is_diagonal, float height, Slopes& slopes, Agenda& agenda) {
    std::uint8_t& mark = slopes.mark(cell);
    if ((mark & kRaised) == 0 || (mark & kReachedStraight) != 0) {
        return;
    }
    if (!is_diagonal || slopes.step().same_for_diagonals()) {
        mark |= kReachedStraight;
        agenda.add_straight(height, cell);
    } else if ((mark & kReachedDiagonal) == 0) {
        mark |= kReachedDiagonal;
        agenda.add_diagonal(height, cell);
    }
}

/// The runs of raised cells of one row.
void find_runs(Slopes& slopes, Index row, std::vector<CellRun>& runs) {
    const std::uint8_t* const marks = &slopes.mark(slopes.position({row, 0}));
    const Index cols = slopes.surface().cols();
    const auto find = [&](Index from) {
        const void* at = std::memchr(marks + from, kRaised, static_cast<std::size_t>(cols - from));
        return at == nullptr ? cols : static_cast<const std::uint8_t*>(at) - marks;
    };
    for (Index first = find(0); first < cols;) {
        Index last = first + 1;
        while (last < cols && marks[last] == kRaised) {
            ++last;
        }
        runs.push_back({row, first, last});
        first = find(last);
    }
}

/// The flats, each with its runs together.
struct Flats {
    std::vector<CellRun> runs;
    std::vector<std::size_t> first;  // per flat, and one past the last
};

Flats find_flats(Slopes& slopes) {
    std::vector<std::vector<CellRun>> found(static_cast<std::size_t>(slopes.surface().rows()));
    for_each_row(slopes.surface().rows(),
                 [&](Index row) { find_runs(slopes, row, found[static_cast<std::size_t>(row)]); });
    std::vector<CellRun> all;
    for (const std::vector<CellRun>& runs : found) {
        all.insert(all.end(), runs.begin(), runs.end());
    }
    const Regions regions = connected_regions(std::move(all));
    Flats flats{std::vector<CellRun>(regions.runs.size()),
                std::vector<std::size_t>(std::size_t{regions.count} + 1, 0)};
    for (const CellRun& run : regions.runs) {
        ++flats.first[run.region + 1];
    }
    for (std::size_t flat = 0; flat < regions.count; ++flat) {
        flats.first[flat + 1] += flats.first[flat];
    }
    std::vector<std::size_t> next(flats.first.begin(), flats.first.end() - 1);
    for (const CellRun& run : regions.runs) {
        flats.runs[next[run.region]++] = run;
    }
    return flats;
}

/// Raises the cells of flats, one flat after the other.
class FlatSlope {
public:
    void raise(const CellRun* begin, const CellRun* end, Slopes& slopes) {
        find_ways_out(begin, end, slopes);
        for (const Event& way : ways_) {
            agenda_.add_known(way);
        }
        while (!agenda_.empty()) {
            const Event event = agenda_.take();
            if ((slopes.mark(event.cell) & kRaised) != 0) {
                slopes.height(event.cell) = event.height;
                slopes.mark(event.cell) = kSettled;
                offer_around(event.cell, slopes, agenda_);
            }
        }
    }

private:
    /// The height that each cell beside the flat's surroundings must have to drain into these.
    void find_ways_out(const CellRun* begin, const CellRun* end, Slopes& slopes) {
        ways_.clear();
        for (const CellRun* run = begin; run != end; ++run) {
            for (Index col = run->first; col < run->last; ++col) {
                const Position cell = slopes.position({run->row, col});
                float lowest = std::numeric_limits<float>::infinity();
                for (int number = 0; number < kNeighbours; ++number) {
                    if (slopes.mark(slopes.next(cell, number)) == kSettled) {
                        lowest = std::min(lowest, slopes.needed(cell, number));
                    }
                }
                if (lowest < std::numeric_limits<float>::infinity()) {
                    ways_.push_back({lowest, cell});
                }
            }
        }
        std::sort(ways_.begin(), ways_.end());
    }

    Events ways_;
    Agenda agenda_;
};

}  // namespace

void offer_around(Position cell, Slopes& slopes, Agenda& agenda) {
    const float straight = slopes.step().straight_above(slopes.height(cell));
    const float diagonal = slopes.step().diagonal_above(slopes.height(cell));
    for (int number = 0; number < kNeighbours; ++number) {
        const bool is_diagonal = number % 2 != 0;
        offer(slopes.next(cell, number), is_diagonal, is_diagonal ? diagonal : straight, slopes,
              agenda);
    }
}

void slope_each_flat(Slopes& slopes) {
    constexpr Index kTogether = 16;
    const Flats flats = find_flats(slopes);
    const Index count = static_cast<Index>(flats.first.size()) - 1;
    for_each_block_with<FlatSlope>(
        (count + kTogether - 1) / kTogether, [&](Index block, FlatSlope& slope) {
            for (Index flat = block * kTogether; flat < std::min(count, (block + 1) * kTogether);
                 ++flat) {
                const auto number = static_cast<std::size_t>(flat);
                slope.raise(flats.runs.data() + flats.first[number],
                            flats.runs.data() + flats.first[number + 1], slopes);
            }
        });
}

}  // namespace hazone::rise
