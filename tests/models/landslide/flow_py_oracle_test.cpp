// The flux method beside numbers which the program Flow-Py made: shared/oracles/landslide/flowpy,
// angle of reach 20 degrees, exponent 4, flux threshold 3e-4, 199 release cells.
#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/program.hpp"
#include "tests/support/run_model.hpp"

namespace hazone {
namespace {

constexpr double kTolerance = 1e-4;
constexpr float kNoData = -9999;

std::filesystem::path oracle(const std::string& part) {
    return testing::shared_folder() / "oracles/landslide/flowpy" /
           ("syn64_a20_e4_" + part + ".asc");
}

Raster<float> read_ascii(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string key;
    double value = 0;
    Extent extent;
    for (int line = 0; line < 6; ++line) {
        file >> key >> value;
        (key == "ncols"   ? extent.cols
         : key == "nrows" ? extent.rows
                          : extent.cols) =
            key == "ncols" || key == "nrows" ? static_cast<Index>(value) : extent.cols;
    }
    Raster<float> cells(extent);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            file >> value;
            cells(row, col) =
                static_cast<float>(value) == kNoData ? kMissing : static_cast<float>(value);
        }
    }
    EXPECT_TRUE(file.good());
    return cells;
}

TEST(FlowPyOracle, EnergyHeightAndFluxAreEqualInEveryCell) {
    if (!std::filesystem::exists(oracle("dem"))) {
        GTEST_SKIP() << "needs the shared oracles, see HAZONE_SHARED";
    }
    Raster<float> z = read_ascii(oracle("dem"));
    const Raster<float> release = read_ascii(oracle("release"));
    FieldSet fields(testing::plain_grid(z.extent()));
    Raster<std::int32_t> zone(z.extent(), kNoLabel);
    for_each_cell(z.extent(), [&](Index row, Index col) {
        zone(row, col) =
            release(row, col) > 0 ? static_cast<std::int32_t>(row * 64 + col) : kNoLabel;
    });
    fields.put(kElevation, std::move(z));
    fields.put(kReleaseZone, std::move(zone));
    testing::run_model("flow_runout", {{"mode", "flow_py"}, {"angle_of_reach", "20 deg"}}, fields);
    const Raster<float> energy = read_ascii(oracle("z_delta"));
    const Raster<float> flux = read_ascii(oracle("flux"));
    const auto own_energy = fields.read(kRunoutEnergyHeight);
    const auto own_flux = fields.read(kRunoutFlux);
    Index compared = 0;
    double energy_error = 0;
    double flux_error = 0;
    for (Index row = 0; row < energy.rows(); ++row) {
        for (Index col = 0; col < energy.cols(); ++col) {
            if (is_missing(own_energy(row, col))) {
                EXPECT_EQ(energy(row, col), 0);
                continue;
            }
            energy_error =
                std::max<double>(energy_error, std::abs(energy(row, col) - own_energy(row, col)));
            flux_error =
                std::max<double>(flux_error, std::abs(flux(row, col) - own_flux(row, col)));
            compared += flux(row, col) > 0 ? 1 : 0;
        }
    }
    EXPECT_EQ(compared, 983);  // all cells which Flow-Py reaches
    EXPECT_LT(energy_error, kTolerance);
    EXPECT_LT(flux_error, kTolerance);
    RecordProperty("energy_error", std::to_string(energy_error));
    std::printf("cells %td, energy height %.2e m, flux %.2e\n",
                static_cast<std::ptrdiff_t>(compared), energy_error, flux_error);
}

}  // namespace
}  // namespace hazone
