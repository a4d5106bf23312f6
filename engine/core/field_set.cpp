#include "engine/core/field_set.hpp"

#include <algorithm>
#include <stdexcept>
#include <type_traits>

#include "engine/core/missing.hpp"

namespace hazone {
namespace {

std::uint8_t missing_code(CellType type) {
    return type == CellType::class8 ? kNoClass : kNoDirection;
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

bool FieldSet::is_left_out(const FieldSpec& spec) const {
    return std::any_of(left_out_.begin(), left_out_.end(),
                       [&](const FieldSpec* field) { return field->name == spec.name; });
}

const RainSeries& FieldSet::series(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<const RainSeries>>(at(spec));
}

const GaugeSet& FieldSet::gauges(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<const GaugeSet>>(at(spec));
}

const FeatureLayer& FieldSet::features(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<const FeatureLayer>>(at(spec));
}

const RuleSet& FieldSet::rules(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<const RuleSet>>(at(spec));
}

const ZoneCover& FieldSet::cover(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<const ZoneCover>>(at(spec));
}

ZoneTable& FieldSet::zones(const FieldSpec& spec) {
    return *std::get<std::shared_ptr<ZoneTable>>(at(spec));
}

const ZoneTable& FieldSet::zones(const FieldSpec& spec) const {
    return *std::get<std::shared_ptr<ZoneTable>>(at(spec));
}

Frames<float> FieldSet::write_frames(const FieldSpec& spec) {
    const auto count = static_cast<Index>(times_.size());
    auto found = fields_.find(spec.name);
    if (found == fields_.end()) {
        found =
            fields_.emplace(std::string(spec.name), Raster<float>(stacked(extent(), count))).first;
    }
    return {std::get<Raster<float>>(found->second).view(), count};
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

template <class T>
Index count_missing(View<const T> cells, CellType type) {
    return count_cells(cells.extent(), [=](Index row, Index col) {
        if constexpr (std::is_floating_point_v<T>) {
            return is_missing(cells(row, col));
        } else if constexpr (std::is_same_v<T, std::uint8_t>) {
            return cells(row, col) == missing_code(type);
        } else {
            return cells(row, col) == kNoLabel;
        }
    });
}

template Index count_missing(View<const float>, CellType);
template Index count_missing(View<const double>, CellType);
template Index count_missing(View<const std::uint8_t>, CellType);
template Index count_missing(View<const std::int32_t>, CellType);

Index count_missing(Frames<const float> frames, Window part) {
    return count_cells(part.extent, [&](Index row, Index col) {
        for (Index time = 0; time < frames.count(); ++time) {
            if (is_missing(frames.at(time)(part.from.row + row, part.from.col + col))) {
                return true;
            }
        }
        return false;
    });
}

Index FieldSet::missing_cells(const FieldSpec& spec, Window part) const {
    if (spec.form == Form::frames) {
        return count_missing(read_frames(spec), part);
    }
    if (spec.form != Form::raster) {
        return 0;
    }
    return with_type_of(spec.type, [&](auto kind) {
        return count_missing(read<decltype(kind)>(spec).window(part.from, part.extent), spec.type);
    });
}

double bytes_of_cell(const FieldSpec& field, Index times) {
    const Index rasters = field.form == Form::frames ? times : 1;
    return has_cells(field) ? static_cast<double>(rasters * bytes_per_cell(field.type)) : 0.0;
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
