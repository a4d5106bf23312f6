#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/threads.hpp"
#include "io/map/palette.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/products.hpp"

namespace hazone::io {
namespace {

using hazone::testing::lies_on;
using hazone::testing::open_product;
using hazone::testing::TemporaryFolder;
using hazone::testing::utm_grid;

constexpr Extent kExtent{1100, 1300};  // more than two blocks either way, none of them full

/// Seeded values, one in eight missing.
template <class T>
Raster<T> random_raster(T missing, double highest) {
    Raster<T> cells(kExtent);
    std::mt19937 engine(7);
    std::uniform_real_distribution<double> value(0, highest);
    for (Index cell = 0; cell < cells.size(); ++cell) {
        cells.data()[cell] = engine() % 8 == 0 ? missing : static_cast<T>(value(engine));
    }
    return cells;
}

template <class T>
Raster<T> read_all(GDALDataset& dataset, GDALDataType type) {
    Raster<T> cells(Extent{dataset.GetRasterYSize(), dataset.GetRasterXSize()});
    EXPECT_EQ(dataset.GetRasterBand(1)->RasterIO(
                  GF_Read, 0, 0, dataset.GetRasterXSize(), dataset.GetRasterYSize(), cells.data(),
                  dataset.GetRasterXSize(), dataset.GetRasterYSize(), type, 0, 0, nullptr),
              CE_None);
    return cells;
}

template <class T>
void expect_same_bits_after_writing(const FieldSpec& spec, T missing, GDALDataType type) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid(kExtent));
    fields.put(spec, random_raster<T>(missing, 5.5));
    for (const Compression compression : {Compression::deflate, Compression::zstd}) {
        write_geotiff(folder / "field.tif", spec, fields, {.compression = compression});
        const auto dataset = open_product(folder / "field.tif");
        ASSERT_TRUE(dataset);
        EXPECT_TRUE(lies_on(*dataset, fields.grid()));
        EXPECT_STREQ(dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), "COG");
        EXPECT_EQ(dataset->GetRasterBand(1)->GetRasterDataType(), type);
        EXPECT_EQ(dataset->GetRasterBand(1)->GetOverviewCount(), 2);
        const auto cells = read_all<T>(*dataset, type);
        EXPECT_EQ(std::memcmp(cells.data(), fields.read<T>(spec).data(),
                              static_cast<std::size_t>(cells.size()) * sizeof(T)),
                  0);
    }
}

TEST(WriteGeotiff, KeepsEveryBitOfEveryCellType) {
    expect_same_bits_after_writing<float>(kSlope, kMissing, GDT_Float32);
    expect_same_bits_after_writing<double>(kContributingArea, std::nan(""), GDT_Float64);
    expect_same_bits_after_writing<std::uint8_t>(kHazardClass, kNoClass, GDT_Byte);
    expect_same_bits_after_writing<std::uint8_t>(kFlowDirection, kNoDirection, GDT_Byte);
    expect_same_bits_after_writing<std::int32_t>(kDrainageBasin, kNoLabel, GDT_Int32);
}

TEST(WriteGeotiff, LevelsAndLeftOutOverviewsChangeTheFileAndNoCell) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid(kExtent));
    Raster<float> plain(kExtent);
    for (Index cell = 0; cell < plain.size(); ++cell) {
        plain.data()[cell] = static_cast<float>(cell % 1300) * 0.37F;
    }
    fields.put(kSlope, std::move(plain));
    for (const Compression compression : {Compression::deflate, Compression::zstd}) {
        write_geotiff(folder / "usual.tif", kSlope, fields, {.compression = compression});
        write_geotiff(folder / "small.tif", kSlope, fields,
                      {.compression = compression, .level = 9, .overviews = false});
        const auto usual = open_product(folder / "usual.tif");
        const auto small = open_product(folder / "small.tif");
        ASSERT_TRUE(usual && small);
        EXPECT_EQ(small->GetRasterBand(1)->GetOverviewCount(), 0);
        EXPECT_STREQ(small->GetRasterBand(1)->GetMetadataItem("STATISTICS_MEAN"),
                     usual->GetRasterBand(1)->GetMetadataItem("STATISTICS_MEAN"));
        const auto first = read_all<float>(*usual, GDT_Float32);
        const auto second = read_all<float>(*small, GDT_Float32);
        EXPECT_EQ(std::memcmp(first.data(), second.data(),
                              static_cast<std::size_t>(first.size()) * sizeof(float)),
                  0);
        EXPECT_LT(std::filesystem::file_size(folder / "small.tif"),
                  std::filesystem::file_size(folder / "usual.tif"));
    }
}

