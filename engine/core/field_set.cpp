#include "engine/core/field_set.hpp"

#include <stdexcept>

#include "engine/core/missing.hpp"

namespace hazone {
namespace {

template <class T>
Index count_equal(View<const T> cells, T value) {
    return count_cells(cells.extent(),
                       [&](Index row, Index col) { return cells(row, col) == value; });
}

template <class T>
Index count_nan(View<const T> cells) {
    return count_cells(cells.extent(),
                       [&](Index row, Index col) { return is_missing(cells(row, col)); });
}

}  // namespace

std::vector<std::string> FieldSet::names() const {
    std::vector<std::string> names;
    names.reserve(fields_.size());
    for (const auto& [name, value] : fields_) {
        names.push_back(name);
    }
    return names;
}

const RainSeries& FieldSet::series(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<const RainSeries>>(at(spec));
}

const GaugeSet& FieldSet::gauges(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<const GaugeSet>>(at(spec));
}

ZoneTable& FieldSet::zones(const FieldSpec& spec) {
    return *std::get<std::shared_ptr<ZoneTable>>(at(spec));
}

const ZoneTable& FieldSet::zones(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<ZoneTable>>(at(spec));
}

void FieldSet::put(const FieldSpec& spec, Value value) {
    fields_.insert_or_assign(std::string(spec.name), std::move(value));
}

const FieldSet::Value& FieldSet::at(const FieldSpec& spec) const {
    const auto found = fields_.find(spec.name);
    if (found == fields_.end()) {
        throw std::logic_error("field '" + std::string(spec.name) + "' is read before it is made");
    }
    return found->second;
}

void FieldSet::erase(const FieldSpec& spec) {
    const auto found = fields_.find(spec.name);
    if (found != fields_.end()) {
        fields_.erase(found);
    }
}

FieldSet::Value FieldSet::take(const FieldSpec& spec) {
    at(spec);
    return std::move(fields_.extract(std::string(spec.name)).mapped());
}

Index FieldSet::missing_cells(const FieldSpec& spec) const {
    if (spec.form != Form::raster) {
        return 0;
    }
    switch (spec.type) {
        case CellType::float32:
            return count_nan(read<float>(spec));
        case CellType::float64:
            return count_nan(read<double>(spec));
        case CellType::class8:
            return count_equal(read<std::uint8_t>(spec), kNoClass);
        case CellType::code8:
            return count_equal(read<std::uint8_t>(spec), kNoDirection);
        case CellType::label32:
            return count_equal(read<std::int32_t>(spec), kNoLabel);
    }
    return 0;
}

Index bytes_per_cell(CellType type) {
    switch (type) {
        case CellType::float32:
        case CellType::label32:
            return 4;
        case CellType::float64:
            return 8;
        case CellType::class8:
        case CellType::code8:
            return 1;
    }
    return 4;
}

}  // namespace hazone
