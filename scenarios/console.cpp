#include "scenarios/console.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <map>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/rules/province_level.hpp"
#include "io/words.hpp"
#include "scenarios/job_windows.hpp"

namespace hazone {
namespace {

std::string names_text(const std::vector<const FieldSpec*>& fields) {
    std::string text;
    for (const FieldSpec* field : fields) {
        text += (text.empty() ? "" : ", ") + std::string(field->name);
    }
    return text;
}

std::string input_text(const Job& job, const FieldSpec& field) {
    const auto found = job.scenario.inputs.find(std::string(field.name));
    if (found == job.scenario.inputs.end()) {
        return job.scenario.zones ? job.scenario.zones->path.filename().string() : "";
    }
    if (const auto* constant = std::get_if<io::ConstantSource>(&found->second)) {
        return display_text(constant->value, field.unit);
    }
    std::string text;
    const auto files = io::files_of(found->second);
    for (std::size_t i = 0; i < std::min<std::size_t>(files.size(), 2); ++i) {
        text += (text.empty() ? "" : ", ") + files[i].filename().string();
    }
    return files.size() > 2 ? fmt::format("{}, ... ({} files)", text, files.size()) : text;
}

std::string levels_text(const ZoneTable& zones) {
    std::array<int, kLevelCount + 1> counts{};
    int missing = 0;
    for (const ZoneSummary& zone : zones) {
        if (zone.level) {
            ++counts[static_cast<std::size_t>(*zone.level)];
        } else {
            ++missing;
        }
    }
    std::string text = fmt::format("Zones: {}", zones.size());
    for (int level = kLevelCount; level >= 1; --level) {
        text += fmt::format(", {} at level {}", counts[static_cast<std::size_t>(level)], level);
    }
    return text + fmt::format(", {} below level 1, {} without data\n", counts[0], missing);
}

std::string province_text(const ProvinceLevel& province) {
    if (!province.level) {
        return "Province: no data\n";
    }
    std::string text = fmt::format("Province: {}level {}", province.lower_bound ? "at least " : "",
                                   *province.level);
    if (province.hazard != Hazard::none) {
        text += fmt::format(" ({})", hazard_word(province.hazard));
    }
    int highest = 0;
    for (const ProvinceHazard& hazard : province.hazards) {
        highest = std::max(highest, hazard.highest);
    }
    return text + fmt::format("{}; highest level of a commune {}\n",
                              province.extrapolated ? ", extrapolated" : "", highest);
}

/// One line for each file, and one for all files of a folder. Styles (.qml) stand beside their
/// GeoTIFF and are not listed; run.json lists every file.
std::string products_text(const std::vector<Product>& products) {
    std::string text;
    std::map<std::string, int> folders;
    for (const Product& product : products) {
        const auto slash = product.name.find('/');
        if (slash != std::string::npos) {
            ++folders[product.name.substr(0, slash + 1)];
        } else if (!product.name.ends_with(".qml")) {
            text += fmt::format("  {:<34} {}\n", product.name, product.what);
        }
    }
    for (const auto& [folder, count] : folders) {
        text += fmt::format("  {:<34} {} {}\n", folder, count, count == 1 ? "file" : "files");
    }
    return text;
}

}  // namespace

ProgressLine::ProgressLine(const Plan& plan, Talk talk)
    : plan_(plan), silent_(talk != Talk::normal), terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(std::size_t stage, double share) {
    if (silent_) {
        return;
    }
    const auto name = plan_.stages[stage].model->name;
    if (terminal_) {
        fmt::print(stderr, "\r\033[K[{}/{}] {} {:.0f} %", stage + 1, plan_.stages.size(), name,
                   100 * share);
    } else if (stage != last_stage_) {
        fmt::print(stderr, "[{}/{}] {}\n", stage + 1, plan_.stages.size(), name);
    }
    last_stage_ = stage;
    std::fflush(stderr);
}

void ProgressLine::show_member(Index member, Index members, double share) {
    if (silent_) {
        return;
    }
    if (terminal_) {
        fmt::print(stderr, "\r\033[Kmember {} of {} {:.0f} %", member + 1, members, 100 * share);
    } else if (member != last_member_) {
        fmt::print(stderr, "member {} of {}\n", member + 1, members);
    }
    last_member_ = member;
    std::fflush(stderr);
}

void ProgressLine::end() {
    if (!silent_ && terminal_) {
        fmt::print(stderr, "\r\033[K");
        std::fflush(stderr);
    }
}

std::string bullet_list(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += "  - " + line + "\n";
    }
    return text;
}

