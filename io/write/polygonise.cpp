#include "io/write/polygonise.hpp"

#include <map>
#include <utility>

#include <gdal_alg.h>
#include <ogrsf_frmts.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {
namespace {

/// A layer that hands every polygon on instead of keeping it: GDALPolygonize can write to nothing
/// but a layer, and a province has millions of polygons.
class HandingOnLayer final : public OGRLayer {
public:
    explicit HandingOnLayer(PolygonReceiver receive)
        : receive_(std::move(receive)), definition_(new OGRFeatureDefn("polygons")) {
        definition_->Reference();
        OGRFieldDefn value("value", OFTInteger);
        definition_->AddFieldDefn(&value);
    }
    ~HandingOnLayer() override { definition_->Release(); }
    HandingOnLayer(const HandingOnLayer&) = delete;
    HandingOnLayer& operator=(const HandingOnLayer&) = delete;
    HandingOnLayer(HandingOnLayer&&) = delete;
    HandingOnLayer& operator=(HandingOnLayer&&) = delete;

    OGRFeatureDefn* GetLayerDefn() override { return definition_; }
    void ResetReading() override {}
    OGRFeature* GetNextFeature() override { return nullptr; }
    int TestCapability(const char* capability) override {
        return EQUAL(capability, OLCSequentialWrite) ? 1 : 0;
    }

private:
    OGRErr ICreateFeature(OGRFeature* feature) override {
        std::unique_ptr<OGRGeometry> geometry(feature->StealGeometry());
        if (!geometry || wkbFlatten(geometry->getGeometryType()) != wkbPolygon) {
            return OGRERR_UNSUPPORTED_GEOMETRY_TYPE;
        }
        std::unique_ptr<OGRPolygon> polygon(geometry.release()->toPolygon());
        return receive_(feature->GetFieldAsInteger(0), std::move(polygon)) ? OGRERR_NONE
                                                                           : OGRERR_FAILURE;
    }

    PolygonReceiver receive_;
    OGRFeatureDefn* definition_;
};

/// The polygons of one geometry joined to a valid multipolygon.
GeometryPtr as_valid(std::unique_ptr<OGRMultiPolygon> polygons) {
    if (polygons->IsValid() != 0) {
        return GeometryPtr(polygons.release());
    }
    std::unique_ptr<OGRGeometry> mended(polygons->MakeValid());
    if (!mended) {
        return GeometryPtr(polygons.release());
    }
    return GeometryPtr(OGRGeometryFactory::forceToMultiPolygon(mended.release()));
}

}  // namespace

void polygonise(const CellBlock& block, const Grid& grid, const PolygonReceiver& receive) {
    const QuietGdal quiet;
    const DatasetPtr cells = wrap_cells(block, grid);
    HandingOnLayer layer(receive);
    GDALRasterBand* const band = cells->GetRasterBand(1);
    // The band is its own mask: 0 is no data in classes and in labels.
    GDALRasterBandH const handle = GDALRasterBand::ToHandle(band);
    const CPLErr done =
        GDALPolygonize(handle, handle, OGRLayer::ToHandle(&layer), 0, nullptr, nullptr, nullptr);
    if (done != CE_None) {
        throw InputError(fmt::format("cannot draw outlines{}", quiet.reason()));
    }
}

ZoneLayer polygonise_zones(View<const std::int32_t> labels, const Grid& grid) {
    std::map<std::int32_t, std::unique_ptr<OGRMultiPolygon>> outlines;
    polygonise({labels.data(), GDT_Int32, labels.extent(), labels.stride()}, grid,
               [&](int label, std::unique_ptr<OGRPolygon> polygon) {
                   auto& outline = outlines[label];
                   if (!outline) {
                       outline = std::make_unique<OGRMultiPolygon>();
                   }
                   return outline->addGeometryDirectly(polygon.release()) == OGRERR_NONE;
               });
    const QuietGdal quiet;
    ZoneLayer result;
    for (auto& [label, outline] : outlines) {
        result.zones.push_back({.label = label,
                                .code = {},
                                .name = fmt::format("basin {}", label),
                                .geometry = as_valid(std::move(outline))});
    }
    return result;
}

}  // namespace hazone::io
