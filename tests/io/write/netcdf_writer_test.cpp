#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/threads.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/products.hpp"

namespace hazone::io {
namespace {

using hazone::testing::lies_on;
using hazone::testing::open_product;
using hazone::testing::TemporaryFolder;
using hazone::testing::utm_grid;

constexpr Extent kExtent{600, 1100};  // full, cut and single chunks
constexpr const FieldSpec* kWritten[] = {&kElevation,     &kContributingArea, &kHazardClass,
                                         &kStreamNetwork, &kDrainageBasin,    &kSafetyFactor};

template <class T>
void put_random(FieldSet& fields, const FieldSpec& spec, T missing, double highest) {
    Raster<T> cells(fields.extent());
    std::mt19937 engine(11);
    std::uniform_real_distribution<double> value(0, highest);
    for (Index cell = 0; cell < cells.size(); ++cell) {
        cells.data()[cell] = engine() % 8 == 0 ? missing : static_cast<T>(value(engine));
    }
    fields.put(spec, std::move(cells));
}

FieldSet random_fields(Extent extent = kExtent) {
    FieldSet fields(utm_grid(extent));
    put_random<float>(fields, kElevation, kMissing, 3000);
    put_random<double>(fields, kContributingArea, std::nan(""), 1e10);
    put_random<std::uint8_t>(fields, kHazardClass, kNoClass, 5.99);
    put_random<std::uint8_t>(fields, kStreamNetwork, kNoDirection, 1.99);
    put_random<std::int32_t>(fields, kDrainageBasin, kNoLabel, 1e6);
    put_random<float>(fields, kSafetyFactor, kMissing, 3);
    return fields;
}

void write_all(const std::filesystem::path& path, const FieldSet& fields) {
    RasterOptions options;
    options.metadata = {{"title", "Thử nghiệm"}, {"scenario hash", "00ff"}};
    NetcdfWriter writer(path, fields.grid(), options);
    for (const FieldSpec* field : kWritten) {
        writer.add(*field, fields);
    }
    writer.finish();
}

std::string variable(const std::filesystem::path& path, std::string_view name) {
    return "NETCDF:\"" + path.string() + "\":" + std::string(name);
}

template <class T>
void expect_same_bits(GDALDataset& dataset, View<const T> expected, GDALDataType type) {
    Raster<T> cells(expected.extent());
    const int cols = dataset.GetRasterXSize();
    const int rows = dataset.GetRasterYSize();
    ASSERT_EQ(dataset.GetRasterBand(1)->RasterIO(GF_Read, 0, 0, cols, rows, cells.data(), cols,
                                                 rows, type, 0, 0, nullptr),
              CE_None);
    EXPECT_EQ(std::memcmp(cells.data(), expected.data(),
                          static_cast<std::size_t>(cells.size()) * sizeof(T)),
              0);
}

TEST(NetcdfWriter, GdalReadsEveryFieldNorthUpWithCrsUnitAndMissingValue) {
    const TemporaryFolder folder;
    const FieldSet fields = random_fields();
    write_all(folder / "results.nc", fields);
    EXPECT_EQ(folder.files(), 1);
    for (const FieldSpec* field : kWritten) {
        SCOPED_TRACE(field->name);
        const auto dataset = open_product(variable(folder / "results.nc", field->name));
        ASSERT_TRUE(dataset);
        EXPECT_TRUE(lies_on(*dataset, fields.grid()));
        GDALRasterBand& band = *dataset->GetRasterBand(1);
        EXPECT_EQ(band.GetUnitType(), symbol(field->unit));
        int has_missing = 0;
        const double missing = band.GetNoDataValue(&has_missing);
        EXPECT_TRUE(has_missing);
        switch (field->type) {
            case CellType::float32:
                EXPECT_TRUE(std::isnan(missing));
                expect_same_bits(*dataset, fields.read(*field), GDT_Float32);
                break;
            case CellType::float64:
                EXPECT_TRUE(std::isnan(missing));
                expect_same_bits(*dataset, fields.read<double>(*field), GDT_Float64);
                break;
            case CellType::label32:
                EXPECT_EQ(missing, 0);
                expect_same_bits(*dataset, fields.read<std::int32_t>(*field), GDT_Int32);
                break;
            default:
                EXPECT_EQ(missing, field->type == CellType::class8 ? 0 : 255);
                expect_same_bits(*dataset, fields.read<std::uint8_t>(*field), GDT_Byte);
        }
    }
}

/// The file as HDF5 sees it, for the rules that NetCDF-4 and CF put on it.
class CfFile {
public:
    explicit CfFile(const std::filesystem::path& path)
        : file_(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT)) {}
    ~CfFile() { H5Fclose(file_); }
    CfFile(const CfFile&) = delete;
    CfFile& operator=(const CfFile&) = delete;
    CfFile(CfFile&&) = delete;
    CfFile& operator=(CfFile&&) = delete;

