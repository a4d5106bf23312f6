#include "scenarios/publish.hpp"

#include <ctime>

#include "engine/core/standard_fields.hpp"
#include "io/checksum.hpp"
#include "io/report/report.hpp"
#include "scenarios/publish_data.hpp"
#include "scenarios/version.hpp"

namespace hazone {

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
    std::vector<Product> products;
    add_tables(outputs, publication, folder, products);
    add_alerts(outputs, publication, folder, products);
    const auto add = [&](const io::WrittenFiles& files) {
        for (const io::WrittenFile& file : files) {
            products.push_back({file.name, file.what});
        }
    };
    if (outputs.report) {
        add(io::write_report(publication, {.fields = outputs.fields}, folder));
    }
    add_metadata(outputs, publication, folder, products);  // last: it lists the others
    return products;
}

}  // namespace hazone
