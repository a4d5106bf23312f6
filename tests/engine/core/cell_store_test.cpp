#include "engine/core/cell_store.hpp"

#include <csignal>
#include <filesystem>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "engine/core/error.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::same_bits;

std::filesystem::path folder() { return std::filesystem::temp_directory_path(); }

template <class T>
Raster<T> counted(Extent extent) {
    Raster<T> cells(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        cells(row, col) = static_cast<T>(row * extent.cols + col + 1);
    });
    return cells;
}

template <class T>
CellStore<T> stored(const Raster<T>& cells) {
    CellStore<T> store(cells.extent(), folder());
    store.write({0, 0}, cells);
    return store;
}

template <class T>
Raster<T> loaded(const CellStore<T>& store, Window window) {
    Raster<T> cells(window.extent);
    store.read(window, cells);
    return cells;
}

template <class T>
void expect_round_trip() {
    for (const Extent extent : testing::awkward_extents()) {
        const Raster<T> cells = counted<T>(extent);
        const CellStore<T> store = stored(cells);
        EXPECT_TRUE(same_bits(loaded(store, whole_window(extent)), cells));
        EXPECT_EQ(store.bytes(), extent.size() * static_cast<Index>(sizeof(T)));
    }
}

TEST(CellStore, GivesBackWhatWasWritten) {
    expect_round_trip<float>();
    expect_round_trip<double>();
    expect_round_trip<std::uint8_t>();
    expect_round_trip<std::int32_t>();
}

TEST(CellStore, KeepsTheBitsOfMissingAndInfiniteCells) {
    Raster<float> z = testing::test_terrain({30, 40}, 1);
    z(3, 3) = std::numeric_limits<float>::infinity();
    z(4, 4) = -0.0F;
    EXPECT_TRUE(same_bits(loaded(stored(z), whole_window(z.extent())), z));
}

TEST(CellStore, WritesAndReadsWindowsAtEveryEdge) {
    const Extent extent{23, 31};
    const Raster<float> cells = counted<float>(extent);
    for (const Extent each : {Extent{1, 1}, {5, 7}, {23, 4}, {6, 31}, {1, 31}}) {
        CellStore<float> store(extent, folder());
        const Windows windows(extent, each);
        for (Index number = 0; number < windows.count(); ++number) {
            const Window window = windows.at(number);
            store.write(window.from, cells.view().window(window.from, window.extent));
        }
        EXPECT_TRUE(same_bits(loaded(store, whole_window(extent)), cells));
        for (Index number = 0; number < windows.count(); ++number) {
            const Window window = windows.with_halo(windows.at(number), 2);
            const Raster<float> read = loaded(store, window);
            EXPECT_EQ(read(0, 0), cells(window.from.row, window.from.col));
            EXPECT_EQ(read(window.extent.rows - 1, window.extent.cols - 1),
                      cells(window.end_row() - 1, window.end_col() - 1));
        }
    }
}

TEST(CellStore, ReadsIntoAPartOfALargerRasterAndLeavesTheRest) {
    const Raster<float> cells = counted<float>({9, 8});
    const CellStore<float> store = stored(cells);
    Raster<float> wide({20, 20}, -1.0F);
    store.read({{2, 0}, {4, 8}}, wide.view().window({5, 6}, {4, 8}));
    for_each_cell(wide.extent(), [&](Index row, Index col) {
        const bool inside = row >= 5 && row < 9 && col >= 6 && col < 14;
        EXPECT_EQ(wide(row, col), inside ? cells(row - 3, col - 6) : -1.0F);
    });
}

TEST(CellStore, UnwrittenCellsAreZero) {
    const CellStore<float> store({4, 4}, folder());
    EXPECT_EQ(loaded(store, {{1, 1}, {1, 1}})(0, 0), 0.0F);
}

TEST(CellStore, AnEmptyWindowMovesNothing) {
    CellStore<float> store({4, 4}, folder());
    store.write({2, 2}, View<const float>());
    store.read({{2, 2}, {0, 0}}, View<float>());
    EXPECT_EQ(loaded(store, {{2, 2}, {1, 1}})(0, 0), 0.0F);
}

