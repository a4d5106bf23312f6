#include "engine/pipeline/run.hpp"

#include <algorithm>
#include <chrono>

#include "engine/core/error.hpp"
#include "engine/pipeline/run_in_time.hpp"

namespace hazone {
namespace {

class Runner {
public:
    Runner(const Plan& plan, FieldSet& fields, const RunHooks& hooks)
        : plan_(plan), fields_(fields), hooks_(hooks) {}

    std::vector<StageReport> run() {
        std::vector<StageReport> reports;
        for (const FieldSpec* field : plan_.inputs) {
            if (wanted(*field)) {
                load(*field);
            }
        }
        for (number_ = 0; number_ < plan_.stages.size(); ++number_) {
            throw_if_stopped(hooks_);
            reports.push_back(run_stage(plan_.stages[number_]));
        }
        return reports;
    }

private:
    StageReport run_stage(const Stage& stage) {
        for (const FieldSpec* field : stage.loads) {
            load(*field);
        }
        progress(0);
        std::vector<std::pair<const FieldSpec*, FieldSet::Value>> kept = set_aside(stage);
        fields_.leave_out(stage.omits);
        StageReport report{.model = stage.model, .cells = fields_.extent().size()};
        const auto start = std::chrono::steady_clock::now();
        if (stage.model->in_time()) {
            report.cells *= run_in_time(*stage.model, stage.params, fields_, hooks_,
                                        [this](double share) { progress(share); });
        } else {
            stage.model->run(stage.params, fields_);
        }
        const auto end = std::chrono::steady_clock::now();
        report.seconds = std::chrono::duration<double>(end - start).count();
        survey(*stage.model, report);
        fields_.leave_out({});
        for (const FieldSpec* field : stage.spares) {
            fields_.erase(*field);
        }
        for (auto& [field, value] : kept) {
            fields_.put(*field, std::move(value));
        }
        progress(1);
        finish_stage(stage, report);
        return report;
    }

    void survey(const Model& model, StageReport& report) {
        if (model.survey == nullptr) {
            return;
        }
        model.survey(fields_, hooks_.counted.value_or(whole_window(fields_.extent())), report.sums);
        if (!hooks_.counted) {
            std::string sentence = model.conclude(report.sums);
            if (!sentence.empty()) {
                fields_.note(std::move(sentence));
            }
        }
    }

    /// An input which the model would overwrite stands aside while the model runs.
    std::vector<std::pair<const FieldSpec*, FieldSet::Value>> set_aside(const Stage& stage) {
        std::vector<std::pair<const FieldSpec*, FieldSet::Value>> kept;
        for (const FieldSpec* field : stage.spares) {
            if (fields_.has(*field)) {
                kept.emplace_back(field, fields_.take(*field));
            }
        }
        return kept;
    }

    void finish_stage(const Stage& stage, StageReport& report) {
        for (const FieldSpec* field : stage.makes()) {
            const bool was_input =
                std::any_of(stage.spares.begin(), stage.spares.end(),
                            [&](const FieldSpec* spared) { return spared->name == field->name; });
            if (was_input || !fields_.has(*field)) {
                continue;
            }
            if (has_cells(*field)) {
                report.missing_cells.emplace_back(field->name, fields_.missing_cells(*field));
            }
            announce(*field);
        }
        for (const FieldSpec* field : stage.releases) {
            fields_.erase(*field);
        }
    }

    bool wanted(const FieldSpec& field) const {
        return std::any_of(plan_.wanted.begin(), plan_.wanted.end(),
                           [&](const FieldSpec* w) { return w->name == field.name; });
    }

    void announce(const FieldSpec& field) {
        if (hooks_.made) {
            hooks_.made(field, fields_);
        }
    }

    void load(const FieldSpec& field) {
        if (hooks_.load && !fields_.has(field)) {
            hooks_.load(field, fields_);
        }
        if (loaded_.insert(field.name).second) {
            announce(field);
        }
    }

    void progress(double share) {
        if (hooks_.progress) {
            hooks_.progress(number_, share);
        }
    }

    const Plan& plan_;
    FieldSet& fields_;
    const RunHooks& hooks_;
    std::size_t number_ = 0;
    std::set<std::string_view> loaded_;
};

}  // namespace

std::vector<StageReport> run_plan(const Plan& plan, FieldSet& fields, const RunHooks& hooks) {
    return Runner(plan, fields, hooks).run();
}

}  // namespace hazone
