#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/explain/finished_run.hpp"

namespace hazone {

/// How a model makes the classes of a hazard, as far as run.json tells.
struct ClassBasis {
    std::string classes;         // the field: "landslide_class"
    std::string model;           // that makes it
    std::string of;              // the field which the classes are made of; "" where several
    std::string method;          // "limits low_from 0.05, ...", or the word of the method
    std::vector<double> limits;  // SI, of class 2 to 5 in this order; empty where not known
    bool low_is_dangerous = false;
};

/// Of a field of classes; empty where no model of the run made it.
std::optional<ClassBasis> class_basis(const FinishedRun& run, std::string_view classes);

/// "landslide_susceptibility 0.27; class 4 from 0.3": what takes the value to the next class. Empty
/// at the highest class, without limits and without a value.
std::string next_class_text(const ClassBasis& basis, double value);

}  // namespace hazone
