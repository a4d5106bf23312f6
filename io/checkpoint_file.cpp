// The state of a model of time in a file: one dataset per raster below /state, and the facts as
// JSON text in the dataset /facts.
#include "io/checkpoint_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/hdf5.hpp"

namespace hazone::io {
namespace {

constexpr const char* kFacts = "facts";
constexpr const char* kState = "state";

template <class T>
hid_t type_of() {
    if constexpr (std::is_same_v<T, double>) {
        return H5T_NATIVE_DOUBLE;
    } else if constexpr (std::is_same_v<T, float>) {
        return H5T_NATIVE_FLOAT;
    } else if constexpr (std::is_same_v<T, std::uint8_t>) {
        return H5T_NATIVE_UINT8;
    } else {
        return H5T_NATIVE_INT32;
    }
}

/// Calls use(raster) where the field of that name is a raster.
template <class Use>
void with_raster(const FieldSet& state, const std::string& name, Use use) {
    std::visit(
        [&](const auto& value) {
            if constexpr (requires { value.extent(); }) {
                use(value);
            }
        },
        state.at({.name = name}));
}

void write_cells(
    hid_t group, const std::string& name, hid_t type, Extent extent, const void* cells) {
    const hsize_t sizes[] = {static_cast<hsize_t>(extent.rows), static_cast<hsize_t>(extent.cols)};
    const std::string what = fmt::format("write '{}' to the checkpoint; is the disk full?", name);
    const Hdf5Handle space(H5Screate_simple(2, sizes, nullptr), H5Sclose, what);
    const Hdf5Handle data(
        H5Dcreate2(group, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        H5Dclose, what);
    if (!extent.empty()) {
        require_hdf5(H5Dwrite(data.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, cells), what);
    }
}

Extent extent_of(hid_t data) {
    const Hdf5Handle space(H5Dget_space(data), H5Sclose, "see the shape of a checkpoint");
    hsize_t sizes[2] = {0, 0};
    if (H5Sget_simple_extent_ndims(space.id()) == 2) {
        H5Sget_simple_extent_dims(space.id(), sizes, nullptr);
    }
    return {static_cast<Index>(sizes[0]), static_cast<Index>(sizes[1])};
}

Hdf5Handle open_file(const std::filesystem::path& path) {
    return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
            fmt::format("read {}: it is no checkpoint", path.string())};
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path,
                      const CheckpointFacts& facts,
                      const FieldSet& state) {
    const Hdf5Quiet quiet;
    AtomicFile target(path);
    Hdf5Handle file(H5Fcreate(target.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                    H5Fclose, fmt::format("write {}", path.string()));
    const std::string text = nlohmann::json(facts).dump();
    write_cells(file.id(), kFacts, H5T_NATIVE_UINT8, {1, static_cast<Index>(text.size())},
                text.data());
    {
        const Hdf5Handle group(H5Gcreate2(file.id(), kState, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                               H5Gclose, "write a checkpoint");
        for (const std::string& name : state.names()) {
            with_raster(state, name, [&](const auto& raster) {
                using T = std::decay_t<decltype(raster.data()[0])>;
                write_cells(group.id(), name, type_of<T>(), raster.extent(), raster.data());
            });
        }
    }
    if (!file.close()) {
        throw InputError(fmt::format("{}: cannot be written; is the disk full?", path.string()));
    }
    target.commit();
}

CheckpointFacts read_checkpoint_facts(const std::filesystem::path& path) {
    const Hdf5Quiet quiet;
    const Hdf5Handle file = open_file(path);
    const std::string what = fmt::format("read {}: it is no checkpoint", path.string());
    const Hdf5Handle data(H5Dopen2(file.id(), kFacts, H5P_DEFAULT), H5Dclose, what);
    std::string text(static_cast<std::size_t>(extent_of(data.id()).size()), ' ');
    require_hdf5(H5Dread(data.id(), H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()),
                 what);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_array()) {
        throw InputError("cannot " + what);
    }
    return json.get<CheckpointFacts>();
}

void read_checkpoint(const std::filesystem::path& path, FieldSet& state) {
    const Hdf5Quiet quiet;
    const Hdf5Handle file = open_file(path);
    const Hdf5Handle group(H5Gopen2(file.id(), kState, H5P_DEFAULT), H5Gclose,
                           fmt::format("read {}: it is no checkpoint", path.string()));
    for (const std::string& name : state.names()) {
        with_raster(state, name, [&](const auto& raster) {
            using T = std::decay_t<decltype(raster.data()[0])>;
            const std::string what = fmt::format("read '{}' of {}", name, path.string());
            const Hdf5Handle data(H5Dopen2(group.id(), name.c_str(), H5P_DEFAULT), H5Dclose, what);
            const Hdf5Handle type(H5Dget_type(data.id()), H5Tclose, what);
            const Extent extent = extent_of(data.id());
            if (extent != raster.extent() || H5Tequal(type.id(), type_of<T>()) <= 0) {
                throw InputError(fmt::format(
                    "{}: '{}' has {} x {} values, this run {} x {}, or another type", path.string(),
                    name, extent.rows, extent.cols, raster.rows(), raster.cols()));
            }
            T* cells = state.write<T>({.name = name}).data();
            if (!extent.empty()) {
                require_hdf5(H5Dread(data.id(), type_of<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, cells),
                             what);
            }
        });
    }
}

}  // namespace hazone::io
