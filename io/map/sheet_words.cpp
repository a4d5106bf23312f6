#include "io/map/sheet_words.hpp"

#include <array>
#include <cctype>

namespace hazone::io {
namespace {

struct Entry {
    SheetWord word;
    std::string_view english;
    std::string_view vietnamese;
};

constexpr auto kEntries = std::to_array<Entry>({
    {SheetWord::all_hazards, "all hazards", "các loại thiên tai"},
    {SheetWord::commune_levels, "Risk level of communes", "Cấp độ rủi ro của xã, phường"},
    {SheetWord::zone_levels, "Risk level of zones", "Cấp độ rủi ro của vùng"},
    {SheetWord::level_number, "level {}", "cấp {}"},
    {SheetWord::below_levels, "below level 1", "dưới cấp 1"},
    {SheetWord::communes, "Communes", "Số xã"},
    {SheetWord::square_kilometres, "km²", "km²"},
    {SheetWord::inset_levels, "Levels at a glance", "Cấp độ rủi ro toàn vùng"},
    {SheetWord::inset_place, "Where it lies", "Vị trí"},
    {SheetWord::shown_ground, "ground of this sheet", "phạm vi của tờ bản đồ"},
    {SheetWord::focus_boundary, "Boundary of this commune", "Ranh giới của xã, phường này"},
    {SheetWord::level_mark, "Name and risk level", "Tên và cấp độ rủi ro"},
    {SheetWord::pale_outside, "Paler colours: outside the area of this sheet.",
     "Màu nhạt: ngoài phạm vi của tờ bản đồ."},
    {SheetWord::lower_bound_note, "≥: much data is missing, the level may be higher.",
     "≥: thiếu nhiều dữ liệu, cấp độ có thể cao hơn."},
    {SheetWord::class_level_note,
     "Classes describe the ground, cell by cell. Levels are given to communes by the rules.",
     "Cấp nguy cơ mô tả từng ô đất. Cấp độ rủi ro được xác định cho xã, phường theo quy định."},
    {SheetWord::bases, "What stands for each hazard", "Cơ sở tính cho từng loại thiên tai"},
    {SheetWord::rules, "Rules", "Quy định áp dụng"},
    {SheetWord::rules_version, "{} ({}, version {})", "{} ({}, phiên bản {})"},
    {SheetWord::rules_since, "In force since {}.", "Có hiệu lực từ {}."},
    {SheetWord::joint_note, "Levels raised by {} where hazards meet: {}",
     "Cấp độ được nâng thêm {} khi có nhiều thiên tai: {}"},
    {SheetWord::warnings, "Warnings", "Lưu ý"},
    {SheetWord::hazard_sheet, "Warning zoning map: {}", "Bản đồ phân vùng cảnh báo {}"},
    {SheetWord::level_sheet, "Map of risk levels: {}", "Bản đồ cấp độ rủi ro thiên tai: {}"},
    {SheetWord::zone_sheet, "Disaster warning zoning map: {}",
     "Bản đồ phân vùng cảnh báo thiên tai: {}"},
    {SheetWord::class_of, "Class of {}", "Cấp nguy cơ {}"},
    {SheetWord::level_of, "Risk level: {}", "Cấp độ rủi ro: {}"},
    {SheetWord::zone_level, "Risk level", "Cấp độ rủi ro thiên tai"},
    {SheetWord::hazard, "Hazard: {}", "Loại thiên tai: {}"},
    {SheetWord::rule, "Rule: {}, row {}", "Quy định: {}, dòng {}"},
    {SheetWord::extrapolated_rule, "(fills a gap of the text)", "(bổ sung chỗ trống của văn bản)"},
    {SheetWord::reason, "Reason: {}", "Lý do: {}"},
    {SheetWord::people, "People: {}; exposed: {}", "Dân số: {}; bị ảnh hưởng: {}"},
    {SheetWord::buildings, "Buildings: {}; exposed: {}", "Số nhà: {}; bị ảnh hưởng: {}"},
    {SheetWord::exposed, "Exposed", "Đối tượng bị ảnh hưởng"},
    {SheetWord::exposed_area, "Ground of class 4 and 5: {} km² ({} %)",
     "Diện tích cấp nguy cơ 4 và 5: {} km² ({} %)"},
    {SheetWord::exposed_note,
     "Where there is no data to tell, people and buildings count as exposed.",
     "Nơi không có dữ liệu, dân số và nhà được tính là bị ảnh hưởng."},
    {SheetWord::highest_levels, "Highest levels", "Các xã, phường có cấp độ cao nhất"},
    {SheetWord::values, "Values", "Giá trị"},
    {SheetWord::mean_and_highest, "{}: mean {}, highest {}", "{}: trung bình {}, lớn nhất {}"},
    {SheetWord::no_level, "No level: there is not enough data.",
     "Chưa xác định cấp độ: không đủ dữ liệu."},
    {SheetWord::event_rain, "Rain of the event", "Lượng mưa cả đợt"},
    {SheetWord::rain_of_24_hours, "Heaviest rain of 24 h", "Mưa 24 giờ lớn nhất"},
    {SheetWord::level_by_hazard, "Level of each hazard", "Cấp độ theo loại thiên tai"},
});

constexpr bool in_order() {
    for (std::size_t place = 0; place < kEntries.size(); ++place) {
        if (kEntries[place].word != static_cast<SheetWord>(place) ||
            kEntries[place].english.empty() || kEntries[place].vietnamese.empty()) {
            return false;
        }
    }
    return kEntries.size() == static_cast<std::size_t>(SheetWord::last) + 1;
}
static_assert(in_order(), "every word has a text in both languages, in the order of the enum");

}  // namespace

std::string_view text(SheetWord word, Language language) {
    const Entry& entry = kEntries[static_cast<std::size_t>(word)];
    return language == Language::english ? entry.english : entry.vietnamese;
}

std::string capitalised(std::string_view words) {
    std::string result(words);
    if (result.rfind("đ", 0) == 0) {
        return "Đ" + result.substr(std::string_view("đ").size());
    }
    if (!result.empty() && static_cast<unsigned char>(result[0]) < 0x80) {
        result[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(result[0])));
    }
    return result;
}

}  // namespace hazone::io
