// Floods in two dimensions in the valleys of basins whose threshold is passed: docs/decisions/0024.
#include "scenarios/nest/nest_run.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/atomic_file.hpp"
#include "models/catalogue.hpp"
#include "scenarios/execute.hpp"
#include "scenarios/nest/nest_folder.hpp"
#include "scenarios/nest/nest_hydrographs.hpp"

namespace hazone {
namespace {

/// A row of nests.csv.
struct NestRow {
    const nest::Basin* basin = nullptr;
    std::string status;
    double water = 0;     // m3, of the hydrographs before bulking
    double sediment = 0;  // m3
    double left = 0;      // m3 of sediment without water
    std::string folder;
};

/// Removes a nest which is not finished.
class UnfinishedNest {
public:
    explicit UnfinishedNest(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~UnfinishedNest() {
        std::error_code error;
        if (!finished_) {
            std::filesystem::remove_all(folder_, error);
        }
    }
    UnfinishedNest(const UnfinishedNest&) = delete;
    UnfinishedNest& operator=(const UnfinishedNest&) = delete;
    UnfinishedNest(UnfinishedNest&&) = delete;
    UnfinishedNest& operator=(UnfinishedNest&&) = delete;
    void finish() { finished_ = true; }

private:
    std::filesystem::path folder_;
    bool finished_ = false;
};

/// What an earlier run wrote: it would be taken for this one's.
void remove_earlier(const std::filesystem::path& nests) {
    std::error_code error;
    std::vector<std::filesystem::path> old;
    for (const auto& entry : std::filesystem::directory_iterator(nests, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("basin_") && entry.is_directory()) {
            old.push_back(entry.path());
        }
    }
    for (const char* name :
         {"nests.csv", "inflow_points.csv", "maximum_depth.tif", "flood_hazard_class.tif"}) {
        old.push_back(nests / name);
    }
    for (const auto& path : old) {
        std::filesystem::remove_all(path, error);
    }
}

class NestRun {
public:
    NestRun(Job& job, const std::filesystem::path& folder)
        : job_(job),
          request_(*job.scenario.nest),
          folder_(folder / "nests"),
          mosaic_(job.fields->grid()) {}

    std::vector<Product> run() {
        std::filesystem::create_directories(folder_);
        remove_earlier(folder_);
        choose();
        start_mosaic();
        if (any_passes()) {
            run_basins();
        }
        write_results();
        note_results();
        return {{"nests/nests.csv", "basins, their threat and the floods computed in them"},
                {"nests/maximum_depth.tif", "greatest depth of the nested floods"},
                {"nests/flood_hazard_class.tif", "worst flood hazard of the nested floods"}};
    }

private:
    void choose() {
        const FieldSet& fields = *job_.fields;
        const auto area = fields.read<double>(kContributingArea);
        Raster<float> unit_peak;
        if (request_.by == NestMeasure::unit_peak_discharge) {
            const auto peak = fields.read(kPeakDischarge);
            unit_peak = Raster<float>(fields.extent());
            for_each_cell(fields.extent(), [&](Index row, Index col) {
                unit_peak(row, col) = static_cast<float>(peak(row, col) / (1e-6 * area(row, col)));
            });
        }
        const bool by_peak = request_.by == NestMeasure::unit_peak_discharge;
        const FieldSpec* threat = request_.by == NestMeasure::worst_flash_flood_threat
                                      ? &kWorstFlashFloodThreat
                                      : &kFlashFloodThreat;
        choice_ = nest::choose(
            {.basin = fields.read<std::int32_t>(kDrainageBasin),
             .direction = fields.read<std::uint8_t>(kFlowDirection),
             .stream = fields.read<std::uint8_t>(kStreamNetwork),
             .area = area,
             .height = fields.read(kHeightAboveDrainage),
             .measure = by_peak ? std::as_const(unit_peak).view() : fields.read(*threat)},
            {.threshold = request_.threshold,
             .least_area = request_.least_area,
             .valley_height = request_.valley_height,
             .margin = static_cast<Index>(std::ceil(request_.margin / fields.grid().cell_size))});
    }

    bool any_passes() const {
        return std::any_of(choice_.basins.begin(), choice_.basins.end(), [](const auto& basin) {
            return basin.verdict == nest::Verdict::passes;
        });
    }

    void start_mosaic() {
        const auto depth = mosaic_.write(kMaximumWaterDepth);
        const auto hazard = mosaic_.write<std::uint8_t>(kFloodHazardClass);
        for_each_cell(mosaic_.extent(), [&](Index row, Index col) {
            depth(row, col) = kMissing;
            hazard(row, col) = kNoClass;
        });
        for (const nest::Basin& basin : choice_.basins) {
            rows_.push_back(
                {.basin = &basin,
                 .status = basin.verdict == nest::Verdict::unknown ? "unknown" : "below"});
        }
    }

