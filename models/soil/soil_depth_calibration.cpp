// Relations of soil depth fitted to points where it was measured, each by least squares: see
// models/soil/soil_relation.hpp for the relations and their papers. R2 is that of the depths
// themselves, whatever the line is a line of; a point which a relation cannot take (no value of the
// ground there; concave ground for the curvature; no depth for the logarithm) is left out of it and
// so of its number of points.
//
// Points which a line was fitted to flatter it. The cross-validated error is that of each depth
// against the line fitted to the other points, and the error of the mean that of each depth against
// the mean of the others: a relation which errs more knows nothing of the depth that the mean does
// not (leave one out: Stone (1974), Journal of the Royal Statistical Society B 36, 111-147,
// https://doi.org/10.1111/j.2517-6161.1974.tb00994.x).
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/soil/soil_relation.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSoilDepthPoints};
constexpr FieldSpec kMakes[] = {kSoilDepthFit, kSoilDepthResiduals};
constexpr std::size_t kFewest = 3;

struct MeasuredPoint {
    SoilGround ground;
    double depth = 0;
    Point place;
};

/// The measured points within the grid.
std::vector<MeasuredPoint> measured_in(FieldSet& fields) {
    const FeatureLayer& given = fields.features(kSoilDepthPoints);
    const SoilGroundFields ground(fields);
    std::vector<MeasuredPoint> points;
    for (std::size_t number = 0; number < given.size(); ++number) {
        const Point place = given.places[given.first[number]];
        const Cell cell = fields.grid().cell_at(place);
        if (fields.extent().contains(cell.row, cell.col)) {
            points.push_back(
                {ground.at(cell.row, cell.col), given.values<double>("depth")[number], place});
        }
    }
    if (points.size() < given.size()) {
        fields.note(fmt::format("soil_depth_points: {} of {} points lie outside the grid",
                                given.size() - points.size(), given.size()));
    }
    if (points.size() < kFewest) {
        throw InputError(
            fmt::format("soil_depth_points: {} points in the grid; allowed: {} or more",
                        points.size(), kFewest));
    }
    return points;
}

struct Fit {
    Line line;
    double explained = kMissing;       // R2
    double error = kMissing;           // root mean square of the residuals, m
    double left_out_error = kMissing;  // the same of points against the line of the others, m
    double mean_error = kMissing;      // the same of points against the mean of the others, m
    std::int32_t points = 0;
    std::vector<double> residuals;  // one a point; NaN for those left out
};

void judge(SoilRelation relation, const std::vector<MeasuredPoint>& points, Fit& fit) {
    double squares = 0;
    double sum = 0;
    double depth_squares = 0;
    for (const MeasuredPoint& point : points) {
        const bool taken = line_point(relation, point.ground, point.depth).has_value();
        const double residual = taken
                                    ? point.depth - related_depth(relation, fit.line, point.ground)
                                    : double{kMissing};
        fit.residuals.push_back(residual);
        if (taken) {
            squares += residual * residual;
            sum += point.depth;
            depth_squares += point.depth * point.depth;
        }
    }
    const double about_mean = depth_squares - sum * sum / fit.points;
    fit.error = std::sqrt(squares / fit.points);
    fit.explained = about_mean > 0 ? 1 - squares / about_mean : double{kMissing};
}

/// Both errors of points left out, over the points which the relation took.
void judge_left_out(SoilRelation relation,
                    const std::vector<LinePoint>& line_points,
                    const std::vector<const MeasuredPoint*>& taken,
                    Fit& fit) {
    const std::vector<double> values = left_out_values(line_points, fit.line);
    const auto count = static_cast<double>(taken.size());
    double sum = 0;
    for (const MeasuredPoint* point : taken) {
        sum += point->depth;
    }
    double squares = 0;
    double mean_squares = 0;
    for (std::size_t number = 0; number < taken.size(); ++number) {
        const MeasuredPoint& point = *taken[number];
        const double error = point.depth - depth_of_line(relation, values[number], point.ground);
        const double mean_of_others = (sum - point.depth) / (count - 1);
        squares += error * error;
        mean_squares += (point.depth - mean_of_others) * (point.depth - mean_of_others);
    }
    fit.left_out_error = std::sqrt(squares / count);
    fit.mean_error = std::sqrt(mean_squares / count);
}

