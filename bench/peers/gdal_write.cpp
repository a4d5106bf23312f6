// Seconds which GDAL takes to write the rasters of a folder as hazone wrote them: from memory, with
// the same tiles, compression and predictor. Prints them as JSON; bench/report io uses it.
#include <chrono>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "bench/peers/gdal_writers.hpp"

namespace hazone::bench {
namespace {

namespace fs = std::filesystem;

struct Request {
    std::string folder;
    std::string scratch;
    int threads = 2;
};

struct Seconds {
    double base = 0;
    double product = 0;
};

template <class Work>
double seconds_of(Work work) {
    ::sync();
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

GdalDataset in_memory(const std::string& path) {
    const GdalDataset file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
    GDALDriver* memory = GetGDALDriverManager()->GetDriverByName("MEM");
    return GdalDataset(file ? memory->CreateCopy("", file.get(), 0, nullptr, nullptr, nullptr)
                            : nullptr);
}

Seconds write_again(const std::string& path, const Request& request) {
    const GdalDataset cells = in_memory(path);
    if (cells == nullptr) {
        throw std::runtime_error(fmt::format("cannot read '{}'", path));
    }
    const std::string to = fs::path(request.scratch) / "gdal.tif";
    const GDALDataType type = cells->GetRasterBand(1)->GetRasterDataType();
    const GdalFormat format{.compression = io::best_compression(),
                            .level = 1,
                            .predictor = type == GDT_Float32,
                            .overviews = type == GDT_Byte ? "NEAREST" : "AVERAGE"};
    Seconds taken;
    taken.base = seconds_of([&] { write_base_with_gdal(to, *cells, format, request.threads); });
    fs::remove(to);
    taken.product = seconds_of([&] { write_cog_with_gdal(to, *cells, format, request.threads); });
    fs::remove(to);
    return taken;
}

void write_folder(const Request& request) {
    GDALAllRegister();
    Seconds total;
    int count = 0;
    for (const auto& entry : fs::directory_iterator(request.folder)) {
        if (entry.path().extension() == ".tif") {
            const Seconds taken = write_again(entry.path(), request);
            total.base += taken.base;
            total.product += taken.product;
            ++count;
        }
    }
    fmt::print("{{\"files\": {}, \"base\": {:.3f}, \"product\": {:.3f}}}\n", count, total.base,
               total.product);
}

}  // namespace
}  // namespace hazone::bench

int main(int argc, char** argv) {
    CLI::App app{"Times GDAL writing the rasters of a folder again"};
    hazone::bench::Request request;
    app.add_option("folder", request.folder)->required()->check(CLI::ExistingDirectory);
    app.add_option("--scratch", request.scratch)->required()->check(CLI::ExistingDirectory);
    app.add_option("--threads", request.threads);
    CLI11_PARSE(app, argc, argv);
    try {
        hazone::bench::write_folder(request);
    } catch (const std::exception& error) {
        fmt::print(stderr, "hazone_gdal_write: {}\n", error.what());
        return 1;
    }
    return 0;
}
