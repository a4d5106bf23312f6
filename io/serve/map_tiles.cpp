// Tiles of the web map out of GeoTIFFs. Numbering of tiles: OpenStreetMap, "Slippy map tilenames".
#include "io/serve/map_tiles.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>
#include <memory>
#include <numbers>

#include <cpl_vsi.h>
#include <gdal_utils.h>

#include <fmt/format.h>

#include "engine/core/raster.hpp"
#include "io/crs.hpp"
#include "io/report/report_file.hpp"
#include "io/report/web_frame.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kSide = 256;       // dots
constexpr int kMostZoom = 22;    // a dot of 4 cm
constexpr int kHatchPeriod = 8;  // dots
constexpr Colour kHatchGround{0xE2, 0xE2, 0xE2};
constexpr Colour kHatchLine{0x80, 0x80, 0x80};

struct WarpOptionsDestroyer {
    void operator()(GDALWarpAppOptions* options) const { GDALWarpAppOptionsFree(options); }
};

/// The JSON of `hazone.report = ...;`, or null.
Json report_of(const fs::path& folder) {
    std::ifstream file(folder / "report" / "data" / "report.js");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = text.find('{');
    const std::size_t end = text.rfind('}');
    return begin == std::string::npos || end == std::string::npos
               ? Json()
               : Json::parse(text.substr(begin, end - begin + 1), nullptr, false);
}

std::array<double, 4> box_of(TileNumber tile) {
    const double world = 2 * std::numbers::pi * kMapRadius;
    const double side = world / std::ldexp(1.0, tile.zoom);
    const double west = tile.x * side - world / 2;
    const double north = world / 2 - tile.y * side;
    return {west, north - side, west + side, north};
}

bool low_is_worse(const Json& layer) { return layer.value("low_is_worse", false); }

/// How cells come to the dots of a tile: where dots are finer than the cells each shows its own
/// cell. There the highest would reach out of the grid, since GDAL lets a dot less than a cell
/// outside touch the first cell.
std::string resampling_for(GDALDataset& source, const Json& layer, TileNumber tile) {
    std::array<double, 6> transform{};
    source.GetGeoTransform(transform.data());
    const auto box = box_of(tile);
    // The map stretches lengths by 1 / cos(latitude), which is cosh of the northing.
    const double dot = (box[2] - box[0]) / kSide / std::cosh((box[1] + box[3]) / 2 / kMapRadius);
    return dot < transform[1] ? "near" : low_is_worse(layer) ? "min" : "max";
}

/// Cells of the tile; NaN where there are none or no data. Empty when GDAL cannot.
std::vector<double> cells_of(const fs::path& path, const Json& layer, TileNumber tile) {
    const QuietGdal quiet;
    const DatasetPtr source(GDALDataset::FromHandle(
        GDALOpenEx(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, nullptr, nullptr)));
    if (!source || source->GetSpatialRef() == nullptr) {
        return {};
    }
    const auto box = box_of(tile);
    CPLStringList words;
    const auto add = [&](std::initializer_list<std::string> all) {
        for (const std::string& word : all) {
            words.AddString(word.c_str());
        }
    };
    add({"-of", "MEM", "-t_srs", "EPSG:3857", "-ts", std::to_string(kSide), std::to_string(kSide),
         "-ot", "Float64", "-dstnodata", "nan", "-r", resampling_for(*source, layer, tile), "-te",
         fmt::format("{:.6f}", box[0]), fmt::format("{:.6f}", box[1]),
         fmt::format("{:.6f}", box[2]), fmt::format("{:.6f}", box[3])});
    const std::string operation = web_map_operation(horizontal_crs(*source->GetSpatialRef()));
    if (!operation.empty()) {
        add({"-ct", operation});
    }
    const std::unique_ptr<GDALWarpAppOptions, WarpOptionsDestroyer> options(
        GDALWarpAppOptionsNew(words.List(), nullptr));
    GDALDatasetH handle = GDALDataset::ToHandle(source.get());
    const DatasetPtr warped(
        GDALDataset::FromHandle(GDALWarp("", nullptr, 1, &handle, options.get(), nullptr)));
    std::vector<double> cells(std::size_t{kSide} * kSide);
    const bool read = warped && warped->GetRasterBand(1)->RasterIO(
                                    GF_Read, 0, 0, kSide, kSide, cells.data(), kSide, kSide,
                                    GDT_Float64, 0, 0, nullptr) == CE_None;
    return read ? cells : std::vector<double>();
}

