#pragma once

#include <string>

#include "io/publish/publication.hpp"

namespace hazone::io {

/// Writes the zones, the outlines of the hazard classes and a line for the run into the tables
/// `zones`, `hazard_classes` and `runs` of a PostGIS database, in one transaction: who reads
/// meanwhile sees all of the old rows or all of the new ones. Rows of an earlier run of the same
/// scenario (its SHA-256 is the key `run`) are replaced, others stay. The tables are made where
/// they are missing, with spatial indices; columns which are new are added.
///
/// `connection` is "PG:host=... dbname=... user=..." as GDAL reads it; "active_schema=NAME" in it
/// chooses another schema than "hazone".
///
/// InputError, without the password: no connection, no PostGIS, tables in another CRS, a table
/// which cannot be written. Then the rows are as before.
void write_postgis(const std::string& connection,
                   const Publication& publication,
                   int smallest_patch = 8);

/// A text, as a scenario or a message, with what stands as password in it put out of sight.
std::string without_passwords(const std::string& text);

}  // namespace hazone::io
