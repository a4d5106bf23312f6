#include "models/zoning/classes.hpp"

#include <string>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/zoning/worst_class.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr ClassLimits kLimits{0.1F, 0.3F, 0.5F, 0.7F};

TEST(ClassOf, EachLimitBelongsToTheHigherClass) {
    EXPECT_EQ(class_of(0.0F, kLimits), 1);
    EXPECT_EQ(class_of(0.0999F, kLimits), 1);
    EXPECT_EQ(class_of(0.1F, kLimits), 2);
    EXPECT_EQ(class_of(0.3F, kLimits), 3);
    EXPECT_EQ(class_of(0.5F, kLimits), 4);
    EXPECT_EQ(class_of(0.7F, kLimits), 5);
    EXPECT_EQ(class_of(1.0F, kLimits), 5);
}

TEST(ClassOf, IsNoDataWhereTheSusceptibilityIsMissing) {
    EXPECT_EQ(class_of(kMissing, kLimits), kNoClass);
}

TEST(ClassOf, NeverFallsWhenTheSusceptibilityRises) {
    std::uint8_t before = 1;
    for (int step = 0; step <= 100; ++step) {
        const float susceptibility = static_cast<float>(step) / 100.0F;
        const std::uint8_t now = class_of(susceptibility, kLimits);
        EXPECT_GE(now, before);
        before = now;
    }
    EXPECT_EQ(before, 5);
}

struct Hazard {
    std::string model;
    FieldSpec from;
    FieldSpec to;
};
const Hazard hazards[] = {{"landslide_class", kLandslideSusceptibility, kLandslideClass},
                          {"flash_flood_class", kFlashFloodSusceptibility, kFlashFloodClass}};

Raster<std::uint8_t> classes(const Hazard& hazard, const ParamTexts& settings) {
    const Extent extent{30, 12};
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> susceptibility(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        susceptibility(row, col) =
            col == 11 ? kMissing : static_cast<float>(static_cast<double>(col) / 10);
    });
    fields.put(hazard.from, std::move(susceptibility));
    testing::run_model(hazard.model, settings, fields);
    return std::get<Raster<std::uint8_t>>(fields.take(hazard.to));
}

const ParamTexts fifths{
    {"low_from", "0.2"}, {"medium_from", "0.4"}, {"high_from", "0.6"}, {"very_high_from", "0.8"}};

TEST(HazardClassModels, UseEachLimit) {
    const std::uint8_t even[] = {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 0};
    const std::uint8_t set[] = {1, 2, 3, 4, 4, 4, 4, 4, 4, 5, 5, 0};
    for (const Hazard& hazard : hazards) {
        const Raster<std::uint8_t> by_fifths = classes(hazard, fifths);
        const Raster<std::uint8_t> as_set = classes(hazard, {{"low_from", "0.1"},
                                                             {"medium_from", "0.2"},
                                                             {"high_from", "0.3"},
                                                             {"very_high_from", "90 %"}});
        for (Index col = 0; col < 12; ++col) {
            EXPECT_EQ(by_fifths(29, col), even[col]) << hazard.model << " " << col;
            EXPECT_EQ(as_set(0, col), set[col]) << hazard.model << " " << col;
        }
    }
}

TEST(HazardClassModels, RefuseLimitsWhichDoNotIncrease) {
    for (const Hazard& hazard : hazards) {
        try {
            ParamTexts crossed = fifths;
            crossed["medium_from"] = "0.7";
            classes(hazard, crossed);
            FAIL();
        } catch (const InputError& error) {
            EXPECT_EQ(std::string(error.what()),
                      hazard.model + ": high_from 0.6 must be above medium_from 0.7");
        }
        ParamTexts equal = fifths;
        equal["low_from"] = "0.4";
        EXPECT_THROW(classes(hazard, equal), InputError);
    }
}

TEST(HazardClassModels, HaveTheSameBitsOnAnyNumberOfThreads) {
    for (const Hazard& hazard : hazards) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return classes(hazard, {}); }));
    }
}

void expect_worst(int landslide, int flash_flood, int worst, int deciding) {
    const WorstClass answer =
        worst_of(static_cast<std::uint8_t>(landslide), static_cast<std::uint8_t>(flash_flood));
    EXPECT_EQ(answer.hazard_class, worst) << landslide << " " << flash_flood;
    EXPECT_EQ(answer.deciding_hazard, deciding) << landslide << " " << flash_flood;
}

TEST(WorstOf, IsTheHigherClassAndSaysWhose) {
    expect_worst(4, 2, 4, kDecidedByLandslide);
    expect_worst(1, 3, 3, kDecidedByFlashFlood);
    expect_worst(2, 2, 2, kDecidedByBoth);
    expect_worst(5, 5, 5, kDecidedByBoth);
}

TEST(WorstOf, IsNoDataWhenAMissingHazardCouldChangeIt) {
    expect_worst(0, 0, 0, 0);
    for (int known = 1; known < 5; ++known) {
        expect_worst(0, known, 0, 0);
        expect_worst(known, 0, 0, 0);
    }
    expect_worst(5, 0, 5, kDecidedByLandslide);
    expect_worst(0, 5, 5, kDecidedByFlashFlood);
}

FieldSet worst_fields() {
    const Extent extent{6, 6};
    FieldSet fields(testing::plain_grid(extent));
    Raster<std::uint8_t> landslide(extent);
    Raster<std::uint8_t> flash_flood(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        landslide(row, col) = static_cast<std::uint8_t>(row);
        flash_flood(row, col) = static_cast<std::uint8_t>(col);
    });
    fields.put(kLandslideClass, std::move(landslide));
    fields.put(kFlashFloodClass, std::move(flash_flood));
    testing::run_model("worst_class", {}, fields);
    return fields;
}

TEST(WorstClassModel, WritesBothFields) {
    const FieldSet fields = worst_fields();
    EXPECT_EQ(fields.read<std::uint8_t>(kHazardClass)(4, 2), 4);
    EXPECT_EQ(fields.read<std::uint8_t>(kDecidingHazard)(4, 2), kDecidedByLandslide);
    EXPECT_EQ(fields.read<std::uint8_t>(kDecidingHazard)(2, 4), kDecidedByFlashFlood);
    EXPECT_EQ(fields.missing_cells(kHazardClass), 9);
    EXPECT_EQ(fields.missing_cells(kDecidingHazard), 9);
}

TEST(WorstClassModel, HasTheSameBitsOnAnyNumberOfThreads) {
    for (const FieldSpec& field : {kHazardClass, kDecidingHazard}) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            FieldSet fields = worst_fields();
            return std::get<Raster<std::uint8_t>>(fields.take(field));
        }));
    }
}

}  // namespace
}  // namespace hazone::models
