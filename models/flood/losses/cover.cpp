#include "models/flood/losses/cover.hpp"

#include <algorithm>

#include "engine/core/standard_fields.hpp"
#include "models/flood/losses/loss_params.hpp"
#include "models/flood/losses/place_rasters.hpp"

namespace hazone::models {

CanopyStep canopy_step(double capacity, double rain, double demand, double& held) {
    CanopyStep step;
    const double caught = std::min(capacity - held, rain);
    held += caught;
    step.through = rain - caught;
    step.evaporated = std::min(held, demand);
    held -= step.evaporated;
    return step;
}

namespace {

constexpr FieldSpec kCanopyWater{"canopy_water", Unit::metre,      "by place", 0,
                                 kInfinity,      CellType::float64};
constexpr FieldSpec kCanopyVapour{"canopy_vapour", Unit::metre,      "by place", 0,
                                  kInfinity,       CellType::float64};

class CoveredLosses : public Losses {
public:
    CoveredLosses(const Params& params,
                  const FieldSet& fields,
                  const PlaceCells& cells,
                  FieldSet& state,
                  std::unique_ptr<Losses> ground)
        : ground_(std::move(ground)),
          canopy_(params[kLossCanopy]),
          impervious_(kImperviousShare, params[kLossImpervious], fields, cells),
          demand_(kPotentialEvapotranspiration, params[kLossEvaporation], fields, cells),
          initial_(kInitialCanopyWater, 0.0, fields, cells),
          held_(state_raster<double>(kCanopyWater, cells, 0.0, state)),
          vapour_(state_raster<double>(kCanopyVapour, cells, 0.0, state)) {
        for_each_place(cells, fields.extent().cols,
                       [this](Index place, Cell /*at*/) { held_[place] = initial(place); });
    }

    void take(Index first, Index last, double length, double* water) override {
        std::vector<double> through(water, water + (last - first));
        for (Index place = first; place < last; ++place) {
            const auto own = static_cast<std::size_t>(place - first);
            const CanopyStep step =
                canopy_step(canopy_, through[own], demand_(place) * length, held_[place]);
            vapour_[place] += step.evaporated;
            through[own] = step.through;
            water[own] = step.through;
        }
        ground_->take(first, last, length, water);
        for (Index place = first; place < last; ++place) {
            const auto own = static_cast<std::size_t>(place - first);
            const double share = impervious_(place);
            water[own] = share * through[own] + (1 - share) * water[own];
        }
    }
    double taken(Index place) const override {
        return held_[place] - initial(place) + vapour_[place] +
               (1 - impervious_(place)) * ground_->taken(place);
    }
    double on_the_way(Index place) const override {
        return (1 - impervious_(place)) * ground_->on_the_way(place);
    }
    bool carries(Carried what) const override {
        return what == Carried::canopy || ground_->carries(what);
    }
    double carried(Carried what, Index place) const override {
        return what == Carried::canopy ? held_[place] : ground_->carried(what, place);
    }

private:
    /// No more than leaves hold; a missing value stays.
    double initial(Index place) const {
        const double water = initial_(place);
        return water > canopy_ ? canopy_ : water;
    }

    std::unique_ptr<Losses> ground_;
    double canopy_;
    PlaceValues impervious_;
    PlaceValues demand_;
    PlaceValues initial_;  // water on leaves at the beginning
    double* held_;
    double* vapour_;
};

}  // namespace

std::unique_ptr<Losses> under_cover(const Params& params,
                                    const FieldSet& fields,
                                    const PlaceCells& cells,
                                    FieldSet& state,
                                    std::unique_ptr<Losses> ground) {
    return std::make_unique<CoveredLosses>(params, fields, cells, state, std::move(ground));
}

}  // namespace hazone::models
