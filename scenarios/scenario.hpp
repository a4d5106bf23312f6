#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/pipeline/plan.hpp"
#include "io/read/read.hpp"
#include "scenarios/ensemble/ensemble_request.hpp"
#include "scenarios/nest/nest_request.hpp"
#include "scenarios/outputs.hpp"

namespace hazone {

/// One run as the user describes it. Paths are absolute, quantities with units are still text where
/// they belong to a model.
struct Scenario {
    std::filesystem::path file;  // empty for `hazone derive`
    std::string text;            // the file as it was read
    std::string title;
    std::string sources;     // printed on the map
    bool synthetic = false;  // printed on the map and written into every product
    io::GridRequest grid;
    std::map<std::string, io::Source> inputs;  // field -> where it comes from
    std::set<std::string> refused_inputs;      // fields given in a way that was refused
    std::optional<io::ZoneSource> zones;
    std::map<std::string, std::string> chosen;
    std::map<std::string, ParamTexts> settings;
    std::string rules = "five-classes";  // name of a shipped rule set, or path of a file
    JointHazards joint;
    Outputs outputs;
    std::optional<EnsembleRequest> ensemble;  // how sure classes and levels are
    std::optional<NestRequest> nest;  // floods in two dimensions where a threshold is passed
};

/// Reads a scenario file. What is wrong with it is added to `problems`, each with file, line, key,
/// value and what is allowed; the rest of the scenario is still read, so that all problems of a
/// scenario are reported at once.
Scenario read_scenario(const std::filesystem::path& file, Problems& problems);

/// A source written as one word: a constant with its unit ("5 kPa"), or a path. `folder` is what a
/// relative path starts from, `what` names the key in messages.
io::Source source_from_text(const std::string& text,
                            const FieldSpec& field,
                            const std::filesystem::path& folder,
                            const std::string& what);

/// Adds "model.parameter=value" to the settings. InputError when it has another form.
void apply_setting(Scenario& scenario, const std::string& setting);

/// Adds "field=model" to the choices of models. InputError when it has another form.
void apply_choice(Scenario& scenario, const std::string& choice);

}  // namespace hazone
