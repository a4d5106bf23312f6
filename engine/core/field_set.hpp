#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/features.hpp"
#include "engine/core/field.hpp"
#include "engine/core/frames.hpp"
#include "engine/core/grid.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/series.hpp"

namespace hazone {

struct RuleSet;
struct ZoneCover;
struct ZoneSummary;
using ZoneTable = std::vector<ZoneSummary>;

/// The quantities of one run by their standard names, all on one grid, in SI units.
class FieldSet {
public:
    using Value = std::variant<Raster<float>,
                               Raster<double>,
                               Raster<std::uint8_t>,
                               Raster<std::int32_t>,
                               std::shared_ptr<const RainSeries>,
                               std::shared_ptr<const GaugeSet>,
                               std::shared_ptr<ZoneTable>,
                               std::shared_ptr<const FeatureLayer>,
                               std::shared_ptr<const RuleSet>,
                               std::shared_ptr<const ZoneCover>>;

    explicit FieldSet(Grid grid) : grid_(std::move(grid)) {}

    const Grid& grid() const { return grid_; }
    Extent extent() const { return grid_.extent; }
    /// Output times of this run, s after its start: those of every field of Form::frames.
    const std::vector<double>& times() const { return times_; }
    void set_times(std::vector<double> times) { times_ = std::move(times); }
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

    /// The same for a field of Form::frames: one raster per output time.
    Frames<const float> read_frames(const FieldSpec& spec) const {
        return {std::get<Raster<float>>(at(spec)).view(), static_cast<Index>(times_.size())};
    }
    Frames<float> write_frames(const FieldSpec& spec);
    /// As write_frames(), but no frames for a field which is left out.
    Frames<float> write_frames_if_wanted(const FieldSpec& spec) {
        return is_left_out(spec) ? Frames<float>() : write_frames(spec);
    }

    /// As write(), but a view of nothing for a field which is left out: a kernel then spares it.
    template <class T = float>
    View<T> write_if_wanted(const FieldSpec& spec) {
        return is_left_out(spec) ? View<T>() : write<T>(spec);
    }
    /// The fields which the next model need not make. The specs live as long as this set.
    void leave_out(std::vector<const FieldSpec*> fields) { left_out_ = std::move(fields); }

    const RainSeries& series(const FieldSpec& spec) const;
    const GaugeSet& gauges(const FieldSpec& spec) const;
    const FeatureLayer& features(const FieldSpec& spec) const;
    const RuleSet& rules(const FieldSpec& spec) const;
    const ZoneCover& cover(const FieldSpec& spec) const;
    ZoneTable& zones(const FieldSpec& spec);
    const ZoneTable& zones(const FieldSpec& spec) const;

    void put(const FieldSpec& spec, Value value);
    const Value& at(const FieldSpec& spec) const;
    void erase(const FieldSpec& spec);
    /// Removes the field and gives its value. Reading or taking a field which does not exist is a
    /// fault of the program: std::logic_error.
    Value take(const FieldSpec& spec);

    /// Number of cells of a raster field without a value, or of frames without one at some time; 0
    /// for the other forms.
    Index missing_cells(const FieldSpec& spec) const {
        return missing_cells(spec, whole_window(extent()));
    }
    /// The same inside one window of the grid.
    Index missing_cells(const FieldSpec& spec, Window part) const;

    /// Keeps what a model of time has worked out of its inputs in `start` for all steps, such as
    /// the order of a network. It is no part of a checkpoint: `start` makes it again. One per set.
    template <class T>
    void keep(std::shared_ptr<T> kept) {
        kept_ = std::move(kept);
    }
    template <class T>
    T& kept() const {
        return *static_cast<T*>(kept_.get());
    }

    /// Keeps a sentence which the user shall read after the run: what a model met in the data.
    void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
    const std::vector<std::string>& notes() const { return notes_; }

private:
    bool is_left_out(const FieldSpec& spec) const;

    Grid grid_;
    std::vector<double> times_;
    std::map<std::string, Value, std::less<>> fields_;
    std::vector<const FieldSpec*> left_out_;
    std::vector<std::string> notes_;
    std::shared_ptr<void> kept_;
};

/// Bytes of one cell of the type.
Index bytes_per_cell(CellType type);
/// Bytes of one cell of the field, with that many output times; 0 where it has no cells.
double bytes_of_cell(const FieldSpec& field, Index times);

/// Calls use(T{}) with the type whose values such cells hold, and gives what it returns.
template <class Use>
auto with_type_of(CellType type, Use use) {
    switch (type) {
        case CellType::float64:
            return use(double{});
        case CellType::class8:
        case CellType::code8:
            return use(std::uint8_t{});
        case CellType::label32:
            return use(std::int32_t{});
        case CellType::float32:
            break;
    }
    return use(float{});
}

/// Number of cells which hold the missing value of the type.
template <class T>
Index count_missing(View<const T> cells, CellType type);
/// Number of cells which have no value at one time at least.
Index count_missing(Frames<const float> frames, Window part);

}  // namespace hazone
