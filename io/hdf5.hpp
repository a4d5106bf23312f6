#pragma once

// For .cpp files of io alone: HDF5 objects that close themselves, and attributes as NetCDF-4 wants
// them. HDF5 is called by one thread only.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <hdf5.h>

namespace hazone::io {

/// An open HDF5 object. Closed by the function that belongs to its kind.
class Hdf5Handle {
public:
    using Close = herr_t (*)(hid_t);

    Hdf5Handle() = default;
    /// InputError "cannot WHAT" when HDF5 did not give an object.
    Hdf5Handle(hid_t id, Close closer, std::string_view what);
    ~Hdf5Handle() { close(); }
    Hdf5Handle(const Hdf5Handle&) = delete;
    Hdf5Handle& operator=(const Hdf5Handle&) = delete;
    Hdf5Handle(Hdf5Handle&& other) noexcept;
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept;

    hid_t id() const { return id_; }
    /// False when HDF5 reports an error, for a file: that not all could be written.
    bool close();

private:
    hid_t id_ = H5I_INVALID_HID;
    Close close_ = nullptr;
};

/// While it lives HDF5 prints no error stacks; ours say what went wrong.
class Hdf5Quiet {
public:
    Hdf5Quiet();
    ~Hdf5Quiet();
    Hdf5Quiet(const Hdf5Quiet&) = delete;
    Hdf5Quiet& operator=(const Hdf5Quiet&) = delete;
    Hdf5Quiet(Hdf5Quiet&&) = delete;
    Hdf5Quiet& operator=(Hdf5Quiet&&) = delete;

private:
    H5E_auto2_t print_ = nullptr;
    void* client_ = nullptr;
};

/// InputError "cannot WHAT" when a call of HDF5 failed.
void require_hdf5(herr_t status, std::string_view what);

/// An attribute of text in UTF-8, fixed length as NetCDF-4 writes NC_CHAR. Replaces none.
void set_text(hid_t object, const std::string& name, std::string_view text);
/// An attribute of numbers: a list of one is what NetCDF-4 calls a scalar.
void set_numbers(hid_t object, const std::string& name, std::span<const double> values);
/// Numbers in the type of the variable they belong to (_FillValue, flag_values).
void set_numbers_as(hid_t object,
                    const std::string& name,
                    std::span<const double> values,
                    hid_t type);

}  // namespace hazone::io
