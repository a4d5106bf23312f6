#include "io/read/trigrs_project.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "io/csv.hpp"
#include "io/read/trigrs_files.hpp"
#include "io/read/trigrs_lines.hpp"

namespace hazone::io {
namespace {

constexpr double kDegree = 0.017453292519943295;  // rad
constexpr double kMostCount = 1e6;                // zones, periods, outputs, depths

/// Reads one project from above, in the order in which the reference reads it.
class ProjectReader {
public:
    explicit ProjectReader(const std::filesystem::path& file)
        : lines_(file, problems_), folder_(file.parent_path()) {
        project_.file = file;
    }

    TrigrsProject read() {
        lines_.heading();
        project_.title = lines_.text("title");
        read_sizes();
        read_ground();
        read_zones();
        read_storm();
        read_files();
        read_outputs();
        read_options();
        problems_.raise();
        return std::move(project_);
    }

private:
    /// A whole number from `lowest`; the reading cannot go on where a count is none.
    int count(double value, const char* name, double lowest) {
        if (value != std::floor(value) || value < lowest || value > kMostCount) {
            lines_.problem(fmt::format("{} is {}; allowed: a whole number of {} to {}", name, value,
                                       lowest, kMostCount));
            problems_.raise();
        }
        return static_cast<int>(value);
    }

    double at_least(double value, double lowest, const char* name) {
        if (!(value >= lowest)) {
            lines_.problem(fmt::format("{} is {}; allowed: {} or more", name, value, lowest));
        }
        return value;
    }

    void read_sizes() {
        lines_.heading();
        const auto steps = lines_.numbers(4, "tx, nmax, mmax, zones");
        project_.steps_per_period = std::max(1, count(steps[0], "tx", -kMostCount));
        project_.most_unsaturated_terms = std::max(2, count(steps[1], "nmax", -kMostCount));
        const int saturated = count(steps[2], "mmax", -kMostCount);
        project_.most_saturated_terms = std::abs(saturated);
        project_.infinite_depth = saturated < 0;
        project_.zones.resize(static_cast<std::size_t>(count(steps[3], "zones", 1)));
        lines_.heading();
        const auto sizes = lines_.numbers(5, "nzs, zmin, uww, nper, t");
        project_.increments = count(sizes[0], "nzs", 1);
        project_.shallowest_depth = at_least(sizes[1], 0, "zmin");
        project_.water_unit_weight = at_least(sizes[2], 1, "uww [N/m3]");
        project_.rain.resize(static_cast<std::size_t>(count(sizes[3], "nper", 1)));
        project_.end = at_least(sizes[4], 0, "t [s]");
    }

    void read_ground() {
        lines_.heading();
        const auto values =
            lines_.numbers(5, "zmax, depth, rizero, Min_Slope_Angle, Max_Slope_Angle");
        project_.depth = {values[0], values[0] < 0, {}};
        project_.water_table_depth = {values[1], values[1] < 0, {}};
        project_.background_flux = {values[2], values[2] < 0, {}};
        // As the reference mends them.
        const double highest = values[4] < 0 || values[4] > 90 ? 90 : values[4];
        const double lowest = values[3] < 0 || values[3] >= highest ? 0 : values[3];
        project_.lowest_slope = lowest * kDegree;
        project_.highest_slope = highest * kDegree;
    }

    void read_zones() {
        std::vector<bool> seen(project_.zones.size());
        for (std::size_t k = 0; k < seen.size(); ++k) {
            const std::string written = lines_.words(2, "zone")[1];
            double number = 0;
            if (!fortran_number(written, number) || number < 1 ||
                number > static_cast<double>(seen.size()) || number != std::floor(number) ||
                seen[static_cast<std::size_t>(number) - 1]) {
                lines_.problem(
                    fmt::format("zone '{}'; allowed: 1 to {}, each once", written, seen.size()));
                number = static_cast<double>(k) + 1;
            }
            const auto index = static_cast<std::size_t>(number) - 1;
            seen[index] = true;
            lines_.heading();
            project_.zones[index] = read_zone();
        }
    }

