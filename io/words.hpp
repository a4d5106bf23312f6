#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hazone::io {

enum class Language { english, vietnamese };

/// "en" or "vi"; empty for anything else.
std::optional<Language> language_of(std::string_view code);

/// Words a person reads on maps, legends and attribute tables, one table per language.
enum class Word {
    map_title,       // Disaster warning zoning map
    class_very_low,  // the five classes in order, from here
    class_low,
    class_medium,
    class_high,
    class_very_high,
    no_data,
    hazard_landslide,  // deciding hazards 1, 2, 3 in order, from here
    hazard_flash_flood,
    hazard_both,
    legend,
    hazard_class,
    zone_level,
    zone_boundary,
    stream,
    no_stream,      // a cell off the streams
    stream_order,   // with the Strahler order: "order {}"
    process_flood,  // what a basin sends to its fan, in order, from here
    process_debris_flood,
    process_debris_flow,
    landform_flat,  // the ten forms of the ground in order, from here
    landform_peak,
    landform_ridge,
    landform_shoulder,
    landform_spur,
    landform_slope,
    landform_hollow,
    landform_footslope,
    landform_valley,
    landform_pit,
    stability_stable,  // the six classes of SINMAP in order, from here
    stability_moderate,
    stability_quasi,
    stability_lower_threshold,
    stability_upper_threshold,
    stability_defended,
    stability_plot_title,  // of the calibration plot of SINMAP
    slope_axis,            // slope, in degrees
    catchment_axis,        // specific catchment area, in metres
    stability_index,
    cells,            // heading of their shares
    sampled_cells,    // which are drawn
    landslides,       // mapped ones
    index_lines,      // along which the index is the number beside
    saturation_line,  // above it the soil is saturated in the wettest case
    nowcast_low,      // the three steps of the landslide nowcast in order, from here
    nowcast_moderate,
    nowcast_high,
    flood_h1,  // the six classes of flood hazard in order, from here
    flood_h2,
    flood_h3,
    flood_h4,
    flood_h5,
    flood_h6,
    people_low,  // the four classes of flood hazard for people in order, from here
    people_some,
    people_most,
    people_all,
    vehicles_none,  // the vehicles which a flood moves in order, from here
    vehicles_small,
    vehicles_large,
    vehicles_every,
    buildings_wet,  // the three classes of damage to buildings in order, from here
    buildings_partial,
    buildings_destroyed,
    dam_none,  // what a landslide makes of a stream in order, from here
    dam_perhaps,
    dam_stands,
    dam_uncertain,
    dam_breaks,
    scale,
    north,
    synthetic_notice,  // synthetic data: not a real place
    disclaimer,        // not an official warning
    sources,
    date,
    east,  // letters behind latitudes and longitudes
    west,
    south,
    area_share,        // column of the legend: share of the area
    zone_count,        // column of the legend: number of zones of that level
    zone_name_sample,  // stands for the name of a zone beside its level
    name_and_level,    // what the sample shows
    highest_zones,     // heading of the list of zones with level 4 and 5
    more_zones,        // end of that list: "and {} more"
    symbols,           // heading of streams and boundaries
    coordinate_system,
    cell_size,
    grid_ticks,         // easting and northing in km
    share_note,         // shares count cells with data
    highest_note,       // several cells in one dot: the highest class is drawn
    no_data_note,       // no data is not safe
    worst_note,         // several cells in one dot of the map of a field
    hours_after_start,  // of the rain: "after {} h"
    one_value,          // a field which is the same everywhere
    never,              // no rain brings the slope to failure
    kilometre,
    metre,
    last = metre,
};

inline constexpr int kWordCount = static_cast<int>(Word::last) + 1;

/// The text in UTF-8. Every word exists in every language.
std::string_view text(Word word, Language language);

/// Name of class 1..5, "no data" for 0.
std::string_view class_name(int number, Language language);

/// A number as the language writes it: 1,234.5 in English, 1.234,5 in Vietnamese; "-" when it is
/// not finite. `decimals` digits follow the point.
std::string number_text(double value, int decimals, Language language);

}  // namespace hazone::io
