// NetCDF-4 is HDF5 with rules: dimensions are dimension scales, links and attributes remember the
// order in which they were made, text attributes have a fixed length. CF conventions 1.9 (the first
// with unsigned bytes, which our classes are): https://cfconventions.org, sections 2.2, 2.5.1, 3.5,
// 4, 5.6 and Appendix F.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <hdf5_hl.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/hdf5.hpp"
#include "io/map/legend.hpp"
#include "io/read/raster_cells.hpp"
#include "io/write/chunks.hpp"
#include "io/write/grid_mapping.hpp"
#include "io/write/write.hpp"

namespace hazone::io {
namespace {

constexpr const char* kConventions = "CF-1.9";
constexpr unsigned kTracked = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
constexpr unsigned kDeflateLevel = 1;

struct StandardName {
    std::string_view field;
    const char* standard_name;
};

/// Our fields which are exactly a quantity of the CF standard name table.
constexpr auto kStandardNames = std::to_array<StandardName>({
    {"elevation", "surface_altitude"},
    {"slope", "ground_slope_angle"},
    {"event_rain", "lwe_thickness_of_precipitation_amount"},
    {"antecedent_rain", "lwe_thickness_of_precipitation_amount"},
    {"conductivity", "soil_hydraulic_conductivity_at_saturation"},
});

hid_t stored_type(GDALDataType type) {
    switch (type) {
        case GDT_Byte:
            return H5T_STD_U8LE;
        case GDT_Int32:
            return H5T_STD_I32LE;
        case GDT_Float64:
            return H5T_IEEE_F64LE;
        default:
            return H5T_IEEE_F32LE;
    }
}

Hdf5Handle property_list(hid_t kind) { return {H5Pcreate(kind), H5Pclose, "make a property list"}; }

Hdf5Handle create_file(const std::filesystem::path& path) {
    const Hdf5Handle creation = property_list(H5P_FILE_CREATE);
    require_hdf5(H5Pset_link_creation_order(creation.id(), kTracked), "track links");
    require_hdf5(H5Pset_attr_creation_order(creation.id(), kTracked), "track attributes");
    require_hdf5(H5Pset_obj_track_times(creation.id(), false), "leave out times");
    const Hdf5Handle access = property_list(H5P_FILE_ACCESS);
    require_hdf5(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V110),
                 "choose a file version");
    return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose,
            fmt::format("write '{}'", path.string())};
}

/// What every variable is made with: attributes in order, and no time stamps, so that the same run
/// makes the same file.
Hdf5Handle variable_properties() {
    Hdf5Handle creation = property_list(H5P_DATASET_CREATE);
    require_hdf5(H5Pset_attr_creation_order(creation.id(), kTracked), "track attributes");
    require_hdf5(H5Pset_obj_track_times(creation.id(), false), "leave out times");
    return creation;
}

Hdf5Handle create_variable(hid_t file,
                           std::string_view name,
                           hid_t type,
                           const std::vector<hsize_t>& shape,
                           const Hdf5Handle& creation) {
    const Hdf5Handle space(
        shape.empty() ? H5Screate(H5S_SCALAR)
                      : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
        H5Sclose, "make a shape");
    return {H5Dcreate2(file, std::string(name).c_str(), type, space.id(), H5P_DEFAULT,
                       creation.id(), H5P_DEFAULT),
            H5Dclose, fmt::format("make the variable '{}'; is it written twice?", name)};
}

/// A coordinate of cell centres, and the dimension of the same name.
Hdf5Handle write_coordinate(hid_t file, const char* name, const std::vector<double>& centres) {
    Hdf5Handle variable =
        create_variable(file, name, H5T_IEEE_F64LE, {centres.size()}, variable_properties());
    const std::string what = fmt::format("write the coordinate '{}'", name);
    require_hdf5(H5DSset_scale(variable.id(), name), what);
    set_text(variable.id(), "standard_name", fmt::format("projection_{}_coordinate", name));
    set_text(variable.id(), "long_name",
             *name == 'x' ? "easting of the cell centre" : "northing of the cell centre");
    set_text(variable.id(), "units", "m");
    set_text(variable.id(), "axis", *name == 'x' ? "X" : "Y");
    require_hdf5(
        H5Dwrite(variable.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, centres.data()),
        what);
    return variable;
}

