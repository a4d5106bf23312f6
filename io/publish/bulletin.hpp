#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/map/level_mark.hpp"
#include "io/map/map_sheet.hpp"
#include "io/publish/publication.hpp"

namespace hazone::io {

/// Zones of one level and hazard, those with most ground of class 4 and 5 first.
struct BulletinRow {
    std::string hazard = {};                // empty below level 1 and without data
    std::vector<std::string> names = {};    // for the page
    std::vector<std::string> details = {};  // name, code, rule, exposure: one line each
};

/// Zones of one level.
struct BulletinLevel {
    LevelMark mark = {};
    std::string title = {};  // "Level 3: 12 communes"
    std::vector<BulletinRow> rows = {};
};

/// What the bulletin says, in the order of the page. Area, times and levels are what Circular
/// 25/2022/TT-BTNMT asks of a bulletin; what to do is for those who warn, not for this program.
struct Bulletin {
    Language language = Language::english;
    std::string title = {};
    std::string area = {};                                       // the scenario
    std::string notice = {};                                     // of synthetic data, may be empty
    std::vector<std::pair<std::string, std::string>> head = {};  // issued, valid, based on
    std::vector<std::string> summary = {};
    std::vector<BulletinLevel> levels = {};  // the highest first, below level 1, no data last
    std::vector<SheetNote> sections = {};    // hazards, rain
    std::vector<SheetNote> about = {};       // fields, rules
    std::string disclaimer = {};
    LevelColours colours = kLevelColours;
    UtcSeconds made = 0;
};

Bulletin bulletin_of(const Publication& publication);

/// The whole bulletin as plain text in UTF-8, every zone on a line of its own.
std::string bulletin_text(const Bulletin& bulletin);

/// One page A4. Where the zones do not all fit, each row ends with how many are left out, and the
/// page says where all stand.
void draw_bulletin(const Bulletin& bulletin, const std::filesystem::path& path);

/// Writes bulletin.pdf and bulletin.txt. InputError when a file cannot be written.
WrittenFiles write_bulletin(const Publication& publication, const std::filesystem::path& folder);

}  // namespace hazone::io
