#include "io/checksum.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "io/memory.hpp"

namespace hazone::io {
namespace {

// FIPS 180-2, appendix B.1
TEST(Sha256, EqualsThePublishedDigestOfAbc) {
    EXPECT_EQ(sha256_of_text("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, OfAFileEqualsThatOfItsText) {
    const auto path = std::filesystem::temp_directory_path() / "hazone_checksum_test.txt";
    std::ofstream(path) << "abc";
    EXPECT_EQ(sha256_of_file(path), sha256_of_text("abc"));
    std::filesystem::remove(path);
    EXPECT_THROW(sha256_of_file(path), InputError);
}

TEST(PhysicalMemory, IsAtLeastAHundredMegabytes) {
    EXPECT_GT(physical_memory_bytes(), Index{100} << 20);
}

}  // namespace
}  // namespace hazone::io
