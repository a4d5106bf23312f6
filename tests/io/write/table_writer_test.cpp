// Layers as CSV files: header, places, empty cells, quotes.
#include <limits>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "io/write/write.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::io {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

std::string written(const FeatureLayer& layer) {
    const TemporaryFolder folder;
    write_table(folder / "table.csv", layer);
    EXPECT_EQ(folder.files(), 1) << "no temporary file stays";
    return testing::contents(folder / "table.csv");
}

TEST(WriteTable, OfRowsHasUnitsAndEmptyCells) {
    FeatureLayer layer{.name = "table", .shape = FeatureShape::none};
    layer.attributes = {
        {"number", Unit::one, "", std::vector<std::int32_t>{1, 0}},
        {"depth", Unit::metre, "", std::vector<double>{0.5, double{kMissing}}},
        {"name", Unit::one, "", std::vector<std::string>{"a \"b\"", "c,d"}},
    };
    EXPECT_EQ(written(layer), "number,depth [m],name\n1,0.5,\"a \"\"b\"\"\"\n,,\"c,d\"\n");
}

TEST(WriteTable, OfPointsBeginsWithTheirPlaces) {
    FeatureLayer layer{.name = "points", .shape = FeatureShape::point};
    layer.first = {0, 1, 1, 2};  // the second has no place
    layer.places = {{451030, 2446150.25}, {-0.5, 1e7}};
    layer.attributes = {
        {"point", Unit::one, "", std::vector<std::int32_t>{1, 2, 3}},
        {"pressure_head", Unit::metre, "",
         std::vector<double>{-0.123456789012, std::numeric_limits<double>::infinity(),
                             double{kMissing}}},
        {"name", Unit::one, "", std::vector<std::string>{"Suối Nậm", "", "two\nlines"}},
    };
    EXPECT_EQ(written(layer),
              "x [m],y [m],point,pressure_head [m],name\n"
              "451030.000,2446150.250,1,-0.123456789,Suối Nậm\n"
              ",,2,inf,\n"
              "-0.500,10000000.000,3,,\"two\nlines\"\n");
}

TEST(WriteTable, OfNothingIsTheHeader) {
    FeatureLayer layer{.name = "points", .shape = FeatureShape::point};
    layer.attributes = {{"point", Unit::one, "", std::vector<std::int32_t>{}}};
    EXPECT_EQ(written(layer), "x [m],y [m],point\n");
}

TEST(WriteTable, ThatCannotBeWrittenIsRefusedWithItsName) {
    FeatureLayer layer{.name = "table", .shape = FeatureShape::none};
    layer.attributes = {{"number", Unit::one, "", std::vector<std::int32_t>{1}}};
    try {
        write_table("/no/such/folder/table.csv", layer);
        FAIL() << "it was written";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("table.csv"));
    }
}

}  // namespace
}  // namespace hazone::io
