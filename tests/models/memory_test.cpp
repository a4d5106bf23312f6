// What models of the whole grid state of their memory is what they take: beside the fields in a run
// in memory, and for a window in a run which goes window by window.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <malloc.h>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/stored_plan.hpp"
#include "engine/terrain/synthetic.hpp"
#include "models/catalogue.hpp"

namespace hazone {
namespace {

constexpr double kMebi = 1024.0 * 1024.0;

/// The most memory which was resident since reset_peak(), bytes; 0 where the system does not say.
double status_bytes(const std::string& item) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word == item) {
            double kibibytes = 0;
            status >> kibibytes;
            return kibibytes * 1024;
        }
    }
    return 0;
}

bool reset_peak() {
    malloc_trim(0);
    std::ofstream file("/proc/self/clear_refs");
    file << 5 << std::flush;
    return file.good();
}

/// Bytes which `work` takes at its fullest moment beside what is there before.
template <class Work>
double bytes_taken(Work work) {
    const double before = status_bytes("VmRSS:");
    work();
    return status_bytes("VmHWM:") - before;
}

Raster<float> ground(const std::string& kind, Extent extent) {
    if (kind == "noise") {
        return synthetic_terrain(SyntheticTerrain::noise, extent, 3);
    }
    if (kind == "fractal") {
        return synthetic_terrain(SyntheticTerrain::fractal, extent, 3);
    }
    Raster<float> z(extent, 7.0F);
    if (kind == "plane") {
        for_each_cell(extent, [cells = z.view()](Index row, Index col) {
            cells(row, col) = static_cast<float>(3 * row + 2 * col);
        });
    }
    return z;
}

const Model& model_of(const std::string& name) { return *find_model(catalogue(), name); }

constexpr const char* kChain[] = {"fill_depressions", "d8_flow", "flow_accumulation",
                                  "stream_network", "height_above_drainage", "drainage_basin"};

TEST(Memory, PrintInMemory) {
    return_freed_memory();
    const Extent extent{3000, 2900};
    for (const std::string kind : {"noise", "fractal", "plane", "flat"}) {
        FieldSet fields(Grid{.extent = extent, .cell_size = 10});
        fields.put(kElevation, ground(kind, extent));
        for (const char* name : kChain) {
            const Model& model = model_of(name);
            double made = 0;
            for (const FieldSpec& field : model.makes) {
                made += static_cast<double>(bytes_per_cell(field.type));
            }
            ASSERT_TRUE(reset_peak());
            const Params params = Params::resolve(model.name, model.params, {});
            const double bytes = bytes_taken([&] { model.run(params, fields); });
            std::printf("%-8s %-24s %6.2f declared %5.2f\n", kind.c_str(), name,
                        bytes / double(extent.size()) - made, model.scratch_bytes_per_cell);
        }
    }
}

TEST(Memory, PrintStored) {
    return_freed_memory();
    const Extent extent{4000, 4100};
    const Extent window{1500, 1500};
    for (const std::string kind : {"noise", "fractal", "plane", "flat"}) {
        StoredFields fields(Grid{.extent = extent, .cell_size = 10},
                            std::filesystem::temp_directory_path());
        fields.write(kElevation).write({0, 0}, ground(kind, extent).view());
        fields.set_window(window);
        for (const char* name : kChain) {
            const Model& model = model_of(name);
            const Params params = Params::resolve(model.name, model.params, {});
            if (model.run_stored == nullptr) {
                FieldSet set(fields.grid());
                fields.read_part(kContributingArea, whole_window(extent), set);
                model.run(params, set);
                fields.write_part(kStreamNetwork, set, whole_window(extent), whole_window(extent));
                continue;
            }
            ASSERT_TRUE(reset_peak());
            const double bytes = bytes_taken([&] { model.run_stored(params, fields); });
            const double rim = 2.0 * (3 * 4000 + 3 * 4100);
            std::printf("%-8s %-24s %6.2f declared %5.2f (MiB %.1f, rim %.1f)\n", kind.c_str(), name,
                        bytes / double(window.size()), model.stored_bytes_per_cell, bytes / kMebi,
                        rim * 80 / kMebi);
        }
    }
}

}  // namespace
}  // namespace hazone
