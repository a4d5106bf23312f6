#include "io/map/known_scales.hpp"

#include <algorithm>
#include <array>

#include "engine/core/standard_fields.hpp"

namespace hazone::io {
namespace {

// From little to much (ColorBrewer YlOrBr).
constexpr std::array<Colour, 6> kSoil{{{0xFF, 0xF7, 0xBC},
                                       {0xFE, 0xE3, 0x91},
                                       {0xFE, 0xC4, 0x4F},
                                       {0xEC, 0x70, 0x14},
                                       {0xB0, 0x48, 0x04},
                                       {0x66, 0x25, 0x06}}};
// Dry land, then water the darker the deeper (ColorBrewer Blues, purple at the end).
constexpr std::array<Colour, 7> kWater{{{0xE4, 0xDC, 0xC6},
                                        {0x9E, 0xCA, 0xE1},
                                        {0x6B, 0xAE, 0xD6},
                                        {0x31, 0x82, 0xBD},
                                        {0x08, 0x51, 0x9C},
                                        {0x08, 0x2A, 0x63},
                                        {0x4A, 0x00, 0x6B}}};

constexpr double kPerHour = 1e-3 / 3600;  // mm/h in m/s
constexpr std::array<double, 4> kSafety{1, 1.25, 1.5, 2};
constexpr std::array<double, 5> kIndices{kLeast, 0.5, 1, 1.25, 1.5};
constexpr std::array<double, 4> kProbabilities{0.01, 0.1, 0.25, 0.5};
constexpr std::array<double, 6> kRains{kLeast,        2 * kPerHour,  5 * kPerHour,
                                       10 * kPerHour, 20 * kPerHour, kInfinity};
constexpr std::array<double, 6> kSpeeds{kLeast, 2, 5, 10, 20, 40};  // m/s
// Depth, speed and their product at which the flood hazard classes H2 to H6 begin: AIDR (2017),
// Guideline 7-3, table 1; depth from 5 cm.
constexpr std::array<double, 6> kWaterDepths{0.05, 0.3, 0.5, 1.2, 2, 4};
constexpr std::array<double, 5> kWaterSpeeds{0.1, 0.5, 1, 2, 4};
constexpr std::array<double, 5> kUnitDischarges{0.1, 0.3, 0.6, 1, 4};
constexpr std::array<double, 3> kRatings{0.75, 1.25, 2};  // Defra FD2321/TR1, table 4
constexpr std::array<double, 6> kArrivals{600, 1800, 3600, 2 * 3600, 6 * 3600, 12 * 3600};
constexpr std::array<double, 4> kThreats{0.5, 0.75, 1, 2};
constexpr std::array<double, 4> kThreatDurations{2 * 3600, 5 * 3600, 9 * 3600, 18 * 3600};
constexpr std::array<double, 5> kDepths{0.5, 1, 1.5, 2, 3};

constexpr std::array<double, 4> kPotentials{2.5, 4, 5.5, 7};
constexpr std::array<double, 6> kValleyWidths{20, 50, 100, 200, 500, 1000};
// Nagel et al. (2014): about 2 in confined, about 10 in unconfined valleys, at low heights.
constexpr std::array<double, 5> kConfinementRatios{2, 4, 10, 20, 50};
constexpr std::array<double, 4> kDebrisFlowRatios{kLeast, 0.5, 1, 2};
constexpr std::array<double, 6> kSlideVolumes{1e4, 3e4, 1e5, 3e5, 1e6, 3e6};

using Order = KnownScale::Order;

constexpr std::array kKnown{std::to_array<KnownScale>({
    {kSafetyFactor.name, "Safety factor of the slope", "Hệ số an toàn của sườn dốc", kSafety,
     Order::low_is_worse},
    {kMinimumSafetyFactor.name, "Lowest safety factor of the soil column",
     "Hệ số an toàn nhỏ nhất trong cột đất", kSafety, Order::low_is_worse},
    {kMeanSafetyFactor.name, "Mean safety factor of the slope",
     "Hệ số an toàn trung bình của sườn dốc", kSafety, Order::low_is_worse},
    {kLandslideSusceptibility.name, "Probability of slope failure",
     "Xác suất mất ổn định của sườn dốc", kProbabilities, Order::high_is_worse},
    {kFailureProbabilityInTime.name, "Probability that the soil column fails",
     "Xác suất mất ổn định của cột đất", kProbabilities, Order::high_is_worse},
    {kHighestFailureProbability.name, "Highest probability that the soil column fails",
     "Xác suất mất ổn định lớn nhất của cột đất", kProbabilities, Order::high_is_worse},
    {kRunoutReachProbability.name, "Probability that released debris reaches the cell",
     "Xác suất vật liệu sạt trượt lan tới", kProbabilities, Order::high_is_worse},
    {kRunoutMaximumSpeed.name, "Highest speed of the debris",
     "Tốc độ lớn nhất của vật liệu sạt trượt", kSpeeds, Order::high_is_worse},
    {kStabilityIndex.name, "Stability index (SINMAP)", "Chỉ số ổn định (SINMAP)", kIndices,
     Order::low_is_worse},
    {kStabilityClass.name,
     "Stability class (SINMAP)",
     "Cấp ổn định (SINMAP)",
     {},
     Order::high_is_worse},
    {kCriticalRainfall.name, "Steady rain which brings the slope to failure",
     "Cường độ mưa tới hạn gây mất ổn định sườn dốc", kRains, Order::low_is_worse},
    {kSlopeUnit.name, "Slope units", "Đơn vị sườn dốc", {}, Order::amount},
    {kSoilDepth.name, "Soil depth", "Chiều dày tầng đất", kDepths, Order::amount, kSoil},
    {kSlope.name, "Slope", "Độ dốc", {}, Order::amount},
    {kMaximumWaterDepth.name, "Greatest depth of water", "Độ sâu ngập lớn nhất", kWaterDepths,
     Order::high_is_worse, kWater},
    {kMaximumSpeed.name, "Highest speed of the water", "Tốc độ dòng chảy lớn nhất", kWaterSpeeds,
     Order::high_is_worse, kFloodHazardColours},
    {kMaximumUnitDischarge.name, "Greatest product of depth and speed",
     "Tích độ sâu và tốc độ lớn nhất", kUnitDischarges, Order::high_is_worse, kFloodHazardColours},
    {kFloodHazardRating.name, "Highest flood hazard rating for people",
     "Chỉ số nguy hiểm do lũ lớn nhất đối với người", kRatings, Order::high_is_worse,
     kFloodHazardColours},
    {kArrivalTime.name, "Time at which the flood arrives", "Thời gian lũ đến", kArrivals,
     Order::low_is_worse},
    {kFlashFloodThreat.name, "Rain over flash flood guidance",
     "Tỷ số giữa mưa và ngưỡng mưa gây lũ quét", kThreats, Order::high_is_worse},
    {kWorstFlashFloodThreat.name, "Rain of the worst duration over flash flood guidance",
     "Tỷ số lớn nhất giữa mưa và ngưỡng mưa gây lũ quét", kThreats, Order::high_is_worse},
    {kWorstThreatDuration.name, "Duration of rain which is the worst", "Thời đoạn mưa bất lợi nhất",
     kThreatDurations, Order::amount, kWater},
    {kFlashFloodPotentialIndex.name, "Flash flood potential index (FFPI)",
     "Chỉ số tiềm năng lũ quét (FFPI)", kPotentials, Order::high_is_worse},
    {kValleyWidth.name, "Width of the valley", "Chiều rộng thung lũng", kValleyWidths,
     Order::amount, kWater, true},
    {kValleyConfinementRatio.name,
     "Width of the valley over that of the channel",
     "Tỷ số giữa chiều rộng thung lũng và lòng dẫn",
     kConfinementRatios,
     Order::low_is_worse,
     {},
     true},
    {kDebrisFlowDischargeRatio.name,
     "Peak discharge over that which starts a debris flow",
     "Tỷ số giữa lưu lượng đỉnh và ngưỡng phát sinh dòng bùn đá",
     kDebrisFlowRatios,
     Order::high_is_worse,
     {},
     true},
    {kLeastDammingVolume.name,
     "Landslide volume from which it may dam the valley",
     "Thể tích sạt lở có thể chặn dòng",
     kSlideVolumes,
     Order::low_is_worse,
     {},
     true},
    {kSureDammingVolume.name,
     "Landslide volume from which it dams the valley",
     "Thể tích sạt lở chắc chắn chặn dòng",
     kSlideVolumes,
     Order::low_is_worse,
     {},
     true},
    {kFanProcess.name,
     "What the basin sends to the fan at its outlet",
     "Loại lũ mà lưu vực đưa ra nón phóng vật",
     {},
     Order::high_is_worse},
    {kLandslideDamClass.name,
     "What the landslide makes of the stream",
     "Khả năng khối sạt chặn dòng",
     {},
     Order::high_is_worse,
     {},
     true},
    {kPeakDischarge.name,
     "Highest discharge of the event",
     "Lưu lượng đỉnh của trận lũ",
     {},
     Order::amount,
     kWater},
    {kFloodHazardClass.name,
     "Worst flood hazard by depth and speed",
     "Mức nguy hiểm lớn nhất do lũ theo độ sâu và tốc độ",
     {},
     Order::high_is_worse},
    {kPeakTime.name,
     "Time of the highest discharge after the start of the rain",
     "Thời gian xuất hiện lưu lượng đỉnh kể từ khi bắt đầu mưa",
     {},
     Order::amount},
})};

}  // namespace

const KnownScale* known_scale(const FieldSpec& field) {
    const auto* const found = std::find_if(
        kKnown.begin(), kKnown.end(), [&](const auto& own) { return own.field == field.name; });
    return found == kKnown.end() ? nullptr : found;
}

}  // namespace hazone::io
