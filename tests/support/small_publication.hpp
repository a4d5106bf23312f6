#pragma once

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/publish/publication.hpp"

namespace hazone::testing {

/// A finished run made by hand, for tests of products: a province of `zone_rows` x `zone_cols`
/// communes with Vietnamese names, every class and level among them, one commune without data and
/// one below level 1.
class SmallPublication {
public:
    explicit SmallPublication(Extent extent = {60, 80}, Index zone_rows = 3, Index zone_cols = 4)
        : grid_{.extent = extent,
                .west = 400'000,
                .north = 2'500'000,
                .cell_size = 500,
                .crs = "EPSG:32648"},
          fields_(grid_),
          zone_rows_(zone_rows),
          zone_cols_(zone_cols) {
        fill_fields();
        layer_ = io::polygonise_zones(fields_.read<std::int32_t>(kZone), grid_);
        fill_table();
        fill_rules();
        fill_publication();
    }
    SmallPublication(const SmallPublication&) = delete;
    SmallPublication& operator=(const SmallPublication&) = delete;
    SmallPublication(SmallPublication&&) = delete;
    SmallPublication& operator=(SmallPublication&&) = delete;
    ~SmallPublication() = default;

    io::Publication& publication() { return publication_; }
    ZoneTable& table() { return table_; }
    io::ZoneLayer& layer() { return layer_; }
    FieldSet& fields() { return fields_; }
    RuleSet& rules() { return rules_; }

    static constexpr std::int32_t kZoneWithoutData = 2;
    static constexpr std::int32_t kZoneBelowLevels = 3;

private:
    std::int32_t label_at(Index row, Index col) const {
        return static_cast<std::int32_t>(row * zone_rows_ / grid_.extent.rows * zone_cols_ +
                                         col * zone_cols_ / grid_.extent.cols + 1);
    }
    static int level_of(std::int32_t label) { return label == kZoneBelowLevels ? 0 : label % 6; }

    void fill_fields() {
        const auto zone = fields_.write<std::int32_t>(kZone);
        const auto elevation = fields_.write(kElevation);
        const auto susceptibility = fields_.write(kLandslideSusceptibility);
        const auto rain = fields_.write(kEventRain);
        const auto stream = fields_.write<std::uint8_t>(kStreamNetwork);
        std::array<View<std::uint8_t>, 3> classes{fields_.write<std::uint8_t>(kHazardClass),
                                                  fields_.write<std::uint8_t>(kLandslideClass),
                                                  fields_.write<std::uint8_t>(kFlashFloodClass)};
        const auto deciding = fields_.write<std::uint8_t>(kDecidingHazard);
        const auto level = fields_.write<std::uint8_t>(kRiskLevel);
        const auto hazard = fields_.write<std::uint8_t>(kRiskHazard);
        const auto rule = fields_.write<std::uint8_t>(kRiskRule);
        for (Index row = 0; row < grid_.extent.rows; ++row) {
            for (Index col = 0; col < grid_.extent.cols; ++col) {
                const std::int32_t label = label_at(row, col);
                const bool missing = label == kZoneWithoutData;
                zone(row, col) = label;
                elevation(row, col) =
                    static_cast<float>(800 + 500 * std::sin(0.21 * static_cast<double>(row)) *
                                                 std::cos(0.17 * static_cast<double>(col)));
                susceptibility(row, col) =
                    missing ? kMissing : static_cast<float>((row * 7 + col * 3) % 100) / 100;
                rain(row, col) = 0.25F;
                stream(row, col) = row == grid_.extent.rows / 2 ? 1 : 0;
                const auto slide = static_cast<std::uint8_t>(missing ? 0 : 1 + (row / 4) % 5);
                const auto flood = static_cast<std::uint8_t>(missing ? 0 : 1 + (col / 5) % 5);
                classes[0](row, col) = std::max(slide, flood);
                classes[1](row, col) = slide;
                classes[2](row, col) = flood;
                deciding(row, col) = static_cast<std::uint8_t>(missing         ? 0
                                                               : slide > flood ? 1
                                                               : flood > slide ? 2
                                                                               : 3);
                const int own = level_of(label);
                level(row, col) = static_cast<std::uint8_t>(missing ? 255 : own);
                hazard(row, col) = static_cast<std::uint8_t>(missing ? 255 : own == 0 ? 0 : 1);
                rule(row, col) = static_cast<std::uint8_t>(missing ? 255 : own);
            }
        }
    }