Fit fit_of(SoilRelation relation, const std::vector<MeasuredPoint>& points) {
    std::vector<LinePoint> line;
    std::vector<const MeasuredPoint*> used;
    for (const MeasuredPoint& point : points) {
        if (const auto taken = line_point(relation, point.ground, point.depth)) {
            line.push_back(*taken);
            used.push_back(&point);
        }
    }
    Fit fit{.line = fitted_line(line), .points = static_cast<std::int32_t>(line.size())};
    if (is_missing(fit.line.rise)) {
        fit.residuals.assign(points.size(), kMissing);
    } else {
        judge(relation, points, fit);
        judge_left_out(relation, line, used, fit);
    }
    return fit;
}

FeatureLayer table_of(const std::vector<Fit>& fits) {
    std::vector<std::string> relations;
    std::vector<double> at_zero;
    std::vector<double> rise;
    std::vector<double> explained;
    std::vector<double> error;
    std::vector<double> left_out_error;
    std::vector<double> mean_error;
    std::vector<std::int32_t> points;
    for (std::size_t relation = 0; relation < fits.size(); ++relation) {
        relations.emplace_back(kRelationNames[relation]);
        at_zero.push_back(fits[relation].line.at_zero);
        rise.push_back(fits[relation].line.rise);
        explained.push_back(fits[relation].explained);
        error.push_back(fits[relation].error);
        left_out_error.push_back(fits[relation].left_out_error);
        mean_error.push_back(fits[relation].mean_error);
        points.push_back(fits[relation].points);
    }
    FeatureLayer layer{.name = "soil_depth_fit", .shape = FeatureShape::none};
    layer.attributes = {
        {"relation", Unit::one, "what the depth depends on", std::move(relations)},
        {"at_zero", Unit::one, "constant of the line, SI", std::move(at_zero)},
        {"rise", Unit::one, "rise of the line, SI", std::move(rise)},
        {"explained", Unit::one, "R2 of the depths", std::move(explained)},
        {"error", Unit::metre, "root mean square of the residuals", std::move(error)},
        {"cross_validated_error", Unit::metre,
         "root mean square of points against the fit to the others", std::move(left_out_error)},
        {"error_of_mean", Unit::metre, "root mean square of points against the mean of the others",
         std::move(mean_error)},
        {"points", Unit::one, "points taken", std::move(points)},
    };
    return layer;
}

FeatureLayer residuals_of(const std::vector<MeasuredPoint>& points, std::vector<Fit>& fits) {
    std::vector<std::int32_t> numbers;
    std::vector<double> depths;
    FeatureLayer layer{.name = "soil_depth_residuals", .shape = FeatureShape::point};
    for (const MeasuredPoint& point : points) {
        numbers.push_back(static_cast<std::int32_t>(numbers.size() + 1));
        depths.push_back(point.depth);
        layer.places.push_back(point.place);
        layer.first.push_back(layer.places.size());
    }
    layer.attributes = {
        {"point", Unit::one, "number of the point among those in the grid", std::move(numbers)},
        {"depth", Unit::metre, "measured", std::move(depths)},
    };
    for (std::size_t relation = 0; relation < fits.size(); ++relation) {
        layer.attributes.push_back({kRelationNames[relation], Unit::metre,
                                    "measured less fitted by this relation",
                                    std::move(fits[relation].residuals)});
    }
    return layer;
}

void run(const Params& /*params*/, FieldSet& fields) {
    const std::vector<MeasuredPoint> points = measured_in(fields);
    std::vector<Fit> fits;
    for (std::size_t relation = 0; relation < kRelationNames.size(); ++relation) {
        fits.push_back(fit_of(static_cast<SoilRelation>(relation), points));
        const Fit& fit = fits.back();
        fields.note(
            is_missing(fit.line.rise)
                ? fmt::format("soil_depth_calibration: {}: {} points are no fit",
                              kRelationNames[relation], fit.points)
                : fmt::format(
                      "soil_depth_calibration: {}: {} points, R2 {:.2f}, error {:.2f} m; of points "
                      "left out {:.2f} m, of their mean {:.2f} m",
                      kRelationNames[relation], fit.points, fit.explained, fit.error,
                      fit.left_out_error, fit.mean_error));
    }
    fields.put(kSoilDepthFit, std::make_shared<const FeatureLayer>(table_of(fits)));
    fields.put(kSoilDepthResiduals,
               std::make_shared<const FeatureLayer>(residuals_of(points, fits)));
}

}  // namespace

constinit const Model soil_depth_calibration{
    .name = "soil_depth_calibration",
    .summary = "relations of soil depth to the ground, fitted to measured depths",
    .source = "least squares; the relations are those of the models soil_depth_by_...",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 0,
    .uses = kSoilGroundFields,
};

}  // namespace hazone::models
