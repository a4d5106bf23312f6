#include "scenarios/rules/rule_words.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace hazone {
namespace {

std::string remark(const RuleRow& row) {
    std::string text = row.mark;
    text += row.extrapolated ? ", extrapolated" : "";
    text += row.unverified ? ", unverified" : "";
    return text + (row.note.empty() ? "" : ": " + row.note);
}

std::string table_text(const RuleTable& table) {
    std::vector<std::size_t> widths;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
        std::size_t width = table.axes[axis].field.size();
        for (const RuleRow& row : table.rows) {
            width = std::max(width, row.conditions[axis].text.size());
        }
        widths.push_back(width);
    }
    std::size_t id_width = 3;
    for (const RuleRow& row : table.rows) {
        id_width = std::max(id_width, row.id.size());
    }
    std::string text = fmt::format("\n{}: {} - {} (since {})\n", table.article,
                                   hazard_word(table.hazard), table.title, table.since);
    text += table.note.empty() ? "" : "  " + table.note + "\n";
    text += fmt::format("  {:<{}}", "row", id_width);
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
        text += fmt::format("  {:<{}}", table.axes[axis].field, widths[axis]);
    }
    text += "  level  mark\n";
    for (const RuleRow& row : table.rows) {
        text += fmt::format("  {:<{}}", row.id, id_width);
        for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
            text += fmt::format("  {:<{}}", row.conditions[axis].text, widths[axis]);
        }
        text += fmt::format("  {:<5}  {}\n", row.level == 0 ? "-" : std::to_string(row.level),
                            remark(row));
    }
    return text;
}

}  // namespace

std::size_t rule_count(const RuleSet& rules) {
    std::size_t count = 0;
    for (const RuleTable& table : rules.tables) {
        count += table.rows.size();
    }
    return count;
}

std::string rules_text(const RuleSet& rules) {
    std::string text = fmt::format("{} (version {})\n{}\nSource: {}\nIn force since {}\n{}\n",
                                   rules.title, rules.version, rules.title_vietnamese, rules.source,
                                   rules.since, rules.caution);
    for (const RuleTable& table : rules.tables) {
        text += table_text(table);
    }
    text += "\nMarks:\n";
    for (const auto& [mark, meaning] : rules.marks) {
        text += fmt::format("  {:<3} {}\n", mark, meaning);
    }
    return text + "A dash: the text has no level there. Values outside all bands have none.\n";
}

}  // namespace hazone
