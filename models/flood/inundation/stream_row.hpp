#pragma once

#include <algorithm>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "engine/core/index.hpp"

namespace hazone::inundation {

/// Copies a row to memory past the cache, where the processor can: a row which is written whole and
/// not read again before the cache is full need not be fetched first, a third of the traffic of
/// writing it. `to` begins on a multiple of 64 bytes. stream_end() before others read.
template <class T>
void stream_row(const T* from, Index count, T* to) {
    Index done = 0;
#if defined(__AVX512F__)
    constexpr Index kStep = 64 / static_cast<Index>(sizeof(T));
    for (; done + kStep <= count; done += kStep) {
        _mm512_stream_si512(reinterpret_cast<__m512i*>(to + done), _mm512_loadu_si512(from + done));
    }
#elif defined(__AVX__)
    constexpr Index kStep = 32 / static_cast<Index>(sizeof(T));
    for (; done + kStep <= count; done += kStep) {
        _mm256_stream_si256(reinterpret_cast<__m256i*>(to + done),
                            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + done)));
    }
#elif defined(__SSE2__)
    constexpr Index kStep = 16 / static_cast<Index>(sizeof(T));
    for (; done + kStep <= count; done += kStep) {
        _mm_stream_si128(reinterpret_cast<__m128i*>(to + done),
                         _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + done)));
    }
#endif
    std::copy(from + done, from + count, to + done);
}

/// What this thread has streamed is seen by the others.
inline void stream_end() {
#ifdef __SSE2__
    _mm_sfence();
#endif
}

}  // namespace hazone::inundation