TEST(CellStore, FindsCellsBeyondTwoToThe33) {
    // Sparse: 80 GB to address, a few pages on the disk.
    CellStore<double> store({100'000, 100'000}, folder());
    const Raster<double> cells = counted<double>({2, 3});
    for (const Cell from : {Cell{99'998, 99'997}, {50'000, 3}, {21'474, 83'646}}) {
        store.write(from, cells);
        EXPECT_TRUE(same_bits(loaded(store, {from, cells.extent()}), cells));
    }
    EXPECT_EQ(loaded(store, {{99'997, 99'999}, {1, 1}})(0, 0), 0.0);
}

TEST(CellStore, DisjointWindowsFromSeveralThreadsDoNotDisturbEachOther) {
    const Extent extent{64, 65};
    const Raster<float> cells = counted<float>(extent);
    const ThreadScope scope(8);
    CellStore<float> store(extent, folder());
    const Windows windows(extent, {3, 5});
    for_each_block(windows.count(), [&](Index number) {
        const Window window = windows.at(number);
        store.write(window.from, cells.view().window(window.from, window.extent));
    });
    EXPECT_TRUE(same_bits(loaded(store, whole_window(extent)), cells));
}

TEST(CellStore, LeavesNoNameInTheFolder) {
    const auto own = folder() / "hazone_cell_store_names";
    std::filesystem::create_directories(own);
    {
        const CellStore<float> store({8, 8}, own);
        EXPECT_TRUE(std::filesystem::is_empty(own));
    }
    std::filesystem::remove_all(own);
}

TEST(CellStore, MovesItsFile) {
    const Raster<float> cells = counted<float>({3, 3});
    CellStore<float> first = stored(cells);
    CellStore<float> second = std::move(first);
    first = stored(cells);
    second = std::move(first);
    EXPECT_TRUE(same_bits(loaded(second, whole_window({3, 3})), cells));
}

TEST(CellStore, RefusesAFolderWhichIsNotThere) {
    try {
        const CellStore<float> store({3, 3}, "/no/such/folder");
        FAIL() << "made a file nowhere";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("'/no/such/folder'"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("--scratch"), std::string::npos);
    }
}

/// The largest file this process may write, for the lifetime of the object.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, SIG_DFL);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    FileSizeLimit(FileSizeLimit&&) = delete;
    FileSizeLimit& operator=(FileSizeLimit&&) = delete;

private:
    rlimit before_{};
};

TEST(CellStore, ReportsAFileWhichTheSystemRefuses) {
    const FileSizeLimit limit(1000);
    EXPECT_THROW(CellStore<float>({100, 100}, folder()), InputError);
}

TEST(CellStore, ReportsAWriteWhichTheSystemRefuses) {
    CellStore<float> store({100, 100}, folder());
    const FileSizeLimit limit(1000);
    try {
        store.write({50, 0}, Raster<float>({10, 100}, 1.0F));
        FAIL() << "wrote beyond the limit";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find(folder().string()), std::string::npos);
    }
}

/// A file system of `bytes` in memory, seen by this process alone; not there without the right to
/// mount one.
class SmallDisk {
public:
    explicit SmallDisk(Index bytes) : folder_(folder() / "hazone_small_disk") {
        std::filesystem::create_directories(folder_);
        mounted_ = unshare(CLONE_NEWNS) == 0 &&
                   mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   mount("none", folder_.c_str(), "tmpfs", 0,
                         ("size=" + std::to_string(bytes)).c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) {
            umount2(folder_.c_str(), MNT_DETACH);
        }
        std::filesystem::remove(folder_);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    SmallDisk(SmallDisk&&) = delete;
    SmallDisk& operator=(SmallDisk&&) = delete;

    bool mounted() const { return mounted_; }
    const std::filesystem::path& path() const { return folder_; }

private:
    std::filesystem::path folder_;
    bool mounted_ = false;
};

TEST(CellStore, NamesFolderFreeAndNeededBytesWhenTheDiskIsFull) {
    const SmallDisk disk(Index{4} << 20);
    if (!disk.mounted()) {
        GTEST_SKIP() << "a small disk can be made by the administrator alone";
    }
    CellStore<float> store({1 << 14, 1 << 14}, disk.path());
    const Raster<float> half({32, 1 << 14}, 1.0F);
    store.write({0, 0}, half);
    try {
        store.write({32, 0}, Raster<float>({64, 1 << 14}, 1.0F));
        FAIL() << "wrote 6 MiB on a disk of 4";
    } catch (const InputError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find(disk.path().string()), std::string::npos) << text;
        EXPECT_NE(text.find("needs 1.00 GiB more, 0.00 GiB are free"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace hazone
