#include "scenarios/checkpoint.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "io/checksum.hpp"
#include "scenarios/version.hpp"

namespace hazone {
namespace {

constexpr std::string_view kModelFact = "model";
constexpr std::string_view kNextFact = "next step";
constexpr std::string_view kWithinFact = "seconds of that step";

std::string checksum_text(const io::Source& source) {
    std::string text;
    for (const auto& path : io::files_of(source)) {
        if (std::filesystem::is_regular_file(path)) {
            text += io::sha256_of_file(path);
        }
    }
    return text;
}

/// What must be the same for a run to go on: the program, the grid, what is read, and every model
/// with its parameters.
io::CheckpointFacts facts_of(const Job& job) {
    const Grid& grid = job.fields->grid();
    io::CheckpointFacts facts{
        {"version", kVersion},
        {"grid", fmt::format("{} rows x {} columns of {} m from {}, {}", grid.extent.rows,
                             grid.extent.cols, grid.cell_size, grid.west, grid.north)}};
    for (const FieldSpec* field : job.plan.inputs) {
        const auto source = job.scenario.inputs.find(std::string(field->name));
        if (source == job.scenario.inputs.end()) {
            continue;
        }
        const auto* constant = std::get_if<io::ConstantSource>(&source->second);
        facts.emplace_back(fmt::format("inputs.{}", field->name),
                           constant != nullptr ? fmt::format("{}", constant->value)
                                               : checksum_text(source->second));
    }
    for (const Stage& stage : job.plan.stages) {
        for (const ParamSpec& spec : stage.model->params) {
            facts.emplace_back(fmt::format("models.{}.{}", stage.model->name, spec.name),
                               stage.params.text(spec));
        }
    }
    std::string chain;
    for (const Stage& stage : job.plan.stages) {
        chain += fmt::format("{}{}", chain.empty() ? "" : ", ", stage.model->name);
    }
    facts.emplace_back("models", chain);
    return facts;
}

std::optional<std::string> fact(const io::CheckpointFacts& facts, std::string_view name) {
    const auto found = std::find_if(facts.begin(), facts.end(),
                                    [&](const auto& own) { return own.first == name; });
    return found == facts.end() ? std::nullopt : std::optional(found->second);
}

/// "NAME was OLD, is NEW" for the first facts which differ; empty where none do.
std::string differences(const io::CheckpointFacts& then, const io::CheckpointFacts& now) {
    constexpr int kMost = 3;
    std::string text;
    int count = 0;
    const auto add = [&](const std::string& name) {
        const auto old = fact(then, name);
        const auto own = fact(now, name);
        if (old != own && count < kMost) {
            text += fmt::format("{}{} was {}, is {}", count++ == 0 ? "" : "; ", name,
                                old.value_or("absent"), own.value_or("absent"));
        }
    };
    for (const auto& [name, value] : now) {
        add(name);
    }
    for (const auto& [name, value] : then) {
        if (!fact(now, name) && name != kModelFact && name != kNextFact && name != kWithinFact) {
            add(name);
        }
    }
    return text;
}

}  // namespace

CheckpointInterval checkpoint_interval(const std::string& every) {
    if (every.empty()) {
        return {};
    }
    CheckpointInterval interval;
    if (std::all_of(every.begin(), every.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
        every.size() < 10) {
        interval.steps = std::stol(every);
    } else {
        interval.seconds = parse_quantity(every, Unit::second, "--checkpoint");
    }
    if (interval.steps.value_or(1) < 1 || !(interval.seconds.value_or(1) > 0)) {
        throw InputError(fmt::format(
            "--checkpoint {}: allowed: a number of rain steps from 1, or a time such as '10 min'",
            every));
    }
    return interval;
}

Checkpoints::Checkpoints(const Job& job,
                         const std::filesystem::path& folder,
                         const CheckpointRequest& request)
    : file_(folder / "checkpoint.h5"),
      interval_(checkpoint_interval(request.every)),
      facts_(facts_of(job)),
      written_(std::chrono::steady_clock::now()) {
    if (job.stored) {
        throw InputError(
            "--checkpoint and --resume: a run which goes window by window cannot be resumed; give "
            "it more --memory, or leave them out");
    }
    if (!request.resume) {
        return;
    }
    if (!std::filesystem::exists(file_)) {
        throw InputError(fmt::format(
            "--resume: {} does not exist; run the same command without --resume", file_.string()));
    }
    const io::CheckpointFacts then = io::read_checkpoint_facts(file_);
    if (const std::string text = differences(then, facts_); !text.empty()) {
        throw InputError(fmt::format(
            "--resume: {} belongs to another run: {}. Undo the change, or run without --resume",
            file_.string(), text));
    }
    model_ = fact(then, kModelFact).value_or("");
    next_ = std::stol(fact(then, kNextFact).value_or("0"));
    within_ = std::stod(fact(then, kWithinFact).value_or("0"));
}

void Checkpoints::attach(RunHooks& hooks) {
    hooks.resume = [this](const TimePoint& point, FieldSet& state) { return resume(point, state); };
    hooks.pause = [this](const TimePoint& point, const FieldSet& state, Pause why) {
        pause(point, state, why);
    };
}

void Checkpoints::remove() const {
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

TimePoint Checkpoints::resume(const TimePoint& point, FieldSet& state) {
    if (model_ != point.model->name) {
        return point;
    }
    io::read_checkpoint(file_, state);
    model_.clear();
    return {point.model, next_, point.count, within_};
}

/// A number of steps means whole rain steps; the run-out has none, there only time counts.
bool Checkpoints::is_due(const TimePoint& point) const {
    const std::chrono::duration<double> since = std::chrono::steady_clock::now() - written_;
    return (interval_.steps && point.within == 0 && point.next % *interval_.steps == 0) ||
           (interval_.seconds && since.count() >= *interval_.seconds);
}

void Checkpoints::pause(const TimePoint& point, const FieldSet& state, Pause why) {
    // A model of time before the one of the checkpoint does its work anew and leaves the file
    // alone.
    if (!model_.empty() || why == Pause::end || (why == Pause::step && !is_due(point))) {
        return;
    }
    io::CheckpointFacts facts = facts_;
    facts.emplace_back(kModelFact, point.model->name);
    facts.emplace_back(kNextFact, std::to_string(point.next));
    facts.emplace_back(kWithinFact, fmt::format("{}", point.within));
    io::write_checkpoint(file_, facts, state);
    written_ = std::chrono::steady_clock::now();
    if (why == Pause::stop) {
        throw Interrupted(fmt::format(
            "stopped on request after step {} of {} of {}{}; no file is half written. The same "
            "command with --resume goes on from there",
            point.next, point.count, point.model->name,
            point.within > 0 ? fmt::format(" and {:.6g} s", point.within) : ""));
    }
}

}  // namespace hazone
