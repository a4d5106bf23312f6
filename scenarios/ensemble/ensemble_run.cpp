// Members of an ensemble: the part of the plan which what varies can reach, again and again on the
// fields of the finished run. Probabilities are shares of members: they hold what was varied, and
// nothing of the errors of the models themselves.
#include "scenarios/ensemble/ensemble_run.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "scenarios/ensemble/level_counts.hpp"
#include "scenarios/ensemble/varied_input.hpp"

namespace hazone {
namespace {

using Json = nlohmann::ordered_json;

/// The fields of probabilities of a field of classes or levels, from `lowest` on.
struct Counted {
    const FieldSpec* field;
    int lowest;
    std::span<const FieldSpec> shares;
    LevelCounts counts;
};

class EnsembleRun {
public:
    EnsembleRun(Job& job, const EnsembleHooks& hooks)
        : job_(job),
          ensemble_(*job.ensemble),
          hooks_(hooks),
          members_(static_cast<Index>(ensemble_.draws.size())),
          zones_(members_) {
        add_counts(kHazardClass, kHazardClassProbability);
        add_counts(kRiskLevel, kRiskLevelProbability);
        for (const Stage& stage : ensemble_.part.plan.stages) {
            report_.stages.push_back({.model = stage.model});
        }
    }

    EnsembleReport run() {
        const auto start = std::chrono::steady_clock::now();
        for (Index member = 0; member < members_; ++member) {
            run_member(member);
        }
        if (2 * static_cast<Index>(report_.failed.size()) > members_) {
            throw InputError(report_.failed);
        }
        make_shares();
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        report_.seconds = elapsed.count();
        note();
        return std::move(report_);
    }

private:
    bool is_counted(const FieldSpec& field) const {
        return std::any_of(ensemble_.counted.begin(), ensemble_.counted.end(),
                           [&](const FieldSpec* one) { return one->name == field.name; });
    }

    void add_counts(const FieldSpec& field, std::span<const FieldSpec> shares) {
        if (is_counted(field)) {
            const int lowest = kLevelCount + 1 - static_cast<int>(shares.size());
            counted_.push_back({&field, lowest, shares,
                                LevelCounts(job_.fields->extent(), lowest, kLevelCount, members_)});
        }
    }

    RunHooks hooks_of(Index member) {
        RunHooks hooks;
        hooks.load = [this, member](const FieldSpec& field, FieldSet& fields) {
            load(member, field, fields);
        };
        hooks.progress = [this, member](std::size_t stage, double share) {
            if (hooks_.progress) {
                hooks_.progress(member, (static_cast<double>(stage) + share) /
                                            static_cast<double>(report_.stages.size()));
            }
        };
        hooks.stop = hooks_.stop;
        return hooks;
    }

    /// Moves a field of the run into the member, or gives the member its own of a varied input.
    void load(Index member, const FieldSpec& field, FieldSet& fields) {
        if (!job_.fields->has(field)) {
            return;  // its maker left it out, for the run as for the member
        }
        const auto& vary = job_.scenario.ensemble->vary;
        const auto found = std::find_if(vary.begin(), vary.end(), [&](const Variation& variation) {
            return variation.effect != Effect::parameter && variation.input == field.name;
        });
        if (found == vary.end()) {
            fields.put(field, job_.fields->take(field));
            return;
        }
        const Draw& draw = ensemble_.draws[static_cast<std::size_t>(member)]
                                          [static_cast<std::size_t>(found - vary.begin())];
        VariedInput input = varied_input(field, job_.fields->at(field), found->effect, draw.value);
        fields.put(field, std::move(input.value));
        report_.held[found->input] += input.held;
    }

    void give_back(FieldSet& fields) {
        for (const FieldSpec* field : ensemble_.part.borrowed) {
            if (fields.has(*field)) {
                job_.fields->put(*field, fields.take(*field));
            }
        }
    }

    void run_member(Index member) {
        FieldSet fields(job_.fields->grid());
        fields.set_times(job_.fields->times());
        const Plan plan = member_plan(job_.scenario, ensemble_, static_cast<std::size_t>(member));
        try {
            const std::vector<StageReport> stages = run_plan(plan, fields, hooks_of(member));
            for (std::size_t stage = 0; stage < stages.size(); ++stage) {
                ++report_.stages[stage].runs;
                report_.stages[stage].seconds += stages[stage].seconds;
            }
        } catch (const InputError& error) {
            report_.failed.push_back(fmt::format("ensemble: member {} of {} was refused: {}",
                                                 member + 1, members_,
                                                 fmt::join(error.problems(), "; ")));
            give_back(fields);
            return;
        }
        give_back(fields);
        count(fields);
    }