std::string plan_text(const Job& job) {
    std::string text;
    if (job.fields) {
        const Grid& grid = job.fields->grid();
        text +=
            fmt::format("Grid: {} rows x {} columns of {} m, west {:.1f}, north {:.1f}\n",
                        grid.extent.rows, grid.extent.cols, grid.cell_size, grid.west, grid.north);
    }
    text += "Inputs:\n";
    for (const FieldSpec* field : job.plan.inputs) {
        text += fmt::format("  {:<26} {}\n", field->name, input_text(job, *field));
    }
    text += "Models, in this order:\n";
    for (const Stage& stage : job.plan.stages) {
        text += fmt::format("  {:<26} makes {}\n", stage.model->name, names_text(stage.makes()));
    }
    if (!job.plan.notes.empty()) {
        text += "Notes:\n" + bullet_list(job.plan.notes);
    }
    if (!job.warnings.empty()) {
        text += "Warnings:\n" + bullet_list(job.warnings);
    }
    if (job.fields) {
        text += fmt::format("Memory: {}\n", job.stored ? windows_text(job) : memory_text(job));
        text += fmt::format(
            "Time: about {:.0f} s of computing and {:.0f} s of writing GeoTIFFs on two cores, "
            "other input and output apart\n",
            std::max(1.0, job.compute_seconds), std::ceil(job.write_seconds));
        if (job.ensemble) {
            text += "Ensemble: " + job.ensemble_budget + "\n";
        }
    }
    return text;
}

std::string summary_text(const Job& job,
                         const RunFacts& facts,
                         const std::filesystem::path& folder) {
    std::string text;
    for (const StageReport& stage : facts.stages) {
        text +=
            fmt::format("  {:<26} {:8.3f} s {:10.1f} M cells/s\n", stage.model->name, stage.seconds,
                        1e-6 * static_cast<double>(stage.cells) / std::max(stage.seconds, 1e-9));
    }
    text += fmt::format("  {:<26} {:8.3f} s\n  {:<26} {:8.3f} s\n", "reading", facts.read_seconds,
                        "writing", facts.write_seconds);
    if (facts.ensemble) {
        text +=
            fmt::format("  {:<26} {:8.3f} s\n", "members of the ensemble", facts.ensemble->seconds);
    }
    if (job.stored) {
        text += fmt::format("  {:<26} {:8.3f} s\n", "scratch files", facts.scratch_seconds);
    }
    text += fmt::format("Total {:.1f} s, peak memory {:.2f} GiB\n", facts.total_seconds,
                        static_cast<double>(peak_memory_bytes()) / (1024.0 * 1024.0 * 1024.0));
    if (facts.zones != nullptr) {
        text += levels_text(*facts.zones);
        if (job.rules) {
            text += province_text(province_levels(*job.rules, *facts.zones));
        }
    }
    if (!job.fields->notes().empty()) {
        text += "Notes:\n" + bullet_list(job.fields->notes());
    }
    if (!job.warnings.empty()) {
        text += "Warnings:\n" + bullet_list(job.warnings);
    }
    text += fmt::format("Written to {}:\n", folder.string());
    return text + products_text(facts.products);
}

}  // namespace hazone
