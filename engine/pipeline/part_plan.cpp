#include "engine/pipeline/part_plan.hpp"

#include <algorithm>
#include <map>

namespace hazone {
namespace {

using Names = std::set<std::string_view>;

bool any_of(const std::vector<const FieldSpec*>& fields, const Names& names) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const FieldSpec* field) { return names.contains(field->name); });
}

/// What the stage leaves in the fields: an input stands against what a model would make.
std::vector<const FieldSpec*> made_by_stage(const Stage& stage) {
    std::vector<const FieldSpec*> made = stage.makes();
    std::erase_if(made, [&](const FieldSpec* field) {
        return std::any_of(stage.spares.begin(), stage.spares.end(),
                           [&](const FieldSpec* spared) { return spared->name == field->name; });
    });
    return made;
}

/// Numbers of the stages which read or make what may differ. A stage that makes a field which
/// another one of them makes too is among them: the last one of both decides what the field holds.
std::vector<std::size_t> changed_stages(const Plan& plan, const Changes& changes) {
    Names changed(changes.inputs.begin(), changes.inputs.end());
    std::vector<bool> taken(plan.stages.size(), false);
    for (bool more = true; more;) {
        more = false;
        for (std::size_t i = 0; i < plan.stages.size(); ++i) {
            const Stage& stage = plan.stages[i];
            const auto made = made_by_stage(stage);
            if (!taken[i] && (changes.models.contains(stage.model->name) ||
                              any_of(stage.reads, changed) || any_of(made, changed))) {
                taken[i] = true;
                more = true;
                for (const FieldSpec* field : made) {
                    changed.insert(field->name);
                }
            }
        }
    }
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        if (taken[i]) {
            numbers.push_back(i);
        }
    }
    return numbers;
}

/// The first stage which makes each field.
std::map<std::string_view, std::size_t> first_makers(const Plan& plan) {
    std::map<std::string_view, std::size_t> makers;
    for (std::size_t i = 0; i < plan.stages.size(); ++i) {
        for (const FieldSpec* field : made_by_stage(plan.stages[i])) {
            makers.emplace(field->name, i);
        }
    }
    return makers;
}

/// Each stage loads what it is the first to read and no stage of the part makes. A field that is
/// made only after a stage which could use it is not there for that stage, as in the whole run.
void set_loads(const Plan& whole, const Changes& changes, PartPlan& part) {
    const auto makers = first_makers(whole);
    Names there;
    for (std::size_t i = 0; i < part.stages.size(); ++i) {
        Stage& stage = part.plan.stages[i];
        stage.loads.clear();
        stage.releases.clear();
        for (const FieldSpec* field : stage.reads) {
            const auto maker = makers.find(field->name);
            const bool in_time = maker == makers.end() || maker->second < part.stages[i];
            if (in_time && there.insert(field->name).second) {
                stage.loads.push_back(field);
                if (!changes.inputs.contains(field->name)) {
                    part.borrowed.push_back(field);
                }
            }
        }
        for (const FieldSpec* field : made_by_stage(stage)) {
            there.insert(field->name);
        }
    }
}

/// Releases what was made, and the changed inputs, after the last use.
void set_releases(const Changes& changes,
                  const std::set<std::string, std::less<>>& counted,
                  PartPlan& part) {
    std::map<std::string_view, std::size_t> last_use;
    std::map<std::string_view, const FieldSpec*> own;
    for (std::size_t i = 0; i < part.plan.stages.size(); ++i) {
        Stage& stage = part.plan.stages[i];
        for (const FieldSpec* field : stage.reads) {
            last_use[field->name] = i;
            if (changes.inputs.contains(field->name)) {
                own.emplace(field->name, field);
            }
        }
        for (const FieldSpec* field : made_by_stage(stage)) {
            last_use[field->name] = i;
            own.emplace(field->name, field);
        }
    }
    for (const auto& [name, field] : own) {
        if (counted.contains(name)) {
            part.plan.wanted.push_back(field);
        } else {
            part.plan.stages[last_use[name]].releases.push_back(field);
        }
    }
}

}  // namespace

PartPlan changed_part(const Plan& whole,
                      const Changes& changes,
                      const std::set<std::string, std::less<>>& counted) {
    PartPlan part;
    part.plan.times = whole.times;
    part.plan.rain_steps = whole.rain_steps;
    part.stages = changed_stages(whole, changes);
    for (const std::size_t number : part.stages) {
        part.plan.stages.push_back(whole.stages[number]);
    }
    set_loads(whole, changes, part);
    set_releases(changes, counted, part);
    return part;
}

void keep_fields(Plan& plan, const std::vector<const FieldSpec*>& fields) {
    Names kept;
    for (const FieldSpec* field : fields) {
        kept.insert(field->name);
    }
    for (Stage& stage : plan.stages) {
        std::erase_if(stage.releases,
                      [&](const FieldSpec* field) { return kept.contains(field->name); });
    }
}

double bytes_kept_per_cell(const Plan& plan) {
    std::map<std::string_view, double> alive;
    for (const Stage& stage : plan.stages) {
        for (const FieldSpec* field : stage.loads) {
            alive[field->name] = bytes_of_cell(*field, plan.times);
        }
        for (const FieldSpec* field : stage.makes()) {
            alive[field->name] = bytes_of_cell(*field, plan.times);
        }
        for (const FieldSpec* field : stage.releases) {
            alive.erase(field->name);
        }
    }
    double bytes = 0;
    for (const auto& [name, size] : alive) {
        bytes += size;
    }
    return bytes;
}

}  // namespace hazone
