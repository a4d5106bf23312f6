#include "scenarios/job.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/plan_cost.hpp"
#include "io/memory.hpp"
#include "io/write/write.hpp"
#include "models/catalogue.hpp"
#include "scenarios/job_windows.hpp"
#include "scenarios/nest/nest_run.hpp"
#include "scenarios/rules/rule_file.hpp"

namespace hazone {
namespace {

/// The raster whose grid the run takes: the elevation, else the first raster among the inputs.
const io::RasterSource* grid_source(const Scenario& scenario) {
    const auto elevation = scenario.inputs.find(std::string(kElevation.name));
    if (elevation != scenario.inputs.end()) {
        return std::get_if<io::RasterSource>(&elevation->second);
    }
    for (const auto& [name, source] : scenario.inputs) {
        if (const auto* raster = std::get_if<io::RasterSource>(&source)) {
            return raster;
        }
    }
    return nullptr;
}

/// The fields which [zones] gives.
bool is_of_zones(std::string_view field) { return field == kZone.name || field == kZoneCover.name; }

/// What the model of levels could read and these rules do not.
std::set<std::string, std::less<>> not_read_by(const RuleSet& rules) {
    std::set<std::string, std::less<>> unread;
    for (const FieldSpec& use : find_model(catalogue(), "risk_level")->uses) {
        unread.insert(std::string(use.name));
    }
    for (const RuleTable& table : rules.tables) {
        for (const RuleAxis& axis : table.axes) {
            unread.erase(axis.field);
        }
    }
    return unread;
}

/// What the web report shows where the run makes it: levels, classes, rain, and what is asked for.
void keep_for_report(const Scenario& scenario, PlanRequest& request) {
    for (const FieldSpec* level : kLevelOfHazard) {
        request.kept.insert(std::string(level->name));
    }
    for (const FieldSpec* field :
         {&kElevation, &kRiskLevel, &kRiskHazard, &kRiskRule, &kLandslideClass, &kFlashFloodClass,
          &kEventRain, &kRain, &kRainGauges}) {
        request.kept.insert(std::string(field->name));
    }
    request.kept.insert(scenario.outputs.fields.begin(), scenario.outputs.fields.end());
}

PlanRequest request_of(const Scenario& scenario, const RuleSet* rules = nullptr) {
    PlanRequest request;
    if (rules != nullptr) {
        request.given.insert(std::string(kRules.name));
        request.not_used = not_read_by(*rules);
    }
    request.wanted = fields_for_products(scenario);
    for (const std::string& field : scenario.outputs.fields) {
        const bool by_ensemble = scenario.ensemble && made_by_ensemble(field);
        if (!by_ensemble && std::find(request.wanted.begin(), request.wanted.end(), field) ==
                                request.wanted.end()) {
            request.wanted.push_back(field);
        }
    }
    for (const auto& [name, source] : scenario.inputs) {
        request.given.insert(name);
    }
    request.given.insert(scenario.refused_inputs.begin(), scenario.refused_inputs.end());
    if (scenario.zones) {
        request.given.insert(std::string(kZone.name));
        request.given.insert(std::string(kZoneCover.name));
    }
    for (const std::string& name : fields_for_products(scenario)) {
        request.kept.insert(name);
    }
    if (scenario.outputs.sheets) {  // a sheet for each level which the run makes
        for (const FieldSpec* level : kLevelOfHazard) {
            request.kept.insert(std::string(level->name));
        }
        request.kept.insert(std::string(kRiskLevel.name));
    }
    if (scenario.outputs.pictures.value_or(Pictures::none) != Pictures::none) {
        request.kept.insert(std::string(kElevation.name));  // the relief under the maps
    }
    if (scenario.outputs.report) {
        keep_for_report(scenario, request);
    }
    request.chosen = scenario.chosen;
    request.settings = scenario.settings;
    request.times = static_cast<Index>(scenario.outputs.times.size());
    const auto rain = scenario.inputs.find(std::string(kRain.name));
    request.rain_steps = rain == scenario.inputs.end() ? 1 : io::rain_steps(rain->second);
    return request;
}

/// Reads the inputs the plan uses, one after the other, each problem collected.
class InputReader {
public:
    InputReader(Job& job, Problems& problems) : job_(job), problems_(problems) {}

