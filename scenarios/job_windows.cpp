#include "scenarios/job_windows.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/gdal_cache.hpp"
#include "io/write/write.hpp"

namespace hazone {
namespace {

constexpr double kGib = 1024.0 * 1024.0 * 1024.0;
constexpr Index kCache = Index{32} << 20;  // of GDAL; store_input() reads within it
constexpr Index kMostCache = Index{256} << 20;
constexpr Index kMostForReading = Index{256} << 20;

double gib(Index bytes) { return static_cast<double>(bytes) / kGib; }

void refuse_products_of_the_whole_grid(const Job& job, Problems& problems) {
    const Outputs& outputs = job.scenario.outputs;
    if (outputs.any_of_zones()) {
        problems.add(fmt::format(
            "--memory: {} of this grid needs the whole grid in memory, {}. Set map = false and "
            "zones = false under [outputs], leave out the other products of zones, and take the "
            "fields alone",
            outputs.map ? "the map" : "what is made of zones", memory_text(job)));
    }
    if (job.scenario.zones &&
        std::any_of(job.plan.inputs.begin(), job.plan.inputs.end(), [](const FieldSpec* f) {
            return f->name == kZone.name || f->name == kZoneCover.name;
        })) {
        problems.add(
            "--memory: [zones] are put on the whole grid in memory; leave them out of a run which "
            "goes window by window");
    }
}

/// Memory for the files, and room in the scratch folder while they are written.
struct FileBytes {
    Index memory = 0;
    Index scratch = 0;
};

FileBytes bytes_of_files(const Job& job, Extent extent) {
    FileBytes most;
    for (const FieldSpec* field : job.plan.wanted) {
        if (has_cells(*field)) {
            const Index bands = field->form == Form::frames ? job.plan.times : 1;
            most.memory = std::max(most.memory, io::geotiff_bytes(field->type, extent));
            most.scratch = std::max(most.scratch, bands * io::overview_bytes(field->type, extent));
        }
    }
    return most;
}

void refuse_too_little_room(const Job& job) {
    std::error_code failed;
    const auto space = std::filesystem::space(job.memory.scratch, failed);
    const auto room = failed ? Index{0} : static_cast<Index>(space.available);
    if (!failed && room < job.windows.scratch_bytes) {
        throw InputError(fmt::format(
            "--scratch {}: the run needs {:.1f} GiB of scratch files there, {:.1f} GiB are free. "
            "Choose a folder on another disk, or ask for fewer fields",
            job.memory.scratch.string(), gib(job.windows.scratch_bytes), gib(room)));
    }
}

void make_scratch_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        throw InputError(fmt::format("--scratch {}: the folder cannot be made: {}", folder.string(),
                                     failed.message()));
    }
}

}  // namespace

void plan_windows(Job& job) {
    Problems problems;
    refuse_products_of_the_whole_grid(job, problems);
    const Index limit = *job.memory.bytes;
    const Grid& grid = job.fields->grid();
    const FileBytes files = bytes_of_files(job, grid.extent);
    StoredRequest request{
        .memory = limit, .program = kProgramBytes + kCache, .files = files.memory};
    for (const auto& [name, source] : job.scenario.inputs) {
        if (io::made_by_window(source)) {
            request.by_window.insert(name);
        }
    }
    problems.collect([&] { job.windows = make_stored_plan(job.plan, grid, request); });
    problems.raise();
    job.windows.scratch_bytes += files.scratch;
    make_scratch_folder(job.memory.scratch);
    refuse_too_little_room(job);
    io::limit_gdal_cache(kCache);
    job.stored = std::make_unique<StoredFields>(grid, job.memory.scratch);
    job.stored->set_times(job.scenario.outputs.times);
    if (job.scenario.outputs.netcdf != NetcdfContent::none) {
        job.scenario.outputs.netcdf = NetcdfContent::none;
        job.warnings.emplace_back(
            "results.nc is not written by a run which goes window by window; every field is a "
            "GeoTIFF");
    }
}

void keep_to_limit(const Job& job) {
    if (job.memory.bytes) {
        io::limit_gdal_cache(std::clamp(*job.memory.bytes / 16, kCache, kMostCache));
    }
}

Index memory_for_reading(const Job& job) {
    const Index limit = *job.memory.bytes;
    return std::min(limit - kProgramBytes - kCache, kMostForReading);
}

std::string windows_text(const Job& job) {
    return fmt::format(
        "about {:.2f} GiB at the peak, limit {:.2f} GiB: window by window, with {:.2f} "
        "GiB of scratch files in {}",
        gib(job.windows.peak_bytes), gib(*job.memory.bytes), gib(job.windows.scratch_bytes),
        job.memory.scratch.string());
}

void load_window_input(const Job& job, const FieldSpec& field, FieldSet& part) {
    if (field.form == Form::rules) {
        part.put(field, std::shared_ptr<const RuleSet>(job.rules));
    } else if (field.form == Form::gauges) {
        part.put(field, std::get<std::shared_ptr<const GaugeSet>>(job.fields->at(field)));
    } else {
        io::load_input(job.scenario.inputs.at(std::string(field.name)), field, part);
    }
}

}  // namespace hazone
