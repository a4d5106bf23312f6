#include "scenarios/execute.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/pipeline/run_stored.hpp"
#include "io/atomic_file.hpp"
#include "scenarios/interrupt.hpp"
#include "scenarios/job_windows.hpp"
#include "scenarios/nest/nest_run.hpp"
#include "scenarios/publish.hpp"

namespace hazone {
namespace {

void prepare_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw InputError(fmt::format("--out {}: the folder cannot be made: {}", folder.string(),
                                     error.message()));
    }
    std::filesystem::remove(folder / "run.json", error);
    io::remove_stale_parts(folder);
}

RunHooks hooks_for(const Job& job, ProductWriter& writer, ProgressLine& progress) {
    RunHooks hooks;
    hooks.load = [&job](const FieldSpec& field, FieldSet& fields) {
        io::load_input(job.scenario.inputs.at(std::string(field.name)), field, fields);
    };
    hooks.made = [&writer](const FieldSpec& field, const FieldSet& fields) {
        writer.field_made(field, fields);
    };
    hooks.progress = [&progress](std::size_t stage, double share) { progress.show(stage, share); };
    hooks.stop = [] { return interrupt_signal() != 0; };
    return hooks;
}

StoredHooks stored_hooks_for(const Job& job, ProductWriter& writer, ProgressLine& progress) {
    StoredHooks hooks;
    hooks.load_part = [&job](const FieldSpec& field, FieldSet& part) {
        load_window_input(job, field, part);
    };
    hooks.made = [&writer](const FieldSpec& field, const StoredFields& fields) {
        writer.field_made(field, fields);
    };
    hooks.progress = [&progress](std::size_t stage, double share) { progress.show(stage, share); };
    hooks.stop = [] { return interrupt_signal() != 0; };
    return hooks;
}

/// Runs the plan, in memory or window by window.
void run_stages(Job& job,
                ProductWriter& writer,
                ProgressLine& progress,
                Checkpoints* checkpoints,
                RunFacts& facts) {
    if (!job.stored) {
        RunHooks hooks = hooks_for(job, writer, progress);
        if (checkpoints != nullptr) {
            checkpoints->attach(hooks);
        }
        facts.stages = run_plan(job.plan, *job.fields, hooks);
        return;
    }
    StoredReport report =
        run_stored(job.plan, job.windows, *job.stored, stored_hooks_for(job, writer, progress));
    facts.stages = std::move(report.stages);
    facts.scratch_seconds = report.scratch_seconds;
    for (std::string& sentence : report.notes) {
        job.fields->note(std::move(sentence));
    }
}

void run_members(Job& job, ProductWriter& writer, ProgressLine& progress, RunFacts& facts) {
    const auto members = static_cast<Index>(job.ensemble->draws.size());
    EnsembleHooks hooks;
    hooks.made = [&](const FieldSpec& field, const FieldSet& fields) {
        writer.field_made(field, fields);
    };
    hooks.progress = [&, members](Index member, double share) {
        progress.show_member(member, members, share);
    };
    hooks.stop = [] { return interrupt_signal() != 0; };
    facts.ensemble = run_ensemble(job, hooks);
}

/// The zones of the run with names in the table: communes, or basins outlined now.
io::ZoneLayer named_zones(Job& job, ZoneTable& table) {
    io::ZoneLayer layer =
        job.scenario.zones
            ? std::move(job.zones)
            : io::polygonise_zones(job.fields->read<std::int32_t>(kZone), job.fields->grid());
    std::map<std::int32_t, const io::Zone*> by_label;
    for (const io::Zone& zone : layer.zones) {
        by_label[zone.label] = &zone;
    }
    for (ZoneSummary& summary : table) {
        const auto found = by_label.find(summary.label);
        if (found != by_label.end()) {
            summary.name = found->second->name;
            summary.code = found->second->code;
        }
    }
    return layer;
}

void finish_products(Job& job,
                     ProductWriter& writer,
                     RunFacts& facts,
                     const std::filesystem::path& folder) {
    if (!job.fields->has(kZoneLevels)) {
        writer.finish();
        facts.products = writer.products();
        return;
    }
    ZoneTable& table = job.fields->zones(kZoneLevels);
    const io::ZoneLayer layer = named_zones(job, table);
    writer.finish();
    facts.zones = &table;
    facts.products = writer.products();
    if (job.rules) {
        const auto record = run_record(job, facts);
        const auto written = publish(job,
                                     publication_of(job, {.fields = job.fields.get(),
                                                          .layer = &layer,
                                                          .table = &table,
                                                          .rules = job.rules.get(),
                                                          .record = &record}),
                                     folder);
        facts.products.insert(facts.products.end(), written.begin(), written.end());
    }
}

}  // namespace

void execute(Job& job, const ExecuteOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    std::optional<Checkpoints> checkpoints;
    if (options.checkpoint) {
        checkpoints.emplace(job, options.folder, *options.checkpoint);
    }
    prepare_folder(options.folder);
    ProductWriter writer(job, options.folder);
    ProgressLine progress(job.plan, options.talk);
    RunFacts facts;
    run_stages(job, writer, progress, checkpoints ? &*checkpoints : nullptr, facts);
    if (job.ensemble) {
        run_members(job, writer, progress, facts);
    }
    progress.end();
    finish_products(job, writer, facts, options.folder);
    if (job.scenario.nest) {
        const auto written = run_nests(job, options.folder);
        facts.products.insert(facts.products.end(), written.begin(), written.end());
    }
    facts.read_seconds = job.read_seconds;
    facts.write_seconds = writer.seconds();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    facts.total_seconds = job.read_seconds + elapsed.count();
    facts.products.push_back({"run.json", "the record of the run"});
    const auto record = run_record(job, facts);
    write_run_record(record, options.folder);
    if (checkpoints) {
        checkpoints->remove();
    }
    if (options.talk == Talk::normal) {
        fmt::print("{}", summary_text(job, facts, options.folder));
    } else if (options.talk == Talk::json) {
        fmt::print("{}\n", record.dump(2));
    }
}

}  // namespace hazone
