// Hazard class of a cell by a table of its two classes. The table belongs to the scenario; the
// default, hazone's own, is the worse of the two and one more where both are of class 3 or both of
// class 4.
#include "models/zoning/matrix_class.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kLandslideClass, kFlashFloodClass};
constexpr FieldSpec kMakes[] = {kHazardClass, kDecidingHazard};

constexpr ParamSpec row_of_matrix(std::string_view name,
                                  double fallback,
                                  std::string_view meaning) {
    return {.name = name,
            .fallback = fallback,
            .lowest = 11111,
            .highest = 55555,
            .meaning = meaning,
            .whole = true};
}
constexpr std::array kRows{
    row_of_matrix("landslide_1",
                  12345,
                  "five digits: the class where landslide_class is 1 and flash_flood_class 1 to 5"),
    row_of_matrix("landslide_2", 22345, "the same where landslide_class is 2"),
    row_of_matrix("landslide_3", 33445, "the same where landslide_class is 3"),
    row_of_matrix("landslide_4", 44455, "the same where landslide_class is 4"),
    row_of_matrix("landslide_5", 55555, "the same where landslide_class is 5")};
constexpr auto kParams = joined_params(kRows, std::array{kKeepWorst});

ClassMatrix matrix_in(const Params& params) {
    ClassMatrix matrix{};
    Problems problems;
    for (std::size_t row = 0; row < kRows.size(); ++row) {
        auto digits = static_cast<int>(params[kRows[row]]);
        bool is_right = true;
        for (std::size_t col = kRows.size(); col-- > 0;) {
            matrix[row][col] = static_cast<std::uint8_t>(digits % 10);
            is_right = is_right && matrix[row][col] >= 1 && matrix[row][col] <= kClassCount;
            digits /= 10;
        }
        if (!is_right) {
            problems.add(fmt::format("matrix_class: {} {} must have five digits from 1 to 5",
                                     kRows[row].name, params.text(kRows[row])));
        }
    }
    problems.raise();
    check_matrix(matrix, params.choice<KeepWorst>(kKeepWorst));
    return matrix;
}

/// Least class which must be kept of the worse of two.
int least_kept(int worse, KeepWorst keep) {
    switch (keep) {
        case KeepWorst::all:
            return worse;
        case KeepWorst::very_high:
            return worse == kClassCount ? kClassCount : 1;
        case KeepWorst::nothing:
            break;
    }
    return 1;
}

void run(const Params& params, FieldSet& fields) {
    const ClassMatrix matrix = matrix_in(params);
    const auto landslide = fields.read<std::uint8_t>(kLandslideClass);
    const auto flash_flood = fields.read<std::uint8_t>(kFlashFloodClass);
    const auto classes = fields.write<std::uint8_t>(kHazardClass);
    const auto deciding = fields.write<std::uint8_t>(kDecidingHazard);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const WorstClass answer = matrix_of(matrix, landslide(row, col), flash_flood(row, col));
        classes(row, col) = answer.hazard_class;
        deciding(row, col) = answer.deciding_hazard;
    });
}

}  // namespace

WorstClass matrix_of(const ClassMatrix& matrix, std::uint8_t landslide, std::uint8_t flash_flood) {
    if (landslide != kNoClass && flash_flood != kNoClass) {
        const std::uint8_t answer = matrix[landslide - 1U][flash_flood - 1U];
        if (answer > std::max(landslide, flash_flood) || landslide == flash_flood) {
            return {answer, kDecidedByBoth};
        }
        return {answer, landslide > flash_flood ? kDecidedByLandslide : kDecidedByFlashFlood};
    }
    if (landslide == kNoClass && flash_flood == kNoClass) {
        return {};
    }
    // The matrix never falls along a row or a column, so its ends tell of all between.
    const bool slides = landslide != kNoClass;
    const std::uint8_t least =
        slides ? matrix[landslide - 1U].front() : matrix.front()[flash_flood - 1U];
    const std::uint8_t most =
        slides ? matrix[landslide - 1U].back() : matrix.back()[flash_flood - 1U];
    if (least != most) {
        return {};
    }
    return {least, slides ? kDecidedByLandslide : kDecidedByFlashFlood};
}

void check_matrix(const ClassMatrix& matrix, KeepWorst keep) {
    Problems problems;
    for (std::size_t row = 0; row < matrix.size(); ++row) {
        for (std::size_t col = 0; col < matrix.size(); ++col) {
            const int own = matrix[row][col];
            const bool falls =
                (row > 0 && own < matrix[row - 1][col]) || (col > 0 && own < matrix[row][col - 1]);
            if (falls) {
                problems.add(
                    fmt::format("matrix_class: landslide_class {} with flash_flood_class {} gives "
                                "{}, less than a lower class gives",
                                row + 1, col + 1, own));
            }
            const int kept = least_kept(static_cast<int>(std::max(row, col)) + 1, keep);
            if (own < kept) {
                problems.add(fmt::format(
                    "matrix_class: landslide_class {} with flash_flood_class {} gives {}, and "
                    "keep_worst = \"{}\" wants {} at least",
                    row + 1, col + 1, own, kKeepWorstWords[static_cast<std::size_t>(keep)], kept));
            }
        }
    }
    problems.raise();
}

constinit const Model matrix_class{
    .name = "matrix_class",
    .summary = "hazard class by a table of the hazard classes",
    .source = "table of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
    .survey = survey_hidden,
    .conclude = conclude_hidden,
};

}  // namespace hazone::models
