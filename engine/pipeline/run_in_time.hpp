#pragma once

#include <functional>

#include "engine/pipeline/run.hpp"

namespace hazone {

/// Takes a model of time through the rain, and what it asks for after it. Of the hooks it calls
/// `resume`, `pause` and `stop`; `progress`, where given, hears the share of the rain which is
/// done. Gives the number of rain steps. Throws Interrupted where a stop is asked for.
Index run_in_time(const Model& model,
                  const Params& params,
                  FieldSet& fields,
                  const RunHooks& hooks = {},
                  const std::function<void(double share)>& progress = {});

/// Interrupted, for a run that is asked to stop.
void throw_if_stopped(const RunHooks& hooks);

}  // namespace hazone
