#pragma once

#include <cstdlib>
#include <filesystem>

namespace hazone::testing {

/// The shared data folder, empty when it is not there.
inline std::filesystem::path shared_folder() {
    const char* named = std::getenv("HAZONE_SHARED");
    std::filesystem::path folder =
        named != nullptr ? named : std::filesystem::path(HAZONE_SOURCE_DIR) / "../shared";
    return std::filesystem::exists(folder) ? folder : std::filesystem::path();
}

}  // namespace hazone::testing
