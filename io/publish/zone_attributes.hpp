#pragma once

// For .cpp files of io alone: the columns of the table of zones, the same in zones.gpkg, zones.csv,
// zones.geojson and PostGIS.

#include <functional>
#include <vector>

#include "io/publish/publication.hpp"
#include "io/write/geopackage.hpp"
#include "io/write/write.hpp"

namespace hazone::io {

/// One column and how a zone fills it. `set` leaves the attribute unset where the zone has nothing
/// to say; a number is never written in place of "no data".
struct ZoneColumn {
    LayerAttribute attribute;
    std::function<void(OGRFeature& feature, int column, const ZoneSummary& zone)> set;
};
using ZoneColumns = std::vector<ZoneColumn>;

/// The columns of this run. Levels of single hazards, exposure, probabilities and statistics are
/// there when any zone has them. The columns keep pointers to the publication.
ZoneColumns zone_columns(const Publication& publication);

std::vector<LayerAttribute> attributes_of(const ZoneColumns& columns);

/// Fills a feature whose attributes are those of the columns from `first` on.
void describe_zone(OGRFeature& feature,
                   const ZoneColumns& columns,
                   const ZoneSummary& zone,
                   int first = 0);

/// The text items of a product: title, sources, rules, "synthetic", and that it is no official
/// warning.
Metadata metadata_of(const Publication& publication);

/// The outline of the zone in the CRS of the grid; nullptr when the layer has none.
const OGRGeometry* outline_of(const Publication& publication, const ZoneSummary& zone);

}  // namespace hazone::io
