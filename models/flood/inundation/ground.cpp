#include "models/flood/inundation/ground.hpp"

#include "engine/parallel/loops.hpp"

namespace hazone::inundation {
namespace {

template <class T>
T rise(double from, double to) {
    if (is_missing(from)) {
        return static_cast<T>(is_missing(to) ? 0.0 : -kCliff);
    }
    return static_cast<T>(is_missing(to) ? kCliff : to - from);
}

}  // namespace

template <class T>
Ground<T>::Ground(const GroundSource& source)
    : extent(source.bed.extent()),
      cell_size(source.cell_size),
      rise_east(extent, 0),
      rise_south(extent, 0, 1),
      drag(extent, static_cast<float>(kMissingDrag), 2),
      bed(extent) {
    for_each_cell(extent, [&](Index row, Index col) {
        const double n = source.roughness.extent().empty() ? source.uniform_roughness
                                                           : source.roughness(row, col);
        const bool outside = any_missing(source.bed(row, col), n);
        bed(row, col) = outside ? kMissing : source.bed(row, col);
        drag(row, col) = static_cast<float>(outside ? kMissingDrag : kGravity * n * n);
    });
    const auto bed_at = [&](Index row, Index col) {
        return extent.contains(row, col) ? bed(row, col) : kMissing;
    };
    for_each_row(extent.rows + 1, [&](Index next_row) {
        const Index row = next_row - 1;
        for (Index col = -1; col < extent.cols; ++col) {
            rise_east(row, col) = rise<T>(bed_at(row, col), bed_at(row, col + 1));
            rise_south(row, col) = rise<T>(bed_at(row, col), bed_at(row + 1, col));
        }
    });
}

template struct Ground<float>;
template struct Ground<double>;

}  // namespace hazone::inundation