    void run_basins() {
        std::vector<nest::Basin> passing;
        for (const nest::Basin& basin : choice_.basins) {
            if (basin.verdict == nest::Verdict::passes) {
                passing.push_back(basin);
            }
        }
        const CellSeries routed = routed_at(job_, passing, folder_ / "inflow_points.csv");
        if (request_.bulked) {
            slides_ = nest::slides_at_streams(job_.fields->read<std::int32_t>(kRunoutSource),
                                              job_.fields->read(kRunoutVolume),
                                              job_.fields->read<std::uint8_t>(kStreamNetwork),
                                              job_.fields->read<double>(kContributingArea));
        }
        for (NestRow& row : rows_) {
            if (row.basin->verdict == nest::Verdict::passes) {
                run_basin(routed, row);
            }
        }
    }

    void run_basin(const CellSeries& routed, NestRow& row) {
        const nest::Basin& basin = *row.basin;
        const double share = nest::own_share(basin, job_.fields->read<double>(kContributingArea),
                                             job_.fields->grid().cell_area());
        NestInflow inflow = inflow_of(basin, routed, 1 + share);
        if (inflow.unknown > 0 || inflow.series.empty() || inflow.time.size() < 2) {
            row.status = "unknown";
            job_.fields->note(fmt::format(
                "nest: basin {} passes the threshold, but the discharge of {} of the cells which "
                "drain into its channels is not known: no flood was computed there",
                basin.number, inflow.unknown));
            return;
        }
        bulk(inflow, row);
        const std::filesystem::path folder = folder_ / fmt::format("basin_{}", basin.number);
        UnfinishedNest unfinished(folder);
        write_nest(job_, basin, inflow, folder);
        try {
            run_nest(folder, basin);
        } catch (const InputError& error) {
            row.status = "failed";
            job_.fields->note(fmt::format("nest: no flood of basin {}: {}", basin.number,
                                          fmt::join(error.problems(), "; ")));
            return;
        }
        unfinished.finish();
        row.status = "flooded";
        row.folder = folder.filename().string();
    }

    void bulk(NestInflow& inflow, NestRow& row) {
        std::vector<double> water;
        for (const auto& series : inflow.series) {
            water.push_back(volume_of(inflow.time, series));
            row.water += water.back();
        }
        if (!request_.bulked) {
            return;
        }
        const nest::Bulking bulking =
            nest::bulk(*row.basin, job_.fields->read<std::uint8_t>(kFlowDirection), slides_, water,
                       request_.most_concentration);
        for (std::size_t number = 0; number < water.size(); ++number) {
            for (double& discharge : inflow.series[number]) {
                discharge *= bulking.factors[number];
            }
        }
        row.sediment = bulking.carried;
        row.left = bulking.left;
    }

    void run_nest(const std::filesystem::path& folder, const nest::Basin& basin) {
        Problems problems;
        Scenario scenario = read_scenario(folder / "scenario.toml", problems);
        Job job = prepare(std::move(scenario), problems);
        problems.raise();
        execute(job, {.folder = folder / "results", .talk = Talk::quiet});
        for (const std::string& sentence : job.fields->notes()) {
            job_.fields->note(fmt::format("nest basin_{}: {}", basin.number, sentence));
        }
        FieldSet results(nest_grid(job_.fields->grid(), basin.window));
        for (const FieldSpec* field : {&kMaximumWaterDepth, &kFloodHazardClass}) {
            const auto file = folder / "results" / (std::string(field->name) + ".tif");
            io::load_input(io::RasterSource{.paths = {file}, .resampling = io::Resampling::nearest},
                           *field, results);
        }
        add_to_mosaic(basin, results);
    }

    /// The valley of the basin, and what else of the basin was flooded: outside of it the flood
    /// has not all its water, and dry ground was not judged.
    void add_to_mosaic(const nest::Basin& basin, const FieldSet& results) {
        constexpr float kWet = 0.05F;  // m
        const auto depth = results.read(kMaximumWaterDepth);
        const auto hazard = results.read<std::uint8_t>(kFloodHazardClass);
        const auto label = job_.fields->read<std::int32_t>(kDrainageBasin);
        const auto all_depth = mosaic_.write(kMaximumWaterDepth);
        const auto all_hazard = mosaic_.write<std::uint8_t>(kFloodHazardClass);
        for_each_cell(basin.window.extent, [&](Index row, Index col) {
            const Cell at{basin.window.from.row + row, basin.window.from.col + col};
            const bool in_valley = choice_.valley(at.row, at.col) == basin.number;
            if (in_valley || (label(at) == basin.number && depth(row, col) >= kWet)) {
                all_depth(at) = depth(row, col);
                all_hazard(at) = hazard(row, col);
            }
        });
    }

