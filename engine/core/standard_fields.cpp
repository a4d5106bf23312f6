#include "engine/core/standard_fields.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/error.hpp"

namespace hazone {

std::string unknown_field(const std::string& name) {
    std::vector<std::string> names(kStandardFields.size());
    std::transform(kStandardFields.begin(), kStandardFields.end(), names.begin(),
                   [](const FieldSpec* field) { return std::string(field->name); });
    return "no field '" + name + "' (see 'hazone fields')." + suggestion(name, names);
}

}  // namespace hazone
