#include "engine/pipeline/stored_plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/pipeline/plan_cost.hpp"

namespace hazone {
namespace {

/// Windows of models which look near a cell are not larger than this: more gains nothing.
constexpr double kEnough = 256.0 * 1024 * 1024;  // bytes
constexpr Index kLeastStripRows = 64;
constexpr Index kSideStep = 64;
constexpr Index kLeastSide = 256;  // smaller ones take more time than anybody has
/// What a model of the whole grid keeps of each cell on the rim of each window: its height, its
/// basin and the passes to other windows. Measured with the fill, which keeps the most: 30 to 80.
constexpr double kBorderBytes = 80;

constexpr double kGibDigit = 0.005 * 1024 * 1024 * 1024;  // the least is rounded up as printed

bool contains(const std::vector<const FieldSpec*>& fields, std::string_view name) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const FieldSpec* field) { return field->name == name; });
}

bool makes(const Stage& stage, std::string_view name) {
    return !contains(stage.spares, name) && contains(stage.makes(), name);
}

/// True for a model of the whole grid, and for one which with its settings looks as far as the grid
/// reaches and brings run_stored for them.
bool needs_whole_grid(const Stage& stage, const Grid& grid) {
    const Model& model = *stage.model;
    if (model.halo == nullptr) {
        return true;
    }
    const Index reach = std::max<Index>(1, std::max(grid.extent.rows, grid.extent.cols));
    return model.run_stored != nullptr && model.halo(stage.params, grid) >= reach;
}

std::string gib_text(double bytes) {
    return fmt::format("{:.2f} GiB", bytes / (1024.0 * 1024.0 * 1024.0));
}

void refuse_models_of_the_whole_grid(const Plan& plan, Extent extent) {
    Problems problems;
    for (const Stage& stage : plan.stages) {
        if (stage.model->halo == nullptr && stage.model->run_stored == nullptr) {
            problems.add(fmt::format(
                "{} needs the whole grid in memory and cannot go window by window; in memory this "
                "run needs {} beside the program: allow it that much, or take a smaller extent or "
                "larger cells",
                stage.model->name, gib_text(static_cast<double>(peak_bytes(plan, extent)))));
        }
    }
    problems.raise();
}

/// Divides the stages of a plan among sweeps.
class SweepMaker {
public:
    SweepMaker(const Plan& plan, const Grid& grid) : plan_(plan), grid_(grid) {}

    std::vector<Sweep> sweeps() {
        for (std::size_t number = 0; number < plan_.stages.size(); ++number) {
            const bool whole = needs_whole_grid(plan_.stages[number], grid_);
            if (whole || sweeps_.empty() || sweeps_.back().whole) {
                sweeps_.push_back({.part = {.times = plan_.times, .rain_steps = plan_.rain_steps},
                                   .whole = whole});
            }
            add_stage(sweeps_.back(), number, false);
        }
        for (std::size_t number = 0; number < sweeps_.size(); ++number) {
            mark_loads(sweeps_[number]);
            mark_releases(sweeps_[number].part);
            mark_stored(number);
            mark_halo(sweeps_[number]);
            mark_bytes(sweeps_[number]);
        }
        mark_stores_to_release();
        return std::move(sweeps_);
    }

private:
    /// Adds the stage, and before it the stages of earlier sweeps which make the series it reads:
    /// a series is made in every window, since it is not stored.
    void add_stage(Sweep& sweep, std::size_t number, bool repeated) {
        if (std::find(sweep.stages.begin(), sweep.stages.end(), number) != sweep.stages.end()) {
            return;
        }
        for (const FieldSpec* read : plan_.stages[number].reads) {
            if (has_cells(*read)) {
                continue;
            }
            for (std::size_t earlier = 0; earlier < number; ++earlier) {
                if (makes(plan_.stages[earlier], read->name)) {
                    add_stage(sweep, earlier, true);
                }
            }
        }
        const Stage& stage = plan_.stages[number];
        sweep.part.stages.push_back({.model = stage.model,
                                     .params = stage.params,
                                     .reads = stage.reads,
                                     .spares = stage.spares,
                                     .omits = stage.omits});
        sweep.stages.push_back(number);
        sweep.repeated.push_back(repeated);
    }

