#include "engine/pipeline/model.hpp"

#include <algorithm>

#include "engine/core/error.hpp"

namespace hazone {

const Model* find_model(Catalogue catalogue, std::string_view name) {
    const auto found = std::find_if(catalogue.begin(), catalogue.end(),
                                    [&](const Model* model) { return model->name == name; });
    return found == catalogue.end() ? nullptr : *found;
}

std::vector<std::string> model_names(Catalogue models) {
    std::vector<std::string> names(models.size());
    std::transform(models.begin(), models.end(), names.begin(),
                   [](const Model* model) { return std::string(model->name); });
    return names;
}

std::string unknown_model(Catalogue catalogue, const std::string& name) {
    return "no model '" + name + "' (see 'hazone models')." +
           suggestion(name, model_names(catalogue));
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