TEST(WriteGeotiff, TellsUnitMeaningMissingValueAndMetadata) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid(kExtent));
    fields.put(kPeakIntensity, random_raster<float>(kMissing, 1e-4));
    RasterOptions options;
    options.metadata = {{"title", "Sạt lở"}, {"synthetic", "yes"}};
    write_geotiff(folder / "peak_intensity.tif", kPeakIntensity, fields, options);
    EXPECT_EQ(folder.files(), 1) << "a continuous field needs no sidecar";
    const auto dataset = open_product(folder / "peak_intensity.tif");
    ASSERT_TRUE(dataset);
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    EXPECT_STREQ(band.GetUnitType(), "m s-1");
    EXPECT_STREQ(band.GetDescription(), "peak_intensity: highest rain intensity of one time step");
    int has_missing = 0;
    EXPECT_TRUE(std::isnan(band.GetNoDataValue(&has_missing)));
    EXPECT_TRUE(has_missing);
    EXPECT_STREQ(dataset->GetMetadataItem("title"), "Sạt lở");
    EXPECT_STREQ(dataset->GetMetadataItem("synthetic"), "yes");
}

TEST(WriteGeotiff, StatisticsAreThoseOfTheCells) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid({2, 3}));
    Raster<float> cells({2, 3});
    const float values[] = {1, 2, 6, kMissing, std::numeric_limits<float>::infinity(), kMissing};
    std::memcpy(cells.data(), values, sizeof(values));
    fields.put(kCriticalRainfall, std::move(cells));
    write_geotiff(folder / "field.tif", kCriticalRainfall, fields, {});
    const auto dataset = open_product(folder / "field.tif");
    ASSERT_TRUE(dataset);
    const auto item = [&](const char* name) {
        return std::stod(dataset->GetRasterBand(1)->GetMetadataItem(name));
    };
    EXPECT_DOUBLE_EQ(item("STATISTICS_MINIMUM"), 1);
    EXPECT_DOUBLE_EQ(item("STATISTICS_MAXIMUM"), 6);
    EXPECT_DOUBLE_EQ(item("STATISTICS_MEAN"), 3);
    EXPECT_NEAR(item("STATISTICS_STDDEV"), std::sqrt(14.0 / 3.0), 1e-12);
    EXPECT_NEAR(item("STATISTICS_VALID_PERCENT"), 400.0 / 6.0, 1e-12);
}

/// Cells with a hole in the first rows, missing and infinite cells, none of them 0.
Raster<float> broken_cells(Extent extent) {
    Raster<float> cells(extent);
    std::mt19937 engine(11);
    std::uniform_real_distribution<float> value(700, 900);
    for (Index cell = 0; cell < cells.size(); ++cell) {
        const auto dice = engine() % 16;
        const float infinite = std::numeric_limits<float>::infinity();
        const float odd = dice == 1 ? infinite : dice == 2 ? -infinite : value(engine);
        cells.data()[cell] = cell < 600 * extent.cols || dice == 0 ? kMissing : odd;
    }
    return cells;
}

struct PlainStatistics {
    Index known = 0;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
    double mean = 0;
    double deviation = 0;
};

