#include "io/publish/bulletin_words.hpp"

#include <array>

namespace hazone::io {
namespace {

struct Entry {
    BulletinWord word;
    std::string_view english;
    std::string_view vietnamese;
};

constexpr auto kEntries = std::to_array<Entry>({
    {BulletinWord::title, "Natural hazard bulletin", "Bản tin cảnh báo thiên tai"},
    {BulletinWord::issued, "Issued", "Thời gian phát hành"},
    {BulletinWord::issued_by, "Issued by", "Đơn vị phát hành"},
    {BulletinWord::valid, "Valid", "Thời gian hiệu lực"},
    {BulletinWord::valid_span, "{} to {}", "từ {} đến {}"},
    {BulletinWord::kind, "Based on", "Cơ sở"},
    {BulletinWord::kind_forecast, "forecast rain", "lượng mưa dự báo"},
    {BulletinWord::kind_observed, "rain which has fallen", "lượng mưa đã xảy ra"},
    {BulletinWord::kind_scenario, "a scenario: the rain has no date",
     "kịch bản: mưa không gắn với thời gian cụ thể"},
    {BulletinWord::highest, "Highest level: {}, in {} of {} communes.",
     "Cấp độ cao nhất: {}, tại {} trên tổng số {} xã, phường."},
    {BulletinWord::none_reached, "No commune with data reaches level 1 ({} communes).",
     "Không có xã, phường nào có dữ liệu đạt cấp 1 ({} xã, phường)."},
    {BulletinWord::nothing_known, "No level is known: there is not enough data for any commune.",
     "Chưa xác định được cấp độ: không đủ dữ liệu cho bất kỳ xã, phường nào."},
    {BulletinWord::without_data, "Without data: {} communes. They are not known to be safe.",
     "Không có dữ liệu: {} xã, phường. Không có nghĩa là an toàn."},
    {BulletinWord::levels, "Communes by risk level", "Xã, phường theo cấp độ rủi ro thiên tai"},
    {BulletinWord::communes_of_level, "{}: {} communes", "{}: {} xã, phường"},
    {BulletinWord::other_hazard, "hazard not named", "chưa rõ loại thiên tai"},
    {BulletinWord::more, "and {} more", "và {} xã, phường khác"},
    {BulletinWord::hazards, "Hazards", "Các loại thiên tai"},
    {BulletinWord::hazard_line, "{}: highest {}; level 1 or more in {} communes, no data in {}.",
     "{}: cao nhất {}; đạt cấp 1 trở lên tại {} xã, phường, không có dữ liệu tại {}."},
    {BulletinWord::rain, "Rain", "Lượng mưa"},
    {BulletinWord::rain_line, "{}: mean of the area {} mm; highest {} mm ({}).",
     "{}: trung bình toàn vùng {} mm; lớn nhất {} mm ({})."},
    {BulletinWord::no_rain, "The run gives no figures.", "Không có số liệu."},
    {BulletinWord::exposed, "ground of class 4 or 5: {} km²", "diện tích cấp nguy cơ 4, 5: {} km²"},
    {BulletinWord::exposed_people, "people exposed: {} of {}", "dân số bị ảnh hưởng: {} trên {}"},
    {BulletinWord::all_names, "All communes are listed in bulletin.txt.",
     "Danh sách đầy đủ trong tệp bulletin.txt."},
    {BulletinWord::order_note, "In each row: the most ground of class 4 or 5 first.",
     "Trong mỗi dòng: xếp theo diện tích cấp nguy cơ 4, 5 giảm dần."},
});

constexpr bool in_order() {
    for (std::size_t place = 0; place < kEntries.size(); ++place) {
        if (kEntries[place].word != static_cast<BulletinWord>(place) ||
            kEntries[place].english.empty() || kEntries[place].vietnamese.empty()) {
            return false;
        }
    }
    return kEntries.size() == static_cast<std::size_t>(BulletinWord::last) + 1;
}
static_assert(in_order(), "every word has a text in both languages, in the order of the enum");

}  // namespace

std::string_view text(BulletinWord word, Language language) {
    const Entry& entry = kEntries[static_cast<std::size_t>(word)];
    return language == Language::english ? entry.english : entry.vietnamese;
}

}  // namespace hazone::io