/// Output times, in seconds after the start of the run, which may have no date.
Hdf5Handle write_times(hid_t file, const std::vector<double>& times) {
    Hdf5Handle variable =
        create_variable(file, "time", H5T_IEEE_F64LE, {times.size()}, variable_properties());
    const std::string what = "write the coordinate 'time'";
    require_hdf5(H5DSset_scale(variable.id(), "time"), what);
    set_text(variable.id(), "long_name", "time after the start of the rain");
    set_text(variable.id(), "units", "s");
    set_text(variable.id(), "axis", "T");
    require_hdf5(
        H5Dwrite(variable.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, times.data()),
        what);
    return variable;
}

std::vector<double> eastings(const Grid& grid) {
    std::vector<double> centres;
    for (Index col = 0; col < grid.extent.cols; ++col) {
        centres.push_back(grid.centre({0, col}).x);
    }
    return centres;
}

std::vector<double> northings(const Grid& grid) {
    std::vector<double> centres;
    for (Index row = 0; row < grid.extent.rows; ++row) {
        centres.push_back(grid.centre({row, 0}).y);
    }
    return centres;
}

void write_grid_mapping(hid_t file, const Grid& grid) {
    const GridMapping mapping = grid_mapping_of(grid);
    const Hdf5Handle variable =
        create_variable(file, "crs", H5T_STD_I32LE, {}, variable_properties());
    const int nothing = 0;
    require_hdf5(H5Dwrite(variable.id(), H5T_NATIVE_INT, H5S_ALL, H5S_ALL, H5P_DEFAULT, &nothing),
                 "write the grid mapping");
    for (const GridMapping::Text& text : mapping.texts) {
        set_text(variable.id(), text.name, text.value);
    }
    for (const GridMapping::Number& number : mapping.numbers) {
        set_numbers(variable.id(), number.name, number.values);
    }
}

/// Letters, digits and underscores, beginning with a letter: CF 2.3.
std::string attribute_name(std::string_view key) {
    std::string name(key);
    std::replace_if(
        name.begin(), name.end(),
        [](unsigned char letter) { return letter > 127 || std::isalnum(letter) == 0; }, '_');
    return name.empty() || std::isalpha(static_cast<unsigned char>(name.front())) == 0
               ? "item_" + name
               : name;
}

void write_global_attributes(hid_t file, const Metadata& metadata) {
    Metadata items{{"title", "hazone results"},
                   {"source", "hazone, natural-hazard risk zoning engine"},
                   {"history", "written by hazone"}};
    for (const auto& [key, value] : metadata) {
        items[attribute_name(key)] = value;
    }
    items.erase("Conventions");
    set_text(file, "Conventions", kConventions);
    for (const auto& [key, value] : items) {
        set_text(file, key, value);
    }
}

void describe_flags(hid_t variable, const FieldSpec& field, hid_t type) {
    std::vector<double> values;
    std::string meanings;
    for (const LegendEntry& entry : legend_of(field, Language::english)) {
        if (entry.value != missing_value(field.type)) {
            values.push_back(entry.value);
            meanings += (meanings.empty() ? "" : " ") + entry.meaning;
        }
    }
    if (!values.empty()) {
        set_numbers_as(variable, "flag_values", values, type);
        set_text(variable, "flag_meanings", meanings);
    }
}

void describe_field(hid_t variable, const FieldSpec& field, hid_t type, bool has_crs) {
    set_text(variable, "long_name", field.meaning);
    for (const StandardName& known : kStandardNames) {
        if (known.field == field.name) {
            set_text(variable, "standard_name", known.standard_name);
        }
    }
    set_text(variable, "units", symbol(field.unit));
    const std::array missing{missing_value(field.type)};
    set_numbers_as(variable, "_FillValue", missing, type);
    describe_flags(variable, field, type);
    if (has_crs) {
        set_text(variable, "grid_mapping", "crs");
    }
}

/// Rows and columns after a time, where there is one.
std::vector<hsize_t> with_time(bool frames, hsize_t time, Index rows, Index cols) {
    std::vector<hsize_t> shape;
    if (frames) {
        shape.push_back(time);
    }
    shape.push_back(static_cast<hsize_t>(rows));
    shape.push_back(static_cast<hsize_t>(cols));
    return shape;
}