PlainStatistics plain_statistics(const Raster<float>& cells) {
    PlainStatistics found;
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (Index cell = 0; cell < cells.size(); ++cell) {
        const double value = cells.data()[cell];
        found.known += std::isnan(value) ? 0 : 1;
        if (std::isfinite(value)) {
            found.lowest = std::min(found.lowest, value);
            found.highest = std::max(found.highest, value);
            sum += value;
            squares += value * value;
            ++count;
        }
    }
    found.mean = sum / count;
    found.deviation = std::sqrt(squares / count - found.mean * found.mean);
    return found;
}

TEST(WriteGeotiff, StatisticsOfPacksAreThoseOfAPlainLoop) {
    const TemporaryFolder folder;
    for (const Index cols : {1, 7, 16, 37, 100}) {
        Raster<float> cells = broken_cells({1100, cols});
        const PlainStatistics plain = plain_statistics(cells);
        const auto size = static_cast<double>(cells.size());
        FieldSet fields(utm_grid({1100, cols}));
        fields.put(kCriticalRainfall, std::move(cells));
        write_geotiff(folder / "field.tif", kCriticalRainfall, fields, {});
        const auto dataset = open_product(folder / "field.tif");
        ASSERT_TRUE(dataset);
        const auto item = [&](const char* name) {
            return std::stod(dataset->GetRasterBand(1)->GetMetadataItem(name));
        };
        EXPECT_EQ(item("STATISTICS_MINIMUM"), plain.lowest);
        EXPECT_EQ(item("STATISTICS_MAXIMUM"), plain.highest);
        EXPECT_NEAR(item("STATISTICS_MEAN"), plain.mean, 1e-9);
        EXPECT_NEAR(item("STATISTICS_STDDEV"), plain.deviation, 1e-7);
        EXPECT_DOUBLE_EQ(item("STATISTICS_VALID_PERCENT"),
                         100.0 * static_cast<double>(plain.known) / size);
    }
}

TEST(WriteGeotiff, ClassesHaveTheColoursAndNamesOfTheMap) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid(kExtent));
    fields.put(kHazardClass, random_raster<std::uint8_t>(kNoClass, 5.99));
    write_geotiff(folder / "hazard_class.tif", kHazardClass, fields,
                  {.language = Language::vietnamese});
    const auto dataset = open_product(folder / "hazard_class.tif");
    ASSERT_TRUE(dataset);
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    EXPECT_EQ(band.GetNoDataValue(), 0);
    ASSERT_NE(band.GetColorTable(), nullptr);
    ASSERT_NE(band.GetCategoryNames(), nullptr);
    EXPECT_STREQ(band.GetCategoryNames()[0], "không có dữ liệu");
    for (int number = 1; number <= 5; ++number) {
        const GDALColorEntry& colour = *band.GetColorTable()->GetColorEntry(number);
        const Colour& expected = kLevelColours[static_cast<std::size_t>(number - 1)];
        EXPECT_EQ(colour.c1, expected.red);
        EXPECT_EQ(colour.c2, expected.green);
        EXPECT_EQ(colour.c3, expected.blue);
        EXPECT_EQ(band.GetCategoryNames()[number], class_name(number, Language::vietnamese));
    }
}

TEST(WriteGeotiff, DecidingHazardAndStreamsHaveNamesOfTheirOwn) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid(kExtent));
    fields.put(kDecidingHazard, random_raster<std::uint8_t>(kNoClass, 3.99));
    fields.put(kStreamNetwork, random_raster<std::uint8_t>(kNoDirection, 1.99));
    write_geotiff(folder / "deciding_hazard.tif", kDecidingHazard, fields, {});
    write_geotiff(folder / "stream_network.tif", kStreamNetwork, fields, {});
    const auto hazard = open_product(folder / "deciding_hazard.tif");
    const auto stream = open_product(folder / "stream_network.tif");
    ASSERT_TRUE(hazard && stream);
    // GDAL reads the names with the georeference, and that when it is first asked for.
    EXPECT_TRUE(lies_on(*hazard, fields.grid()) && lies_on(*stream, fields.grid()));
    ASSERT_NE(hazard->GetRasterBand(1)->GetCategoryNames(), nullptr);
    ASSERT_NE(stream->GetRasterBand(1)->GetCategoryNames(), nullptr);
    ASSERT_EQ(CSLCount(stream->GetRasterBand(1)->GetCategoryNames()), 256);
    EXPECT_STREQ(hazard->GetRasterBand(1)->GetCategoryNames()[2], "flash flood");
    EXPECT_STREQ(stream->GetRasterBand(1)->GetCategoryNames()[1], "Stream");
    EXPECT_STREQ(stream->GetRasterBand(1)->GetCategoryNames()[255], "no data");
    EXPECT_EQ(stream->GetRasterBand(1)->GetNoDataValue(), 255);
}

