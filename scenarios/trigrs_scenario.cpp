#include "scenarios/trigrs_scenario.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/standard_fields.hpp"

namespace hazone {
namespace {

constexpr double kDegrees = 57.29577951308232;  // in a radian

/// A property of the zones as a field of hazone.
struct Property {
    const FieldSpec* field;
    double io::TrigrsZone::*value;
    const char* unit;
    double per_si = 1;
};

constexpr Property kProperties[] = {
    {&kCohesion, &io::TrigrsZone::cohesion, "Pa"},
    {&kFrictionAngle, &io::TrigrsZone::friction_angle, "deg", kDegrees},
    {&kUnitWeight, &io::TrigrsZone::unit_weight, "N/m3"},
    {&kHydraulicDiffusivity, &io::TrigrsZone::diffusivity, "m2/s"},
    {&kConductivity, &io::TrigrsZone::conductivity, "m/s"},
    {&kSaturatedWaterContent, &io::TrigrsZone::saturated_water_content, "1"},
    {&kResidualWaterContent, &io::TrigrsZone::residual_water_content, "1"},
    {&kGardnerAlpha, &io::TrigrsZone::gardner_alpha, "1/m"},
};

std::string number(double value) { return fmt::format("{:.9g}", value); }

std::string quoted(const std::string& text) {
    std::string safe;
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            safe += '\\';
        }
        safe += static_cast<unsigned char>(letter) < 32 ? ' ' : letter;
    }
    return '"' + safe + '"';
}

std::string quantity_line(const FieldSpec& field,
                          const io::TrigrsQuantity& quantity,
                          const char* unit) {
    const std::string value =
        quantity.is_grid ? std::string(field.name) + ".tif" : number(quantity.value) + " " + unit;
    return fmt::format("{} = {}\n", field.name, quoted(value));
}

std::string zone_lines(const io::TrigrsProject& project) {
    std::string text;
    for (const Property& property : kProperties) {
        if (project.zones.size() > 1) {
            text += fmt::format("{} = {{ classes = \"zones.tif\", table = \"zones.csv\" }}\n",
                                property.field->name);
        } else {
            text += fmt::format("{} = {}\n", property.field->name,
                                quoted(number(project.zones[0].*property.value * property.per_si) +
                                       " " + property.unit));
        }
    }
    return text;
}

/// Periods and rates; before the first period and in one of no length nothing falls.
std::string rain_line(const io::TrigrsProject& project,
                      const std::vector<std::string>& files,
                      std::vector<std::string>& notes) {
    std::vector<std::string> periods;
    std::vector<std::string> rates;
    const auto& times = project.boundaries;
    if (times.front() > 0) {
        periods.push_back(quoted(number(times.front()) + " s"));
        rates.push_back(quoted("0 m/s"));
        notes.push_back(
            fmt::format("capt begins at {} s: a dry period stands before it", times.front()));
    }
    for (std::size_t k = 0; k < project.rain.size(); ++k) {
        if (times[k + 1] == times[k]) {
            notes.push_back(fmt::format("period {} has no length and is left out", k + 1));
            continue;
        }
        periods.push_back(quoted(number(times[k + 1] - times[k]) + " s"));
        rates.push_back(
            quoted(files[k].empty() ? number(project.rain[k].value) + " m/s" : files[k]));
    }
    return fmt::format("rain = {{ periods = [{}], rates = [{}], unit = \"m/s\" }}\n",
                       fmt::join(periods, ", "), fmt::join(rates, ", "));
}

std::string inputs_text(const io::TrigrsProject& project,
                        const std::vector<std::string>& files,
                        std::vector<std::string>& notes) {
    return "[inputs]\nelevation = \"elevation.tif\"\nslope = \"slope.tif\"\n" +
           quantity_line(kSoilDepth, project.depth, "m") +
           quantity_line(kInitialWaterTableDepth, project.water_table_depth, "m") +
           quantity_line(kBackgroundFlux, project.background_flux, "m/s") +
           rain_line(project, files, notes) + zone_lines(project) + "\n";
}

bool has_unsaturated_zone(const io::TrigrsProject& project) {
    return std::any_of(project.zones.begin(), project.zones.end(),
                       [](const io::TrigrsZone& zone) { return zone.gardner_alpha > 0; });
}

