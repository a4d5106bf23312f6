// What the messages of a plan say of models and fields.
#include "engine/pipeline/plan_words.hpp"

#include <fmt/format.h>

namespace hazone {

std::string made_by(const Model& model) {
    std::string names;
    for (const FieldSpec& made : model.makes) {
        names += (names.empty() ? "" : ", ") + std::string(made.name);
    }
    return names;
}

std::vector<std::string> required_settings(const Model& model) {
    constexpr std::size_t kFew = 3;
    std::vector<std::string> texts;
    for (const ParamSpec& param : model.params) {
        if (param.required) {
            texts.push_back(fmt::format("set {}.{} ({})", model.name, param.name, param.meaning));
        }
    }
    if (texts.size() > kFew) {
        return {fmt::format("set its {} parameters, listed by 'hazone models {}'", texts.size(),
                            model.name)};
    }
    return texts;
}

std::string ways_to_give(const FieldSpec& field) {
    if (field.form == Form::gauges) {
        return "as a CSV: station,lon,lat,time,mm";
    }
    if (field.form == Form::features) {
        return "as a CSV with x and y or lon and lat, or as a layer of points";
    }
    if (field.form == Form::series) {
        return "as a stack of rasters or a NetCDF file";
    }
    if (is_mark(field)) {
        return "as a layer of lines or polygons, or as a raster of 1 and 0";
    }
    const auto unit = display_unit(field.unit).symbol;
    return fmt::format("as a raster, a class table, a polygon attribute or a constant{}",
                       unit.empty() ? "" : fmt::format(", with its unit, such as {}", unit));
}

}  // namespace hazone
