#include "engine/core/narrow.hpp"

#include <limits>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

template <class Number>
Number narrow(Index count, std::string_view things) {
    constexpr Index kMost = Index{std::numeric_limits<Number>::max()} - 1;
    if (count > kMost) {
        throw InputError(
            fmt::format("this grid has {} {}; at most {} can be told apart. Take larger cells or a "
                        "part of the grid",
                        count, things, kMost));
    }
    return static_cast<Number>(count);
}

}  // namespace

std::uint32_t count_in_32_bits(Index count, std::string_view things) {
    return narrow<std::uint32_t>(count, things);
}

std::int32_t label_count(Index count, std::string_view things) {
    return narrow<std::int32_t>(count, things);
}

}  // namespace hazone
