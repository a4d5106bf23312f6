#pragma once

#include <utility>

#include "models/flood/losses/losses.hpp"

namespace hazone::models {

/// Losses of a kind whose cells are worked out one by one: Kind has take(place, rain, length),
/// which gives what runs off, m, and taken(place).
template <class Kind>
class CellLosses : public Losses {
public:
    explicit CellLosses(Kind kind) : kind_(std::move(kind)) {}

    void take(Index first, Index last, double length, double* water) override {
        for (Index place = first; place < last; ++place) {
            water[place - first] = kind_.take(place, water[place - first], length);
        }
    }
    double taken(Index place) const override { return kind_.taken(place); }

private:
    Kind kind_;
};

}  // namespace hazone::models
