#include "scenarios/explanation.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/pipeline/params.hpp"
#include "io/map/legend.hpp"
#include "io/read/read.hpp"
#include "io/read/sample.hpp"
#include "io/time_stamp.hpp"
#include "io/words.hpp"
#include "scenarios/run_record.hpp"

namespace hazone {
namespace {

using Json = nlohmann::ordered_json;

Grid grid_from(const Json& json) {
    return {.extent = {json.at("rows").get<Index>(), json.at("cols").get<Index>()},
            .west = json.at("west").get<double>(),
            .north = json.at("north").get<double>(),
            .cell_size = json.at("cell_size").get<double>(),
            .crs = json.at("crs").get<std::string>()};
}

/// Explains one cell of one finished run.
class CellExplainer {
public:
    CellExplainer(const Json& record, const std::filesystem::path& folder, Cell cell)
        : record_(record), sampler_(folder), cell_(cell) {}

    std::string text() const {
        std::string text = verdict();
        text += "\nInputs of this cell\n";
        for (const Json& input : record_.at("inputs")) {
            text += line(input.at("field").get<std::string>(), origin(input));
        }
        text += "\nHow it came about\n";
        for (const Json& stage : record_.at("stages")) {
            text += stage_text(stage);
        }
        return text + zone_text();
    }

private:
    /// Of a field at one time.
    std::optional<double> value(std::string_view field) const {
        const auto values = sampler_.values(std::string(field), cell_);
        return values.size() == 1 ? std::optional(values.front().value) : std::nullopt;
    }

    static std::string class_text(double number) {
        const int rank = static_cast<int>(number);
        return fmt::format("{} of 5 ({})", rank, io::class_name(rank, io::Language::english));
    }

    /// The name of a kind in the legend of its field.
    static std::string kind_text(const FieldSpec& field, double number) {
        for (const io::LegendEntry& entry : io::legend_of(field, io::Language::english)) {
            if (entry.value == static_cast<int>(number)) {
                return entry.name;
            }
        }
        return fmt::format("{}", number);
    }

    /// The value as people read it; what is missing says so.
    static std::string value_text(const FieldSpec* field, double value) {
        if (std::isnan(value)) {
            return "no data";
        }
        if (field != nullptr && field->type == CellType::class8) {
            return field->highest == kClassCount ? class_text(value) : kind_text(*field, value);
        }
        return field == nullptr ? fmt::format("{}", value) : display_text(value, field->unit);
    }

    /// The same of what is stored, each value with its time where the field has several.
    std::string shown(const std::string& name) const {
        std::string text;
        for (const io::CellValue& found : sampler_.values(name, cell_)) {
            text += (text.empty() ? "" : ", ") + value_text(find_field(name), found.value);
            text += found.time ? " after " + io::duration_text(*found.time) : "";
        }
        return text.empty()
                   ? "not stored (ask for it in [outputs], or set outputs.netcdf = \"all\")"
                   : text;
    }

    std::string line(const std::string& name, const std::string& remark) const {
        const FieldSpec* field = find_field(name);
        if (field != nullptr && !has_cells(*field)) {
            return fmt::format("  {:<28} {}\n", name, remark);
        }
        return fmt::format("  {:<28} {:<22} {}\n", name, shown(name), remark);
    }

    static std::string origin(const Json& input) {
        if (input.contains("constant")) {
            return "constant";
        }
        std::string text;
        for (const Json& file : input.at("files")) {
            if (text.size() > 60) {
                return text + ", ...";
            }
            text += (text.empty() ? "" : ", ") +
                    std::filesystem::path(file.at("path").get<std::string>()).filename().string();
        }
        return text;
    }

    std::string verdict() const {
        const auto found = value(kHazardClass.name);
        if (!found) {
            return "";
        }
        if (std::isnan(*found)) {
            return "hazard_class: no data. A cell is never taken for safe where an input is "
                   "missing; the first 'no data' below is the cause.\n";
        }
        return fmt::format("hazard_class: {}, decided by {}\n", class_text(*found),
                           shown(std::string(kDecidingHazard.name)));
    }

    std::string stage_text(const Json& stage) const {
        std::string text = fmt::format("  {} - {}\n", stage.at("model").get<std::string>(),
                                       stage.at("source").get<std::string>());
        for (const auto& [name, setting] : stage.at("parameters").items()) {
            text += fmt::format("      {} = {}\n", name, setting.get<std::string>());
        }
        for (const Json& made : stage.at("makes")) {
            const std::string name = made.get<std::string>();
            const FieldSpec* field = find_field(name);
            if (field == nullptr || has_cells(*field)) {
                text += fmt::format("    -> {} = {}\n", name, shown(name));
            }
        }
        return text;
    }

    std::string zone_text() const {
        const auto label = value(kZone.name);
        if (!label || std::isnan(*label)) {
            return "\nThe cell lies in no zone.\n";
        }
        for (const Json& zone : record_.at("zones")) {
            if (zone.at("label").get<double>() == *label) {
                return fmt::format("\nZone {} {}: {}\n  {}\n", zone.at("code").get<std::string>(),
                                   zone.at("name").get<std::string>(), level_text(zone),
                                   zone.at("reason").get<std::string>());
            }
        }
        return "";
    }

    static std::string level_text(const Json& zone) {
        const Json& level = zone.at("level");
        return level.is_null() ? "no data" : fmt::format("level {}", level.get<int>());
    }

    const Json& record_;
    io::FieldSampler sampler_;
    Cell cell_;
};

}  // namespace

std::string explanation(const std::filesystem::path& folder, double longitude, double latitude) {
    const Json record = read_run_record(folder);
    const Grid grid = grid_from(record.at("grid"));
    const Point point = io::point_of(grid, longitude, latitude);
    const Cell cell = grid.cell_at(point);
    if (!grid.extent.contains(cell.row, cell.col)) {
        const Point north_west = io::lon_lat_of(grid, {grid.west, grid.north});
        const Point south_east = io::lon_lat_of(grid, {grid.east(), grid.south()});
        throw InputError(fmt::format(
            "--at {},{}: outside the grid of {}; longitudes {:.4f} to {:.4f}, latitudes {:.4f} to "
            "{:.4f}",
            longitude, latitude, folder.string(), north_west.x, south_east.x, south_east.y,
            north_west.y));
    }
    const std::string notice = record.at("scenario").at("synthetic").get<bool>()
                                   ? "SYNTHETIC DATA - not a real place\n"
                                   : "";
    return fmt::format("{}Cell at {:.6f} E, {:.6f} N: row {}, column {} ({:.1f}, {:.1f})\n{}",
                       notice, longitude, latitude, cell.row, cell.col, point.x, point.y,
                       CellExplainer(record, folder, cell).text());
}

}  // namespace hazone
