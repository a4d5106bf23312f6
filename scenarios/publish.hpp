#pragma once

#include <filesystem>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/publish/publication.hpp"
#include "scenarios/job.hpp"
#include "scenarios/products.hpp"

namespace hazone {

/// What a finished run leaves for its products.
struct Finished {
    const FieldSet* fields = nullptr;
    const io::ZoneLayer* layer = nullptr;
    const ZoneTable* table = nullptr;
    const RuleSet* rules = nullptr;
    const nlohmann::ordered_json* record = nullptr;  // run.json without the products
};

/// What the products of this run say of it.
io::Publication publication_of(const Job& job, const Finished& finished);

/// Writes the products of zones which the scenario asks for into the folder, each whole or not at
/// all, and tells which.
std::vector<Product> publish(const Job& job,
                             const io::Publication& publication,
                             const std::filesystem::path& folder);

}  // namespace hazone
