#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/pipeline/model.hpp"

namespace hazone::models {

/// What losses remember, as far as a later run can go on from it.
enum class Carried { infiltration, resting, filling, saturation, interflow, canopy };

/// What takes up rain before it runs off, for the places of a catchment. What it remembers are
/// rasters of a FieldSet which its owner can save and restore.
class Losses {
public:
    Losses() = default;
    Losses(const Losses&) = delete;
    Losses& operator=(const Losses&) = delete;
    Losses(Losses&&) = delete;
    Losses& operator=(Losses&&) = delete;
    virtual ~Losses() = default;

    /// water: of the places [first, last), the rain of the next `length` seconds, m; afterwards
    /// what runs off of it. Rain which is not known makes the place missing for good. Called by
    /// several threads, each with other places.
    virtual void take(Index first, Index last, double length, double* water) = 0;
    /// Water which the place holds more than at first, or has passed on to the ground or the air,
    /// m.
    virtual double taken(Index place) const = 0;
    /// The part of taken() which is on its way through the soil and runs off later, m more than at
    /// first.
    virtual double on_the_way(Index place) const = 0;
    /// Whether this kind has that state, and what it is now, in the unit of its field.
    virtual bool carries(Carried what) const = 0;
    virtual double carried(Carried what, Index place) const = 0;
};

/// Which cell of the grid each place is: row * cols + col.
using PlaceCells = std::vector<Index>;

/// For Model::check: an InputError names the inputs which the chosen kind needs and a run of
/// `model` will not have, and settings which contradict each other.
void check_losses(std::string_view model, const Params& params, const HasField& has);

/// The inputs which the chosen kind reads, of those that are there.
std::vector<const FieldSpec*> loss_inputs(const Params& params, const FieldSet& fields);

/// Losses of the chosen kind with the parameters of loss_params.hpp. What it remembers goes to
/// `state`.
std::unique_ptr<Losses> make_losses(const Params& params,
                                    const FieldSet& fields,
                                    const PlaceCells& cells,
                                    FieldSet& state);

}  // namespace hazone::models
