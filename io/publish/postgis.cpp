#include "io/publish/postgis.hpp"

#include <regex>

#include <cpl_conv.h>
#include <ogrsf_frmts.h>

#include <fmt/format.h>

#include "io/alerts/cap_message.hpp"
#include "io/cells_dataset.hpp"
#include "io/crs.hpp"
#include "io/publish/class_outlines.hpp"
#include "io/publish/zone_attributes.hpp"

namespace hazone::io {
namespace {

constexpr const char* kDefaultSchema = "hazone";

std::string sql_text(const std::string& text) {
    std::string quoted = "'";
    for (const char letter : text) {
        quoted += letter == '\'' ? "''" : std::string(1, letter);
    }
    return quoted + "'";
}

std::string sql_name(const std::string& name) {
    std::string quoted = "\"";
    for (const char letter : name) {
        quoted += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return quoted + "\"";
}

[[noreturn]] void refuse(const std::string& what) {
    throw InputError(without_passwords(fmt::format("outputs.postgis: {}", what)));
}

/// An open database and the schema which is written. Without commit() everything is rolled back.
class Database {
public:
    Database(const std::string& connection) {
        static constexpr const char* kDrivers[] = {"PostgreSQL", nullptr};
        const std::regex schema_option(R"(\s*\bactive_schema\s*=\s*'?([^\s']+)'?)",
                                       std::regex::icase);
        std::smatch found;
        if (std::regex_search(connection, found, schema_option)) {
            schema_ = found[1];
        }
        gdal_driver("PostgreSQL");
        const std::string open = std::regex_replace(connection, schema_option, "");
        dataset_.reset(GDALDataset::Open(open.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE, kDrivers));
        if (!dataset_) {
            refuse(fmt::format("no connection{}", quiet_.reason()));
        }
        if (value("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'") != "1") {
            refuse("the database has no PostGIS; in it, run CREATE EXTENSION postgis");
        }
        if (dataset_->StartTransaction() != OGRERR_NONE) {
            refuse(fmt::format("no transaction{}", quiet_.reason()));
        }
        open_ = true;
    }
    ~Database() {
        if (open_) {
            dataset_->RollbackTransaction();
        }
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    Database(Database&&) = delete;
    Database& operator=(Database&&) = delete;

    std::string table(const std::string& name) const {
        return sql_name(schema_) + "." + sql_name(name);
    }
    const std::string& schema() const { return schema_; }
    GDALDataset& dataset() { return *dataset_; }
    std::string reason() const { return quiet_.reason(); }

    void run(const std::string& statement) {
        CPLErrorReset();
        OGRLayer* const result = dataset_->ExecuteSQL(statement.c_str(), nullptr, nullptr);
        if (result != nullptr) {
            dataset_->ReleaseResultSet(result);
        }
        if (gdal_failed()) {
            refuse(fmt::format("the database refused{}", quiet_.reason()));
        }
    }

    /// The first column of the first row; empty when there is none or it is NULL.
    std::string value(const std::string& query) {
        CPLErrorReset();
        OGRLayer* const result = dataset_->ExecuteSQL(query.c_str(), nullptr, nullptr);
        std::string text;
        if (result != nullptr) {
            const OGRFeatureUniquePtr feature(result->GetNextFeature());
            text = feature ? feature->GetFieldAsString(0) : "";
        }
        dataset_->ReleaseResultSet(result);
        if (gdal_failed()) {
            refuse(fmt::format("the database refused{}", quiet_.reason()));
        }
        return text;
    }

    void commit() {
        CPLErrorReset();
        open_ = false;
        if (dataset_->CommitTransaction() != OGRERR_NONE || gdal_failed()) {
            refuse(fmt::format("the rows could not be committed{}", quiet_.reason()));
        }
    }

private:
    QuietGdal quiet_;
    std::string schema_ = kDefaultSchema;
    DatasetPtr dataset_;
    bool open_ = false;
};

/// The table opened, or made with its columns and a spatial index.
OGRLayer& table_of(Database& database, const LayerPlan& plan, const Grid& grid) {
    OGRSpatialReference crs = spatial_reference(grid.crs);
    OGRSpatialReference* const known_crs = grid.crs.empty() ? nullptr : &crs;
    OGRLayer* layer = nullptr;
    if (!database
             .value(
                 fmt::format("SELECT to_regclass({})::text", sql_text(database.table(plan.name))))
             .empty()) {
        layer = database.dataset().GetLayerByName((database.schema() + "." + plan.name).c_str());
    } else {
        CPLStringList options;
        options.SetNameValue("SCHEMA", database.schema().c_str());
        options.SetNameValue("GEOMETRY_NAME", kGeometryColumn);
        options.SetNameValue("FID", "fid");
        options.SetNameValue("SPATIAL_INDEX", "GIST");
        options.SetNameValue("DIM", "2");
        layer = database.dataset().CreateLayer(plan.name.c_str(), known_crs, plan.geometry,
                                               options.List());
    }
    if (layer == nullptr) {
        refuse(fmt::format("the table {} cannot be opened or made{}", database.table(plan.name),
                           database.reason()));
    }
    const OGRSpatialReference* const own = layer->GetSpatialRef();
    if ((own == nullptr) != grid.crs.empty() || (own != nullptr && !same_crs(*own, crs))) {
        refuse(fmt::format(
            "the table {} holds another CRS than this run, {}; name another schema in the "
            "connection: active_schema=NAME",
            database.table(plan.name), crs_name(crs)));
    }
    for (const LayerAttribute& attribute : plan.attributes) {
        if (layer->GetLayerDefn()->GetFieldIndex(attribute.name.c_str()) >= 0) {
            continue;
        }
        OGRFieldDefn definition(attribute.name.c_str(), attribute.type);
        definition.SetSubType(attribute.subtype);
        if (layer->CreateField(&definition) != OGRERR_NONE) {
            refuse(
                fmt::format("the column {} cannot be added{}", attribute.name, database.reason()));
        }
    }
    database.run(fmt::format("CREATE INDEX IF NOT EXISTS {} ON {} (run)",
                             sql_name(plan.name + "_run_index"), database.table(plan.name)));
    return *layer;
}

void add_row(OGRLayer& layer, OGRFeature& feature, const Database& database) {
    CPLErrorReset();
    if (layer.CreateFeature(&feature) != OGRERR_NONE || gdal_failed()) {
        refuse(fmt::format("a row of {} cannot be written{}", layer.GetName(), database.reason()));
    }
}

void write_zone_rows(Database& database, const Publication& publication, const std::string& run) {
    const ZoneColumns columns = zone_columns(publication);
    LayerPlan plan{"zones", "", wkbMultiPolygon, attributes_of(columns)};
    plan.attributes.insert(plan.attributes.begin(), LayerAttribute{.name = "run"});
    OGRLayer& layer = table_of(database, plan, *publication.grid);
    database.run(
        fmt::format("DELETE FROM {} WHERE run = {}", database.table("zones"), sql_text(run)));
    for (const ZoneSummary& zone : *publication.table) {
        // An older table may have its columns in another order: each is found by its name.
        OGRFeature feature(layer.GetLayerDefn());
        set_text(feature, "run", run);
        for (const ZoneColumn& column : columns) {
            column.set(feature, feature.GetFieldIndex(column.attribute.name.c_str()), zone);
        }
        if (const OGRGeometry* const outline = outline_of(publication, zone)) {
            feature.SetGeometry(outline);
        }
        add_row(layer, feature, database);
    }
}

void write_class_rows(Database& database,
                      const Publication& publication,
                      const std::string& run,
                      int smallest_patch) {
    LayerPlan plan = class_outlines_plan();
    plan.attributes.insert(plan.attributes.begin(), LayerAttribute{.name = "run"});
    OGRLayer& layer = table_of(database, plan, *publication.grid);
    database.run(
        fmt::format("DELETE FROM {} WHERE run = {}", database.table(plan.name), sql_text(run)));
    CPLErrorReset();
    add_class_outlines(layer, class_patches(publication, smallest_patch), publication.language,
                       run);
    if (gdal_failed()) {
        refuse(fmt::format("the rows of {} cannot be written{}", plan.name, database.reason()));
    }
}

void write_run_row(Database& database, const Publication& publication, const std::string& run) {
    const std::string table = database.table("runs");
    database.run(fmt::format(
        "CREATE TABLE IF NOT EXISTS {} (run text PRIMARY KEY, title text, made timestamptz, "
        "valid_from timestamptz, valid_until timestamptz, forecast boolean, synthetic boolean, "
        "rules text, rules_sha256 text, disclaimer text, sources text, program text, zones "
        "integer)",
        table));
    const auto time = [](UtcSeconds seconds) {
        return sql_text(cap_time(seconds, 0).substr(0, 19) + "Z");
    };
    const Metadata words = metadata_of(publication);
    const auto word = [&words](const char* key) {
        const auto found = words.find(key);
        return sql_text(found == words.end() ? "" : found->second);
    };
    database.run(fmt::format("DELETE FROM {} WHERE run = {}", table, sql_text(run)));
    database.run(
        fmt::format("INSERT INTO {} VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
                    table, sql_text(run), sql_text(publication.title), time(publication.made),
                    time(publication.valid_from), time(publication.valid_until),
                    publication.forecast, publication.synthetic, word("rules"),
                    sql_text(publication.rules == nullptr ? "" : publication.rules->sha256),
                    word("disclaimer"), sql_text(publication.sources),
                    sql_text("hazone " + publication.version), publication.table->size()));
}

}  // namespace

void write_postgis(const std::string& connection,
                   const Publication& publication,
                   int smallest_patch) {
    // Tables are made at once, within the transaction, not when the first row comes.
    const CPLConfigOptionSetter at_once("PG_DEFERRED_CREATION", "NO", false);
    Database database(connection);
    const std::string run =
        publication.scenario_sha256.empty() ? publication.title : publication.scenario_sha256;
    // Two writers at once would each delete the old rows and then both add theirs.
    database.value(fmt::format("SELECT pg_advisory_xact_lock(hashtext({}))::text",
                               sql_text("hazone." + database.schema())));
    database.run(fmt::format("CREATE SCHEMA IF NOT EXISTS {}", sql_name(database.schema())));
    write_run_row(database, publication, run);
    write_zone_rows(database, publication, run);
    write_class_rows(database, publication, run, smallest_patch);
    database.commit();
}

std::string without_passwords(const std::string& text) {
    // password=secret, password='it''s', and postgresql://user:secret@host
    static const std::regex key(R"((\bpassword\s*=\s*)('(?:[^'\\]|\\.)*'|(?:\\.|[^\s'"\\])+))",
                                std::regex::icase);
    static const std::regex address(R"((\bpostgres(?:ql)?://[^\s:/@"']*:)[^\s@"']*@)",
                                    std::regex::icase);
    return std::regex_replace(std::regex_replace(text, key, "$1***"), address, "$1***@");
}

}  // namespace hazone::io
