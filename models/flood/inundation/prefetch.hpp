#pragma once

#include <cstdint>

#include "engine/core/index.hpp"

namespace hazone::inundation {

enum class FetchFor { reading, writing };

/// Asks for the first lines of each page of a row which is soon worked through. Processors fetch
/// the rest of a page on their own once its first lines are read, but begin anew at every page.
template <FetchFor kFor, class T>
void fetch_row(const T* row, Index count) {
    constexpr std::uintptr_t kPage = 4096;
    constexpr std::uintptr_t kLine = 64;
    constexpr std::uintptr_t kLines = 2;
    const auto* first = reinterpret_cast<const char*>(row);
    const char* const end = reinterpret_cast<const char*>(row + count);
    while (first < end) {
        const auto at = reinterpret_cast<std::uintptr_t>(first);
        const char* const page_end = first + (kPage - at % kPage);
        for (std::uintptr_t line = 0; line < kLines * kLine; line += kLine) {
            __builtin_prefetch(first + line, kFor == FetchFor::writing ? 1 : 0, 2);
        }
        first = page_end;
    }
}

}  // namespace hazone::inundation
