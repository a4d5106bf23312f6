#include "scenarios/publish.hpp"

#include <ctime>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/checksum.hpp"
#include "io/publish/bulletin.hpp"
#include "io/publish/map_products.hpp"
#include "io/report/report.hpp"
#include "scenarios/publish_data.hpp"
#include "scenarios/version.hpp"

namespace hazone {
namespace {

/// What a product has written, after what was written before.
void add(std::vector<Product>& products, const io::WrittenFiles& written) {
    for (const io::WrittenFile& file : written) {
        products.push_back({file.name, file.what});
    }
}

/// How the stage made its classes, as people read it: "limits 0.05, 0.15, 0.3, 0.5", or its method
/// with what else it was told.
std::string method_of(const Stage& stage) {
    std::string method;
    std::string limits;
    std::string shares;
    for (const ParamSpec& param : stage.model->params) {
        const std::string text = stage.params.text(param);
        const auto add_to = [&](std::string& list) { list += (list.empty() ? "" : ", ") + text; };
        if (param.name == "method") {
            method = text;
        } else if (param.name.ends_with("_from")) {
            add_to(limits);
        } else if (param.name.ends_with("_share")) {
            add_to(shares);
        }
    }
    if (method.empty() || method == "limits") {
        return limits.empty() ? method : "limits " + limits;
    }
    return method + (method == "area_shares" ? " " + shares : "");
}

/// The stages which made the classes of hazards, and the field each made them of.
std::vector<io::HazardBasis> bases_of(const Plan& plan) {
    std::vector<io::HazardBasis> bases;
    for (const Stage& stage : plan.stages) {
        for (const FieldSpec* made : stage.makes()) {
            const bool landslide = made->name == kLandslideClass.name;
            if (!landslide && made->name != kFlashFloodClass.name) {
                continue;
            }
            bases.push_back({landslide ? Hazard::landslide : Hazard::flash_flood,
                             stage.reads.empty() ? "" : std::string(stage.reads.front()->name),
                             std::string(stage.model->name), method_of(stage)});
        }
    }
    return bases;
}

}  // namespace

io::Publication publication_of(const Job& job, const Finished& finished) {
    const Scenario& scenario = job.scenario;
    io::Publication publication{.title = scenario.title,
                                .sources = scenario.sources,
                                .version = kVersion,
                                .scenario_sha256 = io::sha256_of_text(scenario.text),
                                .made = static_cast<UtcSeconds>(std::time(nullptr))};
    publication.valid_from = job.rain_from.value_or(publication.made);
    publication.valid_until = job.rain_until.value_or(publication.made);
    publication.forecast = job.rain_until.value_or(0) > publication.made;
    publication.synthetic = scenario.synthetic;
    publication.language = scenario.outputs.language;
    publication.publisher = scenario.outputs.publisher;
    publication.grid = &finished.fields->grid();
    publication.fields = finished.fields;
    publication.layer = finished.layer;
    publication.table = finished.table;
    publication.rules = finished.rules;
    publication.joint = scenario.joint;
    publication.bases = bases_of(job.plan);
    publication.notes = job.plan.notes;
    const auto& notes = finished.fields->notes();
    publication.notes.insert(publication.notes.end(), notes.begin(), notes.end());
    publication.warnings = job.warnings;
    publication.record = finished.record;
    return publication;
}

std::vector<Product> publish(const Job& job,
                             const io::Publication& publication,
                             const std::filesystem::path& folder) {
    const Outputs& outputs = job.scenario.outputs;
    const io::SheetOptions sheets{.paper = outputs.paper};
    std::vector<Product> products;
    add_tables(outputs, publication, folder, products);
    if (outputs.map) {
        add(products, io::write_map(publication, sheets, folder));
    }
    if (outputs.sheets) {
        add(products, io::write_sheets(publication, sheets, folder));
    }
    if (outputs.bulletin) {
        add(products, io::write_bulletin(publication, folder));
    }
    if (outputs.report) {
        add(products, io::write_report(publication, {.fields = outputs.fields}, folder));
    }
    add_alerts(outputs, publication, folder, products);
    add_metadata(outputs, publication, folder, products);  // last: it lists the others
    return products;
}

}  // namespace hazone
