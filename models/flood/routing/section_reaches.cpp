#include "models/flood/routing/section_reaches.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/network/pour_points.hpp"
#include "models/flood/routing/kinematic_wave_params.hpp"

namespace hazone::models {
namespace {

/// One section as the table has it.
struct Survey {
    std::string name;
    std::string source;  // file and line of its first point
    Point point;         // of its lowest point
    std::vector<SectionPoint> points = {};
};

/// Where a section stands in the network.
struct Standing {
    std::size_t survey = 0;
    Cell cell;
};

/// n of a point without one is that of the point before, of the first that of all channels.
std::vector<Survey> surveys_of(const FeatureLayer& layer, double roughness) {
    const auto& names = layer.values<std::string>("section");
    const auto& stations = layer.values<double>("station");
    const auto& heights = layer.values<double>("elevation");
    const auto& given = layer.values<double>("manning_n");
    std::vector<Survey> surveys;
    double lowest = 0;
    for (std::size_t row = 0; row < names.size(); ++row) {
        const Point& point = layer.places[layer.first[row]];
        const bool first = row == 0 || names[row] != names[row - 1];
        if (first) {
            surveys.push_back({names[row], layer.values<std::string>("source")[row], point});
        }
        Survey& own = surveys.back();
        if (first || heights[row] < lowest) {
            lowest = heights[row];
            own.point = point;
        }
        const double before = first ? roughness : own.points.back().roughness;
        own.points.push_back(
            {stations[row], heights[row], std::isnan(given[row]) ? before : given[row]});
    }
    return surveys;
}

/// The channels as a section goes along them.
class Streams {
public:
    Streams(const FieldSet& fields, const Catchment& catchment)
        : direction_(fields.read<std::uint8_t>(kFlowDirection)),
          area_(fields.read<double>(kContributingArea)),
          cell_size_(fields.grid().cell_size) {
        for (Index place = catchment.first_channel(); place < catchment.places(); ++place) {
            place_of_[catchment.cell(place)] = place;
        }
    }

