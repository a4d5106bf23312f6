#include "scenarios/memory_limit.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

struct ByteUnit {
    std::string_view symbol;
    double bytes;
};

constexpr double kKibi = 1024.0;
constexpr auto kByteUnits = std::to_array<ByteUnit>({
    {"kB", 1e3},
    {"MB", 1e6},
    {"GB", 1e9},
    {"TB", 1e12},
    {"KiB", kKibi},
    {"MiB", kKibi* kKibi},
    {"GiB", kKibi* kKibi* kKibi},
    {"TiB", kKibi* kKibi* kKibi* kKibi},
});

}  // namespace

Index bytes_of(const std::string& text, const std::string& what) {
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
    for (const ByteUnit& known : kByteUnits) {
        const double bytes = number * known.bytes;
        if (error == std::errc{} && unit == known.symbol && bytes > 0 && bytes < 9e18) {
            return static_cast<Index>(std::llround(bytes));
        }
    }
    throw InputError(fmt::format(
        "{} {}: must be a size of memory above 0, such as 2GiB or 500MB; units: kB, MB, GB, TB, "
        "KiB, MiB, GiB, TiB",
        what, text));
}

MemoryLimit MemoryArguments::limit(const std::filesystem::path& folder) const {
    MemoryLimit limit{.scratch = scratch.empty() ? folder : std::filesystem::path(scratch)};
    if (!memory.empty()) {
        limit.bytes = bytes_of(memory, "--memory");
    }
    return limit;
}

void add_memory_options(CLI::App& command, MemoryArguments& arguments) {
    command.add_option("--memory", arguments.memory,
                       "Most memory the program may take, such as 2GiB; a run which needs more "
                       "goes window by window, with scratch files on the disk");
    command.add_option("--scratch", arguments.scratch,
                       "Folder for the scratch files of such a run (default: that of the results)");
}

}  // namespace hazone
