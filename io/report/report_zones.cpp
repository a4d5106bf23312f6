#include "io/report/report_zones.hpp"

#include <cmath>

#include <ogr_geometry.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/gdal.hpp"

namespace hazone::io {
namespace {

using Json = nlohmann::ordered_json;

/// Degrees with six digits, 0.1 m.
double rounded(double degrees) { return std::round(degrees * 1e6) / 1e6; }

Json ring_json(const OGRLinearRing& ring) {
    Json points = Json::array();
    for (int place = 0; place < ring.getNumPoints(); ++place) {
        points.push_back({rounded(ring.getX(place)), rounded(ring.getY(place))});
    }
    return points;
}

Json polygons_json(const OGRGeometry& geometry) {
    Json polygons = Json::array();
    const auto add = [&](const OGRPolygon& polygon) {
        Json rings = Json::array();
        for (const OGRLinearRing* ring : polygon) {
            rings.push_back(ring_json(*ring));
        }
        polygons.push_back(rings);
    };
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon) {
        add(*geometry.toPolygon());
    } else if (wkbFlatten(geometry.getGeometryType()) == wkbMultiPolygon) {
        for (const OGRPolygon* polygon : *geometry.toMultiPolygon()) {
            add(*polygon);
        }
    }
    return polygons;
}

/// With fewer corners, but never gone: a zone smaller than the tolerance keeps its own.
GeometryPtr simpler(const OGRGeometry& geometry, double tolerance) {
    const QuietGdal quiet;
    GeometryPtr simple(geometry.SimplifyPreserveTopology(tolerance));
    return simple && !simple->IsEmpty() ? std::move(simple) : GeometryPtr(geometry.clone());
}

Json middle_json(const OGRGeometry& geometry, const TransformPtr& to_degrees) {
    const QuietGdal quiet;
    OGRPoint point;
    GeometryPtr inside(OGRGeometry::FromHandle(
        OGR_G_PointOnSurface(OGRGeometry::ToHandle(const_cast<OGRGeometry*>(&geometry)))));
    if (inside && wkbFlatten(inside->getGeometryType()) == wkbPoint) {
        point = *inside->toPoint();
    } else if (geometry.Centroid(&point) != OGRERR_NONE) {
        return nullptr;
    }
    return point.transform(to_degrees.get()) == OGRERR_NONE
               ? Json{rounded(point.getX()), rounded(point.getY())}
               : Json(nullptr);
}

Json known(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json areas_json(const std::array<double, kLevelCount + 1>& areas) {
    Json json = Json::array();
    for (const double area : areas) {
        json.push_back(known(area));
    }
    return json;
}

Json hazards_json(const ZoneSummary& zone) {
    Json hazards = Json::array();
    for (const HazardLevel& own : zone.hazards) {
        hazards.push_back({{"hazard", hazard_word(own.hazard)},
                           {"level", own.level ? Json(*own.level) : Json(nullptr)},
                           {"highest_level", own.highest_level},
                           {"level_area", areas_json(own.level_area)},
                           {"rule", own.rule}});
    }
    return hazards;
}

Json exposure_json(const std::optional<Exposure>& exposure) {
    return exposure ? Json{{"all", known(exposure->all)}, {"exposed", known(exposure->exposed)}}
                    : Json(nullptr);
}

Json statistics_json(const ZoneSummary& zone) {
    Json json = Json::array();
    for (const ZoneStatistic& own : zone.statistics) {
        const FieldSpec* field = find_field(own.field);
        const DisplayUnit unit =
            field == nullptr ? DisplayUnit{"", 1} : display_unit(field->unit, own.highest);
        json.push_back({{"field", own.field},
                        {"unit", unit.symbol},
                        {"mean", known(own.mean * unit.per_si)},
                        {"percentile_95", known(own.percentile_95 * unit.per_si)},
                        {"highest", known(own.highest * unit.per_si)}});
    }
    return json;
}

Json zone_json(const ZoneSummary& zone) {
    Json shares = Json::array();
    for (int number = 1; number <= kClassCount; ++number) {
        shares.push_back(zone.share(number));
    }
    return {{"label", zone.label},
            {"code", zone.code},
            {"name", zone.name},
            {"area", zone.area},
            {"missing_area", zone.missing_area},
            {"shares", shares},
            {"highest_class", zone.highest_class},
            {"level", zone.level ? Json(*zone.level) : Json(nullptr)},
            {"lower_bound", zone.lower_bound},
            {"hazard", hazard_word(zone.hazard)},
            {"rule", zone.rule},
            {"reason", zone.reason},
            {"hazards", hazards_json(zone)},
            {"level_area", areas_json(zone.level_area)},
            {"statistics", statistics_json(zone)},
            {"exposed_area", zone.exposed_area},
            {"people", exposure_json(zone.people)},
            {"buildings", exposure_json(zone.buildings)},
            {"level_probability", zone.level_probability}};
}

}  // namespace

Json zones_geojson(const ZoneLayer& layer, const WebFrame& frame, double tolerance) {
    Json features = Json::array();
    for (const Zone& zone : layer.zones) {
        if (!zone.geometry) {
            continue;
        }
        const GeometryPtr outline = simpler(*zone.geometry, tolerance);
        const Json middle = middle_json(*outline, frame.to_degrees());
        if (outline->transform(frame.to_degrees().get()) != OGRERR_NONE) {
            throw InputError("outputs.report: the outline of zone '" + zone.name +
                             "' has no place on Earth");
        }
        features.push_back(
            {{"type", "Feature"},
             {"properties", {{"label", zone.label}, {"middle", middle}}},
             {"geometry", {{"type", "MultiPolygon"}, {"coordinates", polygons_json(*outline)}}}});
    }
    return {{"type", "FeatureCollection"}, {"features", features}};
}

Json zones_json(const ZoneTable& table) {
    Json zones = Json::array();
    for (const ZoneSummary& zone : table) {
        zones.push_back(zone_json(zone));
    }
    return zones;
}

}  // namespace hazone::io