    void fill_table() {
        constexpr std::array kNames{"Phúc Khánh", "Nậm Lúc",  "Mường Hoa", "A Lù",
                                    "Tân Phượng", "Bản Mù",   "Bảo Yên",   "Sa Pa",
                                    "Yên Bái",    "Trạm Tấu", "Văn Bàn",   "Lục Yên"};
        const double area = static_cast<double>(grid_.extent.size()) * grid_.cell_size *
                            grid_.cell_size / static_cast<double>(zone_rows_ * zone_cols_);
        for (io::Zone& zone : layer_.zones) {
            const auto place = static_cast<std::size_t>(zone.label - 1);
            zone.name =
                std::string(kNames[place % kNames.size()]) +
                (place < kNames.size() ? "" : fmt::format(" {}", place / kNames.size() + 1));
            zone.code = fmt::format("{:05d}", 2680 + 3 * zone.label);
            table_.push_back(summary_of(zone, area));
        }
    }

    static ZoneSummary summary_of(const io::Zone& zone, double area) {
        ZoneSummary own;
        own.label = zone.label;
        own.name = zone.name;
        own.code = zone.code;
        own.area = area;
        if (zone.label == kZoneWithoutData) {
            own.missing_area = area;
            own.reason = "no data: 100.0 % of the zone is missing, at most 20 % may be";
            return own;
        }
        own.class_area = {0.3 * area, 0.25 * area, 0.2 * area, 0.15 * area, 0.1 * area};
        own.highest_class = 5;
        own.deciding_hazard = 1;
        const int level = level_of(zone.label);
        own.level = level;
        own.hazard = level == 0 ? Hazard::none : Hazard::landslide;
        own.rule = level == 0 ? "" : fmt::format("46-{}", level);
        own.reason = level == 0 ? "below level 1: no row of the rules applies"
                                : fmt::format("level {}: 12.0 % of the zone, 5 % needed", level);
        own.level_area[static_cast<std::size_t>(level)] = area;
        HazardLevel slide{
            .hazard = Hazard::landslide, .level = level, .highest_level = level, .rule = own.rule};
        slide.level_area = own.level_area;
        own.hazards = {slide, {.hazard = Hazard::heat}};
        own.statistics = {{"landslide_susceptibility", 0.31, 0.82, 0.99}};
        own.exposed_area = 0.25 * area;
        own.people = Exposure{12'000, 1'500};
        return own;
    }

    void fill_rules() {
        rules_.name = "test-rules";
        rules_.version = "1";
        rules_.title = "Rules of the test";
        rules_.title_vietnamese = "Quy tắc thử nghiệm";
        rules_.source = "made by hand";
        rules_.caution = "not an official warning";
        rules_.level_colours = {"#87CEEB", "#FFFF99", "#FFA500", "#FF0000", "#800080"};
        RuleTable table{.hazard = Hazard::landslide,
                        .article = "Art. 46",
                        .title = "Landslide",
                        .title_vietnamese = "Sạt lở đất",
                        .since = "2021-07-01"};
        table.fields = {"landslide_class"};
        for (int level = 1; level <= kLevelCount; ++level) {
            const double number = level;
            table.rows.push_back({.id = fmt::format("46-{}", level),
                                  .conditions = {{"landslide_class",
                                                  {number, number, true, true},
                                                  fmt::format("class {}", level)}},
                                  .level = level,
                                  .article = "Art. 46",
                                  .mark = "S",
                                  .extrapolated = level == 2,
                                  .number = level});
        }
        rules_.tables = {table};
    }

    void fill_publication() {
        record_ = {{"program", "hazone"}, {"version", "test"}, {"zones", nlohmann::json::array()}};
        publication_.title = "Tỉnh thử nghiệm";
        publication_.sources = "made by hand";
        publication_.version = "test";
        publication_.scenario_sha256 = std::string(64, 'a');
        publication_.made = 1'725'840'000;  // 2024-09-09T00:00:00Z
        publication_.valid_from = 1'725'840'000;
        publication_.valid_until = 1'725'926'400;
        publication_.synthetic = true;
        publication_.grid = &grid_;
        publication_.fields = &fields_;
        publication_.layer = &layer_;
        publication_.table = &table_;
        publication_.rules = &rules_;
        publication_.bases = {
            {Hazard::landslide, "landslide_susceptibility", "landslide_class",
             "limits 0.05 .. 0.5"},
            {Hazard::flash_flood, "flash_flood_susceptibility", "flash_flood_class", "limits"}};
        publication_.record = &record_;
    }

    Grid grid_;
    FieldSet fields_;
    Index zone_rows_;
    Index zone_cols_;
    io::ZoneLayer layer_;
    ZoneTable table_;
    RuleSet rules_;
    nlohmann::ordered_json record_;
    io::Publication publication_;
};

}  // namespace hazone::testing
