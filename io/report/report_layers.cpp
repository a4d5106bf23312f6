// The pictures of the web report: levels, classes and fields on the web map, and beside each the
// values which a click on a cell shows.
#include "io/report/report_layers.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/map/field_map.hpp"
#include "io/map/field_scale.hpp"
#include "io/map/known_scales.hpp"
#include "io/map/legend.hpp"
#include "io/map/map_raster.hpp"
#include "io/report/decision_grid.hpp"
#include "io/report/report_file.hpp"
#include "io/report/report_words.hpp"

namespace hazone::io {
namespace {

using Json = nlohmann::ordered_json;

constexpr Colour kBelowLevels{0xFF, 0xFF, 0xFF};
constexpr Colour kHatchGround{0xE2, 0xE2, 0xE2};
constexpr Index kHatchPeriod = 8;         // dots from line to line
constexpr std::uint8_t kFineShades = 64;  // of the relief
constexpr double kCodes = 65'533;         // of finite values; 0 is no data
constexpr std::uint16_t kNever = 65'535;  // of infinite ones

Json both(const std::string& english, const std::string& vietnamese) {
    return {{"en", english}, {"vi", vietnamese}};
}

bool is_level(const FieldSpec& field) {
    return field.name == kRiskLevel.name ||
           std::any_of(kLevelOfHazard.begin(), kLevelOfHazard.end(),
                       [&](const FieldSpec* level) { return level->name == field.name; });
}

/// What the cells of the classes of a scale hold, in the order of the classes.
Json codes_in_legend(const FieldSpec& field) {
    Json codes = Json::array();
    for (const LegendEntry& entry : legend_of(field, Language::english)) {
        if (entry.value != (field.type == CellType::class8 ? kNoClass : 255)) {
            codes.push_back(entry.value);
        }
    }
    return codes;
}

/// 16-bit codes of values, low byte first, 0 where missing.
std::vector<std::uint8_t> codes_of(View<const float> values, double low, double step) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(values.extent().size()) * 2);
    for_each_cell(values.extent(), [&](Index row, Index col) {
        const double value = values(row, col);
        std::uint16_t code = 0;
        if (std::isfinite(value)) {
            code = static_cast<std::uint16_t>(1 + std::lround((value - low) / step));
        } else if (!is_missing(value)) {
            code = kNever;
        }
        const auto place = static_cast<std::size_t>(row * values.cols() + col) * 2;
        bytes[place] = static_cast<std::uint8_t>(code & 0xFFU);
        bytes[place + 1] = static_cast<std::uint8_t>(code >> 8U);
    });
    return bytes;
}

class LayerWriter {
public:
    LayerWriter(const Publication& publication,
                const ReportOptions& options,
                const WebFrame& frame,
                const std::filesystem::path& folder)
        : publication_(publication),
          options_(options),
          frame_(frame),
          folder_(folder),
          values_(frame.dots(options.value_side)) {}

    ReportLayers write() {
        add_relief();
        for (const FieldSpec* field : shown_fields()) {
            add_field(*field);
        }
        if (fields().has(kRiskLevel)) {
            add_decisions();
        }
        result_.value_cell_size = frame_.ground_size(values_);
        return std::move(result_);
    }

private:
    const FieldSet& fields() const { return *publication_.fields; }

    /// Levels, classes, rain and what stands for the hazards first, then what was asked for.
    std::vector<const FieldSpec*> shown_fields() const {
        std::vector<const FieldSpec*> wanted{&kRiskLevel, &kHazardClass, &kLandslideClass,
                                             &kFlashFloodClass};
        wanted.insert(wanted.begin() + 1, kLevelOfHazard.begin(), kLevelOfHazard.end());
        wanted.push_back(&kEventRain);
        for (const HazardBasis& basis : publication_.bases) {
            wanted.push_back(find_field(basis.field));
        }
        for (const std::string& name : options_.fields) {
            wanted.push_back(find_field(name));
        }
        std::set<std::string_view> known{kElevation.name, kZone.name, kRiskHazard.name,
                                         kRiskRule.name};
        std::vector<const FieldSpec*> shown;
        for (const FieldSpec* field : wanted) {
            if (field != nullptr && fields().has(*field) && is_drawable(*field) &&
                known.insert(field->name).second) {
                shown.push_back(field);
            }
        }
        return shown;
    }

    static bool is_drawable(const FieldSpec& field) {
        return is_level(field) || (can_be_mapped(field) && field.type != CellType::label32);
    }

    /// Where the zones are, or the whole grid without zones: there, what is missing is hatched.
    Raster<std::uint8_t> inside(Extent dots) const {
        Raster<std::uint8_t> cells(fields().extent(), 1);
        if (fields().has(kZone)) {
            const auto zone = fields().read<std::int32_t>(kZone);
            for_each_cell(zone.extent(), [&, to = cells.view()](Index row, Index col) {
                to(row, col) = zone(row, col) == kNoLabel ? 0 : 1;
            });
        }
        return frame_.classes(cells, dots);
    }

