#include "engine/rules/rule_lookup.hpp"

#include <algorithm>
#include <cmath>

namespace hazone {
namespace {

bool before(const Band& a, const Band& b) {
    return a.lowest < b.lowest || (a.lowest == b.lowest && (a.lowest_within && !b.lowest_within));
}

bool same(const Band& a, const Band& b) {
    return a.lowest == b.lowest && a.highest == b.highest && a.lowest_within == b.lowest_within &&
           a.highest_within == b.highest_within;
}

}  // namespace

std::vector<Band> bands_of(const RuleTable& table, std::size_t axis) {
    std::vector<Band> bands;
    for (const RuleRow& row : table.rows) {
        const Band& band = row.conditions[axis].band;
        if (std::none_of(bands.begin(), bands.end(),
                         [&](const Band& known) { return same(known, band); })) {
            bands.push_back(band);
        }
    }
    std::sort(bands.begin(), bands.end(), before);
    return bands;
}

RuleLookup::RuleLookup(const RuleTable& table) {
    std::size_t count = 1;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
        axes_.push_back({bands_of(table, axis), count});
        count *= axes_.back().bands.size();
    }
    answers_.assign(count, {0, 0});
    for (const RuleRow& row : table.rows) {
        std::size_t place = 0;
        for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
            const auto& bands = axes_[axis].bands;
            const auto found = std::find_if(bands.begin(), bands.end(), [&](const Band& band) {
                return same(band, row.conditions[axis].band);
            });
            place += axes_[axis].stride * static_cast<std::size_t>(found - bands.begin());
        }
        // A row of level 0 says that the text has no level there.
        answers_[place] = {static_cast<std::uint8_t>(row.level),
                           static_cast<std::uint8_t>(row.level == 0 ? 0 : row.number)};
    }
}

Judgement RuleLookup::judge(std::span<const double> values) const {
    std::size_t place = 0;
    bool missing = false;
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
        if (std::isnan(values[axis])) {
            missing = true;
            continue;
        }
        const auto& bands = axes_[axis].bands;
        std::size_t band = 0;
        while (band < bands.size() && !bands[band].contains(values[axis])) {
            ++band;
        }
        if (band == bands.size()) {
            return {0, 0};
        }
        place += axes_[axis].stride * band;
    }
    return missing ? Judgement{} : answers_[place];
}

}  // namespace hazone
