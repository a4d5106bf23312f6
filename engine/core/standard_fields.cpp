#include "engine/core/standard_fields.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/error.hpp"

namespace hazone {

namespace {

/// " Fields with it in their name: runout_flux, ..."; nothing where there are none.
std::string names_with(const std::string& part, const std::vector<std::string>& names) {
    std::string found;
    for (const std::string& name : names) {
        if (!part.empty() && name.find(part) != std::string::npos) {
            found += (found.empty() ? " Fields with it in their name: " : ", ") + name;
        }
    }
    return found;
}

}  // namespace

std::string unknown_field(const std::string& name) {
    std::vector<std::string> names(kStandardFields.size());
    std::transform(kStandardFields.begin(), kStandardFields.end(), names.begin(),
                   [](const FieldSpec* field) { return std::string(field->name); });
    const std::string nearest = suggestion(name, names);
    return "no field '" + name + "' (see 'hazone fields')." +
           (nearest.empty() ? names_with(name, names) : nearest);
}

}  // namespace hazone
