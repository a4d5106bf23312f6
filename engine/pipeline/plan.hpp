#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/pipeline/model.hpp"

namespace hazone {

/// What a run is asked for.
struct PlanRequest {
    std::vector<std::string> wanted;           // field names
    std::set<std::string, std::less<>> kept;   // fields which stay in memory to the end
    std::set<std::string, std::less<>> given;  // fields which come as input
    /// Fields which a model uses where they are there, and which shall not be made for it.
    std::set<std::string, std::less<>> not_used;
    std::map<std::string, std::string> chosen;   // field -> model, where several make it
    std::map<std::string, ParamTexts> settings;  // model -> parameter -> value
    Index times = 0;                             // output times; frames need one at least
    Index rain_steps = 1;                        // of the rain, where known
};

/// One model in its place.
struct Stage {
    const Model* model = nullptr;
    Params params;
    std::vector<const FieldSpec*> reads;     // its needs, and of what it uses what is there
    std::vector<const FieldSpec*> loads;     // inputs first read by this stage
    std::vector<const FieldSpec*> spares;    // inputs the model would make too: the input stands
    std::vector<const FieldSpec*> releases;  // fields nobody reads after this stage
    std::vector<const FieldSpec*> omits;     // what an on_demand model need not make

    /// What the model makes in this run.
    std::vector<const FieldSpec*> makes() const;
};

/// The models in an order in which each finds its needs made.
struct Plan {
    std::vector<Stage> stages;
    std::vector<const FieldSpec*> wanted;
    std::vector<const FieldSpec*> inputs;  // the given fields that are read
    std::vector<std::string> notes;        // choices made where several models could serve
    std::vector<std::string> unused;       // given fields which no model of the plan reads
    Index times = 0;                       // output times: rasters of each field of Form::frames
    Index rain_steps = 1;                  // of the rain series
};

/// Finds the chain of models for the wanted fields. A given field is never computed. Where several
/// models make a field, the chosen one is taken, else the first in the catalogue whose needs can be
/// met. What a model uses beside its needs is made where that is possible. A field comes
/// from one model: a model that makes its fields on demand leaves it to the other, else the plan is
/// refused. All problems (unknown names, needs which cannot be met, parameters, what Model::check
/// says of them) come in one InputError.
Plan make_plan(Catalogue catalogue, const PlanRequest& request);

/// Moves the loading of these inputs before the first stage, as a run does which reads its files
/// and reports all their problems at once.
void load_first(Plan& plan, const std::set<std::string, std::less<>>& names);

}  // namespace hazone
