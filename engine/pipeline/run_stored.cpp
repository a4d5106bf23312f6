#include "engine/pipeline/run_stored.hpp"

#include <algorithm>
#include <chrono>

#include "engine/core/error.hpp"
#include "engine/parallel/windows.hpp"

namespace hazone {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

bool contains(const std::vector<const FieldSpec*>& fields, std::string_view name) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const FieldSpec* field) { return field->name == name; });
}

/// True when the model of the stage makes the field, and no input stands in its place.
bool made_here(const Stage& stage, const FieldSpec& field) {
    return contains(stage.makes(), field.name) && !contains(stage.spares, field.name);
}

class StoredRunner {
public:
    StoredRunner(const Plan& plan,
                 const StoredPlan& stored,
                 StoredFields& fields,
                 const StoredHooks& hooks)
        : stored_(stored), fields_(fields), hooks_(hooks) {
        for (const Stage& stage : plan.stages) {
            report_.stages.push_back({.model = stage.model});
        }
        for (const FieldSpec* input : plan.inputs) {
            if (contains(plan.wanted, input->name)) {
                store_input(*input);
                announce(*input);
            }
        }
    }

    StoredReport run() {
        for (const Sweep& sweep : stored_.sweeps) {
            stop_if_asked();
            if (sweep.whole) {
                run_whole(sweep);
            } else if (!sweep.stored.empty()) {
                run_windows(sweep);
            }
            for (const FieldSpec* field : sweep.stored) {
                announce(*field);
            }
            for (const FieldSpec* field : sweep.releases) {
                fields_.erase(*field);
            }
        }
        for (const StageReport& stage : report_.stages) {
            if (stage.model->conclude != nullptr && !stage.sums.empty()) {
                note(stage.model->conclude(stage.sums));
            }
        }
        return std::move(report_);
    }

private:
    void run_whole(const Sweep& sweep) {
        const Stage& stage = sweep.part.stages.front();
        for (const FieldSpec* field : stage.loads) {
            store_input(*field);
        }
        progress(sweep, 0);
        std::vector<std::pair<const FieldSpec*, StoredFields::Value>> kept = set_aside(stage);
        fields_.set_window(sweep.window);
        const auto start = Clock::now();
        stage.model->run_stored(stage.params, fields_);
        StageReport& report = report_.stages[sweep.stages.front()];
        report.seconds = seconds_since(start);
        report.cells = fields_.extent().size();
        survey_whole(sweep, report);
        for (auto& [field, value] : kept) {
            fields_.put(*field, std::move(value));
        }
        for (const FieldSpec* field : stage.makes()) {
            if (has_cells(*field) && made_here(stage, *field) && fields_.has(*field)) {
                report.missing_cells.emplace_back(field->name, fields_.missing_cells(*field));
            }
        }
        drop_unread(sweep);
        progress(sweep, 1);
    }

    /// Lets the model look at what it made and read, window by window, as a model does which runs
    /// window by window.
    void survey_whole(const Sweep& sweep, StageReport& report) {
        const Stage& stage = sweep.part.stages.front();
        if (stage.model->survey == nullptr) {
            return;
        }
        std::vector<const FieldSpec*> seen = stage.makes();
        seen.insert(seen.end(), stage.reads.begin(), stage.reads.end());
        const Windows windows(fields_.extent(), sweep.window);
        for (Index number = 0; number < windows.count(); ++number) {
            const Window window = windows.at(number);
            FieldSet part(fields_.grid().part(window));
            part.set_times(fields_.times());
            for (const FieldSpec* field : seen) {
                if (fields_.has(*field)) {
                    fields_.read_part(*field, window, part);
                }
            }
            std::vector<double> sums;
            stage.model->survey(part, whole_window(window.extent), sums);
            add_sums(sums, report.sums);
        }
    }

    /// An input which the model would overwrite stands aside while the model runs.
    std::vector<std::pair<const FieldSpec*, StoredFields::Value>> set_aside(const Stage& stage) {
        std::vector<std::pair<const FieldSpec*, StoredFields::Value>> kept;
        for (const FieldSpec* field : stage.spares) {
            if (fields_.has(*field)) {
                kept.emplace_back(field, fields_.take(*field));
            }
        }
        return kept;
    }

    /// What a model of the whole grid makes and nobody reads.
    void drop_unread(const Sweep& sweep) {
        for (const FieldSpec& made : sweep.part.stages.front().model->makes) {
            if (!contains(sweep.stored, made.name) &&
                !contains(sweep.part.stages.front().spares, made.name)) {
                fields_.erase(made);
            }
        }
    }

    void run_windows(const Sweep& sweep) {
        const Windows windows(fields_.extent(), sweep.window);
        for (Index number = 0; number < windows.count(); ++number) {
            stop_if_asked();
            progress(sweep, static_cast<double>(number) / static_cast<double>(windows.count()));
            const Window inner = windows.at(number);
            run_window(sweep, inner, windows.with_halo(inner, sweep.halo));
        }
        progress(sweep, 1);
    }

