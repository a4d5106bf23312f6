#include "io/hdf5.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone::io {

Hdf5Handle::Hdf5Handle(hid_t id, Close closer, std::string_view what) : id_(id), close_(closer) {
    if (id < 0) {
        throw InputError(fmt::format("cannot {}", what));
    }
}

Hdf5Handle::Hdf5Handle(Hdf5Handle&& other) noexcept
    : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}

Hdf5Handle& Hdf5Handle::operator=(Hdf5Handle&& other) noexcept {
    if (this != &other) {
        close();
        id_ = std::exchange(other.id_, H5I_INVALID_HID);
        close_ = other.close_;
    }
    return *this;
}

bool Hdf5Handle::close() { return id_ < 0 || close_(std::exchange(id_, H5I_INVALID_HID)) >= 0; }

Hdf5Quiet::Hdf5Quiet() {
    H5Eget_auto2(H5E_DEFAULT, &print_, &client_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Quiet::~Hdf5Quiet() { H5Eset_auto2(H5E_DEFAULT, print_, client_); }

void require_hdf5(herr_t status, std::string_view what) {
    if (status < 0) {
        throw InputError(fmt::format("cannot {}", what));
    }
}

namespace {

void write_attribute(hid_t object,
                     const std::string& name,
                     std::pair<hid_t, hid_t> file_and_memory_type,
                     hid_t space,
                     const void* values) {
    const std::string what = fmt::format("write the attribute '{}'", name);
    const Hdf5Handle attribute(H5Acreate2(object, name.c_str(), file_and_memory_type.first, space,
                                          H5P_DEFAULT, H5P_DEFAULT),
                               H5Aclose, what);
    require_hdf5(H5Awrite(attribute.id(), file_and_memory_type.second, values), what);
}

}  // namespace

void set_text(hid_t object, const std::string& name, std::string_view text) {
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "make a text type");
    require_hdf5(H5Tset_size(type.id(), std::max<std::size_t>(text.size(), 1)), "size a text");
    require_hdf5(H5Tset_strpad(type.id(), H5T_STR_NULLTERM), "end a text");
    require_hdf5(H5Tset_cset(type.id(), H5T_CSET_UTF8), "encode a text");
    const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose, "make a scalar");
    const std::string bytes = text.empty() ? std::string(1, '\0') : std::string(text);
    write_attribute(object, name, {type.id(), type.id()}, space.id(), bytes.data());
}

void set_numbers(hid_t object, const std::string& name, std::span<const double> values) {
    set_numbers_as(object, name, values, H5T_IEEE_F64LE);
}

void set_numbers_as(hid_t object,
                    const std::string& name,
                    std::span<const double> values,
                    hid_t type) {
    const hsize_t count = values.size();
    const Hdf5Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose, "make a list");
    write_attribute(object, name, {type, H5T_NATIVE_DOUBLE}, space.id(), values.data());
}

}  // namespace hazone::io
