#include "engine/pipeline/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/plan_words.hpp"

namespace hazone {
namespace {

bool makes(const Model& model, std::string_view field) {
    return std::any_of(model.makes.begin(), model.makes.end(),
                       [&](const FieldSpec& made) { return made.name == field; });
}

/// Walks from the wanted fields back to the inputs.
class Planner {
public:
    Planner(Catalogue catalogue, const PlanRequest& request)
        : catalogue_(catalogue), request_(request) {}

    Plan plan() {
        check_names();
        problems_.raise();
        for (const std::string& name : request_.wanted) {
            const FieldSpec* field = find_field(name);
            plan_.wanted.push_back(field);
            require(*field, "it is asked for");
        }
        report_unmet();
        check_choices_hold();
        check_made_once();
        resolve_settings();
        require_times();
        problems_.raise();
        mark_lifetimes();
        return std::move(plan_);
    }

private:
    /// Frames have one raster per output time, so the times are known before the run.
    void require_times() {
        plan_.times = request_.times;
        plan_.rain_steps = request_.rain_steps;
        for (const Stage& stage : plan_.stages) {
            for (const FieldSpec& made : stage.model->makes) {
                if (made.form == Form::frames && plan_.times == 0) {
                    problems_.add(fmt::format(
                        "outputs.times: is missing; {} has one raster per output time. State the "
                        "times after the start of the rain, such as times = [\"6 h\", \"12 h\"]; "
                        "in "
                        "'hazone derive': --times '6 h' '12 h'",
                        made.name));
                    return;
                }
            }
        }
    }

    void check_names() {
        const auto check_field = [&](const std::string& name, const char* where) {
            if (find_field(name) == nullptr) {
                problems_.add(fmt::format("{}: {}", where, unknown_field(name)));
            }
        };
        for (const std::string& name : request_.wanted) {
            if (const Model* model = find_model(catalogue_, name);
                model != nullptr && find_field(name) == nullptr) {
                problems_.add(
                    fmt::format("outputs: '{}' is a model, not a field. Ask for what it "
                                "makes: {}",
                                name, made_by(*model)));
                continue;
            }
            check_field(name, "outputs");
        }
        for (const std::string& name : request_.given) {
            check_field(name, "inputs");
        }
        for (const auto& [field, model] : request_.chosen) {
            check_field(field, "choose");
            check_choice(field, model);
        }
        for (const auto& [model, texts] : request_.settings) {
            if (find_model(catalogue_, model) == nullptr) {
                problems_.add("models: " + unknown_model(catalogue_, model));
            }
        }
    }

    void check_choice(const std::string& field, const std::string& model) {
        const FieldSpec* spec = find_field(field);
        const Model* chosen = find_model(catalogue_, model);
        if (spec != nullptr && (chosen == nullptr || !makes(*chosen, field))) {
            problems_.add(fmt::format("choose: '{}' does not make '{}'; models which do: {}", model,
                                      field,
                                      fmt::join(model_names(makers(catalogue_, *spec)), ", ")));
        }
    }

    /// The models that may make the field: the one chosen for it alone, or all that can, those
    /// first which are chosen for another field.
    std::vector<const Model*> candidates(const FieldSpec& field) const {
        const auto chosen = request_.chosen.find(std::string(field.name));
        if (chosen != request_.chosen.end()) {
            return {find_model(catalogue_, chosen->second)};
        }
        std::vector<const Model*> all = makers(catalogue_, field);
        std::stable_partition(all.begin(), all.end(), [&](const Model* model) {
            return std::any_of(request_.chosen.begin(), request_.chosen.end(),
                               [&](const auto& choice) { return choice.second == model->name; });
        });
        return all;
    }

