#include "scenarios/products.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/map/field_map.hpp"
#include "io/map/stability_picture.hpp"
#include "io/write/raster_style.hpp"

namespace hazone {
namespace {

io::Metadata metadata_of(const Scenario& scenario) {
    io::Metadata metadata{{"title", scenario.title}, {"source", "hazone"}};
    if (!scenario.sources.empty()) {
        metadata["references"] = scenario.sources;
    }
    if (scenario.synthetic) {
        metadata["synthetic"] = "yes";
    }
    return metadata;
}

std::string picture_name(std::string_view name, Pictures pictures) {
    constexpr std::array kEndings{"pdf", "png", "svg"};  // in the order of Pictures
    return fmt::format("{}.{}", name, kEndings.at(static_cast<std::size_t>(pictures)));
}

/// Whether results.nc will hold a field: it has rasters alone.
bool any_in_netcdf(const Job& job) {
    const Outputs& outputs = job.scenario.outputs;
    const bool raster_asked =
        std::any_of(outputs.fields.begin(), outputs.fields.end(),
                    [](const std::string& name) { return has_cells(*find_field(name)); });
    return outputs.netcdf == NetcdfContent::all ||
           (outputs.netcdf == NetcdfContent::asked && raster_asked);
}

}  // namespace

ProductWriter::ProductWriter(const Job& job, std::filesystem::path folder)
    : job_(job), folder_(std::move(folder)) {
    options_ = {.compression = job.scenario.outputs.compression,
                .language = job.scenario.outputs.language,
                .metadata = metadata_of(job.scenario)};
    if (any_in_netcdf(job)) {
        netcdf_ = std::make_unique<io::NetcdfWriter>(folder_ / "results.nc", job.fields->grid(),
                                                     options_);
    }
}

template <class Work>
void ProductWriter::timed(Work work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool ProductWriter::asked(const FieldSpec& field) const {
    const auto& names = job_.scenario.outputs.fields;
    return std::find(names.begin(), names.end(), field.name) != names.end();
}

bool ProductWriter::in_netcdf(const FieldSpec& field) const {
    return netcdf_ && (asked(field) || job_.scenario.outputs.netcdf == NetcdfContent::all);
}

void ProductWriter::write_layer(const FieldSpec& field, const FieldSet& fields) {
    const FeatureLayer& layer = fields.features(field);
    const bool table = layer.shape == FeatureShape::none;
    const std::string name = std::string(field.name) + (table ? ".csv" : ".gpkg");
    if (table) {
        io::write_table(folder_ / name, layer);
    } else {
        io::write_features(folder_ / name, field, fields, options_);
    }
    products_.push_back({name, std::string(field.meaning)});
    draw_plot(layer);
    if (field.name == kPressureProfiles.name) {
        const std::string beside = std::string(field.name) + ".csv";
        io::write_table(folder_ / beside, layer);
        products_.push_back({beside, "the same as a table"});
    }
}

void ProductWriter::draw_plot(const FeatureLayer& layer) {
    const Pictures pictures = job_.scenario.outputs.pictures.value_or(Pictures::png);
    if (layer.name != kStabilityPlot.name || pictures == Pictures::none) {
        return;
    }
    const std::string name = picture_name(layer.name, pictures);
    io::draw_stability_picture({.subtitle = job_.scenario.title,
                                .synthetic = job_.scenario.synthetic,
                                .language = job_.scenario.outputs.language,
                                .layer = &layer},
                               static_cast<io::PictureFormat>(pictures), folder_ / name);
    products_.push_back({name, "the same as a picture"});
}

void ProductWriter::draw_maps(const FieldSpec& field, const FieldSet& fields) {
    const Pictures pictures = job_.scenario.outputs.pictures.value_or(Pictures::none);
    if (pictures == Pictures::none || !io::can_be_mapped(field)) {
        return;
    }
    const bool frames = field.form == Form::frames;
    const Index times = frames ? static_cast<Index>(fields.times().size()) : 1;
    for (Index time = 0; time < times; ++time) {
        const std::string name = picture_name(
            frames ? fmt::format("{}_{}", field.name, time + 1) : std::string(field.name),
            pictures);
        io::draw_field_map({.subtitle = job_.scenario.title,
                            .synthetic = job_.scenario.synthetic,
                            .language = job_.scenario.outputs.language,
                            .field = &field,
                            .time = time},
                           fields, static_cast<io::PictureFormat>(pictures), folder_ / name);
        products_.push_back({name, "the same as a map"});
    }
}

std::filesystem::path ProductWriter::add_geotiff(const FieldSpec& field) {
    const std::string name = std::string(field.name) + ".tif";
    products_.push_back({name, std::string(field.meaning)});
    return folder_ / name;
}

void ProductWriter::add_style(const std::filesystem::path& geotiff, const FieldSpec& field) {
    if (io::write_raster_style(geotiff, field, options_.language)) {
        products_.push_back({std::string(field.name) + ".qml", "how QGIS draws it"});
    }
}

void ProductWriter::field_made(const FieldSpec& field, const FieldSet& fields) {
    if (field.form == Form::features && asked(field)) {
        timed([&] { write_layer(field, fields); });
    }
    if (!has_cells(field)) {
        return;
    }
    timed([&] {
        if (asked(field)) {
            const auto path = add_geotiff(field);
            io::write_geotiff(path, field, fields, options_);
            add_style(path, field);
            draw_maps(field, fields);
        }
        if (in_netcdf(field)) {
            netcdf_->add(field, fields);
        }
    });
}

void ProductWriter::field_made(const FieldSpec& field, const StoredFields& fields) {
    if (!asked(field)) {
        return;
    }
    // Rows of frames lie in their store one time below the other.
    const auto rows_from = [&](Index top) -> io::RowSource {
        return [&fields, &field, top](Index first, Index count, std::byte* cells) {
            const Window window{{top + first, 0}, {count, fields.extent().cols}};
            with_type_of(field.type, [&](auto kind) {
                using T = decltype(kind);
                fields.read<T>(field).read(window, {reinterpret_cast<T*>(cells), window.extent});
            });
        };
    };
    io::RasterOptions options = options_;
    options.scratch = fields.folder();
    timed([&] {
        const auto path = add_geotiff(field);
        if (field.form != Form::frames) {
            io::write_geotiff(path, field, fields.grid(), rows_from(0), options);
            add_style(path, field);
            return;
        }
        std::vector<io::RowSource> sources;
        for (std::size_t time = 0; time < fields.times().size(); ++time) {
            sources.push_back(rows_from(static_cast<Index>(time) * fields.extent().rows));
        }
        io::write_geotiff(path, field, fields.grid(), sources, fields.times(), options);
        add_style(path, field);
    });
}

void ProductWriter::finish() {
    timed([&] {
        if (netcdf_) {
            netcdf_->finish();
            products_.push_back({"results.nc", "fields in one CF NetCDF-4 file"});
        }
    });
}

}  // namespace hazone
