#pragma once

#include <cstdint>

#include "engine/core/raster.hpp"

namespace hazone::bench {

/// How two rasters of one quantity are compared.
struct ComparisonRules {
    double scale = 1;       // the first is multiplied by it: 57.29578 makes degrees of radians
    double circle = 0;      // above 0: values go around, 360 for degrees
    double tolerance = 0;   // differences up to it count as agreement
    bool relative = false;  // differences are divided by the greater of the two values
};

/// How two rasters agree. Differences are absolute values over the cells which have a value in
/// both.
struct Agreement {
    Index compared = 0;
    Index only_in_first = 0;   // cells with a value in the first alone
    Index only_in_second = 0;  // and in the second alone
    Index equal = 0;
    Index within = 0;  // the tolerance, the equal ones included
    double median = 0;
    double percentile_99 = 0;
    double greatest = 0;
};

/// Compares where `where` is not 0, or everywhere if it is a view of nothing. All have one extent.
Agreement agreement_of(View<const double> first,
                       View<const double> second,
                       View<const std::uint8_t> where,
                       const ComparisonRules& rules);

/// 1 at the cells whose D8 contributing area has one answer only: neither they nor any cell above
/// them lies in a depression or a flat, on the edge or beside a missing cell, or has two equally
/// steep ways down. Programs treat those differently, each with right; elsewhere they must agree.
Raster<std::uint8_t> cells_with_one_d8_area(View<const float> elevation);

}  // namespace hazone::bench
