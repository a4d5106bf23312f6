#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/file_unit.hpp"
#include "io/read/range_check.hpp"
#include "io/read/read.hpp"
#include "io/read/warp.hpp"
#include "io/time_stamp.hpp"

namespace hazone::io {
namespace {

/// Metres of rain in one step for one stored unit: depths as they are, intensities times the step.
double rain_factor(const std::string& stated,
                   const std::string& written,
                   double step,
                   const std::string& what) {
    const std::string unit = si_symbol(stated.empty() ? written : stated);
    if (const auto depth = si_factor(unit, Unit::metre)) {
        return *depth;
    }
    if (const auto intensity = si_factor(unit, Unit::metre_per_second)) {
        return *intensity * step;
    }
    if (unit == "kg m-2 s-1" || unit == "mm s-1" || unit == "mm/s") {
        return 1e-3 * step;
    }
    throw InputError(
        fmt::format("{}: {}; allowed: a depth per step (mm, m, kg m-2) or an intensity "
                    "(mm/h, mm/d, m/s, kg m-2 s-1). State it: unit = \"mm\"",
                    what,
                    unit.empty() ? "the unit of the rain is not stated"
                                 : fmt::format("'{}' is not a unit of rain", unit)));
}

/// One step of rain from a band, m, into the view.
void read_step(const RasterFile& file,
               const std::string& transformation,
               double factor,
               const Grid& grid,
               View<float> rain,
               const FieldSpec& allowed = kRain) {
    Raster<float> cells(grid.extent);
    read_band(file, {Resampling::bilinear, transformation}, grid, buffer_of(cells.view()));
    for_each_cell(grid.extent, [&, from = cells.view()](Index row, Index col) {
        const auto stored = static_cast<double>(from(row, col));
        rain(row, col) = static_cast<float>((stored * file.scale + file.offset) * factor);
    });
    const View<const float> written = rain;
    if (const auto found = find_outside(written, allowed)) {
        const auto position = file_position(file, transformation, grid, found->cell);
        throw InputError(fmt::format(
            "{}: band {} has {} cells with rain outside {}: first {:.6g} m at row {:.0f}, column "
            "{:.0f}. Declare the nodata value, or state the right unit",
            file.name, file.band, found->count, range_text(allowed), found->value,
            std::floor(position[1]), std::floor(position[0])));
    }
}

/// One file per step.
class StackRain final : public RainSeries {
public:
    StackRain(RainStackSource source, Grid grid)
        : source_(std::move(source)), grid_(std::move(grid)) {
        if (source_.paths.empty() || !(source_.step_length > 0)) {
            throw InputError(
                "rain: a stack needs at least one raster and a step longer than 0, such "
                "as step = \"1 h\"");
        }
        start_ =
            source_.start.empty() ? 0 : require_time(source_.start, "rain: start of the stack");
        Problems problems;
        for (Index step = 0; step < steps(); ++step) {
            problems.collect([&] {
                const RasterFile file = open_step(step);
                rain_factor(source_.unit, file.unit, source_.step_length, file.name);
                coordinate_operation(file.crs, parse_crs(grid_.crs, "the grid"),
                                     source_.transformation, file.name);
            });
        }
        problems.raise();
    }

    Index steps() const override { return static_cast<Index>(source_.paths.size()); }
    double step_length() const override { return source_.step_length; }
    UtcSeconds start() const override { return start_; }
    void read(Index step, View<float> rain) const override {
        const RasterFile file = open_step(step);
        const double factor = rain_factor(source_.unit, file.unit, source_.step_length, file.name);
        read_step(file, source_.transformation, factor, grid_, rain);
    }

private:
    RasterFile open_step(Index step) const {
        RasterSource raster;
        raster.paths = {source_.paths[static_cast<std::size_t>(step)]};
        return open_raster(raster);
    }

