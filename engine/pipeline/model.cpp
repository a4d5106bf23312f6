#include "engine/pipeline/model.hpp"

#include <algorithm>

namespace hazone {

const Model* find_model(Catalogue catalogue, std::string_view name) {
    const auto found = std::find_if(catalogue.begin(), catalogue.end(),
                                    [&](const Model* model) { return model->name == name; });
    return found == catalogue.end() ? nullptr : *found;
}

std::vector<const Model*> makers(Catalogue catalogue, const FieldSpec& field) {
    std::vector<const Model*> found;
    for (const Model* model : catalogue) {
        if (std::any_of(model->makes.begin(), model->makes.end(),
                        [&](const FieldSpec& made) { return made.name == field.name; })) {
            found.push_back(model);
        }
    }
    return found;
}

}  // namespace hazone
