#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/field.hpp"
#include "engine/core/grid.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/series.hpp"
#include "engine/core/zones.hpp"

namespace hazone {

/// The quantities of one run by their standard names, all on one grid, in SI units.
class FieldSet {
public:
    using Value = std::variant<Raster<float>,
                               Raster<double>,
                               Raster<std::uint8_t>,
                               Raster<std::int32_t>,
                               std::shared_ptr<const RainSeries>,
                               std::shared_ptr<const GaugeSet>,
                               std::shared_ptr<ZoneTable>>;

    explicit FieldSet(Grid grid) : grid_(std::move(grid)) {}

    const Grid& grid() const { return grid_; }
    Extent extent() const { return grid_.extent; }
    bool has(const FieldSpec& spec) const { return fields_.contains(spec.name); }
    std::vector<std::string> names() const;

    /// Cells of a field that exists. The cell type must be the one of `spec`.
    template <class T = float>
    View<const T> read(const FieldSpec& spec) const {
        return std::get<Raster<T>>(at(spec)).view();
    }
    /// Makes the field (cells unset) or gives the one which exists, for writing.
    template <class T = float>
    View<T> write(const FieldSpec& spec) {
        auto found = fields_.find(spec.name);
        if (found == fields_.end()) {
            found = fields_.emplace(std::string(spec.name), Raster<T>(grid_.extent)).first;
        }
        return std::get<Raster<T>>(found->second).view();
    }

    const RainSeries& series(const FieldSpec& spec) const;
    const GaugeSet& gauges(const FieldSpec& spec) const;
    ZoneTable& zones(const FieldSpec& spec);
    const ZoneTable& zones(const FieldSpec& spec) const;

    void put(const FieldSpec& spec, Value value);
    const Value& at(const FieldSpec& spec) const;
    void erase(const FieldSpec& spec);
    /// Removes the field and gives its value. Reading or taking a field which does not exist is a
    /// fault of the program: std::logic_error.
    Value take(const FieldSpec& spec);

    /// Number of cells of a raster field without a value; 0 for the other forms.
    Index missing_cells(const FieldSpec& spec) const;

private:
    Grid grid_;
    std::map<std::string, Value, std::less<>> fields_;
};

/// Bytes of one cell of the type.
Index bytes_per_cell(CellType type);

}  // namespace hazone