    void read() {
        const auto start = std::chrono::steady_clock::now();
        for (const FieldSpec* field : job_.plan.inputs) {
            if (is_of_zones(field->name) && job_.scenario.zones) {
                problems_.collect([&] { read_zones(*field); });
                continue;
            }
            const auto source = job_.scenario.inputs.find(std::string(field->name));
            if (source != job_.scenario.inputs.end() && !is_constant(source->second)) {
                problems_.collect([&] { read(source->second, *field); });
            }
        }
        const auto end = std::chrono::steady_clock::now();
        job_.read_seconds = std::chrono::duration<double>(end - start).count();
    }

private:
    void read(const io::Source& source, const FieldSpec& field) {
        if (job_.stored && !io::made_by_window(source)) {
            io::store_input(source, field, *job_.stored, memory_for_reading(job_));
        } else {
            io::load_input(source, field, *job_.fields);
        }
    }

    /// Labels or cover of the communes, which are read once for both.
    void read_zones(const FieldSpec& field) {
        const Grid& grid = job_.fields->grid();
        if (!zones_are_read_) {
            zones_are_read_ = true;
            job_.zones = io::read_zones(*job_.scenario.zones, grid);
            job_.warnings.insert(job_.warnings.end(), job_.zones.warnings.begin(),
                                 job_.zones.warnings.end());
        }
        if (job_.zones.zones.empty()) {
            return;  // what is wrong with them was said with the first field
        }
        if (field.name == kZone.name) {
            job_.fields->put(kZone, io::rasterise_zones(job_.zones, grid));
        } else {
            job_.fields->put(kZoneCover,
                             std::make_shared<const ZoneCover>(io::cover_of(job_.zones, grid)));
        }
    }

