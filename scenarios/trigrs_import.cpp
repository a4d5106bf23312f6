#include "scenarios/trigrs_import.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/trigrs_project.hpp"
#include "io/write/write.hpp"
#include "scenarios/trigrs_scenario.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;

constexpr double kDegree = 0.017453292519943295;  // rad

/// Metres on a map whose place on Earth is not known.
constexpr const char* kUnknownPlace =
    R"(PROJCRS["place not stated by the TRIGRS project",BASEGEOGCRS["WGS 84",)"
    R"(DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]]],)"
    R"(CONVERSION["stand-in",METHOD["Transverse Mercator",ID["EPSG",9807]],)"
    R"(PARAMETER["Latitude of natural origin",0],PARAMETER["Longitude of natural origin",0],)"
    R"(PARAMETER["Scale factor at natural origin",0.9996],PARAMETER["False easting",500000],)"
    R"(PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["easting",east],)"
    R"(AXIS["northing",north],LENGTHUNIT["metre",1]])";

constexpr FieldSpec kRainRate{"rain_rate", Unit::metre_per_second, "rain of a period", 0, 1};
constexpr FieldSpec kInfiltrationRate{"infiltration_rate", Unit::metre_per_second,
                                      "what infiltrates in a period, runoff from above included", 0,
                                      1};

class Importer {
public:
    Importer(const fs::path& file, fs::path folder, const std::string& crs)
        : project_(io::read_trigrs_project(file)),
          folder_(std::move(folder)),
          elevation_(io::read_trigrs_grid(project_.elevation)),
          fields_(grid_of(crs)) {}

    TrigrsImport run() {
        read_grids();
        problems_.raise();
        fs::create_directories(folder_);
        write(kElevation, elevation_.cells);
        write(kSlope, slope_);
        write_if_grid(kSoilDepth, project_.depth, depth_);
        write_if_grid(kInitialWaterTableDepth, project_.water_table_depth, water_);
        write_if_grid(kBackgroundFlux, project_.background_flux, flux_);
        if (project_.zones.size() > 1) {
            io::write_geotiff(folder_ / "zones.tif", kZone, fields_, {});
            write_text("zones.csv", trigrs_zone_table(project_));
        }
        mend_shallowest_depth();
        write_rain();
        const fs::path scenario = folder_ / "scenario.toml";
        write_text("scenario.toml", trigrs_scenario_text(project_, rain_files_, notes_));
        return {scenario, notes_};
    }

private:
    Grid grid_of(const std::string& crs) {
        notes_ = project_.notes;
        Grid grid{.extent = elevation_.cells.extent(),
                  .west = elevation_.west,
                  .north = elevation_.north,
                  .cell_size = elevation_.cell_size};
        if (!crs.empty()) {
            grid.crs = crs;
        } else if (!elevation_.crs.empty()) {
            grid.crs = elevation_.crs;
        } else {
            grid.crs = kUnknownPlace;
            notes_.emplace_back(
                "the project does not say where it lies: coordinates are kept, but programs will "
                "put it at a wrong place on Earth. Give its CRS: --crs EPSG:32648");
        }
        return grid;
    }

    /// The cells of a grid of the project, which must have the shape of the elevation.
    Raster<float> cells_of(const io::TrigrsFile& file) {
        Raster<float> cells(fields_.extent(), kMissing);
        problems_.collect([&] {
            io::TrigrsGrid grid = io::read_trigrs_grid(file);
            if (grid.cells.extent() != fields_.extent()) {
                throw InputError(
                    fmt::format("{}: {} rows and {} columns; allowed: those of {}, {} and {}",
                                file.path.string(), grid.cells.rows(), grid.cells.cols(),
                                project_.elevation.path.string(), fields_.extent().rows,
                                fields_.extent().cols));
            }
            cells = std::move(grid.cells);
        });
        return cells;
    }

    Raster<float> quantity(const io::TrigrsQuantity& quantity) {
        return quantity.is_grid
                   ? cells_of(quantity.grid)
                   : Raster<float>(fields_.extent(), static_cast<float>(quantity.value));
    }

    void read_grids() {
        slope_ = cells_of(project_.slope);
        for_each_cell(slope_.extent(), [slope = slope_.view()](Index row, Index col) {
            slope(row, col) = static_cast<float>(slope(row, col) * kDegree);
        });
        depth_ = quantity(project_.depth);
        water_ = quantity(project_.water_table_depth);
        flux_ = quantity(project_.background_flux);
        read_zones();
    }

    void read_zones() {
        const View<std::int32_t> zones = fields_.write<std::int32_t>(kZone);
        if (project_.zones.size() == 1) {
            for_each_cell(fields_.extent(), [=](Index row, Index col) { zones(row, col) = 1; });
            return;
        }
        const Raster<float> written = cells_of(project_.zone);
        const auto count = static_cast<float>(project_.zones.size());
        Problems problems;
        for (Index row = 0; row < zones.rows(); ++row) {
            for (Index col = 0; col < zones.cols(); ++col) {
                const float zone = written(row, col);
                const bool known = zone >= 1 && zone <= count && zone == std::floor(zone);
                zones(row, col) = known ? static_cast<std::int32_t>(zone) : kNoLabel;
                if (!known && !is_missing(zone) && problems.empty()) {
                    problems.add(fmt::format(
                        "{}: zone {} in row {}, column {}; allowed: 1 to {}, the zones of {}",
                        project_.zone.path.string(), zone, row + 1, col + 1, count,
                        project_.file.string()));
                }
            }
        }
        problems_.collect([&] { problems.raise(); });
    }

