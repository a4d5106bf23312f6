#include "io/crs.hpp"

#include <array>
#include <cctype>
#include <memory>
#include <sstream>

#include <cpl_conv.h>

#include <fmt/format.h>
#include <proj.h>

namespace hazone::io {
namespace {

struct ContextDestroyer {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
using ContextPtr = std::unique_ptr<PJ_CONTEXT, ContextDestroyer>;

struct ProjDestroyer {
    void operator()(PJ* object) const { proj_destroy(object); }
};
using ProjPtr = std::unique_ptr<PJ, ProjDestroyer>;

ContextPtr quiet_context() {
    ContextPtr context(proj_context_create());
    proj_log_level(context.get(), PJ_LOG_NONE);
    return context;
}

bool starts_with_proj(const std::string& text) { return text.rfind("+proj=", 0) == 0; }

/// The steps of a PROJ string without the words which only a whole pipeline may carry.
std::string as_steps(const std::string& proj_string) {
    std::istringstream words(proj_string);
    std::string steps;
    std::string word;
    const bool pipeline = proj_string.find("+proj=pipeline") != std::string::npos;
    if (!pipeline) {
        steps = " +step";
    }
    while (words >> word) {
        if (word != "+proj=pipeline") {
            steps += " " + word;
        }
    }
    return steps;
}

/// The conversion from longitude and latitude (rad) to the CRS in one PROJ step; for a geographic
/// CRS the change to degrees and to the order of its axes.
std::string steps_to_crs(const OGRSpatialReference& crs) {
    if (crs.IsGeographic() != 0) {
        std::string steps = " +step +proj=unitconvert +xy_in=rad +xy_out=deg";
        return crs.EPSGTreatsAsLatLong() != 0 ? steps + " +step +proj=axisswap +order=2,1" : steps;
    }
    char* text = nullptr;
    crs.exportToProj4(&text);
    std::istringstream words(text == nullptr ? "" : text);
    CPLFree(text);
    std::string step = " +step";
    std::string word;
    while (words >> word) {
        const bool of_the_crs = word == "+no_defs" || word == "+type=crs" ||
                                word.rfind("+towgs84=", 0) == 0 || word.rfind("+datum=", 0) == 0;
        if (word == "+datum=WGS84") {
            step += " +ellps=WGS84";
        } else if (!of_the_crs) {
            step += " " + word;
        }
    }
    return step;
}

/// The reverse of steps_to_crs.
std::string steps_from_crs(const OGRSpatialReference& crs) {
    if (crs.IsGeographic() != 0) {
        const std::string swap =
            crs.EPSGTreatsAsLatLong() != 0 ? " +step +proj=axisswap +order=2,1" : "";
        return swap + " +step +proj=unitconvert +xy_in=deg +xy_out=rad";
    }
    std::string step = steps_to_crs(crs);
    return step.replace(0, std::string(" +step").size(), " +step +inv");
}

/// The steps of an EPSG datum transformation, from the datum of `from`, in latitude and longitude
/// in degrees. Turned round when it is published the other way.
std::string steps_of_code(const OGRSpatialReference& from,
                          const OGRSpatialReference& to,
                          const std::string& transformation,
                          const std::string& what) {
    const auto context = quiet_context();
    const std::string code = transformation.substr(transformation.find(':') + 1);
    ProjPtr operation(proj_create_from_database(context.get(), "EPSG", code.c_str(),
                                                PJ_CATEGORY_COORDINATE_OPERATION, 0, nullptr));
    if (!operation) {
        throw InputError(
            fmt::format("{}: transformation '{}' is not a coordinate operation of EPSG; allowed: a "
                        "code such as \"EPSG:6960\" (VN-2000 to WGS 84), or a PROJ pipeline which "
                        "begins with \"+proj=pipeline\"",
                        what, transformation));
    }
    const ProjPtr source(proj_get_source_crs(context.get(), operation.get()));
    const ProjPtr target(proj_get_target_crs(context.get(), operation.get()));
    const auto of_vn2000 = [](const ProjPtr& crs) {
        return crs && std::string(proj_get_name(crs.get())).find("VN-2000") != std::string::npos;
    };
    if ((of_vn2000(source) || of_vn2000(target)) && is_vn2000(from) == is_vn2000(to)) {
        throw InputError(
            fmt::format("{}: transformation '{}' leads to or from VN-2000, but neither "
                        "the file's CRS {} nor the grid's CRS {} is on that datum; "
                        "remove the transformation",
                        what, transformation, crs_name(from), crs_name(to)));
    }
    if (of_vn2000(source) != is_vn2000(from)) {
        operation.reset(proj_coordoperation_create_inverse(context.get(), operation.get()));
    }
    const char* text = proj_as_proj_string(context.get(), operation.get(), PJ_PROJ_5, nullptr);
    if (text == nullptr) {
        throw InputError(
            fmt::format("{}: transformation '{}' cannot be written as a PROJ pipeline; "
                        "state a pipeline instead",
                        what, transformation));
    }
    return as_steps(text);
}

void refuse_silent_datum(const OGRSpatialReference& from,
                         const OGRSpatialReference& to,
                         const std::string& what) {
    throw InputError(fmt::format(
        "{}: its CRS {} and the grid's CRS {} lie on different datums, one of them VN-2000, and no "
        "transformation is stated. In Lào Cai the shift between VN-2000 and WGS 84 is about 223 m. "
        "State it for this input: transformation = \"EPSG:6960\" (VN-2000 to WGS 84, 1 m), or a "
        "PROJ pipeline; or give both the same datum",
        what, crs_name(from), crs_name(to)));
}

}  // namespace

OGRSpatialReference horizontal_crs(const OGRSpatialReference& crs) {
    OGRSpatialReference flat(crs);
    flat.StripVertical();
    flat.DemoteTo2D(nullptr);
    flat.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return flat;
}

OGRSpatialReference parse_crs(const std::string& text, const std::string& what) {
    const QuietGdal quiet;
    OGRSpatialReference crs;
    if (crs.SetFromUserInput(text.c_str()) != OGRERR_NONE) {
        throw InputError(
            fmt::format("{}: '{}' is not a CRS{}; allowed: \"EPSG:32648\", WKT, or a "
                        "PROJ string",
                        what, text, quiet.reason()));
    }
    return horizontal_crs(crs);
}

std::string crs_name(const OGRSpatialReference& crs) {
    const char* name = crs.GetName();
    const char* code = crs.GetAuthorityCode(nullptr);
    const std::string label = name == nullptr ? "unnamed CRS" : name;
    return code == nullptr ? fmt::format("'{}'", label)
                           : fmt::format("'{}' (EPSG:{})", label, code);
}

std::string wkt2(const OGRSpatialReference& crs) {
    char* text = nullptr;
    constexpr std::array<const char*, 3> kOptions{"FORMAT=WKT2_2019", "MULTILINE=NO", nullptr};
    crs.exportToWkt(&text, kOptions.data());
    std::string wkt = text == nullptr ? "" : text;
    CPLFree(text);
    return wkt;
}

bool same_crs(const OGRSpatialReference& a, const OGRSpatialReference& b) {
    constexpr std::array<const char*, 3> kOptions{"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                                  "CRITERION=EQUIVALENT", nullptr};
    return a.IsSame(&b, kOptions.data()) != 0;
}

bool is_vn2000(const OGRSpatialReference& crs) {
    const char* datum = crs.GetAttrValue("DATUM");
    const char* geographic = crs.GetAttrValue("GEOGCS");
    std::string names = std::string(datum == nullptr ? "" : datum) + " " +
                        (geographic == nullptr ? "" : geographic);
    std::string letters;
    for (const char letter : names) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
            letters += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
    }
    return letters.find("vn2000") != std::string::npos ||
           letters.find("vietnam2000") != std::string::npos;
}

std::string coordinate_operation(const OGRSpatialReference& from,
                                 const OGRSpatialReference& to,
                                 const std::string& transformation,
                                 const std::string& what) {
    const QuietGdal quiet;
    const bool datum_changes = is_vn2000(from) != is_vn2000(to);
    if (transformation.empty()) {
        const auto states_shift = [](const OGRSpatialReference& crs) {
            std::array<double, 7> shift{};
            return crs.GetTOWGS84(shift.data(), 7) == OGRERR_NONE;
        };
        if (datum_changes && !states_shift(from) && !states_shift(to)) {
            refuse_silent_datum(from, to, what);
        }
        return "";
    }
    if (same_crs(from, to)) {
        return "";
    }
    if (starts_with_proj(transformation)) {
        const auto context = quiet_context();
        if (!ProjPtr(proj_create(context.get(), transformation.c_str()))) {
            throw InputError(fmt::format("{}: transformation '{}' is not a valid PROJ pipeline",
                                         what, transformation));
        }
        return transformation;
    }
    if (!datum_changes && is_vn2000(from)) {
        return "";
    }
    return "+proj=pipeline" + steps_from_crs(from) +
           " +step +proj=unitconvert +xy_in=rad +xy_out=deg +step +proj=axisswap +order=2,1" +
           steps_of_code(from, to, transformation, what) +
           " +step +proj=axisswap +order=2,1 +step +proj=unitconvert +xy_in=deg +xy_out=rad" +
           steps_to_crs(to);
}

TransformPtr make_transform(const OGRSpatialReference& from,
                            const OGRSpatialReference& to,
                            const std::string& operation,
                            const std::string& what) {
    const QuietGdal quiet;
    OGRCoordinateTransformationOptions options;
    if (!operation.empty()) {
        options.SetCoordinateOperation(operation.c_str(), false);
    }
    TransformPtr transform(OGRCreateCoordinateTransformation(&from, &to, options));
    if (!transform) {
        throw InputError(fmt::format("{}: no transformation from {} to {}{}", what, crs_name(from),
                                     crs_name(to), quiet.reason()));
    }
    transform->SetEmitErrors(false);
    return transform;
}

}  // namespace hazone::io
