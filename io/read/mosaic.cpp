#include <cpl_string.h>
#include <gdal_utils.h>

#include <fmt/format.h>

#include "io/read/raster_file.hpp"

namespace hazone::io {
namespace {

void refuse_difference(GDALDataset& first,
                       GDALDataset& other,
                       const std::string& what,
                       const std::string& first_value,
                       const std::string& other_value) {
    throw InputError(fmt::format(
        "{}: its {} is {}, that of {} is {}; tiles of one mosaic must agree. Convert the tile with "
        "gdalwarp or gdal_translate, or list it elsewhere",
        other.GetDescription(), what, other_value, first.GetDescription(), first_value));
}

std::string crs_of(GDALDataset& dataset) {
    const OGRSpatialReference* crs = dataset.GetSpatialRef();
    return crs == nullptr ? "missing" : crs_name(*crs);
}

/// Scale, offset and unit of a band in one line, to compare and to print.
std::string encoding(GDALRasterBand& band) {
    return fmt::format("scale {}, offset {}, unit '{}'", band.GetScale(), band.GetOffset(),
                       band.GetUnitType());
}

void require_same_kind(GDALDataset& first, GDALDataset& other, int band) {
    const OGRSpatialReference* crs = first.GetSpatialRef();
    const OGRSpatialReference* other_crs = other.GetSpatialRef();
    if (crs == nullptr || other_crs == nullptr || !same_crs(*crs, *other_crs)) {
        refuse_difference(first, other, "CRS", crs_of(first), crs_of(other));
    }
    if (other.GetRasterCount() < band) {
        refuse_difference(first, other, "number of bands", std::to_string(first.GetRasterCount()),
                          std::to_string(other.GetRasterCount()));
    }
    GDALRasterBand& one = *first.GetRasterBand(band);
    GDALRasterBand& two = *other.GetRasterBand(band);
    if (one.GetRasterDataType() != two.GetRasterDataType()) {
        refuse_difference(first, other, "band type", GDALGetDataTypeName(one.GetRasterDataType()),
                          GDALGetDataTypeName(two.GetRasterDataType()));
    }
    if (encoding(one) != encoding(two)) {
        refuse_difference(first, other, "encoding", encoding(one), encoding(two));
    }
}

void require_no_mask(GDALDataset& tile, int band) {
    GDALRasterBand& cells = *tile.GetRasterBand(band);
    if ((cells.GetMaskFlags() & GMF_PER_DATASET) != 0) {
        throw InputError(
            fmt::format("{}: has a mask or alpha band, which cannot be kept in a "
                        "mosaic; declare a nodata value instead: gdalwarp -dstnodata",
                        tile.GetDescription()));
    }
}

/// The tile's band as floating point, so that NaN can stand for what no tile covers.
DatasetPtr floating_tile(GDALDataset& tile, int band) {
    const GDALDataType type = tile.GetRasterBand(band)->GetRasterDataType();
    const bool wide = GDALGetDataTypeSizeBits(type) > 16 && type != GDT_Float32;
    CPLStringList words;
    for (const char* word : {"-of", "VRT", "-b"}) {
        words.AddString(word);
    }
    words.AddString(std::to_string(band).c_str());
    words.AddString("-ot");
    words.AddString(wide ? "Float64" : "Float32");
    GDALTranslateOptions* options = GDALTranslateOptionsNew(words.List(), nullptr);
    DatasetPtr part(
        GDALDataset::FromHandle(GDALTranslate("", GDALDataset::ToHandle(&tile), options, nullptr)));
    GDALTranslateOptionsFree(options);
    return part;
}

}  // namespace

DatasetPtr mosaic_of(const std::vector<DatasetPtr>& tiles,
                     int band,
                     std::vector<DatasetPtr>& parts) {
    std::vector<GDALDatasetH> handles;
    for (const DatasetPtr& tile : tiles) {
        require_same_kind(*tiles.front(), *tile, band);
        require_no_mask(*tile, band);
        parts.push_back(floating_tile(*tile, band));
        handles.push_back(GDALDataset::ToHandle(parts.back().get()));
    }
    const QuietGdal quiet;
    CPLStringList words;
    for (const char* word : {"-resolution", "highest", "-vrtnodata", "nan"}) {
        words.AddString(word);
    }
    GDALBuildVRTOptions* options = GDALBuildVRTOptionsNew(words.List(), nullptr);
    DatasetPtr mosaic(GDALDataset::FromHandle(GDALBuildVRT(
        "", static_cast<int>(handles.size()), handles.data(), nullptr, options, nullptr)));
    GDALBuildVRTOptionsFree(options);
    if (!mosaic) {
        throw InputError(
            fmt::format("{}: this tile and the {} others listed with it cannot be put "
                        "together{}",
                        tiles.front()->GetDescription(), tiles.size() - 1, quiet.reason()));
    }
    return mosaic;
}

}  // namespace hazone::io
