#pragma once

#include <string_view>

#include "engine/core/field_set.hpp"
#include "engine/pipeline/model.hpp"
#include "engine/pipeline/params.hpp"
#include "models/landslide/transient/column.hpp"

// The columns of a run and the rain on them, as the models of transient rain read them.

namespace hazone::models::transient {

/// The rates of all periods, m/s: one number each where they are the same everywhere, else a raster
/// each. The only thing a model of columns needs of a whole series at once.
class RainRates {
public:
    RainRates(const RainSeries& rain, Extent extent);

    /// Those of the columns of one row.
    Rates row(Index row) const;
    /// Those of one column.
    Rates column(Index row, Index col) const;
    bool missing(Index row, Index col) const;

private:
    void read(const RainSeries& rain, Index step);

    Extent extent_;
    bool uniform_ = false;
    bool same_missing_ = false;  // where uniform
    Raster<float> cells_;
};

/// The columns of a run, with what solves them. Its views are of the fields, which must outlive it.
class Ground {
public:
    Ground(const Params& params, const FieldSet& fields);

    const ColumnSolver& solver() const { return solver_; }
    const RainRates& rates() const { return rates_; }
    /// With a missing slope where the rain of a period is missing: what infiltrated is not known.
    Column column(Index row, Index col) const;
    /// The part of its cohesion which is that of roots, Pa.
    double roots(Index row, Index col) const {
        return roots_.data() == nullptr ? 0.0 : static_cast<double>(roots_(row, col));
    }

private:
    ColumnSolver solver_;
    RainRates rates_;
    View<const float> slope_, depth_, water_, flux_, cohesion_, friction_, weight_, diffusivity_,
        conductivity_, saturated_, residual_, alpha_, roots_;
};

/// Nanoseconds a column takes on two cores, for Model::nanoseconds_of_column; within a factor of
/// two of what was measured with 6 to 72 periods and 2 to 72 output times.
double nanoseconds_of_column(const Params& params, const Effort& effort);

/// A sentence for each output time which the mode trigrs-2.1 does not have.
void note_other_times(std::string_view model, const ColumnSolver& solver, FieldSet& fields);

}  // namespace hazone::models::transient