TEST(WriteGeotiff, OverviewsNeverTurnFailingGroundIntoAnAverageWithInfinity) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid({1024, 1024}));
    Raster<float> cells({1024, 1024});
    for (Index cell = 0; cell < cells.size(); ++cell) {
        cells.data()[cell] = cell % 2 == 0 ? 1e-6F : std::numeric_limits<float>::infinity();
    }
    fields.put(kCriticalRainfall, std::move(cells));
    write_geotiff(folder / "field.tif", kCriticalRainfall, fields, {});
    const auto dataset = open_product(folder / "field.tif");
    ASSERT_TRUE(dataset);
    GDALRasterBand* const overview = dataset->GetRasterBand(1)->GetOverview(0);
    ASSERT_NE(overview, nullptr);
    float first = 0;
    ASSERT_EQ(overview->RasterIO(GF_Read, 0, 0, 1, 1, &first, 1, 1, GDT_Float32, 0, 0, nullptr),
              CE_None);
    EXPECT_EQ(first, 1e-6F);
}

TEST(WriteGeotiff, TheFileIsTheSameForAnyNumberOfThreads) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid(kExtent));
    fields.put(kSlope, random_raster<float>(kMissing, 1.5));
    std::uintmax_t size = 0;
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope scope(count);
        write_geotiff(folder / "slope.tif", kSlope, fields, {});
        const auto bytes = std::filesystem::file_size(folder / "slope.tif");
        EXPECT_TRUE(size == 0 || size == bytes);
        size = bytes;
    }
}

/// A source over the cells of a raster which fails from the row `last` on.
template <class T>
RowSource source_of(const Raster<T>& cells, Index last = kExtent.rows) {
    return [&cells, last](Index first, Index rows, std::byte* to) {
        if (first + rows > last) {
            throw InputError("the scratch disk is full");
        }
        std::memcpy(to, cells.data() + first * cells.cols(),
                    static_cast<std::size_t>(rows * cells.cols()) * sizeof(T));
    };
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

template <class T>
void expect_same_file_from_rows(const FieldSpec& spec, T missing) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid(kExtent));
    fields.put(spec, random_raster<T>(missing, 5.5));
    const RasterOptions options{.metadata = {{"title", "rows"}}};
    write_geotiff(folder / "fields.tif", spec, fields, options);
    write_geotiff(folder / "rows.tif", spec, fields.grid(),
                  source_of(std::get<Raster<T>>(fields.at(spec))), options);
    const std::string from_fields = bytes_of(folder / "fields.tif");
    EXPECT_GT(from_fields.size(), 1000U);
    EXPECT_TRUE(from_fields == bytes_of(folder / "rows.tif")) << spec.name;
    RasterOptions on_disk = options;
    const TemporaryFolder scratch;
    on_disk.scratch = scratch.path();
    write_geotiff(folder / "disk.tif", spec, fields.grid(),
                  source_of(std::get<Raster<T>>(fields.at(spec))), on_disk);
    EXPECT_TRUE(from_fields == bytes_of(folder / "disk.tif")) << spec.name;
    EXPECT_EQ(scratch.files(), 0) << "a scratch file is left";
}

TEST(WriteGeotiff, RowsOfASourceGiveTheFileOfTheFields) {
    expect_same_file_from_rows<float>(kSlope, kMissing);
    expect_same_file_from_rows<double>(kContributingArea, std::nan(""));
    expect_same_file_from_rows<std::uint8_t>(kHazardClass, kNoClass);
    expect_same_file_from_rows<std::int32_t>(kDrainageBasin, kNoLabel);
}

