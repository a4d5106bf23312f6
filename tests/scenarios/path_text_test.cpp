#include "scenarios/path_text.hpp"

#include <cstdlib>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

TEST(PathFromText, IsRelativeToTheFolder) {
    EXPECT_EQ(path_from_text("dem.tif", "/data", "x"), "/data/dem.tif");
    EXPECT_EQ(path_from_text("/other/dem.tif", "/data", "x"), "/other/dem.tif");
}

TEST(PathFromText, TakesAnEnvironmentVariableOrItsDefault) {
    setenv("HAZONE_TEST_FOLDER", "/tiles", 1);
    EXPECT_EQ(path_from_text("${HAZONE_TEST_FOLDER}/a.hgt", "/data", "x"), "/tiles/a.hgt");
    unsetenv("HAZONE_TEST_FOLDER");
    EXPECT_EQ(path_from_text("${HAZONE_TEST_FOLDER:-../b}/a.hgt", "/data", "x"), "/b/a.hgt");
    EXPECT_THROW(path_from_text("${HAZONE_TEST_FOLDER}/a.hgt", "/data", "x"), InputError);
    EXPECT_THROW(path_from_text("${HAZONE_TEST_FOLDER", "/data", "x"), InputError);
}

}  // namespace
}  // namespace hazone
