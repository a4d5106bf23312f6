#include "io/read/sources.hpp"

#include <type_traits>

namespace hazone::io {
namespace {

std::vector<std::filesystem::path> rasters_of(const RainPeriodsSource& source) {
    std::vector<std::filesystem::path> files;
    for (const RainPeriodsSource::Period& period : source.periods) {
        if (!period.path.empty()) {
            files.push_back(period.path);
        }
    }
    return files;
}

}  // namespace

std::vector<std::filesystem::path> files_of(const Source& source) {
    return std::visit(
        [](const auto& kind) -> std::vector<std::filesystem::path> {
            using Kind = std::decay_t<decltype(kind)>;
            if constexpr (std::is_same_v<Kind, ConstantSource>) {
                return {};
            } else if constexpr (std::is_same_v<Kind, ClassTableSource>) {
                auto files = kind.classes.paths;
                files.push_back(kind.table);
                return files;
            } else if constexpr (std::is_same_v<Kind, RainPeriodsSource>) {
                return rasters_of(kind);
            } else if constexpr (requires { kind.paths; }) {
                return kind.paths;
            } else {
                return {kind.path};
            }
        },
        source);
}

}  // namespace hazone::io