/// A number of this process as Linux tells it in KiB ("VmRSS", "VmHWM"), in bytes.
Index memory_of_process(const std::string& item) {
    std::ifstream stream("/proc/self/status");
    for (std::string word; stream >> word;) {
        if (word == item + ":") {
            Index kibibytes = 0;
            stream >> kibibytes;
            return kibibytes * 1024;
        }
    }
    return 0;
}

/// Lets VmHWM begin anew: proc(5). False where that is not allowed.
bool forget_peak_memory() { return static_cast<bool>(std::ofstream("/proc/self/clear_refs") << 5); }

TEST(WriteGeotiff, OverviewsInAScratchFileTakeNoMemoryThatGrowsWithTheRows) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer keeps memory which was freed";
#endif
    const TemporaryFolder folder;
    const Extent extent{16384, 4096};
    const RowSource source = [](Index first, Index rows, std::byte* to) {
        for (Index row = 0; row < rows; ++row) {
            std::fill_n(reinterpret_cast<float*>(to) + row * 4096, 4096,
                        static_cast<float>(first + row));
        }
    };
    const Index overviews = overview_bytes(CellType::float32, extent);
    EXPECT_EQ(overviews, 4 * (8192 * 2048 + 4096 * 1024 + 2048 * 512 + 1024 * 256 + 512 * 128));
    const Index strip = geotiff_bytes(CellType::float32, extent);
    EXPECT_EQ(strip, 512 * 4096 * 4 * 5 / 4);
    write_geotiff(folder / "first.tif", kSlope, utm_grid({512, 4096}), source, {});
    if (!forget_peak_memory()) {
        GTEST_SKIP() << "the peak of memory cannot be measured here";
    }
    const Index before = memory_of_process("VmRSS");
    write_geotiff(folder / "slope.tif", kSlope, utm_grid(extent), source,
                  {.scratch = folder.path()});
    constexpr Index kSlack = Index{16} << 20;  // GDAL: tiles which wait, lists of tiles
    EXPECT_LT(memory_of_process("VmHWM") - before, strip + kSlack);
    EXPECT_LT(strip + kSlack, overviews);
}

TEST(WriteGeotiff, AScratchFolderThatIsNoneIsNamedAndLeavesNoFile) {
    const TemporaryFolder folder;
    const auto cells = random_raster<float>(kMissing, 1.5);
    try {
        write_geotiff(folder / "slope.tif", kSlope, utm_grid(kExtent), source_of(cells),
                      {.scratch = folder / "nowhere"});
        ADD_FAILURE() << "nothing was thrown";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("nowhere"), std::string::npos) << error.what();
    }
    EXPECT_EQ(folder.files(), 0);
}

TEST(WriteGeotiff, ASourceThatFailsLeavesNoFileAndItsOwnMessage) {
    const TemporaryFolder folder;
    const auto cells = random_raster<float>(kMissing, 1.5);
    for (const Index last : {Index{100}, kExtent.rows - 1}) {
        try {
            write_geotiff(folder / "slope.tif", kSlope, utm_grid(kExtent), source_of(cells, last),
                          {});
            ADD_FAILURE() << "nothing was thrown";
        } catch (const InputError& error) {
            EXPECT_STREQ(error.what(), "the scratch disk is full");
        }
        EXPECT_EQ(folder.files(), 0);
    }
}

TEST(WriteGeotiff, ASourceThatFailsInTheSecondPassLeavesNoFile) {
    const TemporaryFolder folder;
    const auto cells = random_raster<float>(kMissing, 1.5);
    Index given = 0;
    const RowSource source = [&, from = source_of(cells)](Index first, Index rows, std::byte* to) {
        given += rows;
        if (given > kExtent.rows) {
            throw std::runtime_error("second pass");
        }
        from(first, rows, to);
    };
    EXPECT_THROW(write_geotiff(folder / "slope.tif", kSlope, utm_grid(kExtent), source, {}),
                 std::runtime_error);
    EXPECT_EQ(folder.files(), 0);
}