Hdf5Handle field_properties(const FieldSpec& field, Extent extent) {
    Hdf5Handle creation = variable_properties();
    const Extent chunk = chunk_extent(extent);
    const auto shape = with_time(field.form == Form::frames, 1, chunk.rows, chunk.cols);
    const double missing = missing_value(field.type);
    require_hdf5(H5Pset_chunk(creation.id(), static_cast<int>(shape.size()), shape.data()),
                 "set chunks");
    require_hdf5(H5Pset_shuffle(creation.id()), "set the shuffle filter");
    require_hdf5(H5Pset_deflate(creation.id(), kDeflateLevel), "set the deflate filter");
    require_hdf5(H5Pset_fill_value(creation.id(), H5T_NATIVE_DOUBLE, &missing), "set the fill");
    require_hdf5(H5Pset_fill_time(creation.id(), H5D_FILL_TIME_NEVER), "set the fill");
    return creation;
}

}  // namespace

/// Members are closed in reverse order: variables, then the file, then its temporary name.
struct NetcdfWriter::State {
    State(const std::filesystem::path& path, Grid on_grid)
        : target(path), atomic(path), grid(std::move(on_grid)), file(create_file(atomic.path())) {}

    std::filesystem::path target;
    AtomicFile atomic;
    Grid grid;
    Hdf5Handle file;
    Hdf5Handle y;
    Hdf5Handle x;
    std::optional<Hdf5Handle> time;  // made with the first field that has times
};

NetcdfWriter::NetcdfWriter(const std::filesystem::path& path,
                           const Grid& grid,
                           const RasterOptions& options) {
    const Hdf5Quiet quiet;
    state_ = std::make_unique<State>(path, grid);
    const hid_t file = state_->file.id();
    write_global_attributes(file, options.metadata);
    state_->y = write_coordinate(file, "y", northings(grid));
    state_->x = write_coordinate(file, "x", eastings(grid));
    if (!grid.crs.empty()) {
        write_grid_mapping(file, grid);
    }
}

NetcdfWriter::~NetcdfWriter() = default;

void NetcdfWriter::add(const FieldSpec& field, const FieldSet& fields) {
    const Hdf5Quiet quiet;
    CellBlock block = cells_of(field, fields);
    const bool frames = field.form == Form::frames;
    const Index times = frames ? static_cast<Index>(fields.times().size()) : 1;
    block.extent = frames ? fields.extent() : block.extent;
    const hid_t type = stored_type(block.type);
    const Hdf5Handle variable = create_variable(
        state_->file.id(), field.name, type,
        with_time(frames, static_cast<hsize_t>(times), block.extent.rows, block.extent.cols),
        field_properties(field, block.extent));
    const std::string what =
        fmt::format("write '{}' into '{}'; is the disk full?", field.name, state_->target.string());
    if (frames && !state_->time) {
        state_->time.emplace(write_times(state_->file.id(), fields.times()));
    }
    unsigned dimension = 0;
    if (frames) {
        require_hdf5(H5DSattach_scale(variable.id(), state_->time->id(), dimension++), what);
    }
    require_hdf5(H5DSattach_scale(variable.id(), state_->y.id(), dimension++), what);
    require_hdf5(H5DSattach_scale(variable.id(), state_->x.id(), dimension), what);
    describe_field(variable.id(), field, type, !state_->grid.crs.empty());
    const Index frame_bytes = block.extent.rows * block.stride * bytes_per_cell(field.type);
    for (Index time = 0; time < times; ++time) {
        CellBlock frame = block;
        frame.cells = static_cast<const std::byte*>(block.cells) + time * frame_bytes;
        for_each_deflated_chunk(frame, [&](Cell corner, std::span<const std::byte> bytes) {
            const auto offset =
                with_time(frames, static_cast<hsize_t>(time), corner.row, corner.col);
            require_hdf5(H5Dwrite_chunk(variable.id(), H5P_DEFAULT, 0, offset.data(), bytes.size(),
                                        bytes.data()),
                         what);
        });
    }
}

void NetcdfWriter::finish() {
    const Hdf5Quiet quiet;
    const bool times = !state_->time || state_->time->close();
    const bool written = times && state_->x.close() && state_->y.close() && state_->file.close();
    require_hdf5(written ? 0 : -1,
                 fmt::format("finish '{}'; is the disk full?", state_->target.string()));
    state_->atomic.commit();
}

}  // namespace hazone::io