/// Finds the class of a value, from 1; 0 without one.
class Classifier {
public:
    explicit Classifier(const Json& layer) : low_is_worse_(low_is_worse(layer)) {
        for (const Json& code : layer.value("codes", Json::array())) {
            codes_.push_back(code.get<double>());
        }
        // JSON has no infinity: it is written as null.
        for (const Json& limit : layer.value("limits", Json::array())) {
            limits_.push_back(limit.is_number() ? limit.get<double>()
                                                : std::numeric_limits<double>::infinity());
        }
    }

    std::uint8_t operator()(double value) const {
        if (std::isnan(value)) {
            return 0;
        }
        if (!codes_.empty()) {
            const auto found = std::find(codes_.begin(), codes_.end(), value);
            return found == codes_.end() ? std::uint8_t{0}
                                         : static_cast<std::uint8_t>(1 + (found - codes_.begin()));
        }
        const auto above =
            std::upper_bound(limits_.begin(), limits_.end(), value) - limits_.begin();
        const auto count = static_cast<std::ptrdiff_t>(limits_.size());
        return static_cast<std::uint8_t>(1 + (low_is_worse_ ? count - above : above));
    }

private:
    bool low_is_worse_;
    std::vector<double> codes_;
    std::vector<double> limits_;
};

std::vector<Dot> palette_of(const Json& layer) {
    std::vector<Dot> palette{{{255, 255, 255}, 0}};
    for (const Json& own : layer.at("classes")) {
        palette.push_back({colour_of(own.at("colour").get<std::string>(), {}), 255});
    }
    palette.push_back({kHatchGround, 255});
    palette.push_back({kHatchLine, 255});
    return palette;
}

std::string png_of(View<const std::uint8_t> picture, const std::vector<Dot>& palette) {
    static std::atomic<unsigned> number{0};
    const std::string name = fmt::format("/vsimem/hazone_tile_{}.png", number++);
    write_palette_png(name, picture, palette);
    vsi_l_offset size = 0;
    GByte* const bytes = VSIGetMemFileBuffer(name.c_str(), &size, TRUE);
    const std::unique_ptr<GByte, decltype(&VSIFree)> owner(bytes, &VSIFree);
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

}  // namespace

MapTiles::MapTiles(fs::path folder) : folder_(std::move(folder)) {
    GDALAllRegister();
    const Json report = report_of(folder_);
    if (!report.is_object()) {
        return;
    }
    for (const Json& layer : report.value("layers", Json::array())) {
        const auto id = layer.at("id").get<std::string>();
        if ((layer.contains("codes") || layer.contains("limits")) &&
            fs::exists(folder_ / (id + ".tif"))) {
            layers_[id] = layer;
        }
    }
    bounds_ = report.at("map_bounds").get<std::array<double, 4>>();
}

std::vector<std::string> MapTiles::fields() const {
    std::vector<std::string> names;
    for (const auto& [name, layer] : layers_) {
        names.push_back(name);
    }
    return names;
}

std::optional<std::string> MapTiles::png(const std::string& field, TileNumber tile) const {
    const auto found = layers_.find(field);
    const double side = std::ldexp(1.0, tile.zoom);
    if (found == layers_.end() || tile.zoom < 0 || tile.zoom > kMostZoom || tile.x < 0 ||
        tile.y < 0 || tile.x >= side || tile.y >= side) {
        return std::nullopt;
    }
    const Json& layer = found->second;
    const std::vector<double> cells = cells_of(folder_ / (field + ".tif"), layer, tile);
    if (cells.empty()) {
        return std::nullopt;
    }
    const Classifier class_of(layer);
    const auto hatch = static_cast<std::uint8_t>(layer.at("classes").size() + 1);
    const auto box = box_of(tile);
    const double dot = (box[2] - box[0]) / kSide;
    Raster<std::uint8_t> picture({kSide, kSide});
    for (Index row = 0; row < kSide; ++row) {
        for (Index col = 0; col < kSide; ++col) {
            const double x = box[0] + (static_cast<double>(col) + 0.5) * dot;
            const double y = box[3] - (static_cast<double>(row) + 0.5) * dot;
            const bool inside =
                x > bounds_[0] && x < bounds_[2] && y > bounds_[1] && y < bounds_[3];
            const std::uint8_t own = class_of(cells[static_cast<std::size_t>(row * kSide + col)]);
            const bool line = (row + col) % kHatchPeriod < 2;
            picture(row, col) =
                own != 0 || !inside ? own : static_cast<std::uint8_t>(hatch + (line ? 1 : 0));
        }
    }
    return png_of(picture, palette_of(layer));
}

}  // namespace hazone::io
