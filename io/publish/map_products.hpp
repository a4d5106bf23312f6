#pragma once

#include <filesystem>
#include <vector>

#include "io/map/map_sheet.hpp"
#include "io/publish/publication.hpp"

namespace hazone::io {

/// How map sheets are written.
struct SheetOptions {
    Paper paper = Paper::a3;
    std::vector<PictureFormat> formats = {PictureFormat::pdf};  // of the series; map.* has all
    double picture_dots = 150;  // per inch, of the pictures inside the PDFs of the series
};

/// The sheet of all hazards of a publication: classes, levels of zones, which field stands for each
/// hazard, the rules. Its views and pointers are those of the publication.
MapSheet sheet_of(const Publication& publication, const SheetOptions& options);

/// Writes map.pdf, map.png and map.svg. InputError when a file cannot be written.
WrittenFiles write_map(const Publication& publication,
                       const SheetOptions& options,
                       const std::filesystem::path& folder);

/// Writes maps/: hazard_NAME for each field of hazard classes there is, level_NAME for each field
/// of levels, and commune_CODE for each zone (its number where it has no code), sheets shared among
/// the threads: any number of them gives the same files. InputError when a file cannot be written.
WrittenFiles write_sheets(const Publication& publication,
                          const SheetOptions& options,
                          const std::filesystem::path& folder);

}  // namespace hazone::io