    void write_results() const {
        io::write_geotiff(folder_ / "maximum_depth.tif", kMaximumWaterDepth, mosaic_, {});
        io::write_geotiff(folder_ / "flood_hazard_class.tif", kFloodHazardClass, mosaic_, {});
        io::AtomicFile file(folder_ / "nests.csv");
        std::ofstream stream(file.path());
        stream << "basin,status,worst,unknown_cells,reach_cells,inflow_points,water_m3,sediment_m3,"
                  "sediment_left_m3,first_row,first_col,rows,cols,folder\n";
        for (const NestRow& row : rows_) {
            const nest::Basin& basin = *row.basin;
            const Window& window = basin.window;
            stream << fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", basin.number,
                                  row.status, basin.worst, basin.unknown, basin.reach.size(),
                                  basin.inflows.size(), row.water, row.sediment, row.left,
                                  window.from.row, window.from.col, window.extent.rows,
                                  window.extent.cols, row.folder);
        }
        if (!stream.flush()) {
            throw InputError(fmt::format("{}: cannot be written", file.path().string()));
        }
        stream.close();
        file.commit();
    }

    Index count(std::string_view status) const {
        return std::count_if(rows_.begin(), rows_.end(),
                             [&](const NestRow& row) { return row.status == status; });
    }

    void note_results() {
        job_.fields->note(fmt::format(
            "nest: of {} basins with channels {} were flooded in two dimensions, {} failed, {} are "
            "below the threshold, {} are unknown since the measure or a discharge is missing; the "
            "mosaics in nests/ have no value where no flood was computed: that is not safe ground",
            rows_.size(), count("flooded"), count("failed"), count("below"), count("unknown")));
        double left = 0;
        for (const NestRow& row : rows_) {
            left += row.left;
        }
        if (request_.bulked) {
            job_.fields->note(fmt::format(
                "nest: floods are bulked by the runouts which reach channels, to a concentration "
                "of {} by volume at most (O'Brien & Julien 1985: upper limit of mud floods 0.45); "
                "{:.4g} m3 of ground found no water to carry them",
                request_.most_concentration, left));
        }
    }

    Job& job_;
    const NestRequest& request_;
    std::filesystem::path folder_;
    FieldSet mosaic_;
    nest::Choice choice_;
    std::vector<NestRow> rows_;
    std::vector<nest::Slide> slides_;
};

}  // namespace

std::vector<std::string> fields_for_nests(const Scenario& scenario) {
    const NestRequest& request = *scenario.nest;
    std::vector<std::string> names{"drainage_basin",        "flow_direction",
                                   "stream_network",        "contributing_area",
                                   "height_above_drainage", "filled_elevation"};
    constexpr std::string_view kMeasured[] = {"flash_flood_threat", "peak_discharge",
                                              "worst_flash_flood_threat"};
    names.emplace_back(kMeasured[static_cast<std::size_t>(request.by)]);
    if (request.bulked) {
        names.insert(names.end(), {"runout_source", "runout_volume"});
    }
    if (scenario.inputs.contains(std::string(kManningRoughness.name))) {
        names.emplace_back(kManningRoughness.name);
    }
    return names;
}

Scenario routing_scenario(const Scenario& scenario, const std::filesystem::path& points) {
    const NestRequest& request = *scenario.nest;
    Scenario routing = scenario;
    routing.nest.reset();
    routing.ensemble.reset();
    routing.zones.reset();
    routing.outputs = {.fields = {std::string(kGauges.name)},
                       .netcdf = NetcdfContent::none,
                       .zones = false,
                       .map = false,
                       .pictures = Pictures::none};
    routing.inputs.insert_or_assign(std::string(kPourPoints.name), io::PointSource{.path = points});
    routing.chosen[std::string(kGauges.name)] = "kinematic_wave";
    routing.chosen[std::string(kPeakDischarge.name)] = "kinematic_wave";
    ParamTexts& texts = routing.settings["kinematic_wave"];
    texts["gauge_snap_distance"] = "0 m";
    texts["gauge_interval"] = fmt::format("{} s", request.interval);
    texts["least_recession"] = fmt::format("{} s", request.run_out);
    return routing;
}

std::string nest_budget(const Job& job, double routing_seconds) {
    const Model* model = find_model(catalogue(), job.scenario.nest->model);
    const double cells = static_cast<double>(job.fields->extent().size());
    return fmt::format(
        "nest: which basins pass is known after the run alone; each adds a flood in its valley. At "
        "most, with all basins: about {:.0f} s for the hydrographs, {:.0f} s for each hour of the "
        "floods, and {:.2f} GiB while the largest window is computed",
        std::ceil(routing_seconds), std::ceil(cells * model->nanoseconds_per_cell * 1e-9),
        cells * model->scratch_bytes_per_cell / (1024.0 * 1024.0 * 1024.0));
}

std::vector<Product> run_nests(Job& job, const std::filesystem::path& folder) {
    return NestRun(job, folder).run();
}

}  // namespace hazone