    /// The field as the member has it: that of the run where nothing that varies reaches it.
    const FieldSet& holder(const FieldSet& fields, const FieldSpec& field) const {
        return fields.has(field) ? fields : *job_.fields;
    }

    void count(const FieldSet& fields) {
        for (Counted& counted : counted_) {
            counted.counts.add(holder(fields, *counted.field).read<std::uint8_t>(*counted.field));
        }
        if (is_counted(kZoneLevels)) {
            zones_.add(holder(fields, kZoneLevels).zones(kZoneLevels));
        }
    }

    void make_shares() {
        for (const Counted& counted : counted_) {
            for (std::size_t place = 0; place < counted.shares.size(); ++place) {
                const FieldSpec& share = counted.shares[place];
                job_.fields->put(share,
                                 counted.counts.share(counted.lowest + static_cast<int>(place)));
                if (hooks_.made) {
                    hooks_.made(share, *job_.fields);
                }
                job_.fields->erase(share);
            }
        }
        if (is_counted(kZoneLevels)) {
            for (ZoneSummary& zone : job_.fields->zones(kZoneLevels)) {
                zone.level_probability = zones_.shares(zone.label);
                report_.members[zone.label] = zones_.known(zone.label);
            }
        }
    }

    void note() {
        job_.fields->note(fmt::format(
            "ensemble: probabilities are shares of {} members in which {} quantities vary; their "
            "standard error is sqrt(p (1 - p) / n), at most {:.3f}. They say nothing of the errors "
            "of the models and of inputs which do not vary",
            members_, job_.scenario.ensemble->vary.size(), standard_error(0.5, members_)));
        for (const std::string& failed : report_.failed) {
            job_.fields->note(failed + "; it counts as a member without data");
        }
        for (const auto& [input, cells] : report_.held) {
            if (cells > 0) {
                job_.fields->note(fmt::format(
                    "ensemble: {:.1f} cells of {} in a member, on average, would have left the "
                    "range of that field and stand at the end of it",
                    static_cast<double>(cells) / static_cast<double>(members_), input));
            }
        }
    }

    Job& job_;
    const EnsemblePlan& ensemble_;
    const EnsembleHooks& hooks_;
    Index members_;
    std::vector<Counted> counted_;
    ZoneLevelCounts zones_;
    EnsembleReport report_;
};

Json variation_json(const Variation& variation) {
    return {{"what", variation.name()},
            {"effect", variation.effect == Effect::parameter ? "parameter"
                       : variation.effect == Effect::factor  ? "factor"
                                                             : "offset"},
            {"distribution", distribution_text(variation)}};
}

}  // namespace

EnsembleReport run_ensemble(Job& job, const EnsembleHooks& hooks) {
    return EnsembleRun(job, hooks).run();
}

Json ensemble_record(const Job& job, const EnsembleReport& report) {
    const EnsembleRequest& request = *job.scenario.ensemble;
    Json vary = Json::array();
    for (const Variation& variation : request.vary) {
        vary.push_back(variation_json(variation));
    }
    Json draws = Json::array();
    for (const auto& member : job.ensemble->draws) {
        Json values = Json::array();
        for (const Draw& draw : member) {
            values.push_back(draw.text);
        }
        draws.push_back(values);
    }
    Json stages = Json::array();
    for (const StageRuns& stage : report.stages) {
        stages.push_back(
            {{"model", stage.model->name}, {"runs", stage.runs}, {"seconds", stage.seconds}});
    }
    Json held = Json::object();
    for (const auto& [input, cells] : report.held) {
        held[input] = cells;
    }
    return {{"members", request.members},
            {"seed", request.seed},
            {"sampling", "latin hypercube"},
            {"vary", vary},
            {"values", draws},
            {"stages", stages},
            {"seconds", report.seconds},
            {"failed", report.failed},
            {"cells_held_in_range", held},
            {"standard_error_at_most", standard_error(0.5, request.members)}};
}

}  // namespace hazone
