#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/terrain/flow/runoff.hpp"

// Projects of the program TRIGRS 2.1 (Baum, Savage & Godt 2008,
// https://doi.org/10.3133/ofr20081159; Alvioli & Baum 2016,
// https://doi.org/10.1016/j.envsoft.2016.04.002): the initialization file tr_in.txt and the ESRI
// ASCII grids it names.

namespace hazone::io {

/// A file as the project names it and where it lies.
struct TrigrsFile {
    std::string written;
    std::filesystem::path path;  // empty: there is none
    std::string near_name;       // one beside it that differs in .txt or .asc alone

    bool found() const { return !path.empty(); }
    /// The name with which GDAL opens the file: one that ends in .gz is unpacked on the way.
    std::string gdal_name() const;
};

/// The same value in every cell, or a grid.
struct TrigrsQuantity {
    double value = 0;
    bool is_grid = false;  // the project writes a negative value
    TrigrsFile grid;
};

/// One property zone, SI; angles in radians.
struct TrigrsZone {
    double cohesion = 0;                 // Pa
    double friction_angle = 0;           // rad
    double unit_weight = 0;              // N/m3
    double diffusivity = 0;              // m2/s
    double conductivity = 0;             // m/s
    double saturated_water_content = 0;  // share of volume
    double residual_water_content = 0;   // share of volume
    double gardner_alpha = 0;            // 1/m; not above 0: saturated
};

/// What tr_in.txt says; the words in quotation marks are those of its headings.
struct TrigrsProject {
    std::filesystem::path file;
    std::string title;

    int steps_per_period = 1;          // "tx", at least 1
    int most_unsaturated_terms = 30;   // "nmax", at least 2
    int most_saturated_terms = 100;    // |"mmax"|
    bool infinite_depth = false;       // "mmax" is negative
    int increments = 10;               // "nzs"
    double shallowest_depth = 0.001;   // "zmin", m
    double water_unit_weight = 9800;   // "uww", N/m3
    double end = 0;                    // "t", s
    TrigrsQuantity depth;              // "zmax", m
    TrigrsQuantity water_table_depth;  // "depth", m
    TrigrsQuantity background_flux;    // "rizero", m/s
    double lowest_slope = 0;           // rad
    double highest_slope = 0;          // rad

    std::vector<TrigrsZone> zones;     // zone 1 first
    std::vector<double> boundaries;    // "capt", s: one more than there are periods
    std::vector<TrigrsQuantity> rain;  // "cri" and "rifil", m/s, one per period

    TrigrsFile slope;      // degrees
    TrigrsFile elevation;  // m
    TrigrsFile zone;       // asked for where there are several zones
    TrigrsFile receiver;   // "nxtfil": number of the D8 neighbour below each cell
    TrigrsFile order;      // "ndxfil": cells from above
    TrigrsFile receivers;  // "dscfil"
    TrigrsFile weights;    // "wffil"
    TrigrsFile grid_size;  // TIgrid_size.txt beside the elevation
    std::string folder;    // of the results
    std::string suffix;    // of the names of the results

    bool save_runoff = false;
    bool save_safety_factor = false;
    bool save_depth_of_minimum = false;
    bool save_pressure_head = false;
    bool save_water_table = false;
    bool water_table_as_elevation = false;
    bool save_infiltration = false;
    bool save_basal_flux = false;
    int list_flag = 0;                 // "flag": kind of the listing of profiles, 0 none
    int list_interval = 1;             // its second number
    std::vector<double> output_times;  // "tsav", s

    bool skip_other_steps = false;
    bool analytic_fillable_porosity = true;
    bool water_table_rises = true;
    bool fringe_above_table = false;  // psi0 = -1/alpha
    bool log_mass_balance = false;
    std::string flow_direction = "gener";  // gener, slope, hydro
    bool add_background_flux = true;
    bool ascii_extension = true;
    bool ignore_suction = true;
    bool unsaturated_in_thin_soil = true;
    double deep_depth = -1;  // m; negative: no estimate below the column
    std::string deep_pressure = "zero";

    /// What a user should know of the project though it can be used.
    std::vector<std::string> notes;

    /// True where the reference routes runoff: all four of its files and grid_size are there. It
    /// passes over the routing without an error where one is not.
    bool routes_runoff() const;
};

/// Reads the initialization file and finds the files it names: from its own folder, letters of
/// either case, and `.gz` as well. InputError with every problem, its file and line.
TrigrsProject read_trigrs_project(const std::filesystem::path& file);

/// An ESRI ASCII grid.
struct TrigrsGrid {
    double west = 0;   // m, outer corner
    double north = 0;  // m
    double cell_size = 0;
    std::string crs;      // WKT; empty: the file, and a .prj beside it, state none
    Raster<float> cells;  // missing where the file has its nodata
};

/// InputError: GDAL cannot read it; cells which are not square.
TrigrsGrid read_trigrs_grid(const TrigrsFile& file);

/// Receivers of runoff as TopoIndex lists them. Cells are counted through those of the grid that
/// have data, row by row from the north. InputError: a list that ends early, a number which is
/// none, or no cell of the grid.
RunoffNetwork read_trigrs_routing(const TrigrsProject& project, Index data_cells);

}  // namespace hazone::io
