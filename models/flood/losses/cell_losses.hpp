#pragma once

#include <utility>

#include "models/flood/losses/losses.hpp"

namespace hazone::models {

/// Losses of a kind whose cells are worked out one by one: Kind has take(place, rain, length),
/// which gives what runs off, m, taken(place), and carries(what) and carried(what, place) as
/// Losses. One with on_the_way(place) passes water through the soil; one with
/// take_all(first, last, length, water) knows a faster way for many.
template <class Kind>
class CellLosses : public Losses {
public:
    explicit CellLosses(Kind kind) : kind_(std::move(kind)) {}

    void take(Index first, Index last, double length, double* water) override {
        if constexpr (requires { kind_.take_all(first, last, length, water); }) {
            kind_.take_all(first, last, length, water);
            return;
        }
        for (Index place = first; place < last; ++place) {
            water[place - first] = kind_.take(place, water[place - first], length);
        }
    }
    double taken(Index place) const override { return kind_.taken(place); }
    double on_the_way(Index place) const override {
        if constexpr (requires { kind_.on_the_way(place); }) {
            return kind_.on_the_way(place);
        }
        return 0;
    }
    bool carries(Carried what) const override { return kind_.carries(what); }
    double carried(Carried what, Index place) const override { return kind_.carried(what, place); }

private:
    Kind kind_;
};

}  // namespace hazone::models
