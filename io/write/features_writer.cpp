// A GeoPackage with one layer of points, lines or areas, its attributes described, and the way QGIS
// shall draw it.
#include <cmath>
#include <map>

#include <ogrsf_frmts.h>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/cells_dataset.hpp"
#include "io/write/feature_style.hpp"
#include "io/write/geopackage.hpp"
#include "io/write/write.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {
namespace {

using Whole = std::vector<std::int32_t>;
using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

OGRFieldType type_of(const Attribute& attribute) {
    if (std::holds_alternative<Whole>(attribute.values)) {
        return OFTInteger;
    }
    return std::holds_alternative<Numbers>(attribute.values) ? OFTReal : OFTString;
}

OGRwkbGeometryType geometry_of(FeatureShape shape) {
    switch (shape) {
        case FeatureShape::line:
            return wkbLineString;
        case FeatureShape::area:
            return wkbMultiPolygon;
        case FeatureShape::none:
            return wkbNone;
        case FeatureShape::point:
            break;
    }
    return wkbPoint;
}

LayerPlan plan_of(const FieldSpec& field, const FeatureLayer& layer) {
    LayerPlan plan{.name = std::string(layer.name),
                   .description = std::string(field.meaning),
                   .geometry = geometry_of(layer.shape)};
    for (const Attribute& attribute : layer.attributes) {
        plan.attributes.push_back({.name = std::string(attribute.name),
                                   .type = type_of(attribute),
                                   .alias = alias_of(attribute),
                                   .description = std::string(attribute.meaning)});
    }
    return plan;
}

/// Sets the value of one attribute; what is none stays NULL.
void set_value(OGRFeature& feature, int column, const Attribute& attribute, std::size_t number) {
    if (const auto* whole = std::get_if<Whole>(&attribute.values); whole != nullptr) {
        if ((*whole)[number] != 0) {
            feature.SetField(column, (*whole)[number]);
        }
    } else if (const auto* reals = std::get_if<Numbers>(&attribute.values); reals != nullptr) {
        if (std::isfinite((*reals)[number])) {
            feature.SetField(column, (*reals)[number]);
        }
    } else {
        feature.SetField(column, std::get<Texts>(attribute.values)[number].c_str());
    }
}

/// The line or point of a feature; null when it has no place.
GeometryPtr geometry_of(const FeatureLayer& layer, std::size_t number) {
    const std::size_t begin = layer.first[number];
    const std::size_t end = layer.first[number + 1];
    if (begin == end) {
        return nullptr;
    }
    if (layer.shape == FeatureShape::point) {
        return GeometryPtr(new OGRPoint(layer.places[begin].x, layer.places[begin].y));
    }
    auto line = std::make_unique<OGRLineString>();
    line->setNumPoints(static_cast<int>(end - begin));
    for (std::size_t place = begin; place < end; ++place) {
        line->setPoint(static_cast<int>(place - begin), layer.places[place].x,
                       layer.places[place].y);
    }
    return GeometryPtr(line.release());
}

/// The outlines of areas by their label.
std::map<std::int32_t, GeometryPtr> outlines_of(const FeatureLayer& layer, const FieldSet& fields) {
    std::map<std::int32_t, GeometryPtr> outlines;
    if (layer.shape == FeatureShape::area) {
        const FieldSpec& labels = *find_field(layer.labels);
        ZoneLayer zones = polygonise_zones(fields.read<std::int32_t>(labels), fields.grid());
        for (Zone& zone : zones.zones) {
            outlines[zone.label] = std::move(zone.geometry);
        }
    }
    return outlines;
}

void write_layer(OGRLayer& target, const FeatureLayer& layer, const FieldSet& fields) {
    std::map<std::int32_t, GeometryPtr> outlines = outlines_of(layer, fields);
    for (std::size_t number = 0; number < layer.size(); ++number) {
        OGRFeature feature(target.GetLayerDefn());
        for (std::size_t column = 0; column < layer.attributes.size(); ++column) {
            set_value(feature, static_cast<int>(column), layer.attributes[column], number);
        }
        GeometryPtr geometry =
            layer.shape == FeatureShape::area
                ? std::move(outlines[std::get<Whole>(layer.attributes.front().values)[number]])
                : geometry_of(layer, number);
        if (geometry) {
            feature.SetGeometryDirectly(geometry.release());
        }
        add_feature(target, feature);
    }
}

}  // namespace

void write_features(const std::filesystem::path& path,
                    const FieldSpec& field,
                    const FieldSet& fields,
                    const RasterOptions& options) {
    const FeatureLayer& layer = fields.features(field);
    write_geopackage(path, [&](GDALDataset& file) {
        for (const auto& [key, value] : options.metadata) {
            file.SetMetadataItem(key.c_str(), value.c_str());
        }
        OGRSpatialReference crs = spatial_reference(fields.grid().crs);
        OGRLayer& target =
            create_layer(file, plan_of(field, layer), fields.grid().crs.empty() ? nullptr : &crs);
        write_layer(target, layer, fields);
        write_styles(file, {{.layer = std::string(layer.name),
                             .description = std::string(field.meaning),
                             .style = style_of(field, layer, options.language)}});
    });
}

}  // namespace hazone::io