    TrigrsZone read_zone() {
        const auto values =
            lines_.numbers(8, "cohesion, phi, uws, diffus, K-sat, Theta-sat, Theta-res, Alpha");
        constexpr const char* kNames[] = {"cohesion", "phi",       "uws",      "diffus",
                                          "K-sat",    "Theta-sat", "Theta-res"};
        for (std::size_t k = 0; k < std::size(kNames); ++k) {
            at_least(values[k], 0, kNames[k]);
        }
        if (values[1] >= 90) {
            lines_.problem(fmt::format("phi is {}; allowed: 0 to under 90 degrees", values[1]));
        }
        if (values[5] > 1 || values[6] > values[5]) {
            lines_.problem(
                fmt::format("Theta-sat is {} and Theta-res {}; allowed: shares of "
                            "volume, Theta-res not above Theta-sat",
                            values[5], values[6]));
        }
        return {values[0], values[1] * kDegree, values[2], values[3],
                values[4], values[5],           values[6], values[7]};
    }

    void read_storm() {
        const std::size_t periods = project_.rain.size();
        lines_.heading();
        const auto rates = lines_.numbers(periods, "cri(1) to cri(nper)");
        for (std::size_t k = 0; k < periods; ++k) {
            project_.rain[k] = {rates[k], rates[k] < 0, {}};
        }
        lines_.heading();
        project_.boundaries = lines_.numbers(periods + 1, "capt(1) to capt(nper+1)");
        if (!std::is_sorted(project_.boundaries.begin(), project_.boundaries.end()) ||
            project_.boundaries.front() < 0) {
            lines_.problem(
                "capt goes back in time, or begins before 0; allowed: seconds that "
                "do not fall");
        }
    }

    /// A file name after its heading, found where it is asked for.
    TrigrsFile file(const std::string& what, bool needed) {
        lines_.heading();
        return file_of_line(what, needed);
    }

    TrigrsFile file_of_line(const std::string& what, bool needed) {
        TrigrsFile found = find_trigrs_file(folder_, lines_.text(what));
        if (needed && !found.found()) {
            lines_.problem(fmt::format(
                "{}: '{}': no such file in {}{}", what, found.written,
                folder_.empty() ? "this folder" : folder_.string(),
                found.near_name.empty()
                    ? "; upper and lower case make no difference, .gz is found too"
                    : fmt::format("; '{}' is there: write that name", found.near_name)));
        }
        return found;
    }

    void read_files() {
        project_.slope = file("slope angle grid (slofil)", true);
        project_.elevation = file("elevation grid (elevfil)", true);
        project_.zone = file("property zone grid (zonfil)", project_.zones.size() > 1);
        project_.depth.grid = file("depth grid (zfil)", project_.depth.is_grid);
        project_.water_table_depth.grid =
            file("water table grid (depfil)", project_.water_table_depth.is_grid);
        project_.background_flux.grid =
            file("initial infiltration grid (rizerofil)", project_.background_flux.is_grid);
        lines_.heading();
        for (std::size_t k = 0; k < project_.rain.size(); ++k) {
            project_.rain[k].grid = file_of_line(
                fmt::format("rainfall grid of period {} (rifil)", k + 1), project_.rain[k].is_grid);
        }
        project_.receiver = file("receiver grid (nxtfil)", false);
        project_.order = file("list of the order (ndxfil)", false);
        project_.receivers = file("list of receivers (dscfil)", false);
        project_.weights = file("list of weights (wffil)", false);
        const std::string& written = project_.elevation.written;
        const auto slash = written.find_last_of("/\\");
        project_.grid_size = find_trigrs_file(
            folder_,
            (slash == std::string::npos ? "" : written.substr(0, slash + 1)) + "TIgrid_size.txt");
        note_runoff();
    }