    /// What is not made in the window is loaded into it before its first reader.
    static void mark_loads(Sweep& sweep) {
        std::set<std::string_view> present;
        for (Stage& stage : sweep.part.stages) {
            for (const FieldSpec* read : stage.reads) {
                if (present.insert(read->name).second) {
                    stage.loads.push_back(find_field(read->name));
                }
            }
            for (const FieldSpec* made : stage.makes()) {
                if (!contains(stage.spares, made->name)) {
                    present.insert(made->name);
                }
            }
        }
    }

    /// In its window a field is released after its last reader there.
    static void mark_releases(Plan& part) {
        std::map<std::string_view, std::size_t> last_use;
        for (std::size_t number = 0; number < part.stages.size(); ++number) {
            for (const FieldSpec* read : part.stages[number].reads) {
                last_use[read->name] = number;
            }
            for (const FieldSpec* made : part.stages[number].makes()) {
                last_use.emplace(made->name, number);
            }
        }
        for (const auto& [name, number] : last_use) {
            part.stages[number].releases.push_back(find_field(name));
        }
    }

    void mark_stored(std::size_t number) {
        Sweep& sweep = sweeps_[number];
        for (std::size_t place = 0; place < sweep.part.stages.size(); ++place) {
            const Stage& stage = sweep.part.stages[place];
            for (const FieldSpec* made : stage.makes()) {
                if (has_cells(*made) && makes(stage, made->name) && !sweep.repeated[place] &&
                    (contains(plan_.wanted, made->name) || read_after(number, made->name))) {
                    sweep.stored.push_back(made);
                }
            }
        }
    }

    bool read_after(std::size_t number, std::string_view field) const {
        return std::any_of(sweeps_.begin() + static_cast<std::ptrdiff_t>(number) + 1, sweeps_.end(),
                           [&](const Sweep& later) { return reads(later, field); });
    }

    static bool reads(const Sweep& sweep, std::string_view field) {
        return std::any_of(sweep.part.stages.begin(), sweep.part.stages.end(),
                           [&](const Stage& stage) { return contains(stage.reads, field); });
    }

    /// From the last stage back: what is read `halo` cells around a cell has to be right that much
    /// further out.
    void mark_halo(Sweep& sweep) const {
        if (sweep.whole) {
            return;
        }
        std::map<std::string_view, Index> margin;  // of each field, beyond the window
        for (auto stage = sweep.part.stages.rbegin(); stage != sweep.part.stages.rend(); ++stage) {
            Index widest = 0;
            for (const FieldSpec* made : stage->makes()) {
                widest = std::max(widest, margin[made->name]);
            }
            const Index around = widest + stage->model->halo(stage->params, grid_);
            for (const FieldSpec* read : stage->reads) {
                margin[read->name] = std::max(margin[read->name], around);
            }
            sweep.halo = std::max(sweep.halo, around);
        }
    }

    static void mark_bytes(Sweep& sweep) {
        sweep.bytes_per_cell = peak_bytes_per_cell(sweep.part);
        const double own = sweep.part.stages.front().model->stored_bytes_per_cell;
        if (sweep.whole && own > 0) {
            sweep.bytes_per_cell = own;
        }
    }

    void mark_stores_to_release() {
        std::map<std::string_view, std::size_t> last_use;
        for (std::size_t number = 0; number < sweeps_.size(); ++number) {
            for (const Stage& stage : sweeps_[number].part.stages) {
                for (const FieldSpec* load : stage.loads) {
                    last_use[load->name] = number;
                }
            }
            for (const FieldSpec* stored : sweeps_[number].stored) {
                last_use[stored->name] = number;
            }
        }
        for (const auto& [name, number] : last_use) {
            sweeps_[number].releases.push_back(find_field(name));
        }
    }

    const Plan& plan_;
    const Grid& grid_;
    std::vector<Sweep> sweeps_;
};

/// Memory of the sweep with such a window.
double bytes_with(const Sweep& sweep, Extent window, Extent grid) {
    const Index rows = std::min(window.rows + 2 * sweep.halo, grid.rows);
    const Index cols = std::min(window.cols + 2 * sweep.halo, grid.cols);
    double bytes = sweep.bytes_per_cell * static_cast<double>(rows * cols);
    if (sweep.whole) {
        const Windows windows(grid, window);
        const Index rim = 2 * (windows.across() * grid.rows + windows.down() * grid.cols);
        bytes += kBorderBytes * static_cast<double>(rim);
    }
    return bytes;
}