    void write(const FieldSpec& field, const Raster<float>& cells) {
        fields_.put(field, cells.clone());
        io::write_geotiff(folder_ / (std::string(field.name) + ".tif"), field, fields_, {});
        fields_.erase(field);
    }

    void write_if_grid(const FieldSpec& field,
                       const io::TrigrsQuantity& quantity,
                       const Raster<float>& cells) {
        if (quantity.is_grid) {
            write(field, cells);
        }
    }

    void write_text(const std::string& name, const std::string& text) {
        std::ofstream stream(folder_ / name);
        stream << text;
        stream.close();
        if (!stream) {
            throw InputError(fmt::format("{}: cannot be written", (folder_ / name).string()));
        }
    }

    /// The reference sets zmin to 0 where a column, or the ground above the water table, is
    /// thinner.
    void mend_shallowest_depth() {
        float thinnest = INFINITY;
        for (const Raster<float>* cells : {&depth_, &water_}) {
            for (Index k = 0; k < cells->size(); ++k) {
                thinnest =
                    std::min(thinnest, std::isnan(cells->data()[k]) ? thinnest : cells->data()[k]);
            }
        }
        if (static_cast<float>(project_.shallowest_depth) > thinnest) {
            project_.shallowest_depth = 0;
            notes_.push_back(fmt::format(
                "zmin is set to 0, as TRIGRS does where zmax or depth is smaller somewhere ({} m)",
                thinnest));
        }
    }

    std::string name_of_period(const FieldSpec& field, std::size_t period) const {
        return fmt::format("{}_{}.tif", field.name, period + 1);
    }

    void write_period(const FieldSpec& field, std::size_t period, Raster<float> cells) {
        fields_.put(field, std::move(cells));
        rain_files_[period] = name_of_period(field, period);
        io::write_geotiff(folder_ / rain_files_[period], field, fields_, {});
        fields_.erase(field);
    }

    void write_rain() {
        rain_files_.resize(project_.rain.size());
        if (project_.routes_runoff()) {
            route();
            return;
        }
        for (std::size_t period = 0; period < project_.rain.size(); ++period) {
            if (project_.rain[period].is_grid) {
                write_period(kRainRate, period, quantity(project_.rain[period]));
            }
        }
        problems_.raise();
    }

    /// Values of the cells that have data in the elevation, in the order of TopoIndex.
    std::vector<float> listed(const Raster<float>& cells) const {
        std::vector<float> values;
        for (Index k = 0; k < cells.size(); ++k) {
            if (!is_missing(elevation_.cells.data()[k])) {
                values.push_back(cells.data()[k]);
            }
        }
        return values;
    }

    Raster<float> spread(const std::vector<float>& values) const {
        Raster<float> cells(fields_.extent(), kMissing);
        std::size_t next = 0;
        for (Index k = 0; k < cells.size(); ++k) {
            if (!is_missing(elevation_.cells.data()[k])) {
                cells.data()[k] = values[next++];
            }
        }
        return cells;
    }

    void route() {
        const Raster<std::int32_t>& zones = std::get<Raster<std::int32_t>>(fields_.at(kZone));
        Raster<float> capacity(fields_.extent(), kMissing);
        Raster<float> emerging(fields_.extent(), 0.0F);
        for (Index k = 0; k < capacity.size(); ++k) {
            if (zones.data()[k] != kNoLabel) {
                capacity.data()[k] = static_cast<float>(
                    project_.zones[static_cast<std::size_t>(zones.data()[k]) - 1].conductivity);
            }
            if (water_.data()[k] == 0 && flux_.data()[k] < 0) {
                emerging.data()[k] = -flux_.data()[k];
            }
        }
        const std::vector<float> taken = listed(capacity);
        const std::vector<float> out = listed(emerging);
        const RunoffNetwork network =
            io::read_trigrs_routing(project_, static_cast<Index>(taken.size()));
        for (std::size_t period = 0; period < project_.rain.size(); ++period) {
            const std::vector<float> rain = listed(quantity(project_.rain[period]));
            problems_.raise();
            std::vector<float> infiltration(taken.size());
            std::vector<float> runoff(taken.size());
            route_runoff(network, {rain, taken, out, infiltration, runoff});
            write_period(kInfiltrationRate, period, spread(infiltration));
        }
        notes_.emplace_back(
            "runoff was routed now, with the lists of TopoIndex: the rain of the scenario is what "
            "infiltrates. Run init again when the rain, K-sat or the lists change");
    }

    Problems problems_;
    std::vector<std::string> notes_;
    io::TrigrsProject project_;
    fs::path folder_;
    io::TrigrsGrid elevation_;
    FieldSet fields_;
    Raster<float> slope_, depth_, water_, flux_;
    std::vector<std::string> rain_files_;  // of each period; empty: the rate is a number
};

}  // namespace

TrigrsImport import_trigrs(const fs::path& file, const fs::path& folder, const std::string& crs) {
    return Importer(file, folder, crs).run();
}

}  // namespace hazone
