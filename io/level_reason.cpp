#include "io/level_reason.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/alerts/alert_words.hpp"
#include "io/level_words.hpp"
#include "io/report/report_words.hpp"

namespace hazone::io {
namespace {

constexpr Language kOwn = Language::vietnamese;

std::string percent(double part, double whole) { return number_text(100 * part / whole, 1, kOwn); }

/// Hectares below 1 km2, which would read as 0,00 km2.
std::string area_text(double area) {
    return area < 1e6 ? number_text(area / 1e4, 2, kOwn) + " ha"
                      : number_text(area / 1e6, 2, kOwn) + " km²";
}

std::string share_text(const ZoneSummary& zone, double known) {
    const int shown = std::max(*zone.level, 1);
    const double whole = zone.lower_bound ? zone.area : known;
    const double area =
        std::accumulate(zone.level_area.begin() + shown, zone.level_area.end(), 0.0);
    return fmt::format("{}{} % của {}{} ({}) có cấp {} trở lên", *zone.level == 0 ? "chỉ " : "",
                       percent(area, whole), area_text(whole),
                       zone.lower_bound ? "" : " có dữ liệu", area_text(area), shown);
}

std::string condition_text(const Condition& condition) {
    const FieldSpec* const field = find_field(condition.field);
    const std::string title = field == nullptr ? condition.field : report_title(*field, kOwn);
    return title + " " + condition.text;
}

/// "dòng 46-2-high (Điều 46, bổ sung chỗ trống của văn bản): Mưa 24 giờ lớn nhất >200-400 mm, ...".
std::string row_text(const std::string& id, const RuleSet* rules) {
    std::string text = "dòng quy định " + id;
    const RuleRow* const row = rules == nullptr ? nullptr : rules->row(id);
    if (row == nullptr) {
        return text;
    }
    std::string origin = article_text(row->article, kOwn);
    for (const auto& [holds, words] :
         {std::pair{row->extrapolated, "bổ sung chỗ trống của văn bản"},
          std::pair{row->unverified, "chưa được kiểm chứng"}}) {
        origin += !holds ? "" : (origin.empty() ? "" : ", ") + std::string(words);
    }
    text += origin.empty() ? "" : " (" + origin + ")";
    for (std::size_t number = 0; number < row->conditions.size(); ++number) {
        text += (number == 0 ? ": " : ", ") + condition_text(row->conditions[number]);
    }
    return text;
}

std::string in_vietnamese(const ZoneSummary& zone, const RuleSet* rules) {
    if (zone.area <= 0) {
        return "không có dữ liệu: vùng nằm ngoài lưới tính";
    }
    const double known = std::accumulate(zone.level_area.begin(), zone.level_area.end(), 0.0);
    const std::string missing = fmt::format("{} % diện tích không có dữ liệu",
                                            percent(std::max(zone.area - known, 0.0), zone.area));
    if (!zone.level) {
        return "chưa xác định được cấp: " + missing;
    }
    std::string text = zone.lower_bound ? "ít nhất " : "";
    text += *zone.level == 0 ? "dưới cấp 1" : fmt::format("cấp {}", *zone.level);
    text += ": " + share_text(zone, known);
    if (*zone.level > 0 && zone.hazard != Hazard::none) {
        text += fmt::format("; cấp {} chủ yếu do {}", *zone.level, hazard_name(zone.hazard, kOwn));
    }
    if (!zone.rule.empty()) {
        text += "; " + row_text(zone.rule, rules);
    }
    return text + "; " + missing;
}

}  // namespace

std::string level_reason(const ZoneSummary& zone, const RuleSet* rules, Language language) {
    const bool own = language == Language::vietnamese && !zone.reason.empty();
    return own ? in_vietnamese(zone, rules) : zone.reason;
}

}  // namespace hazone::io
