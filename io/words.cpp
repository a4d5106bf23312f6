#include "io/words.hpp"

#include <array>

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
    {Word::scale, "Scale", "Tỷ lệ"},
    {Word::north, "N", "B"},
    {Word::synthetic_notice, "SYNTHETIC DATA - not a real place",
     "DỮ LIỆU TỔNG HỢP - không phải địa danh có thật"},
    {Word::disclaimer, "Model result for planning; not an official warning.",
     "Kết quả mô hình phục vụ quy hoạch; không phải cảnh báo chính thức."},
    {Word::sources, "Sources", "Nguồn"},
    {Word::date, "Date", "Ngày"},
});

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
    for (const Entry& entry : kEntries) {
        if (entry.word == word) {
            return language == Language::english ? entry.english : entry.vietnamese;
        }
    }
    return "";
}

std::string_view class_name(int number, Language language) {
    return number < 1 || number > 5
               ? text(Word::no_data, language)
               : text(static_cast<Word>(static_cast<int>(Word::class_very_low) + number - 1),
                      language);
}

}  // namespace hazone::io
