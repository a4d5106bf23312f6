#include "io/atomic_file.hpp"

#include <csignal>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <sys/wait.h>

#include "engine/core/error.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::io {
namespace {

using hazone::testing::contents;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_text;

TEST(AtomicFile, AppearsUnderItsNameOnCommitAlone) {
    const TemporaryFolder folder;
    const auto path = folder / "slope.tif";
    {
        AtomicFile file(path);
        EXPECT_EQ(file.path().extension(), ".tif");
        EXPECT_EQ(file.path().parent_path(), folder.path());
        write_text(file.path(), "new");
        EXPECT_FALSE(std::filesystem::exists(path));
        file.commit();
        EXPECT_EQ(contents(path), "new");
    }
    EXPECT_EQ(folder.files(), 1);
}

TEST(AtomicFile, KeepsWhatIsWrittenAroundAnEarlyFlush) {
    const TemporaryFolder folder;
    const auto path = folder / "slope.tif";
    AtomicFile file(path);
    file.begin_flush();  // nothing is written yet
    write_text(file.path(), "first");
    file.begin_flush();
    std::ofstream(file.path(), std::ios::app) << ", then more";
    file.begin_flush();
    const std::string much(std::size_t{60} << 20, 'x');  // more than is flushed at once
    std::ofstream(file.path(), std::ios::app) << much;
    file.begin_flush();
    file.commit();
    EXPECT_TRUE(contents(path) == "first, then more" + much);
    EXPECT_EQ(folder.files(), 1);
}

TEST(AtomicFile, LeavesNothingBehindWithoutCommit) {
    const TemporaryFolder folder;
    write_text(folder / "slope.tif", "old");
    {
        const AtomicFile file(folder / "slope.tif");
        write_text(file.path(), "half");
        write_text(file.path().string() + ".aux.xml", "<half>");
        write_text(file.path().string() + ".ovr.tmp", "half");
    }
    EXPECT_EQ(folder.files(), 1);
    EXPECT_EQ(contents(folder / "slope.tif"), "old");
}

TEST(AtomicFile, BringsItsSidecarAndDropsAnOldOne) {
    const TemporaryFolder folder;
    for (const bool with_sidecar : {true, false}) {
        AtomicFile file(folder / "hazard_class.tif");
        write_text(file.path(), "cells");
        if (with_sidecar) {
            write_text(file.path().string() + ".aux.xml", "<names>");
        }
        file.commit();
        EXPECT_EQ(std::filesystem::exists(folder / "hazard_class.tif.aux.xml"), with_sidecar);
    }
    EXPECT_EQ(folder.files(), 1);
}

TEST(AtomicFile, RefusesAFolderThatIsNotThere) {
    const TemporaryFolder folder;
    try {
        const AtomicFile file(folder / "none" / "slope.tif");
        FAIL() << "no error";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("there is no folder"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("slope.tif"), std::string::npos);
    }
}

/// Writes the same 4 MB file again and again until it is killed.
[[noreturn]] void write_for_ever(const std::filesystem::path& path) {
    for (char letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
        AtomicFile file(path);
        write_text(file.path(), std::string(4U << 20U, letter));
        file.commit();
    }
}

TEST(AtomicFile, AKilledProcessLeavesNoHalfFileUnderTheFinalName) {
    const TemporaryFolder folder;
    const auto path = folder / "results.nc";
    int whole_files = 0;
    for (int attempt = 0; attempt < 12; ++attempt) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            write_for_ever(path);
        }
        ::usleep(15000 + 7000 * static_cast<useconds_t>(attempt));
        ::kill(child, SIGKILL);
        ASSERT_EQ(::waitpid(child, nullptr, 0), child);
        if (std::filesystem::exists(path)) {
            ++whole_files;
            const std::string text = contents(path);
            EXPECT_EQ(text.size(), 4U << 20U);
            EXPECT_EQ(text.find_first_not_of(text.front()), std::string::npos);
        }
        remove_stale_parts(folder.path());
        EXPECT_EQ(folder.files(), std::filesystem::exists(path) ? 1 : 0);
    }
    EXPECT_GT(whole_files, 0);
}

TEST(RemoveStaleParts, SparesRunningProcessesAndOtherFiles) {
    const TemporaryFolder folder;
    write_text(folder / fmt::format(".part-{}-slope.tif", ::getpid()), "mine");
    write_text(folder / ".part-of-a-story.txt", "not ours");
    write_text(folder / "slope.tif", "done");
    const pid_t gone = ::fork();
    if (gone == 0) {
        ::_exit(0);
    }
    ASSERT_EQ(::waitpid(gone, nullptr, 0), gone);
    write_text(folder / fmt::format(".part-{}-slope.tif.aux.xml", gone), "stale");
    remove_stale_parts(folder.path());
    EXPECT_EQ(folder.files(), 3);
    EXPECT_TRUE(std::filesystem::exists(folder / fmt::format(".part-{}-slope.tif", ::getpid())));
}

}  // namespace
}  // namespace hazone::io