Extent square(Index side, Extent grid) {
    return {std::min(side, grid.rows), std::min(side, grid.cols)};
}

/// The largest window of the sweep within `budget` bytes: whole rows where enough of them fit,
/// since they lie together on the disk; else squares, whose rims are the shortest. The smallest
/// square where none fits.
Extent window_within(const Sweep& sweep, Extent grid, double budget) {
    if (!sweep.whole) {
        const double row_bytes = sweep.bytes_per_cell * static_cast<double>(grid.cols);
        const double rows = std::floor(std::min(budget, kEnough) / std::max(row_bytes, 1.0));
        const auto strip = static_cast<Index>(std::min(rows, 1e9)) - 2 * sweep.halo;
        if (strip >= std::min(std::max(kLeastStripRows, sweep.halo), grid.rows)) {
            return {std::min(strip, grid.rows), grid.cols};
        }
    }
    const Index longest = std::max(grid.rows, grid.cols);
    for (Index side = (longest + kSideStep - 1) / kSideStep * kSideStep; side > kLeastSide;
         side -= kSideStep) {
        if (bytes_with(sweep, square(side, grid), grid) <= budget) {
            return square(side, grid);
        }
    }
    return square(kLeastSide, grid);
}

/// The least memory with which the sweep runs.
double least_bytes(const Sweep& sweep, Extent grid) {
    const Index longest = std::max(grid.rows, grid.cols);
    double least = bytes_with(sweep, square(kLeastSide, grid), grid);
    for (Index side = 2 * kLeastSide; side < longest + kLeastSide; side += kLeastSide) {
        least = std::min(least, bytes_with(sweep, square(side, grid), grid));
    }
    return least;
}

void choose_windows(StoredPlan& plan, Extent grid, const StoredRequest& request) {
    const auto budget = static_cast<double>(request.memory - request.program);
    auto held = static_cast<double>(request.files);
    double least = held;
    std::string hungriest = "writing a row of files";
    for (Sweep& sweep : plan.sweeps) {
        sweep.window = request.window ? *request.window : window_within(sweep, grid, budget);
        held = std::max(held, bytes_with(sweep, sweep.window, grid));
        const double needed = least_bytes(sweep, grid);
        if (needed > least) {
            least = needed;
            hungriest =
                std::string(sweep.part.stages.front().model->name) + " with what goes with it";
        }
    }
    plan.peak_bytes = request.program + static_cast<Index>(held);
    if (held > budget && !request.window) {
        throw InputError(fmt::format(
            "{} of memory is too little for this run: {} needs more. {} is the least that works",
            gib_text(static_cast<double>(request.memory)), hungriest,
            gib_text(static_cast<double>(request.program) + least + kGibDigit)));
    }
}

Index scratch_bytes(const Plan& plan, const StoredPlan& stored, const StoredRequest& request) {
    double alive = 0;
    std::set<std::string_view> present;
    const auto add = [&](const FieldSpec& field) {
        alive += present.insert(field.name).second ? bytes_of_cell(field, plan.times) : 0.0;
    };
    for (const FieldSpec* input : plan.inputs) {
        if (!request.by_window.contains(input->name)) {
            add(*input);
        }
    }
    double most = alive;
    for (const Sweep& sweep : stored.sweeps) {
        for (const FieldSpec* made : sweep.stored) {
            add(*made);
        }
        if (sweep.whole) {
            for (const FieldSpec* load : sweep.part.stages.front().loads) {
                add(*load);
            }
        }
        most = std::max(most, alive);
        for (const FieldSpec* released : sweep.releases) {
            alive -= present.erase(released->name) > 0 ? bytes_of_cell(*released, plan.times) : 0.0;
        }
    }
    return static_cast<Index>(std::ceil(most));
}

}  // namespace

StoredPlan make_stored_plan(const Plan& plan, const Grid& grid, const StoredRequest& request) {
    refuse_models_of_the_whole_grid(plan, grid.extent);
    StoredPlan stored{.sweeps = SweepMaker(plan, grid).sweeps()};
    if (!grid.extent.empty()) {
        choose_windows(stored, grid.extent, request);
    }
    stored.scratch_bytes = scratch_bytes(plan, stored, request) * grid.extent.size();
    return stored;
}

}  // namespace hazone