TEST(WriteGeotiff, RefusesWhatIsNotARaster) {
    const TemporaryFolder folder;
    FieldSet fields(utm_grid({4, 4}));
    fields.put(kZoneLevels, std::make_shared<ZoneTable>());
    EXPECT_THROW(write_geotiff(folder / "zones.tif", kZoneLevels, fields, {}), InputError);
    EXPECT_EQ(folder.files(), 0);
}

/// Three times of random cells with missing ones.
FieldSet random_frames() {
    FieldSet fields(utm_grid(kExtent));
    fields.set_times({0, 5400, 172800});
    const Frames<float> frames = fields.write_frames(kMinimumSafetyFactor);
    std::mt19937 engine(5);
    std::uniform_real_distribution<float> value(0, 10);
    for (Index time = 0; time < frames.count(); ++time) {
        for (Index k = 0; k < kExtent.size(); ++k) {
            frames.at(time).data()[k] = engine() % 8 == 0 ? kMissing : value(engine);
        }
    }
    return fields;
}

TEST(WriteGeotiff, AFieldInTimeHasOneBandPerTimeThatSaysWhich) {
    const TemporaryFolder folder;
    const FieldSet fields = random_frames();
    write_geotiff(folder / "field.tif", kMinimumSafetyFactor, fields, {});
    const auto dataset = open_product(folder / "field.tif");
    ASSERT_TRUE(dataset);
    EXPECT_TRUE(lies_on(*dataset, fields.grid()));
    ASSERT_EQ(dataset->GetRasterCount(), 3);
    const Frames<const float> frames = fields.read_frames(kMinimumSafetyFactor);
    for (int band = 1; band <= 3; ++band) {
        Raster<float> cells(kExtent);
        GDALRasterBand& own = *dataset->GetRasterBand(band);
        ASSERT_EQ(own.RasterIO(GF_Read, 0, 0, 1300, 1100, cells.data(), 1300, 1100, GDT_Float32, 0,
                               0, nullptr),
                  CE_None);
        EXPECT_EQ(std::memcmp(cells.data(), frames.at(band - 1).data(),
                              static_cast<std::size_t>(cells.size()) * sizeof(float)),
                  0);
        EXPECT_EQ(own.GetOverviewCount(), 2);
        EXPECT_NEAR(own.GetOverview(0)->GetXSize(), 650, 1);
        EXPECT_STREQ(own.GetMetadataItem("time_units"), "s");
    }
    EXPECT_STREQ(dataset->GetRasterBand(2)->GetMetadataItem("time"), "5400");
    EXPECT_STREQ(dataset->GetRasterBand(2)->GetDescription(),
                 "minimum_safety_factor after 90 min: lowest safety factor in the soil column");
    EXPECT_EQ(std::string(dataset->GetRasterBand(3)->GetDescription()).find("after 2 d"), 22U);
}

TEST(WriteGeotiff, RowsOfEachTimeMakeTheSameFileAsCellsInMemory) {
    const TemporaryFolder folder;
    const FieldSet fields = random_frames();
    write_geotiff(folder / "memory.tif", kMinimumSafetyFactor, fields, {});
    std::vector<RowSource> sources;
    for (Index time = 0; time < 3; ++time) {
        const float* cells = fields.read_frames(kMinimumSafetyFactor).at(time).data();
        sources.emplace_back([=](Index first, Index rows, std::byte* into) {
            std::memcpy(into, cells + first * kExtent.cols,
                        static_cast<std::size_t>(rows * kExtent.cols) * sizeof(float));
        });
    }
    write_geotiff(folder / "rows.tif", kMinimumSafetyFactor, fields.grid(), sources, fields.times(),
                  {.scratch = folder.path()});
    const auto contents = [&](const char* name) {
        std::ifstream stream(folder / name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    };
    EXPECT_EQ(contents("rows.tif"), contents("memory.tif"));
}

}  // namespace
}  // namespace hazone::io
