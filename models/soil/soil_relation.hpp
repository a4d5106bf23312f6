#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"

namespace hazone::models {

/// The ground of a cell as relations of soil depth see it; missing where not known.
struct SoilGround {
    double elevation = kMissing;  // m
    double slope = kMissing;      // rad
    double wetness_index = kMissing;
    double profile_curvature = kMissing;     // 1/m, convex positive
    double tangential_curvature = kMissing;  // 1/m, convex positive
};

/// Relations whose two constants are those of a line y = at_zero + rise x:
///   elevation    depth = line of the elevation, m (Saulnier, Beven & Obled 1997)
///   exponential  ln(depth) = line of the slope, rad (DeRose 1996, Salciarini et al. 2006)
///   gradient     depth = line of tan(slope)
///   wetness      depth = line of the wetness index
///   curvature    depth cos(slope) = line of ln(creep_curvature()), on convex ground alone
///                (Heimsath et al. 1997; Pelletier & Rasmussen 2009)
enum class SoilRelation { elevation, exponential, gradient, wetness, curvature };
inline constexpr std::array<std::string_view, 5> kRelationNames{"elevation", "exponential",
                                                                "gradient", "wetness", "curvature"};

struct Line {
    double at_zero = 0;
    double rise = 0;
};

/// The curvature down which soil creeps: cos(slope) times minus the Laplacian of the ground, 1/m,
///   -Laplacian = profile / cos3(slope) + tangential / cos(slope).
/// Missing in, missing out.
double creep_curvature(const SoilGround& ground);

/// Vertical depth by the relation, m, not bounded; on ground where the curvature is not convex
/// +infinity: there soil gathers. Missing where what the relation reads is.
double related_depth(SoilRelation relation, const Line& line, const SoilGround& ground);

/// One point of the line of a relation; nothing where the relation cannot take it.
struct LinePoint {
    double x = 0;
    double y = 0;
};
std::optional<LinePoint> line_point(SoilRelation relation, const SoilGround& ground, double depth);

/// Least squares by a QR decomposition. NaN when the points are fewer than three or all of one x.
Line fitted_line(std::span<const LinePoint> points);

/// y of the fitted line at each point, were the line fitted to the others alone: y - e / (1 - h), e
/// the residual and h the leverage of the point. NaN where the others give no line.
std::vector<double> left_out_values(std::span<const LinePoint> points, const Line& line);

/// Depth of a relation whose line has the value y there: the inverse of line_point().
double depth_of_line(SoilRelation relation, double y, const SoilGround& ground);

/// Constants of soil depth by the form of the ground: see soil_depth_geomorphic.cpp.
struct GroundFormDepth {
    double mean_depth = 0;        // m
    double curvature_effect = 0;  // m2
    double slope_effect = 0;      // m
    double critical_tangent = 1;
};

/// Vertical depth, m, not bounded. Missing where slope or curvature is.
double depth_by_form(const GroundFormDepth& relation, const SoilGround& ground);

/// Linear between two points and level beyond them.
double between(double x, double first, double second, double at_first, double at_second);

/// The fields of SoilGround which are there.
class SoilGroundFields {
public:
    explicit SoilGroundFields(const FieldSet& fields);
    SoilGround at(Index row, Index col) const;
    /// True where one of the fields has a value, and where none of them is there.
    bool known(Index row, Index col) const;

private:
    std::array<View<const float>, 5> views_;
};
inline constexpr FieldSpec kSoilGroundFields[] = {kElevation, kSlope, kWetnessIndex,
                                                  kProfileCurvature, kTangentialCurvature};

}  // namespace hazone::models