    /// A field whose model is chosen must not come from another one, which makes it along with
    /// what it is needed for, and cannot leave it.
    void check_choices_hold() {
        for (const auto& [field, chosen] : request_.chosen) {
            if (given(field)) {
                continue;
            }
            for (const Stage& stage : plan_.stages) {
                if (stage.model->name != chosen && makes(*stage.model, field) &&
                    !stage.model->on_demand) {
                    problems_.add(fmt::format(
                        "choose: {} is to be made by {}, but {} makes it too, which this run needs "
                        "for other fields. Choose one model for all that both make, or ask for "
                        "them in two runs",
                        field, chosen, stage.model->name));
                }
            }
        }
    }

    /// A field which is made along with another by a second model would be that of whichever comes
    /// last. A model that makes its fields on demand leaves such a field to the other.
    void check_made_once() {
        for (const Stage& stage : plan_.stages) {
            for (const FieldSpec& made : stage.model->makes) {
                const Model* maker = maker_of(made);
                const bool leaves_it = stage.model->on_demand || maker == stage.model;
                if (!given(made.name) && !leaves_it &&
                    !request_.chosen.contains(std::string(made.name))) {
                    problems_.add(fmt::format(
                        "choose: {0} is made by {1}, and {2} makes it too, which this run needs "
                        "for other fields. Name the one it shall come from under [choose], such as "
                        "{0} = \"{2}\", or ask for them in two runs",
                        made.name, maker->name, stage.model->name));
                }
            }
        }
    }

    /// The model which the run takes the field from.
    const Model* maker_of(const FieldSpec& field) const {
        const auto found = makers_.find(field.name);
        return found == makers_.end() ? nullptr : found->second;
    }

    bool given(std::string_view field) const { return request_.given.contains(field); }

    /// Whether the field is given, or some model can make it from what is given.
    bool reachable(const FieldSpec& field, std::set<std::string_view>& visiting) const {
        if (given(field.name)) {
            return true;
        }
        if (!visiting.insert(field.name).second) {
            return false;
        }
        const auto options = candidates(field);
        const bool found = std::any_of(options.begin(), options.end(), [&](const Model* model) {
            return feasible(*model, visiting);
        });
        visiting.erase(field.name);
        return found;
    }

    const ParamTexts& texts_of(std::string_view model) const {
        const auto texts = request_.settings.find(std::string(model));
        return texts == request_.settings.end() ? no_texts_ : texts->second;
    }

    bool has_required_settings(const Model& model) const {
        const ParamTexts& own = texts_of(model.name);
        const ParamTexts& lent = texts_of(model.params_of);
        return std::all_of(model.params.begin(), model.params.end(), [&](const ParamSpec& param) {
            return !param.required || own.contains(param.name) || lent.contains(param.name);
        });
    }

    bool feasible(const Model& model, std::set<std::string_view>& visiting) const {
        return has_required_settings(model) &&
               std::all_of(model.needs.begin(), model.needs.end(),
                           [&](const FieldSpec& need) { return reachable(need, visiting); });
    }

    const Model* choose(const FieldSpec& field) {
        const auto options = candidates(field);
        std::vector<const Model*> usable;
        for (const Model* model : options) {
            std::set<std::string_view> visiting{field.name};
            if (feasible(*model, visiting)) {
                usable.push_back(model);
            }
        }
        if (usable.size() > 1) {
            plan_.notes.push_back(fmt::format(
                "{} is made by {}; also possible under [choose]: {}", field.name,
                usable.front()->name, fmt::join(model_names(std::span(usable).subspan(1)), ", ")));
        }
        if (!usable.empty()) {
            return usable.front();
        }
        note_alternatives(field, options);
        const auto likely = std::find_if(options.begin(), options.end(), [&](const Model* model) {
            return has_required_settings(*model);
        });
        return likely == options.end() ? nullptr : *likely;
    }

    void require(const FieldSpec& field, const std::string& reason) {
        if (!settled_.insert(field.name).second) {
            return;
        }
        if (given(field.name)) {
            plan_.inputs.push_back(find_field(field.name));
            return;
        }
        const Model* model = choose(field);
        if (model == nullptr) {
            unmet_.emplace_back(find_field(field.name), reason);
            return;
        }
        for (const FieldSpec& need : model->needs) {
            require(need, fmt::format("{} needs it", model->name));
        }
        require_uses(*model, field);
        makers_.emplace(field.name, model);
        add_stage(*model);
    }

