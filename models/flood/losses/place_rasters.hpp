#pragma once

#include <algorithm>

#include "engine/core/field_set.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/losses/losses.hpp"

namespace hazone::models {

/// Calls use(place, cell) for all places, by several threads.
template <class Use>
void for_each_place(const PlaceCells& cells, Index cols, Use use) {
    constexpr Index kBlock = 65536;
    const auto count = static_cast<Index>(cells.size());
    for_each_block((count + kBlock - 1) / kBlock, [&](Index block) {
        for (Index place = block * kBlock; place < std::min(count, (block + 1) * kBlock); ++place) {
            const Index number = cells[static_cast<std::size_t>(place)];
            use(place, Cell{number / cols, number % cols});
        }
    });
}

/// A quantity of each place: that of its cell where the field is given, else one for all.
class PlaceValues {
public:
    PlaceValues(const FieldSpec& field,
                double fallback,
                const FieldSet& fields,
                const PlaceCells& cells)
        : everywhere_(fallback) {
        if (fields.has(field)) {
            values_.resize(cells.size());
            for_each_place(cells, fields.extent().cols, [&](Index place, Cell at) {
                values_[static_cast<std::size_t>(place)] = fields.read(field)(at);
            });
        }
    }
    double operator()(Index place) const {
        return values_.empty() ? everywhere_ : double{values_[static_cast<std::size_t>(place)]};
    }

    /// Those of `count` places.
    void copy(Index first, Index count, double* to) const {
        if (values_.empty()) {
            std::fill_n(to, count, everywhere_);
        } else {
            std::copy_n(values_.data() + first, count, to);
        }
    }

private:
    double everywhere_;
    std::vector<float> values_;
};

/// What each place remembers, `initial` at first: a raster of one row in the state.
template <class T>
T* state_raster(const FieldSpec& spec, const PlaceCells& cells, T initial, FieldSet& state) {
    state.put(spec, Raster<T>({1, static_cast<Index>(cells.size())}, initial));
    return state.write<T>(spec).data();
}

}  // namespace hazone::models
