#include "io/publish/map_products.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <deque>
#include <exception>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/map_window.hpp"
#include "io/map/sheet_words.hpp"
#include "io/publish/sheet_texts.hpp"

namespace hazone::io {
namespace {

// Of the longer side of the layer: a third of a point where the inset is 200 points long.
constexpr double kInsetDetail = 1.0 / 600;

template <class T>
View<const T> read_if_there(const FieldSet& fields, const FieldSpec& field) {
    return fields.has(field) ? fields.read<T>(field) : View<const T>();
}

std::string_view ending(PictureFormat format) {
    constexpr std::array<std::string_view, 3> kEndings{"pdf", "png", "svg"};
    return kEndings.at(static_cast<std::size_t>(format));
}

/// "#87CEEB"; the usual colour of the level where the rules give none.
LevelColours colours_of(const RuleSet* rules) {
    LevelColours colours = kLevelColours;
    for (std::size_t place = 0; rules != nullptr && place < colours.size(); ++place) {
        if (place >= rules->level_colours.size() || rules->level_colours[place].size() != 7) {
            continue;
        }
        const std::string& written = rules->level_colours[place];
        std::uint32_t number = 0;
        const auto [end, error] =
            std::from_chars(written.data() + 1, written.data() + written.size(), number, 16);
        if (error == std::errc() && end == written.data() + written.size()) {
            colours[place] = {static_cast<std::uint8_t>(number >> 16U),
                              static_cast<std::uint8_t>(number >> 8U),
                              static_cast<std::uint8_t>(number)};
        }
    }
    return colours;
}

/// Ground of each kind inside the zones; of all cells where there is no field of zones.
KindAreas areas_of(View<const std::uint8_t> kinds,
                   View<const std::int32_t> zone,
                   double cell_area) {
    KindAreas areas;
    const auto area = [&](std::size_t kind) {
        return cell_area *
               static_cast<double>(count_cells(kinds.extent(), [=](Index row, Index col) {
                   const bool inside = zone.extent().empty() || zone(row, col) != kNoLabel;
                   return inside && kinds(row, col) == kind;
               }));
    };
    areas.missing = area(0);
    for (std::size_t place = 0; place < areas.of_kind.size(); ++place) {
        areas.of_kind[place] = area(place + 1);
    }
    return areas;
}

/// Kinds of CellKinds::levels: the level plus one, 0 where there is no data.
Raster<std::uint8_t> level_kinds(View<const std::uint8_t> levels) {
    Raster<std::uint8_t> kinds(levels.extent());
    const auto result = kinds.view();
    for_each_cell(levels.extent(), [=](Index row, Index col) {
        const std::uint8_t level = levels(row, col);
        result(row, col) = level > kLevelCount ? 0 : static_cast<std::uint8_t>(level + 1);
    });
    return kinds;
}

/// A name of a file out of a code of a zone: letters, digits, '-' and '_' stay.
std::string file_word(const std::string& code) {
    std::string word(code);
    for (char& letter : word) {
        const bool plain = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                           (letter >= 'A' && letter <= 'Z') || letter == '-';
        letter = plain ? letter : '_';
    }
    return word;
}

struct SheetJob {
    MapSheet sheet;
    std::string name;  // without an ending
    std::string what;
};

class Series {
public:
    Series(const Publication& publication, const SheetOptions& options)
        : publication_(publication), base_(sheet_of(publication, options)) {
        base_.picture_dots = options.picture_dots;
        if (const auto ground = ground_of_zones(*publication.layer, std::nullopt)) {
            const double longer = std::max(ground->width(), ground->height());
            inset_layer_ = simplified(*publication.layer, longer * kInsetDetail);
            base_.inset_layer = &inset_layer_;
        }
        for (const Hazard hazard : kHazards) {
            add_hazard(hazard);
        }
        if (publication.fields->has(kRiskLevel)) {
            add_levels(kRiskLevel, Hazard::none);
        }
        for (const ZoneSummary& zone : *publication.table) {
            add_zone(zone);
        }
    }

    const std::vector<SheetJob>& jobs() const { return jobs_; }

private:
    std::string filled(SheetWord word, std::string_view name) const {
        return fmt::format(fmt::runtime(text(word, publication_.language)), name);
    }

    bool judged(Hazard hazard) const {
        return std::any_of(
            publication_.table->begin(), publication_.table->end(), [&](const ZoneSummary& zone) {
                return std::any_of(zone.hazards.begin(), zone.hazards.end(),
                                   [&](const HazardLevel& own) { return own.hazard == hazard; });
            });
    }

    MapSheet hazard_base(Hazard hazard) const {
        MapSheet sheet = base_;
        sheet.hazard = hazard;
        sheet.levels = hazard == Hazard::none || judged(hazard);
        return sheet;
    }

    KindAreas areas(View<const std::uint8_t> kinds) const {
        return areas_of(kinds, read_if_there<std::int32_t>(*publication_.fields, kZone),
                        publication_.grid->cell_area());
    }

    void add_hazard(Hazard hazard) {
        const FieldSet& fields = *publication_.fields;
        const std::string word(hazard_word(hazard));
        const std::string_view name = hazard_name(hazard, publication_.language);
        const FieldSpec* const classes = find_field(word + "_class");
        if (classes != nullptr && classes->type == CellType::class8 && fields.has(*classes)) {
            SheetJob job{
                hazard_base(hazard), "maps/hazard_" + word,
                fmt::format("map of the hazard of {}", hazard_name(hazard, Language::english))};
            job.sheet.title = filled(SheetWord::hazard_sheet, name);
            job.sheet.kinds_title = filled(SheetWord::class_of, name);
            job.sheet.hazard_class = fields.read<std::uint8_t>(*classes);
            job.sheet.areas = areas(job.sheet.hazard_class);
            jobs_.push_back(std::move(job));
        }
        const FieldSpec& levels = *kLevelOfHazard[static_cast<std::size_t>(hazard) - 1];
        if (fields.has(levels)) {
            add_levels(levels, hazard);
        }
    }

