// What people read in the web report, in English and Vietnamese.
#include "io/report/report_words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/map/field_scale.hpp"
#include "io/map/known_scales.hpp"
#include "io/report/report_file.hpp"

namespace hazone::io {
namespace {

constexpr auto kWords = std::to_array<ReportWord>({
    {"title", "Disaster warning zoning map", "Bản đồ phân vùng cảnh báo thiên tai"},
    {"needs_scripts", "This report needs a browser which runs scripts.",
     "Báo cáo này cần trình duyệt cho phép chạy mã lệnh."},
    {"language", "Language", "Ngôn ngữ"},
    {"print", "Print", "In"},
    {"skip_to_table", "Go to the table of zones", "Đến bảng các xã"},
    {"synthetic", "SYNTHETIC DATA - not a real place",
     "DỮ LIỆU TỔNG HỢP - không phải địa danh có thật"},
    {"disclaimer", "Model result for planning; not an official warning.",
     "Kết quả mô hình phục vụ quy hoạch; không phải cảnh báo chính thức."},
    {"valid", "Rain from {from} to {until}", "Mưa từ {from} đến {until}"},
    {"valid_forecast", "Forecast of rain from {from} to {until}",
     "Dự báo mưa từ {from} đến {until}"},
    {"map_heading", "Map and explanation", "Bản đồ và giải thích"},
    {"map_label", "Map of levels. Arrow keys move it, plus and minus change the scale.",
     "Bản đồ cấp độ rủi ro. Phím mũi tên để di chuyển, phím cộng và trừ để đổi tỷ lệ."},
    {"map_hint", "Click a place: why it has its level.",
     "Bấm vào một nơi trên bản đồ để xem vì sao có cấp đó."},
    {"whole_map", "Whole map", "Toàn bản đồ"},
    {"explain_centre", "Explain the middle of the map", "Giải thích điểm giữa bản đồ"},
    {"layers", "Layers", "Lớp bản đồ"},
    {"zones_by_level", "Zones by level", "Các xã theo cấp"},
    {"group_level", "Levels of the cells", "Cấp của từng ô lưới"},
    {"group_class", "Classes of the cells", "Phân loại từng ô lưới"},
    {"group_rain", "Rain", "Mưa"},
    {"group_field", "Other fields", "Các yếu tố khác"},
    {"group_time", "In time", "Theo thời gian"},
    {"group_relief", "Ground", "Địa hình"},
    {"relief", "Relief", "Bóng địa hình"},
    {"opacity", "Opacity", "Độ đậm"},
    {"opacity_of", "Opacity of: {layer}", "Độ đậm của lớp: {layer}"},
    {"time_of", "Time of: {layer}", "Thời điểm của lớp: {layer}"},
    {"after_hours", "after {hours} h", "sau {hours} giờ"},
    {"full_resolution", "full resolution", "độ phân giải đầy đủ"},
    {"no_data", "No data", "Không có dữ liệu"},
    {"no_data_note", "No data does not mean safe.", "Không có dữ liệu không có nghĩa là an toàn."},
    {"never", "never fails", "không mất ổn định"},
    {"explanation", "Explanation", "Giải thích"},
    {"explanation_hint", "Choose a zone in the table, or click a place on the map.",
     "Chọn một xã trong bảng hoặc bấm vào một nơi trên bản đồ."},
    {"back_to_table", "Back to the table", "Trở lại bảng"},
    {"at_least", "or higher", "hoặc cao hơn"},
    {"lower_bound_note", "Much of the zone has no data: its level may be higher.",
     "Phần lớn diện tích không có dữ liệu: cấp thực tế có thể cao hơn."},
    {"reason_missing", "No level is given: {share} of the zone has no data.",
     "Không xác định được cấp: {share} diện tích không có dữ liệu."},
    {"reason_below", "Below level 1: no row of the rules applies.",
     "Dưới cấp 1: không có dòng quy định nào áp dụng."},
    {"reason_below_cell", "No row of the rules applies here.",
     "Không có dòng quy định nào áp dụng tại đây."},
    {"reason_level", "Level {level} by {hazard}: {share} of the zone is at this level or above.",
     "Cấp {level} do {hazard}: {share} diện tích ở cấp này trở lên."},
    {"as_recorded", "As the run has recorded it:", "Ghi nhận của lần tính (tiếng Anh):"},
    {"rule", "Rule", "Quy định"},
    {"rule_row", "Row {id}: {article}, gives level {level} where",
     "Dòng {id}: {article}, cho cấp {level} khi"},
    {"mark", "Evidence of the text: {mark}", "Mức tin cậy của văn bản: {mark}"},
    {"mark_s", "quoted legal text was seen", "đã xem nguyên văn quy định"},
    {"mark_t", "seen in transcriptions of the text", "theo bản chép lại quy định"},
    {"mark_t1", "seen in one transcription, or in two which differ",
     "theo một bản chép lại, hoặc hai bản khác nhau"},
    {"extrapolated", "This row fills a hole of the text.",
     "Dòng này bổ sung chỗ văn bản chưa quy định."},
    {"unverified", "This row is not verified.", "Dòng này chưa được kiểm chứng."},
    {"all_hazards", "Level by each hazard", "Cấp theo từng loại thiên tai"},
    {"statistics", "Values in the zone", "Các giá trị trong xã"},
    {"field", "Field", "Yếu tố"},
    {"mean", "Mean", "Trung bình"},
    {"percentile_95", "95th percentile", "Phân vị 95"},
    {"highest", "Highest", "Lớn nhất"},
    {"hazard", "Hazard", "Loại thiên tai"},
    {"level", "Level", "Cấp"},
    {"area", "Area", "Diện tích"},
    {"area_km2", "Area (km²)", "Diện tích (km²)"},
    {"class_shares", "Shares of classes 1 to 5", "Tỷ lệ cấp nguy cơ 1 đến 5"},
    {"high_share", "Class 4 and 5", "Nguy cơ cấp 4 và 5"},
    {"missing", "Without data", "Thiếu dữ liệu"},
    {"people", "People exposed", "Dân cư bị ảnh hưởng"},
    {"buildings", "Buildings exposed", "Công trình bị ảnh hưởng"},
    {"exposed_of", "{exposed} of {all}", "{exposed} trên {all}"},
    {"level_probability", "Probability of levels 0 to 5", "Xác suất của cấp 0 đến 5"},
    {"cell_at", "Place {place}", "Vị trí {place}"},
    {"cell_values", "The worst within {metres} m", "Giá trị xấu nhất trong phạm vi {metres} m"},
    {"loading", "Values are being loaded …", "Đang tải giá trị …"},
    {"outside", "Outside the computed area.", "Ngoài vùng tính toán."},
    {"values_failed", "The values of this place could not be loaded; is the folder whole?",
     "Không tải được giá trị tại đây; thư mục báo cáo có thể bị thiếu."},
    {"no_zone_here", "The place lies in no zone.", "Vị trí này không thuộc xã nào."},
    {"north", "N", "B"},
    {"south", "S", "N"},
    {"east", "E", "Đ"},
    {"west", "W", "T"},
    {"table_heading", "Zones by level", "Các xã theo cấp"},
    {"table_caption", "A heading sorts the table; a row shows the explanation of the zone.",
     "Bấm tiêu đề để sắp xếp; chọn một dòng để xem giải thích của xã."},
    {"zone", "Zone", "Xã, phường"},
    {"filter_name", "Name or code", "Tên hoặc mã"},
    {"filter_level", "Level", "Cấp"},
    {"every_level", "all", "tất cả"},
    {"level_and_above", "level {level} and above", "từ cấp {level} trở lên"},
    {"row_count", "{shown} of {all} zones", "{shown} trên {all} xã"},
    {"zone_count", "Number of zones", "Số xã"},
    {"charts_heading", "Charts", "Biểu đồ"},
    {"level_chart", "Number of zones by level", "Số xã theo cấp"},
    {"level_axis", "Level (0: below level 1; ?: no data)",
     "Cấp (0: dưới cấp 1; ?: không có dữ liệu)"},
    {"rain_chart_gauges",
     "Rain in time at {stations} gauges: bars mean, lines highest; hatched: no data",
     "Mưa theo thời gian tại {stations} trạm: cột là trung bình, vạch là lớn nhất; gạch chéo: "
     "không có dữ liệu"},
    {"rain_chart_cells", "Rain in time over the area: bars mean, lines highest; hatched: no data",
     "Mưa theo thời gian trên toàn vùng: cột là trung bình, vạch là lớn nhất; gạch chéo: không có "
     "dữ liệu"},
    {"rain_axis", "mm in each step", "mm mỗi bước thời gian"},
    {"as_table", "The same as a table", "Xem dạng bảng"},
    {"time", "Time", "Thời gian"},
    {"about_heading", "About this report", "Về báo cáo này"},
    {"rules", "Rules", "Quy định áp dụng"},
    {"rules_source", "Source of the rules", "Nguồn của quy định"},
    {"joint", "Added for joint hazards", "Tăng cấp do thiên tai đồng thời"},
    {"publisher", "Publisher", "Đơn vị phát hành"},
    {"sources", "Sources", "Nguồn dữ liệu"},
    {"made", "Made", "Thời điểm lập"},
    {"grid", "Grid", "Lưới tính"},
    {"grid_facts", "{rows} rows × {cols} columns of {size} m, {crs}",
     "{rows} hàng × {cols} cột, ô {size} m, {crs}"},
    {"program", "Program", "Chương trình"},
    {"scenario_sum", "SHA-256 of the scenario", "SHA-256 của kịch bản"},
    {"bases", "What stands for each hazard", "Yếu tố đại diện cho từng loại thiên tai"},
    {"notes", "Notes of the run", "Ghi chú của lần tính"},
    {"warnings", "Warnings", "Cảnh báo của lần tính"},
    {"picture_note",
     "A dot of a picture shows the worst of the cells which touch it. The relief darkens colours a "
     "little.",
     "Mỗi điểm ảnh thể hiện giá trị xấu nhất của các ô lưới chạm vào nó. Bóng địa hình làm màu tối "
     "hơn một chút."},
    {"leaflet_note", "The map is drawn by Leaflet; its licence lies in the folder leaflet.",
     "Bản đồ được vẽ bằng Leaflet; giấy phép nằm trong thư mục leaflet."},
    {"hazard_none", "none", "không có"},
    {"hazard_landslide", "landslide", "sạt lở đất"},
    {"hazard_flash_flood", "flash flood", "lũ quét"},
    {"hazard_river_flood", "river flood", "lũ, ngập lụt"},
    {"hazard_heavy_rain", "heavy rain", "mưa lớn"},
    {"hazard_storm", "storm, tropical depression", "bão, áp thấp nhiệt đới"},
    {"hazard_heat", "heat", "nắng nóng"},
    {"hazard_drought", "drought", "hạn hán"},
    {"hazard_cold", "severe cold, frost", "rét hại, sương muối"},
    {"hazard_convection", "tornado, lightning, hail", "lốc, sét, mưa đá"},
});

constexpr bool whole() {
    for (const ReportWord& word : kWords) {
        if (word.key.empty() || word.english.empty() || word.vietnamese.empty()) {
            return false;
        }
    }
    return true;
}
static_assert(whole(), "every word has a text in both languages");

struct Title {
    std::string_view field;
    std::string_view english;
    std::string_view vietnamese;
};

// Fields which io/map gives no title of their own.
constexpr auto kTitles = std::to_array<Title>({
    {kRiskLevel.name, "Level of all hazards", "Cấp độ rủi ro của mọi thiên tai"},
    {kLandslideLevel.name, "Level of landslide", "Cấp độ rủi ro sạt lở đất"},
    {kFlashFloodLevel.name, "Level of flash flood", "Cấp độ rủi ro lũ quét"},
    {kRiverFloodLevel.name, "Level of river flood", "Cấp độ rủi ro lũ, ngập lụt"},
    {kHeavyRainLevel.name, "Level of heavy rain", "Cấp độ rủi ro mưa lớn"},
    {kStormLevel.name, "Level of storm", "Cấp độ rủi ro bão, áp thấp nhiệt đới"},
    {kHeatLevel.name, "Level of heat", "Cấp độ rủi ro nắng nóng"},
    {kDroughtLevel.name, "Level of drought", "Cấp độ rủi ro hạn hán"},
    {kColdLevel.name, "Level of severe cold", "Cấp độ rủi ro rét hại, sương muối"},
    {kConvectionLevel.name, "Level of tornado, lightning, hail", "Cấp độ rủi ro lốc, sét, mưa đá"},
    {kHazardClass.name, "Hazard class", "Cấp nguy cơ chung"},
    {kLandslideClass.name, "Landslide class", "Cấp nguy cơ sạt lở đất"},
    {kFlashFloodClass.name, "Flash flood class", "Cấp nguy cơ lũ quét"},
    {kDecidingHazard.name, "Hazard which decides the class",
     "Loại thiên tai quyết định cấp nguy cơ"},
    {kFlashFloodSusceptibility.name, "Susceptibility to flash floods", "Mức nhạy cảm với lũ quét"},
    {kEventRain.name, "Rain of the event", "Tổng lượng mưa của đợt mưa"},
    {kPeakIntensity.name, "Highest intensity of the rain", "Cường độ mưa lớn nhất"},
    {kWetnessIndex.name, "Wetness index", "Chỉ số ẩm địa hình"},
    {kHeightAboveDrainage.name, "Height above the stream", "Độ cao so với sông, suối"},
    {kRunoffDepth.name, "Depth of runoff", "Lớp dòng chảy mặt"},
    {kStreamNetwork.name, "Streams", "Sông, suối"},
    {kRainDays.name, "Days of rain in a row", "Số ngày mưa liên tiếp"},
    {kHeavyRainDays.name, "Days of heavy rain in a row", "Số ngày mưa lớn liên tiếp"},
    {kGreatestRainOf1Hour.name, "Heaviest rain of 1 h", "Mưa 1 giờ lớn nhất"},
    {kGreatestRainOf3Hours.name, "Heaviest rain of 3 h", "Mưa 3 giờ lớn nhất"},
    {kGreatestRainOf6Hours.name, "Heaviest rain of 6 h", "Mưa 6 giờ lớn nhất"},
    {kGreatestRainOf12Hours.name, "Heaviest rain of 12 h", "Mưa 12 giờ lớn nhất"},
    {kGreatestRainOf24Hours.name, "Heaviest rain of 24 h", "Mưa 24 giờ lớn nhất"},
    {kLowland.name, "Plain and coast", "Đồng bằng, ven biển"},
    {kDailyMaximumTemperature.name, "Daily maximum temperature", "Nhiệt độ cao nhất ngày"},
    {kHotDays.name, "Days of the hot spell", "Số ngày nắng nóng"},
    {kDailyMeanTemperature.name, "Daily mean temperature", "Nhiệt độ trung bình ngày"},
    {kColdDays.name, "Days of the cold spell", "Số ngày rét"},
    {kWaterShortfall.name, "Water which is lacking", "Tỷ lệ thiếu hụt nước"},
    {kDroughtMonths.name, "Months of the drought", "Số tháng hạn"},
    {kWindForce.name, "Wind force (Beaufort)", "Cấp gió (Beaufort)"},
    {kConvectionShare.name, "Share of communes under tornado, lightning or hail",
     "Tỷ lệ xã có lốc, sét, mưa đá"},
    {kAlarmPassed.name, "Alarm level which the gauge has reached", "Báo động lũ đã đạt"},
    {kStageAboveAlarm3.name, "Water level over alarm 3", "Mực nước trên báo động 3"},
    {kStageAboveRecord.name, "Water level over the record", "Mực nước trên lũ lịch sử"},
    {kGaugeRegion.name, "Region of the gauge", "Khu vực của trạm thủy văn"},
    {kPopulationDensity.name, "People per area", "Mật độ dân số"},
    {kCombinedSusceptibility.name, "Susceptibility to all hazards",
     "Mức nhạy cảm với mọi thiên tai"},
});

}  // namespace

std::span<const ReportWord> report_words() { return kWords; }

std::string report_text(std::string_view key, Language language) {
    const auto* const found = std::find_if(kWords.begin(), kWords.end(),
                                           [&](const ReportWord& word) { return word.key == key; });
    if (found == kWords.end()) {
        return std::string(key);
    }
    return std::string(language == Language::english ? found->english : found->vietnamese);
}

std::string report_title(const FieldSpec& field, Language language) {
    const auto* const own = std::find_if(kTitles.begin(), kTitles.end(), [&](const Title& title) {
        return title.field == field.name;
    });
    if (own == kTitles.end()) {
        return field_title(field, language);
    }
    return std::string(language == Language::english ? own->english : own->vietnamese);
}

std::string level_text(const Publication& publication, int level, Language language) {
    const bool english = language == Language::english;
    if (level == 0) {
        return english ? "Below level 1" : "Dưới cấp 1";
    }
    std::string text = fmt::format("{} {}", english ? "Level" : "Cấp", level);
    if (publication.rules != nullptr) {
        const auto& names =
            english ? publication.rules->level_names : publication.rules->level_names_vietnamese;
        const auto place = static_cast<std::size_t>(level - 1);
        if (place < names.size() && !names[place].empty()) {
            text += ": " + names[place];
        }
    }
    return text;
}

Colour level_colour(const Publication& publication, int level) {
    const auto place = static_cast<std::size_t>(level - 1);
    const Colour usual = kLevelColours.at(place);
    return publication.rules != nullptr && place < publication.rules->level_colours.size()
               ? colour_of(publication.rules->level_colours[place], usual)
               : usual;
}

}  // namespace hazone::io
