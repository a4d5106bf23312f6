#include "engine/terrain/conditioning/regions.hpp"

#include <algorithm>
#include <numeric>

#include "engine/core/narrow.hpp"

namespace hazone {
namespace {

/// Groups of runs, each named by its first run.
class RunGroups {
public:
    explicit RunGroups(std::size_t count) : parent_(count) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }

    std::size_t group(std::size_t run) {
        while (parent_[run] != run) {
            parent_[run] = parent_[parent_[run]];
            run = parent_[run];
        }
        return run;
    }

    void join(std::size_t a, std::size_t b) {
        a = group(a);
        b = group(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> parent_;
};

/// Joins the runs of one row with those of the row above: [above, row_begin) and [row_begin, end).
void join_rows(const std::vector<CellRun>& runs,
               std::size_t above,
               std::size_t row_begin,
               std::size_t end,
               RunGroups& groups) {
    for (std::size_t run = row_begin; run < end; ++run) {
        while (above < row_begin && runs[above].last < runs[run].first) {
            ++above;
        }
        for (std::size_t other = above; other < row_begin && runs[other].first <= runs[run].last;
             ++other) {
            groups.join(other, run);
        }
    }
}

}  // namespace

Regions connected_regions(std::vector<CellRun> runs) {
    count_in_32_bits(static_cast<Index>(runs.size()), "rows of cells in lakes or holes");
    RunGroups groups(runs.size());
    std::size_t above = 0;
    std::size_t row_begin = 0;
    while (row_begin < runs.size()) {
        std::size_t end = row_begin;
        while (end < runs.size() && runs[end].row == runs[row_begin].row) {
            ++end;
        }
        if (runs[above].row + 1 == runs[row_begin].row) {
            join_rows(runs, above, row_begin, end, groups);
        }
        above = row_begin;
        row_begin = end;
    }
    std::uint32_t count = 0;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const std::size_t first = groups.group(run);
        runs[run].region = first == run ? count++ : runs[first].region;
    }
    return {std::move(runs), count};
}

}  // namespace hazone
