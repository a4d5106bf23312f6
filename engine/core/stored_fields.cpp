#include "engine/core/stored_fields.hpp"

#include <algorithm>
#include <stdexcept>

namespace hazone {
namespace {

/// Cells held at once where a field is read through row by row: a few MiB of the widest type.
constexpr Index kCellsAtOnce = Index{1} << 20;

/// Where the window of one time lies in a store of frames.
Window at_time(Window window, Index time, Extent grid) {
    return {{time * grid.rows + window.from.row, window.from.col}, window.extent};
}

}  // namespace

const StoredFields::Value& StoredFields::at(const FieldSpec& spec) const {
    const auto found = fields_.find(spec.name);
    if (found == fields_.end()) {
        throw std::logic_error("field '" + std::string(spec.name) + "' is read before it is made");
    }
    return found->second;
}

void StoredFields::put(const FieldSpec& spec, Value value) {
    fields_.insert_or_assign(std::string(spec.name), std::move(value));
}

StoredFields::Value StoredFields::take(const FieldSpec& spec) {
    at(spec);
    return std::move(fields_.extract(std::string(spec.name)).mapped());
}

void StoredFields::erase(const FieldSpec& spec) {
    const auto found = fields_.find(spec.name);
    if (found != fields_.end()) {
        fields_.erase(found);
    }
}

void StoredFields::read_part(const FieldSpec& spec, Window window, FieldSet& part) const {
    if (spec.form == Form::frames) {
        const Frames<float> frames = part.write_frames(spec);
        for (Index time = 0; time < frames.count(); ++time) {
            read(spec).read(at_time(window, time, grid_.extent), frames.at(time));
        }
        return;
    }
    with_type_of(spec.type, [&](auto kind) {
        using T = decltype(kind);
        read<T>(spec).read(window, part.write<T>(spec));
    });
}

void StoredFields::write_part(const FieldSpec& spec,
                              const FieldSet& part,
                              Window outer,
                              Window inner) {
    const Cell corner{inner.from.row - outer.from.row, inner.from.col - outer.from.col};
    if (spec.form == Form::frames) {
        const Frames<const float> frames = part.read_frames(spec);
        if (!has(spec)) {
            put(spec, CellStore<float>(stacked(grid_.extent, frames.count()), folder_));
        }
        for (Index time = 0; time < frames.count(); ++time) {
            write(spec).write(at_time(inner, time, grid_.extent).from,
                              frames.at(time).window(corner, inner.extent));
        }
        return;
    }
    with_type_of(spec.type, [&](auto kind) {
        using T = decltype(kind);
        write<T>(spec).write(inner.from, part.read<T>(spec).window(corner, inner.extent));
    });
}

Index StoredFields::missing_frames(const FieldSpec& spec, const Windows& rows) const {
    Index missing = 0;
    for (Index number = 0; number < rows.count(); ++number) {
        FieldSet part(grid_.part(rows.at(number)));
        part.set_times(times_);
        read_part(spec, rows.at(number), part);
        missing += part.missing_cells(spec);
    }
    return missing;
}

Index StoredFields::missing_cells(const FieldSpec& spec) const {
    if (grid_.extent.empty()) {
        return 0;
    }
    const Windows rows(grid_.extent,
                       {std::max<Index>(kCellsAtOnce / grid_.extent.cols, 1), grid_.extent.cols});
    if (spec.form == Form::frames) {
        return missing_frames(spec, rows);
    }
    return with_type_of(spec.type, [&](auto kind) {
        using T = decltype(kind);
        Raster<T> cells(rows.each());
        Index missing = 0;
        for (Index number = 0; number < rows.count(); ++number) {
            const Window window = rows.at(number);
            const View<T> part = cells.view().window({0, 0}, window.extent);
            read<T>(spec).read(window, part);
            missing += count_missing<T>(part, spec.type);
        }
        return missing;
    });
}

}  // namespace hazone
