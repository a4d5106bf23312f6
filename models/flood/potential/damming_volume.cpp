// How large a landslide must be to dam the valley: the volumes at which the morphological
// obstruction index, MOI = log10(V / W), meets its two limits,
//   V = W 10^MOI,   W the width of the valley.
// Below the lower volume no dam forms, above the upper one does, between them it may. Source, and
// what of it was seen: landslide_dams.hpp. Nothing need be known of landslides for it.
// W is the width at a height above the stream; the paper measures that of the valley floor.
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/landslide_dams.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kValleyWidth};
constexpr FieldSpec kMakes[] = {kLeastDammingVolume, kSureDammingVolume};
constexpr ParamSpec kParams[] = {kNoDamBelow, kDamFrom};

void check(const Params& params, const HasField& /*has*/) {
    if (params[kNoDamBelow] > params[kDamFrom]) {
        throw InputError(
            fmt::format("damming_volume: no_dam_below {} must not be above dam_from {}",
                        params[kNoDamBelow], params[kDamFrom]));
    }
}

void run(const Params& params, FieldSet& fields) {
    check(params, among(fields));
    const double least_per_width = std::pow(10.0, params[kNoDamBelow]);  // m2
    const double sure_per_width = std::pow(10.0, params[kDamFrom]);
    const auto width = fields.read(kValleyWidth);
    const auto least = fields.write(kLeastDammingVolume);
    const auto sure = fields.write(kSureDammingVolume);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        least(row, col) = static_cast<float>(least_per_width * width(row, col));
        sure(row, col) = static_cast<float>(sure_per_width * width(row, col));
    });
}

}  // namespace

constinit const Model damming_volume{
    .name = "damming_volume",
    .summary = "volume of a landslide from which it may dam the valley, and from which it does",
    .source = "Tacconi Stefanelli et al. (2016), doi:10.1016/j.enggeo.2016.04.024",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 4,
    .halo = no_halo,
    .check = check,
};

}  // namespace hazone::models
