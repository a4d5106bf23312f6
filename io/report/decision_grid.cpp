#include "io/report/decision_grid.hpp"

#include <algorithm>
#include <array>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::io {
namespace {

constexpr int kNone = 255;  // no data in codes
constexpr std::size_t kRules = 256;
constexpr std::size_t kHazards1 = kHazardCount + 1;
constexpr std::size_t kKeys = (kLevelCount + 1) * kHazards1 * kRules;

struct CodeViews {
    View<const std::uint8_t> level;
    View<const std::uint8_t> hazard;  // may be empty
    View<const std::uint8_t> rule;    // may be empty
};

CodeViews codes_of(const FieldSet& fields) {
    const auto codes = [&](const FieldSpec& field) {
        return fields.has(field) ? fields.read<std::uint8_t>(field) : View<const std::uint8_t>();
    };
    return {codes(kRiskLevel), codes(kRiskHazard), codes(kRiskRule)};
}

/// Number of the decision of a cell; kKeys where there is no data.
std::size_t key_at(const CodeViews& codes, Index row, Index col) {
    const int level = codes.level(row, col);
    if (level > kLevelCount) {
        return kKeys;
    }
    const auto code = [&](const View<const std::uint8_t>& view, std::size_t limit) -> std::size_t {
        const std::size_t value = view.extent().empty() ? 0 : view(row, col);
        return value == kNone || value >= limit ? 0 : value;
    };
    return (static_cast<std::size_t>(level) * kHazards1 + code(codes.hazard, kHazards1)) * kRules +
           code(codes.rule, kRules);
}

Decision decision_of(std::size_t key) {
    return {static_cast<int>(key / kRules / kHazards1), static_cast<int>(key / kRules % kHazards1),
            static_cast<int>(key % kRules)};
}

bool milder(const Decision& a, const Decision& b) {
    if (a.level != b.level) {
        return a.level < b.level;
    }
    return a.hazard != b.hazard ? a.hazard > b.hazard : a.rule > b.rule;
}

/// Which decisions occur, row by row into a table of each row's own block.
std::vector<Decision> found_decisions(const CodeViews& codes) {
    std::vector<char> seen(kKeys + 1, 0);
    for (Index row = 0; row < codes.level.rows(); ++row) {
        for (Index col = 0; col < codes.level.cols(); ++col) {
            seen[key_at(codes, row, col)] = 1;
        }
    }
    std::vector<Decision> found;
    for (std::size_t key = 0; key < kKeys; ++key) {
        if (seen[key] != 0) {
            found.push_back(decision_of(key));
        }
    }
    return found;
}

}  // namespace

DecisionGrid decision_grid(const FieldSet& fields) {
    CodeViews codes = codes_of(fields);
    DecisionGrid grid{.decisions = found_decisions(codes), .ranks = {}};
    if (grid.decisions.size() > 255) {
        codes.hazard = {};
        codes.rule = {};
        grid.decisions = found_decisions(codes);
    }
    std::sort(grid.decisions.begin(), grid.decisions.end(), milder);
    std::vector<std::uint8_t> rank_of(kKeys + 1, 0);
    for (std::size_t place = 0; place < grid.decisions.size(); ++place) {
        const Decision& own = grid.decisions[place];
        rank_of[(static_cast<std::size_t>(own.level) * kHazards1 +
                 static_cast<std::size_t>(own.hazard)) *
                    kRules +
                static_cast<std::size_t>(own.rule)] = static_cast<std::uint8_t>(place + 1);
    }
    grid.ranks = Raster<std::uint8_t>(codes.level.extent());
    for_each_cell(codes.level.extent(), [&, to = grid.ranks.view()](Index row, Index col) {
        to(row, col) = rank_of[key_at(codes, row, col)];
    });
    return grid;
}

}  // namespace hazone::io