    RainStackSource source_;
    Grid grid_;
    UtcSeconds start_ = 0;
};

/// Seconds of one CF time unit; empty for months and years, whose length varies.
std::optional<double> cf_seconds(const std::string& word) {
    const std::string singular = word.size() > 1 && word.back() == 's' && word != "s"
                                     ? word.substr(0, word.size() - 1)
                                     : word;
    for (const auto& [name, seconds] : {std::pair{"second", 1.0},
                                        {"sec", 1.0},
                                        {"s", 1.0},
                                        {"minute", 60.0},
                                        {"min", 60.0},
                                        {"hour", 3600.0},
                                        {"hr", 3600.0},
                                        {"h", 3600.0},
                                        {"day", 86400.0},
                                        {"d", 86400.0}}) {
        if (singular == name) {
            return seconds;
        }
    }
    return std::nullopt;
}

/// Times of all bands from "hours since 2024-09-07 00:00:00" and the value of each band.
std::vector<UtcSeconds> cf_times(GDALDataset& dataset, const std::string& name) {
    const char* text = dataset.GetMetadataItem("time#units");
    const std::string units = text == nullptr ? "" : text;
    const auto since = units.find(" since ");
    const auto length = cf_seconds(units.substr(0, since));
    const auto origin =
        since == std::string::npos ? std::nullopt : parse_time(units.substr(since + 7));
    const char* calendar = dataset.GetMetadataItem("time#calendar");
    const std::string days = calendar == nullptr ? "standard" : calendar;
    const bool known = days == "standard" || days == "gregorian" || days == "proleptic_gregorian";
    if (!length || !origin || !known) {
        throw InputError(
            fmt::format("{}: its times are '{}' in the calendar '{}'; allowed: seconds, "
                        "minutes, hours or days since a date in the standard calendar",
                        name, units, days));
    }
    std::vector<UtcSeconds> times;
    for (int band = 1; band <= dataset.GetRasterCount(); ++band) {
        const char* value = dataset.GetRasterBand(band)->GetMetadataItem("NETCDF_DIM_time");
        if (value == nullptr) {
            throw InputError(
                fmt::format("{}: band {} has no time; allowed: a variable with the "
                            "dimensions (time, y, x)",
                            name, band));
        }
        times.push_back(origin->seconds + std::llround(std::strtod(value, nullptr) * *length));
    }
    return times;
}

UtcSeconds equal_step(const std::vector<UtcSeconds>& times, const std::string& name) {
    if (times.size() < 2) {
        throw InputError(
            fmt::format("{}: has {} time; a series needs two at least, for the length "
                        "of the step",
                        name, times.size()));
    }
    const UtcSeconds step = times[1] - times[0];
    for (std::size_t k = 1; k < times.size(); ++k) {
        if (times[k] - times[k - 1] != step || step <= 0) {
            throw InputError(
                fmt::format("{}: times {} and {} are {} s apart, the first two {} s; "
                            "allowed: equal steps forward in time",
                            name, k, k + 1, times[k] - times[k - 1], step));
        }
    }
    return step;
}

/// A NetCDF variable (time, y, x). Its times are the ends of the steps, as with gauges.
class NetcdfRain final : public RainSeries {
public:
    NetcdfRain(const RainNetcdfSource& source, Grid grid)
        : transformation_(source.transformation), grid_(std::move(grid)) {
        if (!std::filesystem::exists(source.path)) {
            throw InputError(
                fmt::format("{}: no such file; expected a NetCDF file", source.path.string()));
        }
        RasterSource raster;
        raster.paths = {fmt::format("NETCDF:\"{}\":{}", source.path.string(), source.variable)};
        file_ = open_raster(raster);
        file_.name = fmt::format("{}, variable '{}'", source.path.string(), source.variable);
        const auto times = cf_times(*file_.dataset, file_.name);
        step_ = equal_step(times, file_.name);
        start_ = times.front() - step_;
        factor_ = rain_factor(source.unit, file_.unit, step_length(), file_.name);
        coordinate_operation(file_.crs, parse_crs(grid_.crs, "the grid"), transformation_,
                             file_.name);
    }

    Index steps() const override { return file_.dataset->GetRasterCount(); }
    double step_length() const override { return static_cast<double>(step_); }
    UtcSeconds start() const override { return start_; }
    void read(Index step, View<float> rain) const override {
        file_.band = static_cast<int>(step) + 1;
        read_step(file_, transformation_, factor_, grid_, rain);
    }

private:
    std::string transformation_;
    Grid grid_;
    mutable RasterFile file_;  // its band is the step read last; one thread reads
    UtcSeconds step_ = 0;
    UtcSeconds start_ = 0;
    double factor_ = 1;
};

/// Periods of unequal length.
class PeriodRain final : public RainSeries {
public:
    PeriodRain(RainPeriodsSource source, Grid grid)
        : source_(std::move(source)), grid_(std::move(grid)) {
        start_ = source_.start.empty() ? 0 : require_time(source_.start, "rain: start");
        Problems problems;
        if (source_.periods.empty()) {
            problems.add("rain: needs one period at least, such as periods = [\"48 h\"]");
        }
        for (const auto& period : source_.periods) {
            begins_.push_back(end_);
            end_ += period.length;
            problems.collect([&] { check(period); });
        }
        problems.raise();
    }