    void run_window(const Sweep& sweep, Window inner, Window outer) {
        const Cell corner{inner.from.row - outer.from.row, inner.from.col - outer.from.col};
        FieldSet part(fields_.grid().part(outer));
        part.set_times(fields_.times());
        RunHooks hooks;
        hooks.load = [&](const FieldSpec& field, FieldSet& fields) {
            load_part(field, outer, fields);
        };
        hooks.made = [&](const FieldSpec& field, const FieldSet& fields) {
            if (contains(sweep.stored, field.name)) {
                const auto start = Clock::now();
                fields_.write_part(field, fields, outer, inner);
                report_.scratch_seconds += seconds_since(start);
            }
            if (StageReport* const report = maker(sweep, field)) {
                count_missing(field, fields.missing_cells(field, {corner, inner.extent}), *report);
            }
        };
        hooks.stop = hooks_.stop;
        hooks.counted = Window{corner, inner.extent};
        const std::vector<StageReport> reports = run_plan(sweep.part, part, hooks);
        for (const std::string& sentence : part.notes()) {
            note(sentence);
        }
        for (std::size_t i = 0; i < reports.size(); ++i) {
            StageReport& report = report_.stages[sweep.stages[i]];
            report.seconds += reports[i].seconds;
            if (!sweep.repeated[i]) {
                add_sums(reports[i].sums, report.sums);
                report.cells += reports[i].cells / outer.extent.size() * inner.extent.size();
            }
        }
    }

    static void add_sums(const std::vector<double>& more, std::vector<double>& sums) {
        sums.resize(std::max(sums.size(), more.size()));
        for (std::size_t number = 0; number < more.size(); ++number) {
            sums[number] += more[number];
        }
    }

    /// Windows tell the same of what does not depend on them.
    void note(const std::string& sentence) {
        auto& notes = report_.notes;
        if (!sentence.empty() && std::find(notes.begin(), notes.end(), sentence) == notes.end()) {
            notes.push_back(sentence);
        }
    }

    void load_part(const FieldSpec& field, Window outer, FieldSet& part) {
        if (!fields_.has(field)) {
            hooks_.load_part(field, part);
            return;
        }
        const auto start = Clock::now();
        fields_.read_part(field, outer, part);
        report_.scratch_seconds += seconds_since(start);
    }

    /// The report of the stage which makes the field in this sweep for the first time; nullptr for
    /// inputs, fields of earlier sweeps and what is no raster.
    StageReport* maker(const Sweep& sweep, const FieldSpec& field) {
        for (std::size_t place = 0; place < sweep.stages.size(); ++place) {
            if (!sweep.repeated[place] && has_cells(field) &&
                made_here(sweep.part.stages[place], field)) {
                return &report_.stages[sweep.stages[place]];
            }
        }
        return nullptr;
    }

    /// Adds the missing cells of one window to the report.
    static void count_missing(const FieldSpec& field, Index count, StageReport& report) {
        auto& counts = report.missing_cells;
        const auto found = std::find_if(counts.begin(), counts.end(), [&](const auto& entry) {
            return entry.first == field.name;
        });
        if (found == counts.end()) {
            counts.emplace_back(field.name, count);
        } else {
            found->second += count;
        }
    }

    /// An input made by window gets a store where a model of the whole grid, or the caller, asks
    /// for it.
    void store_input(const FieldSpec& field) {
        if (fields_.has(field) || field.form != Form::raster) {
            return;
        }
        constexpr Index kSide = 2048;
        const Windows windows(fields_.extent(), {kSide, kSide});
        for (Index number = 0; number < windows.count(); ++number) {
            const Window window = windows.at(number);
            FieldSet part(fields_.grid().part(window));
            hooks_.load_part(field, part);
            fields_.write_part(field, part, window, window);
        }
    }

    void announce(const FieldSpec& field) {
        if (hooks_.made && fields_.has(field)) {
            hooks_.made(field, fields_);
        }
    }

    /// The stages of a sweep share its progress: each a part as long as the others.
    void progress(const Sweep& sweep, double share) {
        if (!hooks_.progress) {
            return;
        }
        const auto count = static_cast<double>(sweep.stages.size());
        const auto place = static_cast<std::size_t>(std::min(share * count, count - 1));
        hooks_.progress(sweep.stages[place], share * count - static_cast<double>(place));
    }

    void stop_if_asked() {
        if (hooks_.stop && hooks_.stop()) {
            throw Interrupted("stopped on request; no file is half written");
        }
    }

    const StoredPlan& stored_;
    StoredFields& fields_;
    const StoredHooks& hooks_;
    StoredReport report_;
};

}  // namespace

StoredReport run_stored(const Plan& plan,
                        const StoredPlan& stored,
                        StoredFields& fields,
                        const StoredHooks& hooks) {
    return StoredRunner(plan, stored, fields, hooks).run();
}

}  // namespace hazone
