#include "io/alerts/alert_words.hpp"

#include <array>

namespace hazone::io {
namespace {

struct AlertEntry {
    AlertWord word;
    std::string_view english;
    std::string_view vietnamese;
};

constexpr auto kEntries = std::to_array<AlertEntry>({
    {AlertWord::headline, "Risk level {}, {}: {}", "Cấp độ rủi ro thiên tai {} do {}: {}"},
    {AlertWord::headline_cancel, "Alert cancelled: {}", "Hủy cảnh báo: {}"},
    {AlertWord::exercise, "[EXERCISE] ", "[DIỄN TẬP] "},
    {AlertWord::test, "[TEST] ", "[THỬ NGHIỆM] "},
    {AlertWord::share, "{} % of the area has level {} or more.",
     "{} % diện tích có cấp độ rủi ro từ {} trở lên."},
    {AlertWord::probability, "{} % of the members of the ensemble have level {} or more.",
     "{} % số thành phần tổ hợp có cấp độ rủi ro từ {} trở lên."},
    {AlertWord::rule, "Rule {} ({}, {}).", "Áp dụng dòng quy tắc {} ({}, {})."},
    {AlertWord::extrapolated, "This row fills a hole of the text.",
     "Dòng này được bổ sung cho trường hợp văn bản không nêu."},
    {AlertWord::unverified, "The wording of this row is not verified.",
     "Nội dung dòng này chưa được kiểm chứng."},
    {AlertWord::lower_bound, "Much of the area has no data: the level may be higher.",
     "Nhiều nơi trong vùng không có dữ liệu: cấp độ rủi ro có thể cao hơn."},
    {AlertWord::synthetic, "The data are made up for an exercise; this is not a real event.",
     "Dữ liệu giả định phục vụ diễn tập; không phải sự kiện có thật."},
    {AlertWord::cancelled, "The area is now below level 1. The earlier alert no longer holds.",
     "Khu vực hiện dưới cấp độ rủi ro 1. Cảnh báo trước đó không còn hiệu lực."},
    {AlertWord::sources, "Sources: {}.", "Nguồn: {}."},
    {AlertWord::monitor, "Follow the bulletins of the weather service.",
     "Theo dõi bản tin của cơ quan khí tượng thủy văn."},
    {AlertWord::prepare, "Follow the bulletins of the weather service and be ready to move.",
     "Theo dõi bản tin của cơ quan khí tượng thủy văn và sẵn sàng sơ tán."},
    {AlertWord::avoid,
     "Keep away from dangerous places and follow the orders of the local authorities.",
     "Tránh xa nơi nguy hiểm và thực hiện hướng dẫn của chính quyền địa phương."},
    {AlertWord::cancel_instruction, "Go on following the bulletins of the weather service.",
     "Tiếp tục theo dõi bản tin của cơ quan khí tượng thủy văn."},
    {AlertWord::feed_title, "Alerts: {}", "Cảnh báo: {}"},
    {AlertWord::feed_counts, "{} alerts; {} zones without data, which are not safe.",
     "{} cảnh báo; {} vùng không có dữ liệu, không có nghĩa là an toàn."},
    {AlertWord::no_data_zones, "Zones without data", "Các vùng không có dữ liệu"},
    {AlertWord::kept, "No data in this run: the earlier alert stays.",
     "Lần chạy này không có dữ liệu: giữ nguyên cảnh báo trước."},
});

constexpr bool in_order() {
    for (std::size_t place = 0; place < kEntries.size(); ++place) {
        if (static_cast<std::size_t>(kEntries[place].word) != place) {
            return false;
        }
    }
    return kEntries.size() == kAlertWordCount;
}
static_assert(in_order(), "kEntries must list every AlertWord in its order");

struct Advice {
    std::string_view english;
    std::string_view vietnamese;
};

/// In the order of Hazard.
constexpr std::array<Advice, kHazardCount + 1> kAdvice{{
    {"", ""},
    {"Leave steep slopes, cut slopes and gullies while it rains; watch for cracks and muddy water.",
     "Rời khỏi sườn dốc, ta luy và khe suối khi mưa; chú ý vết nứt đất và nước đục bất thường."},
    {"Stay away from streams and fords; go to high ground when the water turns muddy or rises.",
     "Tránh xa sông suối, ngầm tràn; lên chỗ cao khi nước đục hoặc dâng nhanh."},
    {"Stay away from the river; bring people, animals and goods to high ground.",
     "Tránh xa bờ sông; đưa người, vật nuôi và tài sản lên cao."},
    {"Stay off flooded roads and slopes.", "Không đi qua đường ngập và sườn dốc."},
    {"Stay in a solid house; fasten what the wind can carry.",
     "Ở trong nhà kiên cố; chằng chống nhà cửa."},
    {"Drink water and stay out of the sun at noon.", "Uống đủ nước, tránh nắng giữa trưa."},
    {"Save water.", "Sử dụng nước tiết kiệm."},
    {"Keep people and animals warm; never burn coal in a closed room.",
     "Giữ ấm cho người và vật nuôi; không đốt than trong phòng kín."},
    {"Stay indoors, away from tall trees and metal.",
     "Ở trong nhà, tránh cây cao và vật kim loại."},
}};

}  // namespace

std::string_view text(AlertWord word, Language language) {
    const AlertEntry& entry = kEntries.at(static_cast<std::size_t>(word));
    return language == Language::english ? entry.english : entry.vietnamese;
}

std::string_view advice(Hazard hazard, Language language) {
    const Advice& own = kAdvice.at(static_cast<std::size_t>(hazard));
    return language == Language::english ? own.english : own.vietnamese;
}

std::string article_text(const std::string& article, Language language) {
    constexpr std::string_view kArticle = "Art. ";
    if (language == Language::english || !article.starts_with(kArticle)) {
        return article;
    }
    return "Điều " + article.substr(kArticle.size());
}

}  // namespace hazone::io
