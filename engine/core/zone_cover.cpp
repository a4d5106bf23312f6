#include "engine/core/zone_cover.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

struct LabelRun {
    std::int32_t label;
    CellRun cells;
};

void append_runs(View<const std::int32_t> labels, Index row, std::vector<LabelRun>& runs) {
    const std::int32_t* const cells = labels.row(row);
    for (Index col = 0; col < labels.cols();) {
        const std::int32_t label = cells[col];
        const Index first = col;
        while (col < labels.cols() && cells[col] == label) {
            ++col;
        }
        if (label > kNoLabel) {
            runs.push_back({label,
                            {static_cast<std::int32_t>(row), static_cast<std::int32_t>(first),
                             static_cast<std::int32_t>(col)}});
        }
    }
}

}  // namespace

double ZoneCover::area_of(std::size_t zone) const {
    Index whole = 0;
    for (const CellRun& run : runs_of(zone)) {
        whole += run.end - run.first;
    }
    double cut = 0;
    for (const CellPart& part : parts_of(zone)) {
        cut += part.share;
    }
    return cell_area * (static_cast<double>(whole) + cut);
}

Index ZoneCover::cells_of(std::size_t zone) const {
    Index cells = static_cast<Index>(parts_of(zone).size());
    for (const CellRun& run : runs_of(zone)) {
        cells += run.end - run.first;
    }
    return cells;
}

void ZoneCover::add(std::span<const CellRun> zone_runs,
                    std::span<const CellPart> zone_parts,
                    double area_outside) {
    runs.insert(runs.end(), zone_runs.begin(), zone_runs.end());
    parts.insert(parts.end(), zone_parts.begin(), zone_parts.end());
    first_run.push_back(runs.size());
    first_part.push_back(parts.size());
    outside.push_back(area_outside);
}

ZoneCover cover_of_labels(View<const std::int32_t> labels, double cell_area) {
    constexpr Index kRowsPerBlock = 64;
    const Index blocks = (labels.rows() + kRowsPerBlock - 1) / kRowsPerBlock;
    std::vector<std::vector<LabelRun>> found(static_cast<std::size_t>(blocks));
    for_each_block(blocks, [&](Index block) {
        const Index end = std::min(labels.rows(), (block + 1) * kRowsPerBlock);
        for (Index row = block * kRowsPerBlock; row < end; ++row) {
            append_runs(labels, row, found[static_cast<std::size_t>(block)]);
        }
    });
    std::vector<std::size_t> next;  // place of the next run of each label; then a counting sort
    for (const auto& part : found) {
        for (const LabelRun& run : part) {
            const auto label = static_cast<std::size_t>(run.label);
            next.resize(std::max(next.size(), label + 1));
            ++next[label];
        }
    }
    ZoneCover cover{.cell_area = cell_area};
    for (std::size_t label = 1; label < next.size(); ++label) {
        cover.first_run.push_back(cover.first_run.back() + next[label]);
        next[label] = cover.first_run[label - 1];
    }
    cover.first_part.resize(cover.first_run.size(), 0);
    cover.outside.resize(cover.size(), 0);
    cover.runs.resize(cover.first_run.back());
    for (const auto& part : found) {
        for (const LabelRun& run : part) {
            cover.runs[next[static_cast<std::size_t>(run.label)]++] = run.cells;
        }
    }
    return cover;
}

}  // namespace hazone
