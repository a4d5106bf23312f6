#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/field_set.hpp"
#include "engine/core/stored_fields.hpp"
#include "engine/pipeline/model.hpp"
#include "engine/statistics/classification.hpp"

namespace hazone::models {

/// Which values of a quantity are dangerous.
enum class Danger { of_high_values, of_low_values };

/// The values which part five classes, strictly increasing. A value which reaches a limit belongs
/// to the side of the higher values.
using ClassLimits = std::array<float, 4>;

/// The limits as set: the first four parameters of a model of classes. An InputError names `owner`
/// and the two limits which do not increase.
ClassLimits class_limits(std::string_view owner, const Params& params);

/// Class 1..5 of a value; kNoClass when it is missing. Limits are compared in float, as fields are
/// stored: 0.7 in a file reaches 0.7.
std::uint8_t class_of(float value,
                      const ClassLimits& limits,
                      Danger danger = Danger::of_high_values);

/// What a runout which comes to the cell makes of its class: `reach_class` at least, never less
/// than it was. `reached` is 1, 0 or kNoDirection, not known: then the class is not known either,
/// unless the runout could not raise it. Ground of no known class stays so, unless the runout alone
/// makes the highest class of it.
std::uint8_t with_runout(std::uint8_t own, std::uint8_t reached, std::uint8_t reach_class);

/// What a model makes classes of.
struct ClassSource {
    std::string_view model;
    std::string_view of;    // what the classes are made of, in messages
    Unit unit = Unit::one;  // of its values
    Danger danger = Danger::of_high_values;
    std::span<const FieldSpec> reads;  // what values() reads, the only need without it
    const FieldSpec* makes = nullptr;  // the field of the classes
    bool has_runout = false;           // the model has kRunoutParams and uses kRunoutUse
    /// Gives each cell its value; nullptr: the cells of reads[0], of float, are the values.
    void (*values)(const FieldSet& fields, View<float> values) = nullptr;
};

/// The classes of cells by the method which is set, for the cells of the whole grid. Where the
/// limits are found in the data, `note` says which they are. An InputError says what the method
/// needs that the data do not have, or which parameters contradict each other.
GroupCodes class_codes(const ClassSource& source,
                       const Params& params,
                       const CellPieces& cells,
                       std::string& note);

/// Says what of it is known before the data are, and whether a runout is asked for and none there.
void check_classes(const ClassSource& source, const Params& params, const HasField& has);

/// Makes the classes of the source, and says the limits found, and of what they are where it is not
/// what is usual. Errors as class_codes(); also where a runout is asked for and none is there.
void make_classes(const ClassSource& source, const Params& params, FieldSet& fields);
/// The same strip by strip.
void make_classes(const ClassSource& source, const Params& params, StoredFields& fields);

/// For Model::check, Model::run, Model::run_stored.
template <const ClassSource& source>
void check_source(const Params& params, const HasField& has) {
    check_classes(source, params, has);
}
template <const ClassSource& source>
void run_classes(const Params& params, FieldSet& fields) {
    make_classes(source, params, fields);
}
template <const ClassSource& source>
void run_stored_classes(const Params& params, StoredFields& fields) {
    make_classes(source, params, fields);
}
/// For Model::halo: with limits of the scenario a cell is classed by itself; limits which are found
/// in the data depend on the whole grid.
Index class_halo(const Params& params, const Grid& grid);
/// For Model::takes: the runout is made only where it is asked for.
bool takes_runout(const Params& params, const FieldSpec& use);

/// Calls use(part, window) for strips of whole rows from north to south, each with those of the
/// fields which are there.
template <class Use>
void for_each_strip(const StoredFields& fields, std::span<const FieldSpec> reads, Use use) {
    const Extent extent = fields.extent();
    const Index rows = std::max<Index>(1, fields.window().size() / std::max<Index>(1, extent.cols));
    const Windows strips(extent, {rows, std::max<Index>(1, extent.cols)});
    for (Index number = 0; number < strips.count(); ++number) {
        const Window window = strips.at(number);
        FieldSet part(fields.grid().part(window));
        for (const FieldSpec& read : reads) {
            if (fields.has(read)) {
                fields.read_part(read, window, part);
            }
        }
        use(part, window);
    }
}

}  // namespace hazone::models