    const Raster<std::uint8_t>& inside_of(Extent dots) {
        if (inside_.extent() != dots) {
            inside_ = inside(dots);
        }
        return inside_;
    }

    void add_relief() {
        if (!fields().has(kElevation)) {
            return;
        }
        const Extent dots = frame_.dots(options_.picture_side);
        const Raster<float> height =
            frame_.values(fields().read(kElevation), dots, DotRule::between);
        const double spacing = frame_.ground_size(dots);
        const Raster<float> light = hillshade(height, spacing, spacing);
        Raster<std::uint8_t> shades(dots);
        for_each_cell(dots, [&, to = shades.view()](Index row, Index col) {
            const double shade = std::clamp(0.35 + 0.75 * light(row, col), 0.0, 1.0);
            to(row, col) =
                is_missing(height(row, col))
                    ? std::uint8_t{0}
                    : static_cast<std::uint8_t>(1 + std::lround(shade * (kFineShades - 1)));
        });
        std::vector<Dot> palette{{{255, 255, 255}, 0}};
        for (int shade = 0; shade < kFineShades; ++shade) {
            const auto grey = static_cast<std::uint8_t>(shade * 255 / (kFineShades - 1));
            palette.push_back({{grey, grey, grey}, 255});
        }
        write_palette_png(folder_ / "layers" / "relief.png", shades, palette);
        result_.layers.push_back({{"id", "relief"},
                                  {"group", "relief"},
                                  {"title", both(report_text("relief", Language::english),
                                                 report_text("relief", Language::vietnamese))},
                                  {"pictures", {"layers/relief.png"}}});
    }

    /// Draws classes from 1 in their colours; 0 inside the zones is hatched.
    void draw(View<const std::uint8_t> picture,
              const std::vector<Colour>& colours,
              const std::string& name) {
        const Raster<std::uint8_t>& zones = inside_of(picture.extent());
        const auto hatch = static_cast<std::uint8_t>(colours.size() + 1);
        Raster<std::uint8_t> dots(picture.extent());
        for_each_cell(picture.extent(), [&, to = dots.view()](Index row, Index col) {
            const bool line = (row + col) % kHatchPeriod < 2;
            const bool hatched = picture(row, col) == kNoClass && zones(row, col) != 0;
            to(row, col) =
                hatched ? static_cast<std::uint8_t>(hatch + (line ? 1 : 0)) : picture(row, col);
        });
        std::vector<Dot> palette{{{255, 255, 255}, 0}};
        for (const Colour colour : colours) {
            palette.push_back({colour, 255});
        }
        palette.push_back({kHatchGround, 255});
        palette.push_back({{0x80, 0x80, 0x80}, 255});
        write_palette_png(folder_ / name, dots, palette);
    }

    void write_values(const std::string& id, int bytes, std::span<const std::uint8_t> values) {
        write_script(folder_ / "data" / ("values_" + id + ".js"), "values." + id,
                     {{"rows", values_.rows},
                      {"cols", values_.cols},
                      {"bytes", bytes},
                      {"data", packed(values)}});
    }

    static Json classes_json(const std::vector<Colour>& colours,
                             const std::vector<std::string>& english,
                             const std::vector<std::string>& vietnamese) {
        Json json = Json::array();
        for (std::size_t place = 0; place < english.size(); ++place) {
            json.push_back({{"colour", colour_text(colours[place])},
                            {"name", both(english[place], vietnamese[place])}});
        }
        return json;
    }

    void add_field(const FieldSpec& field) {
        if (is_level(field)) {
            add_levels(field);
        } else if (field.form == Form::frames) {
            add_frames(field);
        } else {
            add_scaled(field);
        }
    }

    Json layer_json(const FieldSpec& field, const std::string& group) const {
        const std::string id(field.name);
        return {{"id", id},
                {"group", group},
                {"title", both(report_title(field, Language::english),
                               report_title(field, Language::vietnamese))},
                {"pictures", {fmt::format("layers/{}.png", id)}}};
    }

    void add_levels(const FieldSpec& field) {
        const auto cells = fields().read<std::uint8_t>(field);
        Raster<std::uint8_t> steps(cells.extent());
        for_each_cell(cells.extent(), [&, to = steps.view()](Index row, Index col) {
            to(row, col) = cells(row, col) > kLevelCount
                               ? kNoClass
                               : static_cast<std::uint8_t>(cells(row, col) + 1);
        });
        std::vector<Colour> colours{kBelowLevels};
        std::vector<std::string> english;
        std::vector<std::string> vietnamese;
        for (std::size_t level = 1; level <= kLevelCount; ++level) {
            colours.push_back(level_colour(publication_, static_cast<int>(level)));
        }
        for (int level = 0; level <= kLevelCount; ++level) {
            english.push_back(level_text(publication_, level, Language::english));
            vietnamese.push_back(level_text(publication_, level, Language::vietnamese));
        }
        Json layer = layer_json(field, "level");
        layer["classes"] = classes_json(colours, english, vietnamese);
        layer["codes"] = {0, 1, 2, 3, 4, 5};
        finish(field, steps, colours, std::move(layer), options_.picture_side);
    }

