#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/stored_fields.hpp"
#include "scenarios/job.hpp"

namespace hazone {

/// One file a run has written.
struct Product {
    std::string name;  // relative to the output folder
    std::string what;
};

/// Writes the products of a run into its folder as their fields come to be.
class ProductWriter {
public:
    ProductWriter(const Job& job, std::filesystem::path folder);

    /// Writes the field where it is asked for; called once for every field of the run.
    void field_made(const FieldSpec& field, const FieldSet& fields);
    /// The same for a run which goes window by window.
    void field_made(const FieldSpec& field, const StoredFields& fields);
    /// Closes results.nc. What is made of zones is written by publish().
    void finish();

    const std::vector<Product>& products() const { return products_; }
    double seconds() const { return seconds_; }

private:
    template <class Work>
    void timed(Work work);
    void write_layer(const FieldSpec& field, const FieldSet& fields);
    void draw_plot(const FeatureLayer& layer);
    void draw_maps(const FieldSpec& field, const FieldSet& fields);
    std::filesystem::path add_geotiff(const FieldSpec& field);
    void add_style(const std::filesystem::path& geotiff, const FieldSpec& field);
    bool asked(const FieldSpec& field) const;
    bool in_netcdf(const FieldSpec& field) const;

    const Job& job_;
    std::filesystem::path folder_;
    io::RasterOptions options_;
    std::unique_ptr<io::NetcdfWriter> netcdf_;
    std::vector<Product> products_;
    double seconds_ = 0;
};

}  // namespace hazone