    /// The reference passes over the routing in silence, which leaves the ground below drier.
    void note_runoff() {
        std::string absent;
        for (const TrigrsFile* file : {&project_.receiver, &project_.order, &project_.receivers,
                                       &project_.weights, &project_.grid_size}) {
            if (lower_case(file->written) == "no_input" || lower_case(file->written) == "none") {
                return;
            }
            if (!file->found()) {
                absent += fmt::format(
                    "{}'{}'{}", absent.empty() ? "" : ", ", file->written,
                    file->near_name.empty() ? "" : fmt::format(" (but '{}' is)", file->near_name));
            }
        }
        if (!absent.empty()) {
            project_.notes.push_back(fmt::format(
                "{}: runoff is not routed, as with TRIGRS, since these are not there: {}. Mend the "
                "names if the runoff is to infiltrate below",
                project_.file.string(), absent));
        }
    }

    void read_outputs() {
        lines_.heading();
        project_.folder = lines_.text("folder");
        lines_.heading();
        project_.suffix = lines_.text("suffix");
        project_.save_runoff = flag("runoff");
        project_.save_safety_factor = flag("minimum factor of safety");
        project_.save_depth_of_minimum = flag("depth of the minimum");
        project_.save_pressure_head = flag("pressure head");
        lines_.heading();
        std::string form;
        project_.save_water_table = lines_.flag("water table", &form);
        project_.water_table_as_elevation = form.starts_with("eleva");
        project_.save_infiltration = flag("infiltration rate");
        project_.save_basal_flux = flag("basal flux");
        lines_.heading();
        const auto list = lines_.numbers(2, "flag and its interval");
        project_.list_flag = count(list[0], "flag", -9);
        project_.list_interval = std::max(1, count(list[1], "interval", -kMostCount));
        lines_.heading();
        const double times = lines_.numbers(1, "number of output times")[0];
        lines_.heading();
        project_.output_times = lines_.numbers(
            static_cast<std::size_t>(std::max(1, count(times, "output times", -kMostCount))),
            "output times");
        for (const double time : project_.output_times) {
            at_least(time, 0, "output time [s]");
        }
    }

    bool flag(const char* what) {
        lines_.heading();
        return lines_.flag(what);
    }

    void read_options() {
        project_.skip_other_steps = flag("skip other time steps");
        project_.analytic_fillable_porosity = flag("analytic fillable porosity");
        project_.water_table_rises = flag("pressure head in the rising water table zone");
        project_.fringe_above_table = flag("psi0=-1/alpha");
        project_.log_mass_balance = flag("mass balance");
        lines_.heading();
        project_.flow_direction = lower_case(lines_.words(1, "flow direction")[0]);
        if (project_.flow_direction != "gener" && project_.flow_direction != "slope" &&
            project_.flow_direction != "hydro") {
            lines_.problem(fmt::format("flow direction '{}'; allowed: gener, slope, hydro",
                                       project_.flow_direction));
        }
        project_.add_background_flux = flag("background flux");
        project_.ascii_extension = flag("file extension");
        project_.ignore_suction = flag("ignore negative pressure head");
        project_.unsaturated_in_thin_soil = flag("ignore height of capillary fringe");
        lines_.heading();
        const auto deep = lines_.words(2, "deep pressure head");
        if (!fortran_number(deep[0], project_.deep_depth)) {
            lines_.problem(fmt::format("deep depth '{}' is not a number", deep[0]));
        }
        project_.deep_pressure = deep[1];
    }

    Problems problems_;
    TrigrsLines lines_;
    std::filesystem::path folder_;
    TrigrsProject project_;
};

}  // namespace

bool TrigrsProject::routes_runoff() const {
    return receiver.found() && order.found() && receivers.found() && weights.found() &&
           grid_size.found();
}

TrigrsProject read_trigrs_project(const std::filesystem::path& file) {
    return ProjectReader(file).read();
}

}  // namespace hazone::io
