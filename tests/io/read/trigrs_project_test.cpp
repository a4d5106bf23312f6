#include "io/read/trigrs_project.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::refusal_of;
using testing::TemporaryFolder;
using testing::write_text;

constexpr const char* kGrid =
    "ncols 3\nnrows 2\nxllcorner 500000\nyllcorner 2400000\ncellsize 10\nNODATA_value -9999\n"
    "1.5 -9999 2\n3 4 -1e-09\n";

/// A project of two zones and three periods; `changed` replaces the first text by the second.
std::string project_text(const std::string& from = "", const std::string& to = "") {
    std::string text =
        "Name\nA small one\ntx, nmax, mmax, zones\n1,1,-20,2\nnzs,...\n10, 0.001, 9.8d3 3,\n"
        "86400\nzmax...\n-3, 2.5, -1e-9, 95, 120\nzone, 2\nc...\n8e3,31,2.2e4,8e-4,1e-4,.45,.06,8\n"
        "zone, 1\nc...\n3500. 35 22000 6d-6 1.E-7 0.45 0.05 -.5 a remark\ncri\n2*3e-7,-9\ncapt\n"
        "0,3600\n7200,86400\nslofil\nData/slope.asc\nelev\nData\\DEM.asc\nzon\nData/zones.asc\n"
        "zfil\nData/slope.asc\ndep\nnone\nriz\nData/slope.asc\nrif\nnone\nnone\nData/slope.asc\n"
        "nxt\nno_input\nndx\nno_input\ndsc\nno_input\nwf\nno_input\nfolder\nout/\nsuffix\nsmall\n"
        "ro\nF\nfs\nT\nz\n.true.\np\nT\nwt\nT, depth\nir\nF\nub\nF\nflag\n-2,1\nnout\n2\ntsav\n"
        "3600.\n86400\nskip\nF\nlany\nT\nllus\nT\nlps0\nF\nmass\nF\nflow\nhydro\nbkgrof\nT\n"
        "asc\nT\nlpge0\nF\nigcap\nT\ndeep\n-50.0,flow\n";
    if (!from.empty()) {
        text.replace(text.find(from), from.size(), to);
    }
    return text;
}

struct Folder {
    Folder() {
        std::filesystem::create_directories(folder / "data");
        write_text(folder / "data/slope.asc", kGrid);
        write_text(folder / "data/dem.asc", kGrid);
        write_text(folder / "data/zones.asc", kGrid);
    }
    TrigrsProject read(const std::string& text) const {
        write_text(folder / "tr_in.txt", text);
        return read_trigrs_project(folder / "tr_in.txt");
    }
    TemporaryFolder folder;
};

TEST(TrigrsProject, EveryValueHasItsPlaceAndUnit) {
    const Folder folder;
    const TrigrsProject project = folder.read(project_text());
    EXPECT_EQ(project.title, "A small one");
    EXPECT_TRUE(project.infinite_depth);
    EXPECT_EQ(project.most_saturated_terms, 20);
    EXPECT_EQ(project.most_unsaturated_terms, 2) << "the reference raises nmax to 2";
    EXPECT_EQ(project.increments, 10);
    EXPECT_EQ(project.water_unit_weight, 9800);
    EXPECT_EQ(project.end, 86400);
    EXPECT_TRUE(project.depth.is_grid);
    EXPECT_FALSE(project.water_table_depth.is_grid);
    EXPECT_EQ(project.water_table_depth.value, 2.5);
    EXPECT_EQ(project.lowest_slope, 0) << "not below the highest slope: the reference takes 0";
    EXPECT_NEAR(project.highest_slope, M_PI / 2, 1e-12);
    ASSERT_EQ(project.zones.size(), 2U);
    EXPECT_EQ(project.zones[0].cohesion, 3500) << "zones stand in the order of their numbers";
    EXPECT_NEAR(project.zones[0].friction_angle, 35 * M_PI / 180, 1e-12);
    EXPECT_EQ(project.zones[0].diffusivity, 6e-6);
    EXPECT_EQ(project.zones[1].gardner_alpha, 8);
    EXPECT_EQ(project.boundaries, (std::vector<double>{0, 3600, 7200, 86400}));
    ASSERT_EQ(project.rain.size(), 3U);
    EXPECT_EQ(project.rain[1].value, 3e-7);
    EXPECT_TRUE(project.rain[2].is_grid);
    EXPECT_EQ(project.output_times, (std::vector<double>{3600, 86400}));
    EXPECT_EQ(project.flow_direction, "hydro");
    EXPECT_EQ(project.list_flag, -2);
    EXPECT_FALSE(project.ignore_suction);
    EXPECT_TRUE(project.save_depth_of_minimum);
    EXPECT_EQ(project.deep_depth, -50);
    EXPECT_FALSE(project.routes_runoff());
    EXPECT_TRUE(project.notes.empty());
}

TEST(TrigrsProject, FilesAreFoundInEitherCase) {
    const Folder folder;
    const TrigrsProject project = folder.read(project_text());
    EXPECT_EQ(project.elevation.path, folder.folder / "data/dem.asc");
    EXPECT_EQ(project.elevation.written, "Data\\DEM.asc");
}

TEST(TrigrsProject, ANameThatDiffersInItsEndingIsNamed) {
    const Folder folder;
    const std::string refused =
        refusal_of([&] { folder.read(project_text("Data/zones.asc", "Data/zones.txt")); });
    EXPECT_THAT(refused, HasSubstr("tr_in.txt, line 26: property zone grid (zonfil)"));
    EXPECT_THAT(refused, HasSubstr("'Data/zones.asc' is there"));
}

