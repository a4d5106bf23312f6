#pragma once

#include <filesystem>

#include "engine/core/cell_store.hpp"
#include "engine/core/raster.hpp"

namespace hazone::testing {

template <class T>
CellStore<T> stored(const Raster<T>& raster) {
    CellStore<T> store(raster.extent(), std::filesystem::temp_directory_path());
    store.write({0, 0}, raster.view());
    return store;
}

template <class T>
CellStore<T> empty_store(Extent extent) {
    return CellStore<T>(extent, std::filesystem::temp_directory_path());
}

template <class T>
Raster<T> cells_of(const CellStore<T>& store) {
    Raster<T> raster(store.extent());
    store.read(whole_window(store.extent()), raster.view());
    return raster;
}

}  // namespace hazone::testing
