#include "io/write/geopackage.hpp"

#include <algorithm>
#include <ctime>

#include <cpl_string.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/cells_dataset.hpp"

namespace hazone::io {
namespace {

/// The table in which QGIS keeps the styles of a database, by its own column names.
LayerPlan styles_plan() {
    return {.name = "layer_styles",
            .description = "Styles of the layers for QGIS",
            .geometry = wkbNone,
            .attributes = {{"f_table_catalog"},
                           {"f_table_schema"},
                           {"f_table_name"},
                           {"f_geometry_column"},
                           {"styleName"},
                           {"styleQML"},
                           {"styleSLD"},
                           {"useAsDefault", OFTInteger, OFSTBoolean},
                           {"description"},
                           {"owner"},
                           {"ui"},
                           {"update_time", OFTDateTime}}};
}

void set_update_time(OGRFeature& feature) {
    constexpr int kUtc = 100;
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    feature.SetField(feature.GetFieldIndex("update_time"), utc.tm_year + 1900, utc.tm_mon + 1,
                     utc.tm_mday, utc.tm_hour, utc.tm_min, static_cast<float>(utc.tm_sec), kUtc);
}

void add_style(OGRLayer& styles, const LayerStyle& style) {
    OGRFeature feature(styles.GetLayerDefn());
    for (const char* name : {"f_table_catalog", "f_table_schema", "owner", "ui"}) {
        set_text(feature, name, "");
    }
    set_text(feature, "f_table_name", style.layer);
    set_text(feature, "f_geometry_column", kGeometryColumn);
    set_text(feature, "styleName", style.layer);
    set_text(feature, "styleQML", qml_of(style.style));
    set_text(feature, "styleSLD", sld_of(style.style, style.layer));
    set_text(feature, "description", style.description);
    feature.SetField("useAsDefault", 1);
    set_update_time(feature);
    add_feature(styles, feature);
}

void run_sql(GDALDataset& file, const std::string& statement) {
    CPLErrorReset();
    OGRLayer* const result = file.ExecuteSQL(statement.c_str(), nullptr, nullptr);
    if (result != nullptr) {
        file.ReleaseResultSet(result);
    }
    if (gdal_failed()) {
        cannot_write("the descriptions of the attributes");
    }
}

std::string quoted(const std::string& text) {
    std::string doubled = text;
    for (std::size_t at = doubled.find('\''); at != std::string::npos;
         at = doubled.find('\'', at + 2)) {
        doubled.insert(at, 1, '\'');
    }
    return "'" + doubled + "'";
}

/// The tables of the extension as OGC 12-128r15, annex F.9, writes them. GDAL makes them itself
/// from version 3.7 on.
void make_schema_tables(GDALDataset& file) {
    run_sql(file,
            "CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL, column_name "
            "TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, "
            "constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), "
            "CONSTRAINT gdc_tn UNIQUE (table_name, name))");
    run_sql(file,
            "CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (constraint_name TEXT NOT "
            "NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive "
            "BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, CONSTRAINT gdcc_ntv "
            "UNIQUE (constraint_name, constraint_type, value))");
    run_sql(file,
            "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
            "extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, "
            "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))");
    for (const char* table : {"gpkg_data_columns", "gpkg_data_column_constraints"}) {
        run_sql(file, fmt::format("INSERT INTO gpkg_extensions SELECT '{0}', NULL, 'gpkg_schema', "
                                  "'http://www.geopackage.org/spec121/#extension_schema', "
                                  "'read-write' WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions "
                                  "WHERE table_name = '{0}')",
                                  table));
    }
}

void describe_attributes(GDALDataset& file, const LayerPlan& plan) {
    const bool described =
        std::any_of(plan.attributes.begin(), plan.attributes.end(),
                    [](const LayerAttribute& attribute) { return !attribute.alias.empty(); });
    if (!described) {
        return;
    }
    make_schema_tables(file);
    for (const LayerAttribute& attribute : plan.attributes) {
        run_sql(file,
                fmt::format("INSERT OR REPLACE INTO gpkg_data_columns (table_name, column_name, "
                            "name, title, description) VALUES ({}, {}, {}, {}, {})",
                            quoted(plan.name), quoted(attribute.name), quoted(attribute.alias),
                            quoted(attribute.alias), quoted(attribute.description)));
    }
}

}  // namespace

void cannot_write(std::string_view what) {
    const std::string reason = CPLGetLastErrorMsg();
    throw InputError(fmt::format("cannot write {}{}{}", what, reason.empty() ? "" : ": ", reason));
}

OGRLayer& create_layer(GDALDataset& file, const LayerPlan& plan, OGRSpatialReference* crs) {
    CPLStringList options;
    options.SetNameValue("GEOMETRY_NAME", kGeometryColumn);
    options.SetNameValue("DESCRIPTION", plan.description.c_str());
    options.SetNameValue("FID", plan.geometry == wkbNone ? "id" : "fid");
    OGRLayer* const layer = file.CreateLayer(plan.name.c_str(), crs, plan.geometry, options.List());
    if (layer == nullptr) {
        cannot_write(plan.name);
    }
    for (const LayerAttribute& attribute : plan.attributes) {
        OGRFieldDefn definition(attribute.name.c_str(), attribute.type);
        definition.SetSubType(attribute.subtype);
        if (layer->CreateField(&definition) != OGRERR_NONE) {
            cannot_write(attribute.name);
        }
    }
    describe_attributes(file, plan);
    return *layer;
}

void set_text(OGRFeature& feature, const char* name, std::string_view text) {
    feature.SetField(name, std::string(text).c_str());
}

void add_feature(OGRLayer& layer, OGRFeature& feature) {
    if (layer.CreateFeature(&feature) != OGRERR_NONE) {
        cannot_write(layer.GetName());
    }
}

void write_styles(GDALDataset& file, const std::vector<LayerStyle>& styles) {
    OGRLayer& table = create_layer(file, styles_plan(), nullptr);
    for (const LayerStyle& style : styles) {
        add_style(table, style);
    }
}

void write_geopackage(const std::filesystem::path& path,
                      const std::function<void(GDALDataset& file)>& fill) {
    const QuietGdal quiet;
    AtomicFile file(path);
    DatasetPtr dataset(
        gdal_driver("GPKG").Create(file.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) {
        cannot_write(path.string());
    }
    dataset->StartTransaction();
    fill(*dataset);
    if (dataset->CommitTransaction() != OGRERR_NONE) {
        cannot_write("the layers");
    }
    CPLErrorReset();
    dataset.reset();
    if (gdal_failed()) {
        cannot_write(path.string());
    }
    file.commit();
}

}  // namespace hazone::io