    void add_scaled(const FieldSpec& field) {
        const FieldScale scale = field_scale(field, fields(), 0, Language::english);
        const bool classes = field.type != CellType::float32;
        Json layer = layer_json(field, classes                         ? "class"
                                       : field.name == kEventRain.name ? "rain"
                                                                       : "field");
        layer["classes"] = classes_json(scale.colours, scale.names,
                                        scale_names(field, scale, Language::vietnamese));
        if (classes) {
            layer["codes"] = codes_in_legend(field);
        } else {
            layer["limits"] = scale.limits;
            layer["low_is_worse"] = scale.low_is_worse;
        }
        const bool main = classes && field.highest == kClassCount;
        finish(field, scale.classes, scale.colours, std::move(layer),
               main ? options_.picture_side : options_.field_picture_side);
    }

    /// Draws the classes, stores the values of the cells and keeps the layer.
    void finish(const FieldSpec& field,
                View<const std::uint8_t> classes,
                const std::vector<Colour>& colours,
                Json layer,
                Index side) {
        const std::string id(field.name);
        const Raster<std::uint8_t> picture = frame_.classes(classes, frame_.dots(side));
        draw(picture, colours, fmt::format("layers/{}.png", id));
        if (field.type == CellType::float32) {
            add_numbers(field, layer);
        } else {
            const Raster<std::uint8_t> coarse = frame_.classes(classes, values_);
            write_values(id, 1, {coarse.data(), static_cast<std::size_t>(coarse.size())});
            layer["values"] = {{"kind", "class"}};
        }
        result_.layers.push_back(std::move(layer));
    }

    void add_numbers(const FieldSpec& field, Json& layer) {
        const KnownScale* const own = known_scale(field);
        const bool low = own != nullptr && own->order == KnownScale::Order::low_is_worse;
        const Raster<float> worst =
            frame_.values(fields().read(field), values_, low ? DotRule::lowest : DotRule::highest);
        double lowest = kInfinity;
        double highest = -kInfinity;
        for (Index place = 0; place < worst.size(); ++place) {
            const double value = worst.data()[place];
            if (std::isfinite(value)) {
                lowest = std::min(lowest, value);
                highest = std::max(highest, value);
            }
        }
        if (!(lowest <= highest)) {
            lowest = highest = 0;
        }
        const double step = highest > lowest ? (highest - lowest) / kCodes : 1.0;
        // Depths of rain are read in mm.
        const bool rain = field.unit == Unit::metre && field.name.find("rain") != field.name.npos;
        const DisplayUnit unit = rain ? DisplayUnit{"mm", 1000} : display_unit(field.unit, highest);
        write_values(std::string(field.name), 2, codes_of(worst, lowest, step));
        layer["values"] = {{"kind", "number"},
                           {"low", lowest * unit.per_si},
                           {"step", step * unit.per_si},
                           {"unit", unit.symbol},
                           {"worst", low ? "lowest" : "highest"}};
    }

    void add_frames(const FieldSpec& field) {
        const auto times = fields().times();
        Json layer = layer_json(field, "time");
        layer["pictures"] = Json::array();
        layer["times"] = times;
        for (std::size_t time = 0; time < times.size(); ++time) {
            const FieldScale scale =
                field_scale(field, fields(), static_cast<Index>(time), Language::english);
            const std::string name = fmt::format("layers/{}_{}.png", field.name, time + 1);
            draw(frame_.classes(scale.classes, frame_.dots(options_.frame_side)), scale.colours,
                 name);
            layer["pictures"].push_back(name);
            layer["classes"] = classes_json(scale.colours, scale.names,
                                            scale_names(field, scale, Language::vietnamese));
        }
        if (!times.empty()) {
            result_.layers.push_back(std::move(layer));
        }
    }

    void add_decisions() {
        const DecisionGrid grid = decision_grid(fields());
        const Raster<std::uint8_t> coarse = frame_.classes(grid.ranks, values_);
        write_values("decision", 1, {coarse.data(), static_cast<std::size_t>(coarse.size())});
        result_.decisions = Json::array();
        for (const Decision& decision : grid.decisions) {
            const RuleRow* row = publication_.rules == nullptr || decision.rule == 0
                                     ? nullptr
                                     : publication_.rules->row(decision.rule);
            result_.decisions.push_back(
                {{"level", decision.level},
                 {"hazard", hazard_word(static_cast<Hazard>(decision.hazard))},
                 {"rule", row == nullptr ? "" : row->id}});
        }
    }

    const Publication& publication_;
    const ReportOptions& options_;
    const WebFrame& frame_;
    const std::filesystem::path& folder_;
    Extent values_;
    Raster<std::uint8_t> inside_;
    ReportLayers result_;
};

}  // namespace

ReportLayers write_layers(const Publication& publication,
                          const ReportOptions& options,
                          const WebFrame& frame,
                          const std::filesystem::path& folder) {
    return LayerWriter(publication, options, frame, folder).write();
}

}  // namespace hazone::io
