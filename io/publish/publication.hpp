#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/core/field_set.hpp"
#include "engine/core/zones.hpp"
#include "engine/rules/rule_set.hpp"
#include "io/words.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {

/// Which field stands for a hazard in this run, and how its classes were made.
struct HazardBasis {
    Hazard hazard = Hazard::none;
    std::string field = {};   // "landslide_susceptibility"
    std::string model = {};   // that made the classes
    std::string method = {};  // "thresholds 0.05, 0.15, 0.3, 0.5"
};

/// Who publishes, for alerts, feeds and metadata.
struct Publisher {
    std::string name = "hazone";
    std::string sender = "hazone@example.invalid";  // an address, as CAP asks for
    std::string url = {};                           // where the products will stand, may be empty
    int utc_offset = 7 * 3600;                      // s, of the times in alerts; Việt Nam
};

/// What every product of one finished run may say. Pointers are never null but for those which say
/// so, and outlive the products.
struct Publication {
    std::string title = {};    // the scenario
    std::string sources = {};  // one line
    std::string version = {};  // of the program
    std::string scenario_sha256 = {};
    UtcSeconds made = 0;        // when the run ended
    UtcSeconds valid_from = 0;  // of the rain, or of the run when it has none
    UtcSeconds valid_until = 0;
    bool forecast = false;  // the rain lies ahead of `made`
    bool synthetic = false;
    Language language = Language::english;
    Publisher publisher = {};

    const Grid* grid = nullptr;
    const FieldSet* fields =
        nullptr;  // at least hazard_class, elevation, stream_network, risk_level
    const ZoneLayer* layer = nullptr;
    const ZoneTable* table = nullptr;
    const RuleSet* rules = nullptr;
    JointHazards joint = {};
    std::vector<HazardBasis> bases = {};
    std::vector<std::string> notes = {};     // of the run
    std::vector<std::string> warnings = {};  // overlaps of zones and the like
    /// run.json as far as it is known: scenario, grid, inputs, stages with parameters.
    const nlohmann::ordered_json* record = nullptr;
};

/// One file a product has written.
struct WrittenFile {
    std::string name = {};  // relative to the output folder
    std::string what = {};
};
using WrittenFiles = std::vector<WrittenFile>;

}  // namespace hazone::io