    Index steps() const override { return static_cast<Index>(source_.periods.size()); }
    double step_length() const override {
        return std::max_element(source_.periods.begin(), source_.periods.end(),
                                [](const auto& a, const auto& b) { return a.length < b.length; })
            ->length;
    }
    double length(Index step) const override { return period(step).length; }
    double begin(Index step) const override { return begins_[static_cast<std::size_t>(step)]; }
    UtcSeconds start() const override { return start_; }
    std::optional<float> everywhere(Index step) const override {
        return period(step).path.empty()
                   ? std::optional(static_cast<float>(period(step).rate * length(step)))
                   : std::nullopt;
    }
    void read(Index step, View<float> rain) const override {
        if (const auto same = everywhere(step)) {
            for_each_cell(rain.extent(), [=](Index row, Index col) { rain(row, col) = *same; });
            return;
        }
        const RasterFile file = open_period(period(step));
        read_step(file, source_.transformation,
                  rain_factor(source_.unit, file.unit, length(step), file.name), grid_, rain,
                  allowed_in(length(step)));
    }

private:
    const RainPeriodsSource::Period& period(Index step) const {
        return source_.periods[static_cast<std::size_t>(step)];
    }

    /// A period may be days long: its rate is what has a limit.
    static FieldSpec allowed_in(double length) {
        FieldSpec allowed = kRain;
        allowed.highest = kPeakIntensity.highest * length;
        return allowed;
    }

    static RasterFile open_period(const RainPeriodsSource::Period& period) {
        RasterSource raster;
        raster.paths = {period.path};
        return open_raster(raster);
    }

    void check(const RainPeriodsSource::Period& period) const {
        if (!(period.length > 0) || !(period.rate >= 0 && period.rate <= kPeakIntensity.highest)) {
            throw InputError(fmt::format(
                "rain: a period of {} s with {} m/s; allowed: longer than 0 s, 0 to {} m/s",
                period.length, period.rate, kPeakIntensity.highest));
        }
        if (!period.path.empty()) {
            const RasterFile file = open_period(period);
            rain_factor(source_.unit, file.unit, period.length, file.name);
            coordinate_operation(file.crs, parse_crs(grid_.crs, "the grid"), source_.transformation,
                                 file.name);
        }
    }

    RainPeriodsSource source_;
    Grid grid_;
    UtcSeconds start_ = 0;
    std::vector<double> begins_;
    double end_ = 0;
};

}  // namespace

Index rain_steps(const Source& source) {
    if (const auto* stack = std::get_if<RainStackSource>(&source)) {
        return static_cast<Index>(stack->paths.size());
    }
    if (const auto* periods = std::get_if<RainPeriodsSource>(&source)) {
        return static_cast<Index>(periods->periods.size());
    }
    if (const auto* netcdf = std::get_if<RainNetcdfSource>(&source)) {
        const QuietGdal quiet;
        GDALAllRegister();
        const DatasetPtr dataset(GDALDataset::Open(
            fmt::format("NETCDF:\"{}\":{}", netcdf->path.string(), netcdf->variable).c_str()));
        return dataset ? dataset->GetRasterCount() : 1;
    }
    return 1;
}

std::shared_ptr<const RainSeries> open_rain(const Source& source, const Grid& grid) {
    if (const auto* stack = std::get_if<RainStackSource>(&source)) {
        return std::make_shared<StackRain>(*stack, grid);
    }
    if (const auto* netcdf = std::get_if<RainNetcdfSource>(&source)) {
        return std::make_shared<NetcdfRain>(*netcdf, grid);
    }
    if (const auto* periods = std::get_if<RainPeriodsSource>(&source)) {
        return std::make_shared<PeriodRain>(*periods, grid);
    }
    throw InputError(
        "rain: this kind of input has no steps in time; allowed: { stack = [...], step = \"1 h\" "
        "}, "
        "{ periods = [...], rates = [...] } or { netcdf = \"...\", variable = \"...\" }. For one "
        "raster of the whole event give "
        "event_rain instead");
}

}  // namespace hazone::io