std::string model_text(const io::TrigrsProject& project) {
    std::string text = "[models.transient_infiltration]\n";
    const auto add = [&](const char* name, const std::string& value, const char* written) {
        text += fmt::format("{:<42} # {}\n", fmt::format("{} = {}", name, value), written);
    };
    const auto word = [&](const char* name, bool yes, const char* written) {
        add(name, yes ? "\"yes\"" : "\"no\"", written);
    };
    const std::string flow = project.flow_direction == "slope"   ? "along_slope"
                             : project.flow_direction == "hydro" ? "hydrostatic"
                                                                 : "general";
    add("mode", "\"exact\"", "or \"trigrs-2.1\": the numbers of that program, errors included");
    add("initial_condition", has_unsaturated_zone(project) ? "\"unsaturated\"" : "\"saturated\"",
        "Alpha of the zones");
    add("depth", project.infinite_depth ? "\"infinite\"" : "\"finite\"", "sign of mmax");
    add("flow_direction", quoted(flow), "gener, slope, hydro");
    add("increments", fmt::format("{}", project.increments), "nzs");
    add("shallowest_depth", quoted(number(project.shallowest_depth) + " m"), "zmin");
    add("water_unit_weight", quoted(number(project.water_unit_weight) + " N/m3"), "uww");
    add("lowest_slope", quoted(number(project.lowest_slope * kDegrees) + " deg"),
        "Min_Slope_Angle");
    add("highest_slope", quoted(number(project.highest_slope * kDegrees) + " deg"),
        "Max_Slope_Angle");
    add("end", quoted(number(project.end) + " s"), "t");
    add("steps_per_period", fmt::format("{}", project.steps_per_period), "tx");
    add("most_unsaturated_terms", fmt::format("{}", project.most_unsaturated_terms), "nmax");
    add("most_saturated_terms", fmt::format("{}", project.most_saturated_terms), "mmax");
    word("skip_other_steps", project.skip_other_steps, "Skip other timesteps?");
    word("analytic_fillable_porosity", project.analytic_fillable_porosity,
         "Use analytic solution for fillable porosity?");
    word("water_table_rises", project.water_table_rises,
         "Estimate positive pressure head in rising water table zone?");
    word("fringe_above_table", project.fringe_above_table, "Use psi0=-1/alpha?");
    word("add_background_flux", project.add_background_flux, "Add steady background flux?");
    word("ignore_suction", project.ignore_suction, "Ignore negative pressure head?");
    word("unsaturated_in_thin_soil", project.unsaturated_in_thin_soil,
         "Ignore height of capillary fringe?");
    return text + "\n";
}

std::string outputs_text(const io::TrigrsProject& project, std::vector<std::string>& notes) {
    std::vector<double> times = project.output_times;
    if (!std::is_sorted(times.begin(), times.end())) {
        std::sort(times.begin(), times.end());
        notes.emplace_back("the output times were put in their order");
    }
    std::vector<std::string> texts;
    for (const double time : times) {
        texts.push_back(quoted(number(time) + " s"));
    }
    return fmt::format(
        "[outputs]\nfields = [\"minimum_safety_factor\", \"depth_of_minimum\", "
        "\"pressure_head_at_minimum\", \"water_table_depth\"]\ntimes = [{}]\nnetcdf = \"none\"\n"
        "zones = false\nmap = false\n",
        fmt::join(texts, ", "));
}

}  // namespace

std::string trigrs_scenario_text(const io::TrigrsProject& project,
                                 const std::vector<std::string>& rain_files,
                                 std::vector<std::string>& notes) {
    std::string text = fmt::format("# From the TRIGRS project {}\n", project.file.string());
    text += fmt::format("title = {}\n\n", quoted(project.title));
    text += inputs_text(project, rain_files, notes) + model_text(project) +
            outputs_text(project, notes);
    return text;
}

std::string trigrs_zone_table(const io::TrigrsProject& project) {
    std::string text = "zone";
    for (const Property& property : kProperties) {
        text += fmt::format(",{} [{}]", property.field->name, property.unit);
    }
    text += '\n';
    for (std::size_t k = 0; k < project.zones.size(); ++k) {
        text += fmt::format("{}", k + 1);
        for (const Property& property : kProperties) {
            text += ',' + number(project.zones[k].*property.value * property.per_si);
        }
        text += '\n';
    }
    return text;
}

}  // namespace hazone