    void add_levels(const FieldSpec& field, Hazard hazard) {
        const bool all = hazard == Hazard::none;
        const std::string_view name = all ? text(SheetWord::all_hazards, publication_.language)
                                          : hazard_name(hazard, publication_.language);
        SheetJob job{hazard_base(hazard),
                     "maps/level_" + (all ? "all_hazards" : std::string(hazard_word(hazard))),
                     fmt::format("map of {}", field.meaning)};
        kinds_.push_back(level_kinds(publication_.fields->read<std::uint8_t>(field)));
        job.sheet.kinds = CellKinds::levels;
        job.sheet.title = filled(SheetWord::level_sheet, name);
        job.sheet.kinds_title = filled(SheetWord::level_of, name);
        job.sheet.hazard_class = kinds_.back();
        job.sheet.areas = areas(job.sheet.hazard_class);
        jobs_.push_back(std::move(job));
    }

    void add_zone(const ZoneSummary& zone) {
        const bool outlined = std::any_of(
            publication_.layer->zones.begin(), publication_.layer->zones.end(),
            [&](const Zone& own) { return own.label == zone.label && own.geometry != nullptr; });
        if (!outlined) {
            return;
        }
        std::string name = "maps/commune_" +
                           (zone.code.empty() ? std::to_string(zone.label) : file_word(zone.code));
        if (!names_.insert(name).second) {
            name += fmt::format("_{}", zone.label);  // two zones of one code
        }
        const std::string shown = zone.name.empty() ? std::to_string(zone.label) : zone.name;
        SheetJob job{base_, std::move(name), fmt::format("map of {}", shown)};
        job.sheet.title = filled(SheetWord::zone_sheet, shown);
        job.sheet.focus = zone.label;
        job.sheet.facts = zone_facts(publication_, zone);
        jobs_.push_back(std::move(job));
    }

    const Publication& publication_;
    MapSheet base_;
    ZoneLayer inset_layer_;
    std::deque<Raster<std::uint8_t>> kinds_;  // a deque, so that views stay valid
    std::vector<SheetJob> jobs_;
    std::set<std::string> names_;
};

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw InputError(
            fmt::format("the folder '{}' cannot be made: {}", folder.string(), error.message()));
    }
}

}  // namespace

MapSheet sheet_of(const Publication& publication, const SheetOptions& options) {
    const FieldSet& fields = *publication.fields;
    const RuleSet* const rules = publication.rules;
    const bool vietnamese = publication.language == Language::vietnamese;
    MapSheet sheet{
        .subtitle = publication.title,
        .sources = publication.sources,
        .date = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(publication.made))),
        .synthetic = publication.synthetic,
        .language = publication.language,
        .grid = publication.grid,
        .elevation = read_if_there<float>(fields, kElevation),
        .hazard_class = read_if_there<std::uint8_t>(fields, kHazardClass),
        .stream_network = read_if_there<std::uint8_t>(fields, kStreamNetwork),
        .layer = publication.layer,
        .table = publication.table};
    sheet.level_colours = colours_of(rules);
    if (rules != nullptr) {
        sheet.level_names = vietnamese ? rules->level_names_vietnamese : rules->level_names;
    }
    sheet.levels_title =
        text(are_communes(*publication.table) ? SheetWord::commune_levels : SheetWord::zone_levels,
             publication.language);
    sheet.about = about_notes(publication);
    sheet.paper = options.paper;
    sheet.made = publication.made;
    return sheet;
}

WrittenFiles write_map(const Publication& publication,
                       const SheetOptions& options,
                       const std::filesystem::path& folder) {
    const MapSheet sheet = sheet_of(publication, options);
    WrittenFiles written;
    for (const PictureFormat format :
         {PictureFormat::pdf, PictureFormat::png, PictureFormat::svg}) {
        const std::string name = fmt::format("map.{}", ending(format));
        draw_map(sheet, format, folder / name);
        written.push_back({name, format == PictureFormat::pdf
                                     ? "disaster warning zoning map"
                                     : fmt::format("the same map as {}", ending(format))});
    }
    return written;
}

WrittenFiles write_sheets(const Publication& publication,
                          const SheetOptions& options,
                          const std::filesystem::path& folder) {
    const Series series(publication, options);
    const std::vector<SheetJob>& jobs = series.jobs();
    make_folder(folder / "maps");
    prepare_fonts();
    const std::size_t formats = options.formats.size();
    WrittenFiles written(jobs.size() * formats);
    std::vector<std::exception_ptr> failures(written.size());
    for_each_block(static_cast<Index>(written.size()), [&](Index block) {
        const auto number = static_cast<std::size_t>(block);
        const SheetJob& job = jobs[number / formats];
        const PictureFormat format = options.formats[number % formats];
        try {  // nothing may leave a parallel loop
            written[number] = {fmt::format("{}.{}", job.name, ending(format)), job.what};
            draw_map(job.sheet, format, folder / written[number].name);
        } catch (...) {
            failures[number] = std::current_exception();
        }
    });
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
    return written;
}

}  // namespace hazone::io
