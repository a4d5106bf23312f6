#include "scenarios/explain/class_steps.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/core/units.hpp"
#include "engine/pipeline/params.hpp"

namespace hazone {
namespace {

constexpr std::array kSteps{"low", "medium", "high", "very_high"};  // classes 2 to 5

/// The one field of numbers which the stage reads beside the reach of runouts, or "".
std::string quantity_of(const OrderedJson& stage) {
    std::string quantity;
    for (const OrderedJson& need : stage.at("needs")) {
        const std::string name = need.get<std::string>();
        if (name == kRunoutImpacted.name) {
            continue;
        }
        if (!quantity.empty()) {
            return "";
        }
        quantity = name;
    }
    return quantity;
}

/// Reads the limits of the parameters LOW_from or LOW_below ..., and says them in words.
void read_limits(const OrderedJson& parameters, ClassBasis& basis) {
    const FieldSpec* field = find_field(basis.of);
    for (const std::string side : {"_from", "_below"}) {
        for (const char* step : kSteps) {
            const auto found = parameters.find(step + side);
            if (found == parameters.end()) {
                continue;
            }
            const std::string text = found->get<std::string>();
            basis.method +=
                fmt::format("{}{}{} {}", basis.method.empty() ? "limits " : ", ", step, side, text);
            basis.low_is_dangerous = side == "_below";
            if (field != nullptr) {
                basis.limits.push_back(parse_quantity(text, field->unit, basis.model));
            }
        }
    }
    if (basis.limits.size() != kSteps.size()) {
        basis.limits.clear();
    }
}

}  // namespace

std::optional<ClassBasis> class_basis(const FinishedRun& run, std::string_view classes) {
    const OrderedJson* stage = run.maker(classes);
    if (stage == nullptr) {
        return std::nullopt;
    }
    ClassBasis basis{.classes = std::string(classes), .model = stage->at("model")};
    basis.of = quantity_of(*stage);
    const OrderedJson& parameters = stage->at("parameters");
    const auto method = parameters.find("method");
    if (method == parameters.end() || method->get<std::string>() == "limits") {
        read_limits(parameters, basis);
        return basis;
    }
    basis.method = method->get<std::string>();
    for (const OrderedJson& note : run.record.at("notes")) {
        const std::string text = note.get<std::string>();
        if (text.starts_with(basis.model + ":")) {
            basis.method += "; " + text;  // the limits found in the data
        }
    }
    return basis;
}

std::string next_class_text(const ClassBasis& basis, double value) {
    if (basis.limits.empty() || std::isnan(value)) {
        return "";
    }
    const FieldSpec* field = find_field(basis.of);
    for (std::size_t step = 0; step < basis.limits.size(); ++step) {
        const auto limit = static_cast<float>(basis.limits[step]);  // as fields are compared
        const auto stored = static_cast<float>(value);
        const bool reached = basis.low_is_dangerous ? stored < limit : stored >= limit;
        if (!reached) {
            return fmt::format("{} {}; class {} {} {}", basis.of, value_text(basis.of, value),
                               step + 2, basis.low_is_dangerous ? "below" : "from",
                               display_text(basis.limits[step], field->unit));
        }
    }
    return "";
}

}  // namespace hazone
