// A metadata record after ISO 19115:2003 in the XML of ISO/TS 19139:2007; the elements of
// gmd:MD_Metadata stand in the order of its schema, metadataEntity.xsd.
#include <sstream>

#include <ogr_geometry.h>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>

#include "io/alerts/cap_message.hpp"
#include "io/crs.hpp"
#include "io/publish/lon_lat.hpp"
#include "io/publish/metadata_files.hpp"

namespace hazone::io {
namespace {

using Node = pugi::xml_node;

constexpr const char* kCodeLists = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml";

Node add(Node parent, const char* name) { return parent.append_child(name); }

/// <gmd:NAME><gco:CharacterString>TEXT</gco:CharacterString></gmd:NAME>
void add_text(Node parent, const char* name, const std::string& text) {
    add(add(parent, name), "gco:CharacterString").text().set(text.c_str());
}

void add_typed(Node parent, const char* name, const char* type, const std::string& text) {
    add(add(parent, name), type).text().set(text.c_str());
}

/// <gmd:NAME><gmd:LIST codeList="...#LIST" codeListValue="VALUE">VALUE</gmd:LIST></gmd:NAME>
void add_code(Node parent, const char* name, const std::string& list, const char* value) {
    Node code = add(add(parent, name), ("gmd:" + list).c_str());
    code.append_attribute("codeList").set_value(fmt::format("{}#{}", kCodeLists, list).c_str());
    code.append_attribute("codeListValue").set_value(value);
    code.text().set(value);
}

std::string iso_time(UtcSeconds time) { return cap_time(time, 0).substr(0, 19) + "Z"; }

void add_contact(Node parent, const char* name, const Publisher& publisher) {
    const Node party = add(add(parent, name), "gmd:CI_ResponsibleParty");
    add_text(party, "gmd:organisationName", publisher.name);
    const Node contact = add(add(party, "gmd:contactInfo"), "gmd:CI_Contact");
    const Node address = add(add(contact, "gmd:address"), "gmd:CI_Address");
    add_text(address, "gmd:electronicMailAddress", publisher.sender);
    if (!publisher.url.empty()) {
        const Node online = add(add(contact, "gmd:onlineResource"), "gmd:CI_OnlineResource");
        add_typed(online, "gmd:linkage", "gmd:URL", publisher.url);
    }
    add_code(party, "gmd:role", "CI_RoleCode", "publisher");
}

/// Text, one date of that kind: the least a citation has.
void add_citation(
    Node parent, const char* name, const std::string& title, UtcSeconds date, const char* kind) {
    const Node citation = add(add(parent, name), "gmd:CI_Citation");
    add_text(citation, "gmd:title", title);
    const Node own = add(add(citation, "gmd:date"), "gmd:CI_Date");
    add_typed(own, "gmd:date", "gco:DateTime", iso_time(date));
    add_code(own, "gmd:dateType", "CI_DateTypeCode", kind);
}

void add_reference_system(Node root, const Grid& grid) {
    if (grid.crs.empty()) {
        return;
    }
    const std::string code = epsg_code(grid);
    const Node system = add(add(root, "gmd:referenceSystemInfo"), "gmd:MD_ReferenceSystem");
    const Node identifier = add(add(system, "gmd:referenceSystemIdentifier"), "gmd:RS_Identifier");
    add_text(identifier, "gmd:code",
             code.empty() ? crs_name(parse_crs(grid.crs, "the grid")) : "EPSG:" + code);
    add_text(identifier, "gmd:codeSpace", code.empty() ? "name" : "EPSG");
}

void add_extent(Node identification, const Publication& publication) {
    const Node extent = add(add(identification, "gmd:extent"), "gmd:EX_Extent");
    if (const GeometryPtr footprint = footprint_of(*publication.grid)) {
        OGREnvelope box;
        footprint->getEnvelope(&box);
        const Node place =
            add(add(extent, "gmd:geographicElement"), "gmd:EX_GeographicBoundingBox");
        add_typed(place, "gmd:westBoundLongitude", "gco:Decimal", fmt::format("{:.6f}", box.MinX));
        add_typed(place, "gmd:eastBoundLongitude", "gco:Decimal", fmt::format("{:.6f}", box.MaxX));
        add_typed(place, "gmd:southBoundLatitude", "gco:Decimal", fmt::format("{:.6f}", box.MinY));
        add_typed(place, "gmd:northBoundLatitude", "gco:Decimal", fmt::format("{:.6f}", box.MaxY));
    }
    const Node time = add(add(extent, "gmd:temporalElement"), "gmd:EX_TemporalExtent");
    Node period = add(add(time, "gmd:extent"), "gml:TimePeriod");
    period.append_attribute("gml:id").set_value("valid");
    add(period, "gml:beginPosition").text().set(iso_time(publication.valid_from).c_str());
    add(period, "gml:endPosition")
        .text()
        .set(iso_time(std::max(publication.valid_until, publication.valid_from)).c_str());
}

std::string abstract_of(const Publication& publication) {
    std::string text =
        fmt::format("Zoning of natural hazards, computed by hazone {} on cells of {} m. {} zones.",
                    publication.version, publication.grid->cell_size, publication.table->size());
    if (publication.rules != nullptr) {
        text += fmt::format(
            " Levels by {} (version {}).",
            publication.rules->title.empty() ? publication.rules->name : publication.rules->title,
            publication.rules->version);
    }
    if (publication.synthetic) {
        text += " The data are synthetic: not a real place.";
    }
    return text;
}

void add_constraints(Node parent, const char* name, const Publication& publication) {
    const Node constraints = add(add(parent, name), "gmd:MD_LegalConstraints");
    add_text(constraints, "gmd:useLimitation",
             std::string(text(Word::disclaimer, publication.language)));
    if (publication.rules != nullptr && !publication.rules->caution.empty()) {
        add_text(constraints, "gmd:useLimitation", publication.rules->caution);
    }
}

void add_identification(Node root, const Publication& publication) {
    const Node data = add(add(root, "gmd:identificationInfo"), "gmd:MD_DataIdentification");
    add_citation(data, "gmd:citation", publication.title, publication.made, "creation");
    add_text(data, "gmd:abstract", abstract_of(publication));
    add_code(data, "gmd:status", "MD_ProgressCode", "completed");
    add_contact(data, "gmd:pointOfContact", publication.publisher);
    const Node keywords = add(add(data, "gmd:descriptiveKeywords"), "gmd:MD_Keywords");
    for (const char* keyword : {"natural hazards", "zoning", "landslide", "flash flood"}) {
        add_text(keywords, "gmd:keyword", keyword);
    }
    add_constraints(data, "gmd:resourceConstraints", publication);
    add_code(data, "gmd:spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "grid");
    const Node resolution = add(add(data, "gmd:spatialResolution"), "gmd:MD_Resolution");
    Node distance = add(add(resolution, "gmd:distance"), "gco:Distance");
    distance.append_attribute("uom").set_value("m");
    distance.text().set(fmt::format("{}", publication.grid->cell_size).c_str());
    add_code(data, "gmd:language", "LanguageCode",
             publication.language == Language::english ? "eng" : "vie");
    add_code(data, "gmd:characterSet", "MD_CharacterSetCode", "utf8");
    add_typed(data, "gmd:topicCategory", "gmd:MD_TopicCategoryCode", "geoscientificInformation");
    add_extent(data, publication);
}

/// One stage of the run in words: the model and its parameters.
std::string stage_text(const nlohmann::ordered_json& stage) {
    std::vector<std::string> parameters;
    const auto own = stage.value("parameters", nlohmann::ordered_json::object());
    for (const auto& [name, value] : own.items()) {
        parameters.push_back(fmt::format(
            "{} = {}", name, value.is_string() ? value.get<std::string>() : value.dump()));
    }
    const std::string source = stage.value("source", "");
    return fmt::format("model {}{}{}", stage.value("model", "?"),
                       source.empty() ? "" : " (" + source + ")",
                       parameters.empty() ? "" : fmt::format(": {}", fmt::join(parameters, ", ")));
}

/// Files with their checksum, or the constant of an input.
std::string input_text(const nlohmann::ordered_json& input) {
    std::string text = input.value("field", "?");
    if (input.contains("constant")) {
        return fmt::format("{}: {} {}", text, input["constant"].dump(), input.value("unit", ""));
    }
    for (const auto& file : input.value("files", nlohmann::ordered_json::array())) {
        const std::string path = file.value("path", "");
        text += fmt::format(": {}", std::filesystem::path(path).filename().string());
        if (file.contains("sha256")) {
            text += fmt::format(", SHA-256 {}", file.value("sha256", ""));
        }
    }
    return text;
}

void add_lineage(Node root, const Publication& publication) {
    const Node quality = add(add(root, "gmd:dataQualityInfo"), "gmd:DQ_DataQuality");
    add_code(add(add(quality, "gmd:scope"), "gmd:DQ_Scope"), "gmd:level", "MD_ScopeCode",
             "dataset");
    const Node lineage = add(add(quality, "gmd:lineage"), "gmd:LI_Lineage");
    std::string statement = publication.sources;
    for (const std::string& note : publication.notes) {
        statement += (statement.empty() ? "" : " ") + note + ".";
    }
    add_text(lineage, "gmd:statement", statement.empty() ? "not stated" : statement);
    if (publication.record == nullptr) {
        return;
    }
    const auto none = nlohmann::ordered_json::array();
    for (const auto& stage : publication.record->value("stages", none)) {
        const Node step = add(add(lineage, "gmd:processStep"), "gmd:LI_ProcessStep");
        add_text(step, "gmd:description", stage_text(stage));
    }
    for (const auto& input : publication.record->value("inputs", none)) {
        const Node source = add(add(lineage, "gmd:source"), "gmd:LI_Source");
        add_text(source, "gmd:description", input_text(input));
    }
}

Node add_root(pugi::xml_document& document) {
    Node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
    Node root = document.append_child("gmd:MD_Metadata");
    root.append_attribute("xmlns:gmd").set_value("http://www.isotc211.org/2005/gmd");
    root.append_attribute("xmlns:gco").set_value("http://www.isotc211.org/2005/gco");
    root.append_attribute("xmlns:gml").set_value("http://www.opengis.net/gml");
    return root;
}

}  // namespace

std::string iso_record(const Publication& publication) {
    pugi::xml_document document;
    const Node root = add_root(document);
    add_text(
        root, "gmd:fileIdentifier",
        fmt::format("hazone-{}-{}", publication.scenario_sha256.substr(0, 12), publication.made));
    add_code(root, "gmd:language", "LanguageCode", "eng");
    add_code(root, "gmd:characterSet", "MD_CharacterSetCode", "utf8");
    add_code(root, "gmd:hierarchyLevel", "MD_ScopeCode", "dataset");
    add_contact(root, "gmd:contact", publication.publisher);
    add_typed(root, "gmd:dateStamp", "gco:DateTime", iso_time(publication.made));
    add_text(root, "gmd:metadataStandardName", "ISO 19115:2003/19139");
    add_text(root, "gmd:metadataStandardVersion", "1.0");
    add_reference_system(root, *publication.grid);
    add_identification(root, publication);
    add_lineage(root, publication);
    add_constraints(root, "gmd:metadataConstraints", publication);
    std::ostringstream stream;
    document.save(stream, " ", pugi::format_indent, pugi::encoding_utf8);
    return stream.str();
}

}  // namespace hazone::io