    /// What the model for `field` reads beside its needs, as far as it can be had.
    void require_uses(const Model& model, const FieldSpec& field) {
        for (const FieldSpec& use : model.uses) {
            std::set<std::string_view> visiting{field.name};
            const bool unread = request_.not_used.contains(use.name);
            if (!unread && takes(model, use) && reachable(use, visiting)) {
                require(use, fmt::format("{} uses it", model.name));
            }
        }
    }

    /// Settings which are wrong are refused later, with all others.
    bool takes(const Model& model, const FieldSpec& use) {
        if (model.takes == nullptr) {
            return true;
        }
        try {
            return model.takes(Params::resolve(model.name, model.params, texts_of(model.name),
                                               model.params_of, texts_of(model.params_of)),
                               use);
        } catch (const InputError&) {
            return false;
        }
    }

    /// Where a field cannot be made, the user also learns of the models that wait for settings.
    void note_alternatives(const FieldSpec& field, const std::vector<const Model*>& options) {
        for (const Model* other : options) {
            if (!has_required_settings(*other)) {
                hints_.insert(fmt::format("or let {} make '{}': {}", other->name, field.name,
                                          fmt::join(required_settings(*other), ", ")));
            }
        }
    }

    /// Another model is chosen for the field, and this one need not make it.
    bool leaves_to_chosen(const Model& model, const FieldSpec& made) const {
        const auto chosen = request_.chosen.find(std::string(made.name));
        return model.on_demand && chosen != request_.chosen.end() && chosen->second != model.name;
    }

    void add_stage(const Model& model) {
        for (const FieldSpec& made : model.makes) {
            if (!given(made.name) && !leaves_to_chosen(model, made)) {
                settled_.insert(made.name);
                makers_.emplace(made.name, &model);
            }
        }
        const bool present = std::any_of(plan_.stages.begin(), plan_.stages.end(),
                                         [&](const Stage& stage) { return stage.model == &model; });
        if (!present) {
            plan_.stages.push_back({.model = &model});
        }
    }

    void report_unmet() {
        for (const auto& [field, reason] : unmet_) {
            problems_.add(
                fmt::format("inputs: '{}' ({}) is missing: {}, and no model makes it. Give it "
                            "under [inputs], or to 'hazone derive' with -i, {}.",
                            field->name, field->meaning, reason, ways_to_give(*field)));
        }
        if (!unmet_.empty()) {
            for (const std::string& hint : hints_) {
                problems_.add(hint);
            }
        }
    }

    void resolve_settings() {
        for (Stage& stage : plan_.stages) {
            const Model& model = *stage.model;
            problems_.collect([&] {
                stage.params = Params::resolve(model.name, model.params, texts_of(model.name),
                                               model.params_of, texts_of(model.params_of));
                check(model, stage.params);
            });
        }
        for (const auto& setting : request_.settings) {
            note_unused(setting.first, setting.second);
        }
    }

    void check(const Model& model, const Params& params) const {
        if (model.check == nullptr) {
            return;
        }
        const std::vector<const FieldSpec*> reads = reads_of(model);
        model.check(params, [&](const FieldSpec& field) {
            return std::any_of(reads.begin(), reads.end(),
                               [&](const FieldSpec* read) { return read->name == field.name; });
        });
    }

    /// Settings of a model outside the plan have no effect, unless it lends them to one in it, but
    /// are checked all the same.
    void note_unused(const std::string& name, const ParamTexts& texts) {
        const Model* model = find_model(catalogue_, name);
        const auto in_plan = [&](auto serves) {
            return std::any_of(plan_.stages.begin(), plan_.stages.end(),
                               [&](const Stage& stage) { return serves(*stage.model); });
        };
        if (in_plan([&](const Model& other) { return &other == model; })) {
            return;
        }
        problems_.collect([&] { Params::resolve(name, model->params, texts); });
        if (!in_plan([&](const Model& other) { return other.params_of == name; })) {
            plan_.notes.push_back(
                fmt::format("the settings of '{}' have no effect: no wanted field needs it", name));
        }
    }