TEST(TrigrsProject, RunoffThatTheReferencePassesOverIsNoted) {
    const Folder folder;
    write_text(folder.folder / "data/next.txt", kGrid);
    std::string text = project_text("nxt\nno_input\nndx\nno_input\ndsc\nno_input\nwf\nno_input",
                                    "nxt\nData/next.asc\nndx\na\ndsc\nb\nwf\nc");
    const TrigrsProject project = folder.read(text);
    EXPECT_FALSE(project.routes_runoff());
    ASSERT_EQ(project.notes.size(), 1U);
    EXPECT_THAT(project.notes[0], HasSubstr("'Data/next.asc' (but 'Data/next.txt' is)"));
}

TEST(TrigrsProject, AllProblemsComeAtOnceWithTheirLines) {
    const Folder folder;
    std::string text = project_text("3500. 35 22000", "-3500. 95 two");
    text.replace(text.find("hydro"), 5, "downhill");
    text.replace(text.find("0,3600\n7200"), 11, "0,9600\n7200");
    text.replace(text.find("Data/slope.asc"), 14, "Data/lost.asc");
    const std::string refused = refusal_of([&] { folder.read(text); });
    EXPECT_THAT(refused, HasSubstr("line 15: cohesion, phi, uws"));
    EXPECT_THAT(refused, HasSubstr("'two' is not a number"));
    EXPECT_THAT(refused, HasSubstr("cohesion is -3500; allowed: 0 or more"));
    EXPECT_THAT(refused, HasSubstr("phi is 95"));
    EXPECT_THAT(refused, HasSubstr("capt goes back in time"));
    EXPECT_THAT(refused, HasSubstr("'Data/lost.asc': no such file"));
    EXPECT_THAT(refused, HasSubstr("flow direction 'downhill'; allowed: gener, slope, hydro"));
}

TEST(TrigrsProject, AFileThatEndsEarlyIsRefused) {
    const Folder folder;
    const std::string text = project_text();
    const std::string refused =
        refusal_of([&] { folder.read(text.substr(0, text.find("suffix"))); });
    EXPECT_THAT(refused, HasSubstr("ends at line"));
    EXPECT_THAT(refusal_of([&] { folder.read(""); }), HasSubstr("ends at line 0"));
    EXPECT_THAT(refusal_of([&] { read_trigrs_project(folder.folder / "none.txt"); }),
                HasSubstr("no such file"));
    EXPECT_THAT(refusal_of([&] { folder.read(project_text("10, 0.001, 9.8d3 3", "10,0,9800,0")); }),
                HasSubstr("nper is 0; allowed: a whole number of 1"));
}

TEST(TrigrsProject, AGridKeepsItsPlaceAndItsMissingCells) {
    const Folder folder;
    const TrigrsProject project = folder.read(project_text());
    const TrigrsGrid grid = read_trigrs_grid(project.slope);
    ASSERT_EQ(grid.cells.extent(), (Extent{2, 3}));
    EXPECT_EQ(grid.west, 500000);
    EXPECT_EQ(grid.north, 2400020);
    EXPECT_EQ(grid.cell_size, 10);
    EXPECT_EQ(grid.cells(0, 0), 1.5F);
    EXPECT_TRUE(is_missing(grid.cells(0, 1)));
    EXPECT_EQ(grid.cells(1, 2), -1e-9F);
}

TEST(TrigrsProject, RoutingListsAreReadByCell) {
    const Folder folder;
    TrigrsProject project;
    write_text(folder.folder / "order", "1 2\n2 1\n3 3\n");
    write_text(folder.folder / "to", "-9999\n1\n3\n-9999\n2\n1\n3\n-9999\n3\n3\n");
    write_text(folder.folder / "weights", "-9999\n1\n1.000\n-9999\n2\n.41\n.59\n-9999\n3\n1.\n\n");
    project.order.path = folder.folder / "order";
    project.receivers.path = folder.folder / "to";
    project.weights.path = folder.folder / "weights";
    const RunoffNetwork routing = read_trigrs_routing(project, 3);
    EXPECT_EQ(routing.order, (std::vector<Index>{1, 0, 2}));
    EXPECT_EQ(routing.first, (std::vector<Index>{0, 1, 3, 4}));
    ASSERT_EQ(routing.shares.size(), 4U);
    EXPECT_EQ(routing.shares[2].receiver, 2);
    EXPECT_EQ(routing.shares[2].weight, 0.59F);

    write_text(folder.folder / "weights", "-9999\n1\n1.000\n-9999\n2\n.41\n-9999\n3\n1.\n");
    EXPECT_THAT(refusal_of([&] { read_trigrs_routing(project, 3); }),
                HasSubstr("cell 2 has 1 weights; allowed: 2"));
    EXPECT_THAT(refusal_of([&] { read_trigrs_routing(project, 2); }), HasSubstr("'3' is no cell"));
}

/// Every input file among the oracles can be read, and its grids are found.
TEST(TrigrsProject, EveryProjectOfTheReferenceIsRead) {
    const std::filesystem::path oracles = testing::shared_folder() / "oracles/landslide";
    if (!std::filesystem::exists(oracles)) {
        GTEST_SKIP() << oracles << " is absent; set HAZONE_SHARED to the shared data";
    }
    int read = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(oracles)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("tr_") || !name.ends_with(".txt")) {
            continue;
        }
        const TrigrsProject project = read_trigrs_project(entry.path());
        EXPECT_EQ(read_trigrs_grid(project.slope).cells.extent(),
                  read_trigrs_grid(project.elevation).cells.extent())
            << entry.path();
        EXPECT_EQ(project.routes_runoff(), name.find("ro.txt") != std::string::npos)
            << entry.path();
        ++read;
    }
    EXPECT_EQ(read, 25);
}

}  // namespace
}  // namespace hazone::io
