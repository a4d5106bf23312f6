#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/cell_store.hpp"
#include "engine/core/field_set.hpp"

namespace hazone {

/// The raster fields of a run which does not fit in memory, by their standard names: twin of
/// FieldSet whose cells lie in scratch files.
class StoredFields {
public:
    using Value = std::variant<CellStore<float>,
                               CellStore<double>,
                               CellStore<std::uint8_t>,
                               CellStore<std::int32_t>>;

    /// Scratch files are made in `folder`, which must exist.
    StoredFields(Grid grid, std::filesystem::path folder)
        : grid_(std::move(grid)), folder_(std::move(folder)), window_(grid_.extent) {}

    const Grid& grid() const { return grid_; }
    Extent extent() const { return grid_.extent; }
    /// As FieldSet::times(). A field of Form::frames is one store, the rasters of its times one
    /// below the other.
    const std::vector<double>& times() const { return times_; }
    void set_times(std::vector<double> times) { times_ = std::move(times); }
    const std::filesystem::path& folder() const { return folder_; }

    /// How large a piece of the grid a model may hold in memory; set anew for every model.
    Extent window() const { return window_; }
    void set_window(Extent window) { window_ = window; }

    bool has(const FieldSpec& spec) const { return fields_.contains(spec.name); }

    /// Cells of a field that exists. The cell type must be the one of `spec`.
    template <class T = float>
    const CellStore<T>& read(const FieldSpec& spec) const {
        return std::get<CellStore<T>>(at(spec));
    }
    /// Makes the field (cells zero) or gives the one which exists, for writing.
    template <class T = float>
    CellStore<T>& write(const FieldSpec& spec) {
        auto found = fields_.find(spec.name);
        if (found == fields_.end()) {
            found = fields_.emplace(spec.name, CellStore<T>(grid_.extent, folder_)).first;
        }
        return std::get<CellStore<T>>(found->second);
    }

    void put(const FieldSpec& spec, Value value);
    /// Removes the field and gives its value; std::logic_error when it does not exist.
    Value take(const FieldSpec& spec);
    /// Removes the field, if it exists, and with it its scratch file.
    void erase(const FieldSpec& spec);

    /// Puts the field's cells in the window into `part`, whose grid is that window and whose output
    /// times are those of the run.
    void read_part(const FieldSpec& spec, Window window, FieldSet& part) const;
    /// Puts the cells of `part`, whose grid is the window `outer`, into the store of the field,
    /// which is made at the first call: those inside `inner` alone.
    void write_part(const FieldSpec& spec, const FieldSet& part, Window outer, Window inner);

    /// As FieldSet::missing_cells(); reads the field through once.
    Index missing_cells(const FieldSpec& spec) const;

private:
    Index missing_frames(const FieldSpec& spec, const Windows& rows) const;
    const Value& at(const FieldSpec& spec) const;

    Grid grid_;
    std::vector<double> times_;
    std::filesystem::path folder_;
    Extent window_;
    std::map<std::string, Value, std::less<>> fields_;
};

}  // namespace hazone