    /// The needs of the model, and of what it uses the fields that are there.
    std::vector<const FieldSpec*> reads_of(const Model& model) const {
        std::vector<const FieldSpec*> reads;
        for (const FieldSpec& need : model.needs) {
            reads.push_back(&need);
        }
        for (const FieldSpec& use : model.uses) {
            if (settled_.contains(use.name) && !request_.not_used.contains(use.name)) {
                reads.push_back(&use);
            }
        }
        return reads;
    }

    /// What a model that makes its fields on demand leaves out: what is given or comes from another
    /// model, and what no stage reads and nobody asked for.
    void mark_omitted() {
        std::set<std::string_view> of_use;
        for (const FieldSpec* wanted : plan_.wanted) {
            of_use.insert(wanted->name);
        }
        for (const Stage& stage : plan_.stages) {
            for (const FieldSpec* read : stage.reads) {
                of_use.insert(read->name);
            }
        }
        for (Stage& stage : plan_.stages) {
            for (const FieldSpec& made : stage.model->makes) {
                const bool is_its_own = !given(made.name) && maker_of(made) == stage.model;
                if (stage.model->on_demand && !(is_its_own && of_use.contains(made.name))) {
                    stage.omits.push_back(&made);
                }
            }
        }
    }

    void mark_lifetimes() {
        for (Stage& stage : plan_.stages) {
            stage.reads = reads_of(*stage.model);
        }
        mark_omitted();
        std::map<std::string_view, std::size_t> last_use;
        std::set<std::string_view> loaded;
        for (std::size_t i = 0; i < plan_.stages.size(); ++i) {
            Stage& stage = plan_.stages[i];
            for (const FieldSpec* read : stage.reads) {
                last_use[read->name] = i;
                if (given(read->name) && loaded.insert(read->name).second) {
                    stage.loads.push_back(find_field(read->name));
                }
            }
            for (const FieldSpec* made : stage.makes()) {
                last_use.emplace(made->name, i);
                if (given(made->name)) {
                    stage.spares.push_back(made);
                }
            }
        }
        for (const auto& [name, stage] : last_use) {
            if (!request_.kept.contains(name)) {
                plan_.stages[stage].releases.push_back(find_field(name));
            }
        }
        for (const std::string& name : request_.given) {
            if (!settled_.contains(name)) {
                plan_.unused.push_back(name);
            }
        }
    }

    const ParamTexts no_texts_;
    Catalogue catalogue_;
    const PlanRequest& request_;
    Plan plan_;
    Problems problems_;
    std::set<std::string_view> settled_;
    std::map<std::string_view, const Model*> makers_;
    std::vector<std::pair<const FieldSpec*, std::string>> unmet_;
    std::set<std::string> hints_;
};

}  // namespace

std::vector<const FieldSpec*> Stage::makes() const {
    std::vector<const FieldSpec*> made;
    for (const FieldSpec& field : model->makes) {
        if (std::none_of(omits.begin(), omits.end(),
                         [&](const FieldSpec* omitted) { return omitted->name == field.name; })) {
            made.push_back(&field);
        }
    }
    return made;
}

Plan make_plan(Catalogue catalogue, const PlanRequest& request) {
    return Planner(catalogue, request).plan();
}

void load_first(Plan& plan, const std::set<std::string, std::less<>>& names) {
    std::vector<const FieldSpec*> early;
    for (Stage& stage : plan.stages) {
        std::erase_if(stage.loads, [&](const FieldSpec* field) {
            const bool move = names.contains(field->name);
            if (move) {
                early.push_back(field);
            }
            return move;
        });
    }
    if (!plan.stages.empty()) {
        auto& loads = plan.stages.front().loads;
        loads.insert(loads.begin(), early.begin(), early.end());
    }
}

}  // namespace hazone
