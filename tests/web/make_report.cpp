// Writes the web report of a made-up province, for the test by clicking and for bench/web:
//   hazone_make_report FOLDER [ROWS COLS ZONE_ROWS ZONE_COLS]
// Beside the report lie GeoTIFFs of its fields, as after a run.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <fmt/format.h>

#include "io/report/report.hpp"
#include "io/write/write.hpp"
#include "tests/support/small_publication.hpp"

namespace hazone {
namespace {

using testing::SmallPublication;

/// Two days of hourly rain at three gauges, with one hour in which none has measured.
std::shared_ptr<const GaugeSet> storm() {
    auto gauges = std::make_shared<GaugeSet>();
    gauges->start = 1'725'840'000;  // 2024-09-09T00:00Z
    for (int station = 0; station < 3; ++station) {
        GaugeSet::Station own{fmt::format("gauge {}", station + 1), {410'000, 2'490'000}, {}};
        for (int hour = 0; hour < 48; ++hour) {
            const double rain = 0.012 * std::exp(-std::pow((hour - 22) / 7.0, 2)) *
                                (1 + 0.4 * station) * (1 + 0.3 * std::sin(hour * 1.7));
            own.rain.push_back(hour == 35 ? kMissing : rain);
        }
        gauges->stations.push_back(own);
    }
    return gauges;
}

/// A field at three times, which grows.
void add_frames(FieldSet& fields) {
    fields.set_times({6 * 3600.0, 12 * 3600.0, 24 * 3600.0});
    const Frames<float> frames = fields.write_frames(kFailureProbabilityInTime);
    for (Index time = 0; time < frames.count(); ++time) {
        const auto cells = frames.at(time);
        for (Index row = 0; row < cells.rows(); ++row) {
            for (Index col = 0; col < cells.cols(); ++col) {
                cells(row, col) = static_cast<float>((time + 1) * ((row + 2 * col) % 30)) / 100.0F;
            }
        }
    }
}

/// The numbers of the cells of a level 0 to 4, blotches of a few cells as real classes are.
int blotch(Index row, Index col) {
    const auto noise = [](Index place) {
        return static_cast<double>(place * 2654435761 % 1000003) / 1000003.0;
    };
    const auto x = static_cast<double>(col);
    const auto y = static_cast<double>(row);
    const double broad = std::sin(x / 37) * std::cos(y / 29) + std::sin((x + y) / 211);
    const double value = 2 + 1.2 * broad + noise(row / 3 * 7919 + col / 3) * 1.5 - 0.75 +
                         (noise(row * 104729 + col) > 0.97 ? 1 : 0);
    return std::clamp(static_cast<int>(value), 0, 4);
}

/// Cells as uneven as those of a real province, for the size of its report: the stripes of the
/// small one pack too well.
void make_uneven(FieldSet& fields) {
    const auto classes = fields.write<std::uint8_t>(kHazardClass);
    const auto slides = fields.write<std::uint8_t>(kLandslideClass);
    const auto floods = fields.write<std::uint8_t>(kFlashFloodClass);
    const auto levels = fields.write<std::uint8_t>(kRiskLevel);
    const auto rules = fields.write<std::uint8_t>(kRiskRule);
    const auto susceptibility = fields.write(kLandslideSusceptibility);
    const auto rain = fields.write(kEventRain);
    const auto elevation = fields.write(kElevation);
    for (Index row = 0; row < classes.rows(); ++row) {
        for (Index col = 0; col < classes.cols(); ++col) {
            const int slide = blotch(row, col);
            const int flood = blotch(col + 999, row);
            slides(row, col) = static_cast<std::uint8_t>(1 + slide);
            floods(row, col) = static_cast<std::uint8_t>(1 + flood);
            classes(row, col) = static_cast<std::uint8_t>(1 + std::max(slide, flood));
            levels(row, col) = static_cast<std::uint8_t>(std::min(3, slide));
            rules(row, col) = levels(row, col);
            susceptibility(row, col) = static_cast<float>(slide) / 5 +
                                       static_cast<float>((row * 31 + col * 17) % 97) / 490;
            rain(row, col) =
                static_cast<float>(0.2 + 0.1 * std::sin(static_cast<double>(row) / 900) +
                                   0.05 * std::cos(static_cast<double>(col) / 500));
            elevation(row, col) += static_cast<float>(
                400 * std::sin(static_cast<double>(row + col) / 90) + 90 * flood + 20 * slide);
        }
    }
}

int make(const std::filesystem::path& folder, Extent extent, Index zone_rows, Index zone_cols) {
    SmallPublication small(extent, zone_rows, zone_cols);
    small.fields().put(kRainGauges, storm());
    const bool large = extent.size() > 1'000'000;
    if (large) {
        make_uneven(small.fields());
    } else {
        add_frames(small.fields());
    }
    std::filesystem::create_directories(folder);
    io::write_report(small.publication(),
                     {.fields = {"landslide_susceptibility", "failure_probability_in_time"}},
                     folder);
    if (!large) {
        for (const FieldSpec* field : {&kRiskLevel, &kHazardClass, &kLandslideSusceptibility}) {
            io::write_geotiff(folder / (std::string(field->name) + ".tif"), *field, small.fields(),
                              {});
        }
    }
    return 0;
}

}  // namespace
}  // namespace hazone

int main(int argc, char** argv) {
    try {
        if (argc != 2 && argc != 6) {
            fmt::print(stderr, "usage: {} FOLDER [ROWS COLS ZONE_ROWS ZONE_COLS]\n", argv[0]);
            return 2;
        }
        const auto number = [&](int place, hazone::Index otherwise) -> hazone::Index {
            return argc == 6 ? std::atoll(argv[place]) : otherwise;
        };
        return hazone::make(argv[1], {number(2, 60), number(3, 80)}, number(4, 3), number(5, 4));
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