    /// kNone where it is no channel whose inputs are known.
    Index place(Cell cell) const {
        const auto found = place_of_.find(cell.row * direction_.cols() + cell.col);
        return found == place_of_.end() ? RoutingNetwork::kNone : found->second;
    }
    /// The channel cell above with the largest contributing area, of equals the first clockwise.
    std::optional<Cell> above(Cell cell) const {
        std::optional<Cell> largest;
        for (int k = 0; k < kNeighbours; ++k) {
            const Cell donor = neighbour(cell, k);
            if (direction_.extent().contains(donor.row, donor.col) &&
                direction_(donor) == direction_code(opposite(k)) &&
                place(donor) != RoutingNetwork::kNone &&
                (!largest || area_(donor) > area_(*largest))) {
                largest = donor;
            }
        }
        return largest;
    }
    /// The cell below on the same stream: none where it flows into a larger one.
    std::optional<Cell> below(Cell cell) const {
        Cell next = cell;
        if (!flow_on(direction_, next) || place(next) == RoutingNetwork::kNone) {
            return std::nullopt;
        }
        const auto main = above(next);
        return main && main->row == cell.row && main->col == cell.col ? std::optional(next)
                                                                      : std::nullopt;
    }
    double distance(Cell from, Cell to) const {
        const bool straight = from.row == to.row || from.col == to.col;
        return cell_size_ * (straight ? 1 : std::sqrt(2.0));
    }

private:
    View<const std::uint8_t> direction_;
    View<const double> area_;
    double cell_size_;
    std::unordered_map<Index, Index> place_of_;  // cell, place
};

/// The section which holds in a place, and how far away it stands.
struct Claim {
    std::size_t standing = 0;
    double distance = 0;  // m
    Cell cell;
};
using Claims = std::map<Index, Claim>;  // by place

/// Lets a section hold from its cell on, upwards or downwards, where none is nearer.
void claim_along(const Streams& streams,
                 const Pools& pools,
                 const Catchment& catchment,
                 double limit,
                 bool upwards,
                 const Claim& from,
                 Claims& claims) {
    Claim own = from;
    while (true) {
        const auto next = upwards ? streams.above(own.cell) : streams.below(own.cell);
        if (!next) {
            return;
        }
        own.distance += streams.distance(own.cell, *next);
        own.cell = *next;
        const Index place = streams.place(own.cell);
        const Index channel = place - catchment.first_channel();
        const Index pool = pools.first_from(channel);
        if (own.distance > limit || (pool < pools.count() && pools.place(pool) == channel)) {
            return;
        }
        const auto [held, is_free] = claims.try_emplace(place, own);
        if (!is_free && held->second.distance <= own.distance) {
            return;  // what lies beyond is nearer to the other, too
        }
        held->second = own;
    }
}

/// The stream cell on which a section stands.
std::optional<Cell> stream_cell(const Params& params,
                                const FieldSet& fields,
                                const Streams& streams,
                                const Survey& survey,
                                Problems& problems) {
    const SnapRule rule{SnapTo::nearest_stream, params[kSectionSnap]};
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto cell = snapped_cell(survey.point, rule,
                                   {fields.read<double>(kContributingArea), stream}, fields.grid());
    if (!cell || stream(*cell) != 1) {
        problems.add(fmt::format(
            "{}: section '{}': no stream within {} of x {:.1f}, y {:.1f}; the nearest is {:.0f} m "
            "away. Correct its place, or raise kinematic_wave.section_snap_distance",
            survey.source, survey.name, params.text(kSectionSnap), survey.point.x, survey.point.y,
            distance_to_stream(fields.grid(), survey.point, stream)));
        return std::nullopt;
    }
    if (streams.place(*cell) == RoutingNetwork::kNone) {
        problems.add(fmt::format(
            "{}: section '{}': an input of its cell, or of one above, is missing; leave it out, "
            "or give that input there",
            survey.source, survey.name));
        return std::nullopt;
    }
    return cell;
}

/// The standings of all, and the claims of their own cells.
std::vector<Standing> standings_of(const Params& params,
                                   const FieldSet& fields,
                                   const std::vector<Survey>& surveys,
                                   const Streams& streams,
                                   const Catchment& catchment,
                                   Claims& claims) {
    Problems problems;
    std::vector<Standing> standings;
    for (std::size_t number = 0; number < surveys.size(); ++number) {
        const Survey& own = surveys[number];
        const auto cell = stream_cell(params, fields, streams, own, problems);
        if (!cell) {
            continue;
        }
        const Index place = streams.place(*cell);
        const Index channel = place - catchment.first_channel();
        const Index pool = catchment.pools().first_from(channel);
        if (pool < catchment.pools().count() && catchment.pools().place(pool) == channel) {
            problems.add(
                fmt::format("{}: section '{}' stands in the cell of a reservoir; leave it out, or "
                            "move one of them",
                            own.source, own.name));
        }
        const auto [held, is_free] = claims.try_emplace(place, Claim{standings.size(), 0, *cell});
        if (!is_free) {
            const Survey& other = surveys[standings[held->second.standing].survey];
            problems.add(fmt::format(
                "{}: section '{}' stands in one cell of the grid with section '{}' ({}); leave "
                "one out, or take smaller cells",
                own.source, own.name, other.name, other.source));
        }
        standings.push_back({number, *cell});
    }
    problems.raise();
    return standings;
}

std::string note_of(const FieldSet& fields,
                    const std::vector<Survey>& surveys,
                    const std::vector<Standing>& standings,
                    std::size_t cells) {
    const auto away = [&](const Standing& own) {
        return distance_to(fields.grid(), surveys[own.survey].point, own.cell);
    };
    const Standing& furthest = *std::max_element(
        standings.begin(), standings.end(),
        [&](const Standing& one, const Standing& other) { return away(one) < away(other); });
    return fmt::format(
        "{} surveyed section{} hold{} in {} channel cells; '{}' stands {:.0f} m from its point{}",
        standings.size(), standings.size() == 1 ? "" : "s", standings.size() == 1 ? "s" : "", cells,
        surveys[furthest.survey].name, away(furthest),
        standings.size() == 1 ? "" : ", the others nearer");
}

}  // namespace

SurveyedSections add_sections(const Params& params, const FieldSet& fields, Catchment& catchment) {
    SurveyedSections sections;
    if (!fields.has(kCrossSections)) {
        return sections;
    }
    const auto surveys = surveys_of(fields.features(kCrossSections), params[kChannelRoughness]);
    const Streams streams(fields, catchment);
    Claims claims;
    const auto standings = standings_of(params, fields, surveys, streams, catchment, claims);
    std::vector<SectionTable> tables;
    for (std::size_t number = 0; number < standings.size(); ++number) {
        const Standing& own = standings[number];
        for (const bool upwards : {true, false}) {
            claim_along(streams, catchment.pools(), catchment, params[kSectionReach], upwards,
                        {number, 0, own.cell}, claims);
        }
        tables.emplace_back(SectionShape(surveys[own.survey].points));
        sections.names.push_back(surveys[own.survey].name);
    }
    const auto ground = fields.read(kFilledElevation);
    std::vector<SectionReach> reaches;
    for (const auto& [place, claim] : claims) {
        // The bed falls on from that of the section as the ground does.
        const double fall =
            double{ground(standings[claim.standing].cell)} - double{ground(claim.cell)};
        reaches.push_back({.place = place,
                           .table = claim.standing,
                           .bed = tables[claim.standing].bottom() - fall});
    }
    sections.notes.push_back(note_of(fields, surveys, standings, reaches.size()));
    catchment.set_sections(std::move(tables), std::move(reaches));
    return sections;
}

std::vector<std::string> overtopped(const SurveyedSections& sections,
                                    const Catchment& catchment,
                                    const CatchmentState& water) {
    struct Over {
        Index cells = 0;
        double height = 0;  // m above the lower end
    };
    std::vector<Over> over(sections.names.size());
    const Sections& own = catchment.sections();
    for (Index number = 0; number < own.count(); ++number) {
        const double peak =
            double{water.peak_discharge[catchment.first_channel() + own.place(number)]};
        const double above = own.depth(number, peak) - own.table(number).rim();
        if (above > 0) {
            Over& at = over[own.reach(number).table];
            ++at.cells;
            at.height = std::max(at.height, above);
        }
    }
    std::vector<std::string> texts;
    Index cells = 0;
    constexpr std::size_t kMostNamed = 20;
    for (std::size_t number = 0; number < over.size(); ++number) {
        cells += over[number].cells;
        if (over[number].cells > 0) {
            texts.push_back(fmt::format("'{}' in {} cells by up to {:.2f} m",
                                        sections.names[number], over[number].cells,
                                        over[number].height));
        }
    }
    if (texts.empty()) {
        return {};
    }
    const std::size_t count = texts.size();
    texts.resize(std::min(count, kMostNamed));
    return {fmt::format(
        "water stood above the lower end of {} surveyed section{}, in {} channel cells, and was "
        "held there by upright walls: {}{}. Survey them further up the valley's sides",
        count, count == 1 ? "" : "s", cells, fmt::join(texts, ", "),
        count > kMostNamed ? ", ..." : "")};
}

}  // namespace hazone::models