    Job& job_;
    Problems& problems_;
    bool zones_are_read_ = false;
};

/// Steps of a rain series that a model of the plan makes from its parameters alone, such as a
/// design storm; 1 when there is none.
Index made_steps(const Plan& plan) {
    for (const Stage& stage : plan.stages) {
        const Model& model = *stage.model;
        if (model.needs.empty() && !model.makes.empty() && model.makes[0].name == kRain.name) {
            FieldSet fields(Grid{.extent = {1, 1}});
            model.run(stage.params, fields);
            return fields.series(kRain).steps();
        }
    }
    return 1;
}

Index series_steps(const Job& job) {
    if (job.fields->has(kRainGauges)) {
        return job.fields->gauges(kRainGauges).steps();
    }
    return job.fields->has(kRain) ? job.fields->series(kRain).steps() : made_steps(job.plan);
}

/// When the rain begins and ends, where it has a date.
void set_rain_times(Job& job) {
    UtcSeconds start = 0;
    double seconds = 0;
    if (job.fields->has(kRainGauges)) {
        const GaugeSet& gauges = job.fields->gauges(kRainGauges);
        start = gauges.start;
        seconds = gauges.step_length * static_cast<double>(gauges.steps());
    } else if (job.fields->has(kRain)) {
        start = job.fields->series(kRain).start();
        seconds = job.fields->series(kRain).end();
    }
    if (start != 0) {
        job.rain_from = start;
        job.rain_until = start + static_cast<UtcSeconds>(seconds);
    }
}

/// Steps of the rain before it is read, for the memory of models that hold them. Gauges are a small
/// table; what is wrong with it is said when it is read as an input.
Index steps_before_reading(const Job& job) {
    const auto gauges = job.scenario.inputs.find(std::string(kRainGauges.name));
    if (gauges == job.scenario.inputs.end()) {
        return std::max(job.plan.rain_steps, made_steps(job.plan));
    }
    Index steps = job.plan.rain_steps;
    Problems said_later;
    said_later.collect([&] {
        FieldSet table(job.fields->grid());
        io::load_input(gauges->second, kRainGauges, table);
        steps = table.gauges(kRainGauges).steps();
    });
    return steps;
}

void estimate(Job& job, Extent extent) {
    std::set<std::string, std::less<>> from_files;
    for (const auto& [name, source] : job.scenario.inputs) {
        if (!is_constant(source)) {
            from_files.insert(name);
        }
    }
    from_files.insert(std::string(kZone.name));
    from_files.insert(std::string(kZoneCover.name));
    load_first(job.plan, from_files);
    job.peak_memory_bytes = kProgramBytes + peak_bytes(job.plan, extent, io::kOverviewShare);
    if (job.ensemble) {
        const double bytes = ensemble_bytes_per_cell(*job.ensemble, job.plan);
        job.peak_memory_bytes = std::max(
            job.peak_memory_bytes,
            kProgramBytes + static_cast<Index>(bytes * static_cast<double>(extent.size())));
    }
}

/// Of the rasters which are asked for.
double writing_seconds(const Job& job, Extent extent) {
    const Outputs& outputs = job.scenario.outputs;
    double seconds = 0;
    for (const std::string& name : outputs.fields) {
        const FieldSpec* field = find_field(name);
        if (field != nullptr && has_cells(*field)) {
            const Index bands = field->form == Form::frames ? job.plan.times : 1;
            seconds += static_cast<double>(bands) *
                       io::geotiff_seconds(field->type, extent,
                                           outputs.compression.value_or(io::best_compression()));
        }
    }
    return seconds;
}

void refuse_too_large(const Job& job, Extent extent, Problems& problems) {
    const Index memory = io::physical_memory_bytes();
    if (job.peak_memory_bytes > memory) {
        problems.add(fmt::format(
            "grid: {} rows x {} columns need {}, more than this machine has. Let the run go window "
            "by window with --memory, such as --memory {}GiB; or take a larger grid.cell_size, a "
            "smaller grid.extent, or fewer outputs.",
            extent.rows, extent.cols, memory_text(job), std::max<Index>((memory >> 30) / 2, 1)));
    }
}

/// The members of an ensemble; a field which only an ensemble makes is refused without one.
void plan_members(Job& job, Problems& problems) {
    for (const std::string& field : job.scenario.outputs.fields) {
        if (!job.scenario.ensemble && made_by_ensemble(field)) {
            problems.add(
                fmt::format("outputs.fields: {} comes of an ensemble: add [ensemble]", field));
        }
    }
    if (job.scenario.ensemble && !job.plan.stages.empty() && !job.scenario.ensemble->vary.empty()) {
        problems.collect([&] { job.ensemble = plan_ensemble(job.scenario, job.plan); });
    }
}

void warn_of_unused(Job& job) {
    for (const std::string& name : job.plan.unused) {
        if (!is_of_zones(name)) {
            job.warnings.push_back(
                fmt::format("inputs.{}: no wanted product reads it; it was not read", name));
        }
    }
}

}  // namespace

std::vector<std::string> fields_for_products(const Scenario& scenario) {
    std::vector<std::string> names;
    if (scenario.outputs.any_of_zones()) {
        names = {"zone", "zone_levels", "hazard_class", "risk_level", "risk_hazard", "risk_rule"};
    }
    if (scenario.outputs.map || scenario.outputs.sheets) {
        names.insert(names.end(), {"elevation", "stream_network"});
    }
    if (scenario.outputs.sheets) {
        names.insert(names.end(), {"landslide_class", "flash_flood_class"});
    }
    if (scenario.ensemble) {
        const auto counted = fields_for_ensemble(scenario);
        names.insert(names.end(), counted.begin(), counted.end());
    }
    if (scenario.nest) {
        const auto read = fields_for_nests(scenario);
        names.insert(names.end(), read.begin(), read.end());
    }
    return names;
}

std::string memory_text(const Job& job) {
    constexpr double kGib = 1024.0 * 1024.0 * 1024.0;
    return fmt::format("about {:.2f} GiB at the peak (this machine: {:.1f} GiB)",
                       static_cast<double>(job.peak_memory_bytes) / kGib,
                       static_cast<double>(io::physical_memory_bytes()) / kGib);
}

/// Fields of levels for hazards which no table of the rules can judge with what the plan has:
/// nobody needs a field without a value.
std::set<std::string, std::less<>> levels_without_judge(const RuleSet& rules, const Plan& plan) {
    std::set<std::string_view> there;
    for (const FieldSpec* input : plan.inputs) {
        there.insert(input->name);
    }
    for (const Stage& stage : plan.stages) {
        for (const FieldSpec* made : stage.makes()) {
            there.insert(made->name);
        }
    }
    std::set<std::string, std::less<>> unjudged;
    for (std::size_t place = 0; place < kHazardCount; ++place) {
        const bool judged =
            std::any_of(rules.tables.begin(), rules.tables.end(), [&](const RuleTable& table) {
                return table.hazard == kHazards[place] &&
                       std::all_of(table.axes.begin(), table.axes.end(), [&](const auto& axis) {
                           return axis.absent.has_value() || there.contains(axis.field);
                       });
            });
        if (!judged) {
            unjudged.insert(std::string(kLevelOfHazard[place]->name));
        }
    }
    return unjudged;
}

Plan plan_of(const Scenario& scenario, const RuleSet* rules) {
    PlanRequest request = request_of(scenario, rules);
    Plan plan = make_plan(catalogue(), request);
    if (rules == nullptr) {
        return plan;
    }
    for (const std::string& level : levels_without_judge(*rules, plan)) {
        request.not_used.insert(level);
        request.kept.erase(level);
    }
    return make_plan(catalogue(), request);
}

/// The rules of the scenario, where a product or a field asks for levels.
void read_rules(Job& job, Problems& problems) {
    const Scenario& scenario = job.scenario;
    const bool asked = std::any_of(
        scenario.outputs.fields.begin(), scenario.outputs.fields.end(),
        [](const auto& name) { return name.starts_with("risk_") || name.ends_with("_level"); });
    if (!scenario.outputs.any_of_zones() && !asked) {
        return;
    }
    job.rules = std::make_shared<RuleSet>(
        read_rule_set(scenario.rules, scenario.file.parent_path(), problems));
    job.rules->joint = scenario.joint;
}

Job prepare(Scenario scenario, Problems& problems, MemoryLimit memory) {
    Job job{.scenario = std::move(scenario), .memory = std::move(memory)};
    read_rules(job, problems);
    problems.collect([&] { job.plan = plan_of(job.scenario, job.rules.get()); });
    plan_members(job, problems);
    if (job.scenario.nest) {
        problems.collect([&] {
            job.nest_plan = make_plan(catalogue(), request_of(routing_scenario(job.scenario, "")));
        });
    }
    warn_of_unused(job);
    const io::RasterSource* source = grid_source(job.scenario);
    if (source == nullptr) {
        problems.add("inputs: no raster gives the grid; give elevation = \"dem.tif\"");
        return job;
    }
    problems.collect([&] {
        job.fields = std::make_unique<FieldSet>(io::resolve_grid(*source, job.scenario.grid));
        job.fields->set_times(job.scenario.outputs.times);
        if (job.rules) {
            job.fields->put(kRules, std::shared_ptr<const RuleSet>(job.rules));
        }
    });
    if (!job.fields) {
        return job;
    }
    const Extent extent = job.fields->extent();
    job.plan.rain_steps = steps_before_reading(job);
    estimate(job, extent);
    const std::size_t known = problems.list().size();
    if (job.memory.bytes && job.peak_memory_bytes > *job.memory.bytes) {
        problems.collect([&] { plan_windows(job); });
        if (job.scenario.nest) {
            problems.add("nest: a run with nests does not go window by window; raise --memory");
        }
        if (job.scenario.ensemble) {
            problems.add(
                "ensemble: a run with an ensemble does not go window by window; raise --memory");
        }
    } else {
        refuse_too_large(job, extent, problems);
        keep_to_limit(job);
    }
    if (problems.list().size() == known) {
        InputReader(job, problems).read();
        set_rain_times(job);
    }
    job.compute_seconds = estimated_seconds(job.plan, extent, series_steps(job));
    if (job.scenario.nest) {
        job.warnings.push_back(
            nest_budget(job, estimated_seconds(job.nest_plan, extent, series_steps(job))));
    }
    if (job.ensemble) {
        job.ensemble_budget = ensemble_budget(*job.ensemble, job.plan, extent, series_steps(job));
    }
    job.write_seconds = writing_seconds(job, extent);
    return job;
}

}  // namespace hazone
