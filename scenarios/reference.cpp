#include "scenarios/reference.hpp"

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/catalogue.hpp"

namespace hazone {
namespace {

/// The unit in which people read the field; "-" where it has none.
std::string_view unit_text(const FieldSpec& field) {
    const std::string_view unit = symbol(field.unit);
    return unit == "1" ? "-" : unit;
}

std::string_view form_text(Form form) {
    switch (form) {
        case Form::raster:
            return "raster";
        case Form::frames:
            return "raster per output time";
        case Form::series:
            return "series of rasters";
        case Form::gauges:
            return "gauges";
        case Form::table:
            return "table";
        case Form::features:
            return "features";
        case Form::rules:
            return "rules";
        case Form::cover:
            return "shares of cells";
    }
    return "";
}

std::string joined(std::span<const FieldSpec> fields) {
    std::string text;
    for (const FieldSpec& field : fields) {
        text += (text.empty() ? "" : ", ") + std::string(field.name);
    }
    return text.empty() ? "nothing" : text;
}

std::string limit(double value, Unit unit) {
    return std::isfinite(value) ? display_text(value, unit) : "no limit";
}

std::string range_text(const ParamSpec& param) {
    if (!param.choices.empty()) {
        return fmt::format("one of {}", fmt::join(param.choices, ", "));
    }
    return fmt::format("{} to {}", limit(param.lowest, param.unit),
                       limit(param.highest, param.unit));
}

std::string fallback_text(const ParamSpec& param) {
    if (param.required) {
        return "must be set";
    }
    if (!param.choices.empty()) {
        return "default " + std::string(param.choices[static_cast<std::size_t>(param.fallback)]);
    }
    return "default " + display_text(param.fallback, param.unit);
}

std::string names_of(const std::vector<const Model*>& models) {
    return models.empty() ? "none: it is an input"
                          : fmt::format("{}", fmt::join(model_names(models), ", "));
}

std::vector<const Model*> readers(const FieldSpec& field) {
    std::vector<const Model*> found;
    for (const Model* model : catalogue()) {
        const auto reads = [&](std::span<const FieldSpec> fields) {
            return std::any_of(fields.begin(), fields.end(),
                               [&](const FieldSpec& read) { return read.name == field.name; });
        };
        if (reads(model->needs) || reads(model->uses)) {
            found.push_back(model);
        }
    }
    return found;
}

std::string params_text(const Model& model, bool markdown) {
    if (model.params.empty()) {
        return markdown ? "\nNo parameters.\n" : "  parameters: none\n";
    }
    std::string text =
        model.params_of.empty()
            ? ""
            : fmt::format("{}settings of {} hold here too, where none of this model is given\n",
                          markdown ? "- " : "  ", model.params_of);
    text += markdown ? "\n| parameter | default | range | meaning |\n|---|---|---|---|\n"
                     : "  parameters:\n";
    for (const ParamSpec& param : model.params) {
        text += markdown ? fmt::format("| `{}` | {} | {} | {} |\n", param.name,
                                       fallback_text(param), range_text(param), param.meaning)
                         : fmt::format("    {:<26} {}; {}\n    {:<26} {}\n", param.name,
                                       fallback_text(param), range_text(param), "", param.meaning);
    }
    return text;
}

std::string page_of(const Model& model, bool markdown) {
    const char* layout = markdown ? "\n## {}\n\n{}.\n\n- needs: {}\n{}- makes: {}\n- source: {}\n"
                                  : "{}: {}\n  needs: {}\n{}  makes: {}\n  source: {}\n";
    const std::string uses =
        model.uses.empty()
            ? ""
            : fmt::format("{}uses where there: {}\n", markdown ? "- " : "  ", joined(model.uses));
    return fmt::format(fmt::runtime(layout), model.name, model.summary, joined(model.needs), uses,
                       joined(model.makes), model.source) +
           params_text(model, markdown);
}

}  // namespace

std::string model_list(bool markdown) {
    std::string text;
    if (markdown) {
        text = "# Models\n\nMade by `hazone models --markdown` from the tables of the models.\n";
        for (const Model* model : catalogue()) {
            text += page_of(*model, true);
        }
        return text;
    }
    for (const Model* model : catalogue()) {
        text += fmt::format("{:<26} {}\n", model->name, model->summary);
    }
    return text + "\n'hazone models NAME' shows what one needs, makes and can be set to.\n";
}

std::string field_list(bool markdown) {
    std::string text = markdown
                           ? "# Fields\n\nMade by `hazone fields --markdown`.\n\n"
                             "| field | unit | form | meaning | made by |\n|---|---|---|---|---|\n"
                           : "";
    for (const FieldSpec* field : kStandardFields) {
        text += markdown ? fmt::format("| `{}` | {} | {} | {} | {} |\n", field->name,
                                       unit_text(*field), form_text(field->form), field->meaning,
                                       names_of(makers(catalogue(), *field)))
                         : fmt::format("{:<28} {:<8} {}\n", field->name, unit_text(*field),
                                       field->meaning);
    }
    return markdown ? text : text + "\n'hazone fields NAME' shows who makes and who reads one.\n";
}

std::string model_page(std::string_view name, bool markdown) {
    const Model* model = find_model(catalogue(), name);
    if (model == nullptr) {
        throw InputError(unknown_model(catalogue(), std::string(name)));
    }
    return page_of(*model, markdown);
}

std::string field_page(std::string_view name, bool markdown) {
    const FieldSpec* field = find_field(name);
    if (field == nullptr) {
        throw InputError(unknown_field(std::string(name)));
    }
    const char* layout =
        markdown ? "\n## {}\n\n{} [{}], {}.\n\n- range: {} to {}\n- made by: {}\n- read "
                   "by: {}\n"
                 : "{}: {} [{}], {}\n  range: {} to {}\n  made by: {}\n  read by: {}\n";
    const auto used = readers(*field);
    return fmt::format(fmt::runtime(layout), field->name, field->meaning, unit_text(*field),
                       form_text(field->form), limit(field->lowest, field->unit),
                       limit(field->highest, field->unit), names_of(makers(catalogue(), *field)),
                       used.empty() ? "none: it is a result" : names_of(used));
}

}  // namespace hazone
