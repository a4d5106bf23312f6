#include "scenarios/run_record.hpp"

#include <fstream>

#include <fmt/format.h>
#include <sys/resource.h>

#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/rules/province_level.hpp"
#include "io/atomic_file.hpp"
#include "io/checksum.hpp"
#include "io/publish/postgis.hpp"
#include "scenarios/rules/rules_record.hpp"
#include "scenarios/version.hpp"

namespace hazone {
namespace {

using Json = nlohmann::ordered_json;

Json scenario_json(const Scenario& scenario) {
    Json json{{"title", scenario.title}, {"synthetic", scenario.synthetic}};
    if (!scenario.file.empty()) {
        json["file"] = scenario.file.string();
        json["sha256"] = io::sha256_of_text(scenario.text);
        json["text"] = io::without_passwords(scenario.text);
    }
    return json;
}

Json grid_json(const Grid& grid) {
    return {{"rows", grid.extent.rows}, {"cols", grid.extent.cols}, {"cell_size", grid.cell_size},
            {"west", grid.west},        {"north", grid.north},      {"crs", grid.crs}};
}

Json file_json(const std::filesystem::path& path) {
    Json json{{"path", path.string()}};
    if (std::filesystem::is_regular_file(path)) {
        json["bytes"] = std::filesystem::file_size(path);
        json["sha256"] = io::sha256_of_file(path);
    }
    return json;
}

Json inputs_json(const Job& job) {
    Json inputs = Json::array();
    for (const FieldSpec* field : job.plan.inputs) {
        const std::string name(field->name);
        Json input{{"field", name}};
        const auto found = job.scenario.inputs.find(name);
        if (field->name == kRules.name) {
            continue;  // told by themselves
        }
        if (found == job.scenario.inputs.end()) {
            input["files"] = Json::array({file_json(job.scenario.zones->path)});
        } else if (const auto* constant = std::get_if<io::ConstantSource>(&found->second)) {
            input["constant"] = constant->value;
            input["unit"] = symbol(field->unit);
        } else {
            input["files"] = Json::array();
            for (const auto& path : io::files_of(found->second)) {
                input["files"].push_back(file_json(path));
            }
        }
        inputs.push_back(input);
    }
    return inputs;
}

Json names_json(const std::vector<const FieldSpec*>& fields) {
    Json names = Json::array();
    for (const FieldSpec* field : fields) {
        names.push_back(field->name);
    }
    return names;
}

Json stage_json(const Stage& stage, const StageReport& report) {
    Json parameters = Json::object();
    for (const ParamSpec& spec : stage.model->params) {
        parameters[std::string(spec.name)] = stage.params.text(spec);
    }
    Json missing = Json::object();
    for (const auto& [field, count] : report.missing_cells) {
        missing[field] = count;
    }
    return {{"model", stage.model->name},         {"source", stage.model->source},
            {"seconds", report.seconds},          {"cells", report.cells},
            {"parameters", parameters},           {"needs", names_json(stage.reads)},
            {"makes", names_json(stage.makes())}, {"missing_cells", missing}};
}

/// The limit which the user stated, what was foretold, and how the run kept to it.
Json memory_json(const Job& job) {
    Json json{
        {"limit_bytes", job.memory.bytes ? Json(*job.memory.bytes) : Json()},
        {"window_by_window", job.stored != nullptr},
        {"estimated_peak_bytes", job.stored ? job.windows.peak_bytes : job.peak_memory_bytes}};
    if (job.stored) {
        json["scratch_bytes"] = job.windows.scratch_bytes;
        json["scratch_folder"] = job.memory.scratch.string();
    }
    return json;
}

Json numbers(const std::array<double, kLevelCount + 1>& areas) {
    Json json = Json::array();
    for (const double area : areas) {
        json.push_back(area);
    }
    return json;
}

Json hazard_json(const HazardLevel& hazard) {
    return {{"hazard", hazard_word(hazard.hazard)},
            {"level", hazard.level ? Json(*hazard.level) : Json()},
            {"highest_level", hazard.highest_level},
            {"level_area_m2", numbers(hazard.level_area)},
            {"rule", hazard.rule}};
}

Json statistic_json(const ZoneStatistic& statistic) {
    return {{"field", statistic.field},  // numbers which are missing become null
            {"mean", statistic.mean},
            {"percentile_95", statistic.percentile_95},
            {"highest", statistic.highest}};
}

Json exposure_json(const std::optional<Exposure>& exposure) {
    return exposure ? Json{{"all", exposure->all}, {"exposed", exposure->exposed}} : Json();
}

/// What of a zone goes beyond its classes and level; members: in how many it has a level.
void add_more(const ZoneSummary& zone, const std::optional<EnsembleReport>& ensemble, Json& json) {
    Json statistics = Json::array();
    for (const ZoneStatistic& statistic : zone.statistics) {
        statistics.push_back(statistic_json(statistic));
    }
    json["statistics"] = statistics;
    json["exposed_area_m2"] = zone.exposed_area;
    json["people"] = exposure_json(zone.people);
    json["buildings"] = exposure_json(zone.buildings);
    json["level_probability"] = zone.level_probability;
    if (ensemble && ensemble->members.contains(zone.label)) {
        json["members_with_level"] = ensemble->members.at(zone.label);
    }
}

Json zone_json(const ZoneSummary& zone) {
    Json shares = Json::array();
    for (int number = 1; number <= kClassCount; ++number) {
        shares.push_back(zone.share(number));
    }
    Json hazards = Json::array();
    for (const HazardLevel& hazard : zone.hazards) {
        hazards.push_back(hazard_json(hazard));
    }
    return {{"label", zone.label},
            {"code", zone.code},
            {"name", zone.name},
            {"area_m2", zone.area},
            {"missing_area_m2", zone.missing_area},
            {"shares", shares},
            {"highest_class", zone.highest_class},
            {"deciding_hazard", zone.deciding_hazard},
            {"level", zone.level ? Json(*zone.level) : Json()},
            {"lower_bound", zone.lower_bound},
            {"hazard", hazard_word(zone.hazard)},
            {"rule", zone.rule},
            {"reason", zone.reason},
            {"level_area_m2", numbers(zone.level_area)},
            {"hazards", hazards}};
}

Json stages_json(const Job& job, const RunFacts& facts) {
    Json stages = Json::array();
    for (std::size_t i = 0; i < facts.stages.size(); ++i) {
        stages.push_back(stage_json(job.plan.stages[i], facts.stages[i]));
    }
    return stages;
}

Json level_json(const std::optional<int>& level) { return level ? Json(*level) : Json(nullptr); }

Json province_json(const ProvinceLevel& province) {
    Json hazards = Json::array();
    for (const ProvinceHazard& own : province.hazards) {
        hazards.push_back({{"hazard", hazard_word(own.hazard)},
                           {"level", level_json(own.level)},
                           {"highest_of_communes", own.highest},
                           {"share_needed", own.share},
                           {"communes_at_level", own.communes},
                           {"communes_without_data", own.missing},
                           {"lower_bound", own.lower_bound},
                           {"extrapolated", own.extrapolated}});
    }
    return {{"level", level_json(province.level)},
            {"hazard", hazard_word(province.hazard)},
            {"lower_bound", province.lower_bound},
            {"extrapolated", province.extrapolated},
            {"hazards", hazards}};
}

}  // namespace

Json run_record(const Job& job, const RunFacts& facts) {
    double compute = 0;
    for (const StageReport& stage : facts.stages) {
        compute += stage.seconds;
    }
    Json notes = job.plan.notes;
    for (const std::string& note : job.fields->notes()) {
        notes.push_back(note);
    }
    Json products = Json::array();
    for (const Product& product : facts.products) {
        products.push_back({{"file", product.name}, {"what", product.what}});
    }
    Json zones = Json::array();
    if (facts.zones != nullptr) {
        for (const ZoneSummary& zone : *facts.zones) {
            zones.push_back(zone_json(zone));
            add_more(zone, facts.ensemble, zones.back());
        }
    }
    Json record{{"program", "hazone"},
                {"version", kVersion},
                {"scenario", scenario_json(job.scenario)},
                {"grid", grid_json(job.fields->grid())},
                {"inputs", inputs_json(job)},
                {"stages", stages_json(job, facts)},
                {"seconds",
                 {{"read", facts.read_seconds},
                  {"compute", compute},
                  {"scratch", facts.scratch_seconds},
                  {"write", facts.write_seconds},
                  {"total", facts.total_seconds},
                  {"estimated_compute", job.compute_seconds}}},
                {"threads", threads()},
                {"peak_memory_bytes", peak_memory_bytes()},
                {"memory", memory_json(job)},
                {"notes", notes},
                {"warnings", job.warnings},
                {"products", products},
                {"zones", zones}};
    if (job.rules) {
        record["rules"] = rules_json(*job.rules);
        if (facts.zones != nullptr) {
            record["province"] = province_json(province_levels(*job.rules, *facts.zones));
        }
    }
    if (facts.ensemble) {
        record["ensemble"] = ensemble_record(job, *facts.ensemble);
    }
    return record;
}

void write_run_record(const Json& record, const std::filesystem::path& folder) {
    io::AtomicFile file(folder / "run.json");
    std::ofstream stream(file.path());
    stream << record.dump(2) << '\n';
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("{}: cannot be written; is the disk full?",
                                     (folder / "run.json").string()));
    }
    file.commit();
}

Json read_run_record(const std::filesystem::path& folder) {
    const auto path = folder / "run.json";
    std::ifstream stream(path);
    if (!stream) {
        throw InputError(fmt::format(
            "{}: not found; a folder which 'hazone run' has finished holds it", path.string()));
    }
    return Json::parse(stream);
}

Index peak_memory_bytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return Index{usage.ru_maxrss} * 1024;  // Linux counts in KiB
}

}  // namespace hazone
