#pragma once

#include "io/map/map_layout.hpp"

namespace hazone::io {

/// Sheets of ISO 216.
enum class Paper { a4, a3, a2, a1, a0 };

struct PaperSize {
    double short_side = 0;  // points
    double long_side = 0;
};

constexpr PaperSize paper_size(Paper paper) {
    constexpr PaperSize kSizes[] = {{millimetres(210), millimetres(297)},
                                    {millimetres(297), millimetres(420)},
                                    {millimetres(420), millimetres(594)},
                                    {millimetres(594), millimetres(841)},
                                    {millimetres(841), millimetres(1189)}};
    return kSizes[static_cast<int>(paper)];
}

/// How much larger than on A3 letters and lines are drawn. A larger sheet is looked at from further
/// away but is also there to hold more, so the letters grow slower than the paper.
constexpr double enlargement(Paper paper) {
    constexpr double kFactors[] = {0.80, 1.0, 1.2, 1.45, 1.75};
    return kFactors[static_cast<int>(paper)];
}

}  // namespace hazone::io