    bool is_attached(const std::string& name, const char* scale, unsigned dimension) const {
        const hid_t field = H5Dopen2(file_, name.c_str(), H5P_DEFAULT);
        const hid_t axis = H5Dopen2(file_, scale, H5P_DEFAULT);
        const bool attached = H5DSis_scale(axis) > 0 && H5DSis_attached(field, axis, dimension) > 0;
        H5Dclose(axis);
        H5Dclose(field);
        return attached;
    }
    std::string text(const std::string& object, const char* name) const {
        const hid_t attribute =
            H5Aopen_by_name(file_, object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT);
        if (attribute < 0) {
            return "(none)";
        }
        const hid_t type = H5Aget_type(attribute);
        std::string value(H5Tget_size(type), ' ');
        EXPECT_EQ(H5Tget_class(type), H5T_STRING);
        EXPECT_GE(H5Aread(attribute, type, value.data()), 0);
        H5Tclose(type);
        H5Aclose(attribute);
        return value;
    }
    bool has(const std::string& object, const char* name) const {
        return H5Aexists_by_name(file_, object.c_str(), name, H5P_DEFAULT) > 0;
    }
    std::vector<double> numbers(const std::string& object, const char* name) const {
        const hid_t attribute =
            H5Aopen_by_name(file_, object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT);
        const hid_t space = H5Aget_space(attribute);
        std::vector<double> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
        EXPECT_GE(H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()), 0);
        H5Sclose(space);
        H5Aclose(attribute);
        return values;
    }
    /// True when an attribute has the type of its variable (CF 2.5.1 and 3.5).
    bool is_typed_as_data(const std::string& object, const char* name) const {
        const hid_t field = H5Dopen2(file_, object.c_str(), H5P_DEFAULT);
        const hid_t attribute = H5Aopen(field, name, H5P_DEFAULT);
        const hid_t data_type = H5Dget_type(field);
        const hid_t type = H5Aget_type(attribute);
        const bool same = H5Tequal(data_type, type) > 0;
        H5Tclose(type);
        H5Tclose(data_type);
        H5Aclose(attribute);
        H5Dclose(field);
        return same;
    }
    std::vector<double> coordinate(const char* name, Index length) const {
        std::vector<double> values(static_cast<std::size_t>(length));
        const hid_t axis = H5Dopen2(file_, name, H5P_DEFAULT);
        EXPECT_GE(H5Dread(axis, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                  0);
        H5Dclose(axis);
        return values;
    }
    bool tracks_order() const {
        const hid_t root = H5Gopen2(file_, "/", H5P_DEFAULT);
        const hid_t creation = H5Gget_create_plist(root);
        unsigned links = 0;
        unsigned attributes = 0;
        H5Pget_link_creation_order(creation, &links);
        H5Pget_attr_creation_order(creation, &attributes);
        H5Pclose(creation);
        H5Gclose(root);
        return (links & H5P_CRT_ORDER_TRACKED) != 0 && (attributes & H5P_CRT_ORDER_TRACKED) != 0;
    }

private:
    hid_t file_;
};

TEST(NetcdfWriter, VariablesKeepTheRulesOfCf) {
    const TemporaryFolder folder;
    const FieldSet fields = random_fields();
    write_all(folder / "results.nc", fields);
    const CfFile file(folder / "results.nc");
    EXPECT_TRUE(file.tracks_order());
    EXPECT_EQ(file.text("/", "Conventions"), "CF-1.9");
    EXPECT_EQ(file.text("/", "title"), "Thử nghiệm");
    EXPECT_EQ(file.text("/", "scenario_hash"), "00ff");
    for (const FieldSpec* field : kWritten) {
        SCOPED_TRACE(field->name);
        const std::string name(field->name);
        EXPECT_TRUE(file.is_attached(name, "y", 0));
        EXPECT_TRUE(file.is_attached(name, "x", 1));
        EXPECT_EQ(file.text(name, "grid_mapping"), "crs");
        EXPECT_EQ(file.text(name, "units"), symbol(field->unit));
        EXPECT_EQ(file.text(name, "long_name"), field->meaning);
        EXPECT_TRUE(file.is_typed_as_data(name, "_FillValue"));
    }
    EXPECT_EQ(file.text("elevation", "standard_name"), "surface_altitude");
    EXPECT_FALSE(file.has("safety_factor", "standard_name"));
    EXPECT_TRUE(file.is_typed_as_data("hazard_class", "flag_values"));
    EXPECT_EQ(file.numbers("hazard_class", "flag_values"), (std::vector<double>{1, 2, 3, 4, 5}));
    EXPECT_EQ(file.text("hazard_class", "flag_meanings"), "very_low low medium high very_high");
    EXPECT_EQ(file.text("stream_network", "flag_meanings"), "no_stream stream");
    EXPECT_FALSE(file.has("safety_factor", "flag_values"));
}

TEST(NetcdfWriter, CoordinatesAreCellCentresInStrictOrder) {
    const TemporaryFolder folder;
    const FieldSet fields = random_fields();
    write_all(folder / "results.nc", fields);
    const CfFile file(folder / "results.nc");
    const auto x = file.coordinate("x", kExtent.cols);
    const auto y = file.coordinate("y", kExtent.rows);
    EXPECT_EQ(x.front(), 400015);
    EXPECT_EQ(y.front(), 2499985);
    for (std::size_t col = 1; col < x.size(); ++col) {
        ASSERT_GT(x[col], x[col - 1]);
    }
    for (std::size_t row = 1; row < y.size(); ++row) {
        ASSERT_LT(y[row], y[row - 1]);
    }
    EXPECT_EQ(file.text("x", "standard_name"), "projection_x_coordinate");
    EXPECT_EQ(file.text("y", "standard_name"), "projection_y_coordinate");
    EXPECT_EQ(file.text("x", "units"), "m");
    EXPECT_EQ(file.text("y", "axis"), "Y");
}

TEST(NetcdfWriter, GridMappingHasTheParametersOfUtm) {
    const TemporaryFolder folder;
    write_all(folder / "results.nc", random_fields({4, 5}));
    const CfFile file(folder / "results.nc");
    const auto number = [&](const char* name) { return file.numbers("crs", name).at(0); };
    EXPECT_EQ(file.text("crs", "grid_mapping_name"), "transverse_mercator");
    EXPECT_EQ(number("longitude_of_central_meridian"), 105);
    EXPECT_EQ(number("latitude_of_projection_origin"), 0);
    EXPECT_EQ(number("scale_factor_at_central_meridian"), 0.9996);
    EXPECT_EQ(number("false_easting"), 500000);
    EXPECT_EQ(number("false_northing"), 0);
    EXPECT_EQ(number("semi_major_axis"), 6378137);
    EXPECT_NEAR(number("inverse_flattening"), 298.257223563, 1e-9);
    EXPECT_EQ(file.text("crs", "GeoTransform"), "400000 30 0 2500000 0 -30");
    EXPECT_EQ(file.text("crs", "crs_wkt").substr(0, 7), "PROJCRS");
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(NetcdfWriter, TheFileHasTheSameBytesForAnyNumberOfThreads) {
    const TemporaryFolder folder;
    const FieldSet fields = random_fields();
    std::string first;
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope scope(count);
        write_all(folder / "results.nc", fields);
        const std::string bytes = bytes_of(folder / "results.nc");
        EXPECT_GT(bytes.size(), 1000U);
        EXPECT_TRUE(first.empty() || first == bytes);
        first = bytes;
    }
}

TEST(NetcdfWriter, NothingAppearsWithoutFinish) {
    const TemporaryFolder folder;
    const FieldSet fields = random_fields({40, 50});
    {
        NetcdfWriter writer(folder / "results.nc", fields.grid(), {});
        writer.add(kElevation, fields);
    }
    EXPECT_EQ(folder.files(), 0);
}

TEST(NetcdfWriter, RefusesAFieldWrittenTwice) {
    const TemporaryFolder folder;
    const FieldSet fields = random_fields({40, 50});
    NetcdfWriter writer(folder / "results.nc", fields.grid(), {});
    writer.add(kElevation, fields);
    EXPECT_THROW(writer.add(kElevation, fields), InputError);
}

TEST(NetcdfWriter, NcdumpReadsTheHeader) {
    if (std::system("command -v ncdump > /dev/null") != 0) {
        GTEST_SKIP() << "ncdump (package netcdf-bin) is not installed";
    }
    const TemporaryFolder folder;
    write_all(folder / "results.nc", random_fields({40, 50}));
    const std::string command = "ncdump -h '" + (folder / "results.nc").string() + "' > '" +
                                (folder / "header.cdl").string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    const std::string header = bytes_of(folder / "header.cdl");
    for (const char* expected :
         {"y = 40 ;", "x = 50 ;", "float elevation(y, x) ;", "ubyte hazard_class(y, x) ;",
          "double contributing_area(y, x) ;", "int drainage_basin(y, x) ;",
          "float safety_factor(y, x) ;", "safety_factor:_FillValue = NaNf ;",
          "hazard_class:flag_values = 1UB, 2UB, 3UB, 4UB, 5UB ;", ":Conventions = \"CF-1.9\" ;"}) {
        EXPECT_NE(header.find(expected), std::string::npos) << expected << " in\n" << header;
    }
}

TEST(NetcdfWriter, AFieldInTimeHasATimeAxisBesideFieldsWithout) {
    const TemporaryFolder folder;
    FieldSet fields = random_fields();
    fields.set_times({3600, 172800});
    for (const FieldSpec* field : {&kMinimumSafetyFactor, &kWaterTableDepth}) {
        const Frames<float> frames = fields.write_frames(*field);
        for (Index k = 0; k < 2 * kExtent.size(); ++k) {
            frames.data()[k] = k % 7 == 0 ? kMissing : static_cast<float>(k % 1000);
        }
    }
    {
        NetcdfWriter writer(folder / "results.nc", fields.grid(), {});
        writer.add(kElevation, fields);
        writer.add(kMinimumSafetyFactor, fields);
        writer.add(kWaterTableDepth, fields);
        writer.finish();
    }
    const auto flat = open_product(variable(folder / "results.nc", "elevation"));
    ASSERT_TRUE(flat);
    EXPECT_EQ(flat->GetRasterCount(), 1);
    for (const FieldSpec* field : {&kMinimumSafetyFactor, &kWaterTableDepth}) {
        const auto dataset = open_product(variable(folder / "results.nc", field->name));
        ASSERT_TRUE(dataset);
        EXPECT_TRUE(lies_on(*dataset, fields.grid()));
        ASSERT_EQ(dataset->GetRasterCount(), 2);
        EXPECT_STREQ(dataset->GetMetadataItem("time#units"), "s");
        EXPECT_STREQ(dataset->GetRasterBand(2)->GetMetadataItem("NETCDF_DIM_time"), "172800");
        Raster<float> cells(kExtent);
        ASSERT_EQ(dataset->GetRasterBand(2)->RasterIO(
                      GF_Read, 0, 0, static_cast<int>(kExtent.cols), static_cast<int>(kExtent.rows),
                      cells.data(), static_cast<int>(kExtent.cols), static_cast<int>(kExtent.rows),
                      GDT_Float32, 0, 0, nullptr),
                  CE_None);
        EXPECT_EQ(std::memcmp(cells.data(), fields.read_frames(*field).at(1).data(),
                              static_cast<std::size_t>(cells.size()) * sizeof(float)),
                  0);
    }
}

}  // namespace
}  // namespace hazone::io
