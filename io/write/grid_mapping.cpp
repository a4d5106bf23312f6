// CF conventions, Appendix F "Grid Mappings": https://cfconventions.org.
#include "io/write/grid_mapping.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <cpl_conv.h>

#include <fmt/format.h>

#include "io/cells_dataset.hpp"

namespace hazone::io {
namespace {

struct Parameter {
    const char* projection;  // as in WKT 1
    const char* ours;        // as in WKT 1
    const char* cf;          // two of the same name are one list
};

constexpr const char* kTransverse = SRS_PT_TRANSVERSE_MERCATOR;
constexpr const char* kConic1 = SRS_PT_LAMBERT_CONFORMAL_CONIC_1SP;
constexpr const char* kConic2 = SRS_PT_LAMBERT_CONFORMAL_CONIC_2SP;
constexpr const char* kAlbers = SRS_PT_ALBERS_CONIC_EQUAL_AREA;
constexpr const char* kAzimuthal = SRS_PT_LAMBERT_AZIMUTHAL_EQUAL_AREA;
constexpr const char* kMercator = SRS_PT_MERCATOR_1SP;

struct Projection {
    const char* name;
    const char* cf;
};

constexpr auto kProjections = std::to_array<Projection>({
    {kTransverse, "transverse_mercator"},
    {kConic1, "lambert_conformal_conic"},
    {kConic2, "lambert_conformal_conic"},
    {kAlbers, "albers_conical_equal_area"},
    {kAzimuthal, "lambert_azimuthal_equal_area"},
    {kMercator, "mercator"},
});

constexpr auto kParameters = std::to_array<Parameter>({
    {kTransverse, SRS_PP_LATITUDE_OF_ORIGIN, "latitude_of_projection_origin"},
    {kTransverse, SRS_PP_CENTRAL_MERIDIAN, "longitude_of_central_meridian"},
    {kTransverse, SRS_PP_SCALE_FACTOR, "scale_factor_at_central_meridian"},
    {kConic1, SRS_PP_LATITUDE_OF_ORIGIN, "standard_parallel"},
    {kConic1, SRS_PP_LATITUDE_OF_ORIGIN, "latitude_of_projection_origin"},
    {kConic1, SRS_PP_CENTRAL_MERIDIAN, "longitude_of_central_meridian"},
    {kConic2, SRS_PP_STANDARD_PARALLEL_1, "standard_parallel"},
    {kConic2, SRS_PP_STANDARD_PARALLEL_2, "standard_parallel"},
    {kConic2, SRS_PP_LATITUDE_OF_ORIGIN, "latitude_of_projection_origin"},
    {kConic2, SRS_PP_CENTRAL_MERIDIAN, "longitude_of_central_meridian"},
    {kAlbers, SRS_PP_STANDARD_PARALLEL_1, "standard_parallel"},
    {kAlbers, SRS_PP_STANDARD_PARALLEL_2, "standard_parallel"},
    {kAlbers, SRS_PP_LATITUDE_OF_CENTER, "latitude_of_projection_origin"},
    {kAlbers, SRS_PP_LONGITUDE_OF_CENTER, "longitude_of_central_meridian"},
    {kAzimuthal, SRS_PP_LATITUDE_OF_CENTER, "latitude_of_projection_origin"},
    {kAzimuthal, SRS_PP_LONGITUDE_OF_CENTER, "longitude_of_projection_origin"},
    {kMercator, SRS_PP_CENTRAL_MERIDIAN, "longitude_of_projection_origin"},
    {kMercator, SRS_PP_SCALE_FACTOR, "scale_factor_at_projection_origin"},
});

void add_number(GridMapping& mapping, const char* name, double value) {
    const auto same = std::find_if(mapping.numbers.begin(), mapping.numbers.end(),
                                   [name](const auto& number) { return number.name == name; });
    if (same != mapping.numbers.end()) {
        same->values.push_back(value);
    } else {
        mapping.numbers.push_back({name, {value}});
    }
}

std::string wkt_of(const OGRSpatialReference& crs, const char* format) {
    const std::array<const char*, 2> options{format, nullptr};
    char* text = nullptr;
    const bool known = crs.exportToWkt(&text, options.data()) == OGRERR_NONE && text != nullptr;
    std::string wkt = known ? text : "";
    CPLFree(text);
    return wkt;
}

/// A conic of one parallel has its scale on that parallel, which CF cannot say unless it is 1.
bool cf_can_say(const OGRSpatialReference& crs, std::string_view projection) {
    return projection != kConic1 || crs.GetNormProjParm(SRS_PP_SCALE_FACTOR, 1.0) == 1.0;
}

void add_projection(const OGRSpatialReference& crs, GridMapping& mapping) {
    const char* const projection = crs.GetAttrValue("PROJECTION");
    const auto known = std::find_if(
        kProjections.begin(), kProjections.end(), [projection](const Projection& candidate) {
            return projection != nullptr && std::string_view(candidate.name) == projection;
        });
    if (known == kProjections.end() || !cf_can_say(crs, projection)) {
        return;
    }
    mapping.texts.push_back({"grid_mapping_name", known->cf});
    for (const Parameter& parameter : kParameters) {
        if (std::string_view(parameter.projection) == projection) {
            add_number(mapping, parameter.cf, crs.GetNormProjParm(parameter.ours, 0.0));
        }
    }
    add_number(mapping, "false_easting", crs.GetNormProjParm(SRS_PP_FALSE_EASTING, 0.0));
    add_number(mapping, "false_northing", crs.GetNormProjParm(SRS_PP_FALSE_NORTHING, 0.0));
}

void add_name(const OGRSpatialReference& crs,
              GridMapping& mapping,
              const char* cf,
              const char* node) {
    const char* const name = crs.GetAttrValue(node);
    if (name != nullptr) {
        mapping.texts.push_back({cf, name});
    }
}

}  // namespace

GridMapping grid_mapping_of(const Grid& grid) {
    GridMapping mapping;
    if (grid.crs.empty()) {
        return mapping;
    }
    const OGRSpatialReference crs = spatial_reference(grid.crs);
    add_projection(crs, mapping);
    add_name(crs, mapping, "projected_crs_name", "PROJCS");
    add_name(crs, mapping, "geographic_crs_name", "GEOGCS");
    add_name(crs, mapping, "horizontal_datum_name", "DATUM");
    add_name(crs, mapping, "reference_ellipsoid_name", "SPHEROID");
    add_number(mapping, "longitude_of_prime_meridian", crs.GetPrimeMeridian());
    add_number(mapping, "semi_major_axis", crs.GetSemiMajor());
    add_number(mapping, "inverse_flattening", crs.GetInvFlattening());
    const std::string wkt2 = wkt_of(crs, "FORMAT=WKT2_2019");
    const std::string wkt1 = wkt_of(crs, "FORMAT=WKT1_GDAL");
    mapping.texts.push_back({"crs_wkt", wkt2});
    mapping.texts.push_back({"spatial_ref", wkt1.empty() ? wkt2 : wkt1});
    mapping.texts.push_back(
        {"GeoTransform",
         fmt::format("{} {} 0 {} 0 {}", grid.west, grid.cell_size, grid.north, -grid.cell_size)});
    return mapping;
}

}  // namespace hazone::io
