#include "io/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace hazone::io {
namespace {

struct Entry {
    Word word;
    std::string_view english;
    std::string_view vietnamese;
};

constexpr auto kEntries = std::to_array<Entry>({
    {Word::map_title, "Disaster warning zoning map", "Bản đồ phân vùng cảnh báo thiên tai"},
    {Word::class_very_low, "very low", "rất thấp"},
    {Word::class_low, "low", "thấp"},
    {Word::class_medium, "medium", "trung bình"},
    {Word::class_high, "high", "cao"},
    {Word::class_very_high, "very high", "rất cao"},
    {Word::no_data, "no data", "không có dữ liệu"},
    {Word::hazard_landslide, "landslide", "sạt lở đất"},
    {Word::hazard_flash_flood, "flash flood", "lũ quét"},
    {Word::hazard_both, "landslide and flash flood", "sạt lở đất và lũ quét"},
    {Word::legend, "Legend", "Chú giải"},
    {Word::hazard_class, "Hazard class", "Cấp nguy cơ"},
    {Word::zone_level, "Level of the zone", "Cấp của vùng"},
    {Word::zone_boundary, "Zone boundary", "Ranh giới vùng"},
    {Word::stream, "Stream", "Sông, suối"},
    {Word::no_stream, "no stream", "không phải sông, suối"},
    {Word::stream_order, "order {}", "bậc {}"},
    {Word::process_flood, "flood", "lũ"},
    {Word::process_debris_flood, "debris flood", "lũ bùn đá"},
    {Word::process_debris_flow, "debris flow", "dòng bùn đá"},
    {Word::landform_flat, "flat", "bằng phẳng"},
    {Word::landform_peak, "peak", "đỉnh"},
    {Word::landform_ridge, "ridge", "sống núi"},
    {Word::landform_shoulder, "shoulder", "vai núi"},
    {Word::landform_spur, "spur", "mũi núi"},
    {Word::landform_slope, "slope", "sườn dốc"},
    {Word::landform_hollow, "hollow", "sườn lõm"},
    {Word::landform_footslope, "footslope", "chân sườn"},
    {Word::landform_valley, "valley", "thung lũng"},
    {Word::landform_pit, "pit", "hố trũng"},
    {Word::stability_stable, "stable", "ổn định"},
    {Word::stability_moderate, "moderately stable", "ổn định vừa"},
    {Word::stability_quasi, "quasi-stable", "gần ổn định"},
    {Word::stability_lower_threshold, "lower threshold", "ngưỡng mất ổn định dưới"},
    {Word::stability_upper_threshold, "upper threshold", "ngưỡng mất ổn định trên"},
    {Word::stability_defended, "defended", "mất ổn định"},
    {Word::stability_plot_title, "Stability index by slope and catchment area",
     "Chỉ số ổn định theo độ dốc và diện tích tập trung nước"},
    {Word::slope_axis, "Slope (°)", "Độ dốc (°)"},
    {Word::catchment_axis, "Specific catchment area (m² per m of contour)",
     "Diện tích tập trung nước riêng (m² trên 1 m đường đồng mức)"},
    {Word::stability_index, "Stability index (SI)", "Chỉ số ổn định (SI)"},
    {Word::cells, "Cells", "Ô lưới"},
    {Word::sampled_cells, "Cells, a sample", "Ô lưới, lấy mẫu"},
    {Word::landslides, "Landslides", "Sạt lở"},
    {Word::index_lines, "Line of equal SI", "Đường cùng chỉ số SI"},
    {Word::saturation_line, "Above: saturated soil in the wettest case",
     "Phía trên: đất bão hòa trong trường hợp ẩm nhất"},
    {Word::nowcast_low, "low", "thấp"},
    {Word::nowcast_moderate, "moderate", "vừa"},
    {Word::nowcast_high, "high", "cao"},
    {Word::flood_h1, "H1: safe, or dry", "H1: an toàn hoặc khô"},
    {Word::flood_h2, "H2: unsafe, small cars", "H2: nguy hiểm, xe nhỏ"},
    {Word::flood_h3, "H3: unsafe, children, cars", "H3: nguy hiểm, trẻ em, xe"},
    {Word::flood_h4, "H4: unsafe, all people", "H4: nguy hiểm, mọi người"},
    {Word::flood_h5, "H5: weak buildings fail", "H5: nhà yếu có thể sập"},
    {Word::flood_h6, "H6: buildings may fail", "H6: mọi nhà có thể sập"},
    {Word::people_low, "low, or dry", "thấp hoặc khô"},
    {Word::people_some, "dangerous to some", "nguy hiểm với một số người"},
    {Word::people_most, "dangerous to most", "nguy hiểm với đa số"},
    {Word::people_all, "dangerous to all", "nguy hiểm với mọi người"},
    {Word::vehicles_none, "no vehicle moved, or dry", "xe đứng vững hoặc khô"},
    {Word::vehicles_small, "small cars moved", "xe nhỏ bị cuốn"},
    {Word::vehicles_large, "large cars moved", "xe lớn bị cuốn"},
    {Word::vehicles_every, "all vehicles moved", "mọi xe bị cuốn"},
    {Word::buildings_wet, "wetting at most", "chỉ ngập hoặc khô"},
    {Word::buildings_partial, "partial damage", "hư hại một phần"},
    {Word::buildings_destroyed, "destroyed", "bị phá hủy"},
    {Word::dam_none, "no dam", "không chặn dòng"},
    {Word::dam_perhaps, "perhaps a dam", "có thể chặn dòng"},
    {Word::dam_stands, "dam, stands", "đập tự nhiên, ổn định"},
    {Word::dam_uncertain, "dam, uncertain end", "đập tự nhiên, chưa rõ"},
    {Word::dam_breaks, "dam, breaks", "đập tự nhiên, dễ vỡ"},
    {Word::scale, "Scale", "Tỷ lệ"},
    {Word::north, "N", "B"},
    {Word::synthetic_notice, "SYNTHETIC DATA - not a real place",
     "DỮ LIỆU TỔNG HỢP - không phải địa danh có thật"},
    {Word::disclaimer, "Model result for planning; not an official warning.",
     "Kết quả mô hình phục vụ quy hoạch; không phải cảnh báo chính thức."},
    {Word::sources, "Sources", "Nguồn"},
    {Word::date, "Date", "Ngày"},
    {Word::east, "E", "Đ"},
    {Word::west, "W", "T"},
    {Word::south, "S", "N"},
    {Word::area_share, "Area", "Diện tích"},
    {Word::zone_count, "Zones", "Số vùng"},
    {Word::zone_name_sample, "Name", "Tên"},
    {Word::name_and_level, "Name and level of the zone", "Tên và cấp của vùng"},
    {Word::highest_zones, "Zones with the highest levels", "Các vùng có cấp cao nhất"},
    {Word::more_zones, "and {} more", "và {} vùng khác"},
    {Word::symbols, "Symbols", "Ký hiệu"},
    {Word::coordinate_system, "Coordinate system", "Hệ tọa độ"},
    {Word::cell_size, "Cell size", "Kích thước ô lưới"},
    {Word::grid_ticks, "Numbers at the frame: easting and northing in km.",
     "Số ở khung: tọa độ đông và bắc, km."},
    {Word::share_note, "Area: share of the cells with data; no data: share of all cells.",
     "Diện tích: tỷ lệ trên các ô có dữ liệu; không có dữ liệu: tỷ lệ trên mọi ô."},
    {Word::highest_note,
     "Where several cells fall on one dot of the map, the highest class is shown.",
     "Nơi nhiều ô lưới trùng một điểm ảnh, bản đồ thể hiện cấp cao nhất."},
    {Word::no_data_note, "No data does not mean safe.",
     "Không có dữ liệu không có nghĩa là an toàn."},
    {Word::worst_note,
     "Where several cells fall on one dot of the map, the class higher up in the legend is shown.",
     "Nơi nhiều ô lưới trùng một điểm ảnh, bản đồ thể hiện cấp đứng trên trong chú giải."},
    {Word::hours_after_start, "{} h after the start of the rain", "{} giờ sau khi bắt đầu mưa"},
    {Word::one_value, "one value everywhere", "một giá trị trên toàn vùng"},
    {Word::never, "never fails", "không mất ổn định"},
    {Word::kilometre, "km", "km"},
    {Word::metre, "m", "m"},
});

constexpr bool in_order() {
    for (std::size_t place = 0; place < kEntries.size(); ++place) {
        if (kEntries[place].word != static_cast<Word>(place) || kEntries[place].english.empty() ||
            kEntries[place].vietnamese.empty()) {
            return false;
        }
    }
    return kEntries.size() == kWordCount;
}
static_assert(in_order(), "every word has a text in both languages, in the order of the enum");

}  // namespace

std::optional<Language> language_of(std::string_view code) {
    if (code == "en") {
        return Language::english;
    }
    if (code == "vi") {
        return Language::vietnamese;
    }
    return std::nullopt;
}

std::string_view text(Word word, Language language) {
    const Entry& entry = kEntries[static_cast<std::size_t>(word)];
    return language == Language::english ? entry.english : entry.vietnamese;
}

std::string_view class_name(int number, Language language) {
    return number < 1 || number > 5
               ? text(Word::no_data, language)
               : text(static_cast<Word>(static_cast<int>(Word::class_very_low) + number - 1),
                      language);
}

std::string number_text(double value, int decimals, Language language) {
    if (!std::isfinite(value)) {
        return "-";
    }
    const bool english = language == Language::english;
    std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    if (point < digits.size() && !english) {
        digits[point] = ',';
    }
    for (std::size_t place = point; place > 3; place -= 3) {
        digits.insert(place - 3, 1, english ? ',' : '.');
    }
    return value < 0 && !zero ? "-" + digits : digits;
}

}  // namespace hazone::io
