#pragma once

#include "scenarios/explain/finished_run.hpp"

namespace hazone {

/// What the rules say of each hazard in one cell: its level with the row and the values of its
/// quantities, or why it was not assessed; and what would have to change for a higher level. Empty
/// without rules.
OrderedJson hazards_of_cell(const FinishedRun& run, const CellReader& cell);

/// The fields which a table reads, and for each field of classes among them the model and the field
/// it comes of: "landslide_class by landslide_class of landslide_susceptibility".
std::string basis_text(const FinishedRun& run, const RuleTable& table);

/// The row in a few words: "row 46-2-high, Art. 46, mark T, extrapolated: ...".
std::string row_text(const OrderedJson& row);

}  // namespace hazone
