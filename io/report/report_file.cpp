#include "io/report/report_file.hpp"

#include <charconv>
#include <fstream>
#include <limits>
#include <memory>

#include <cpl_conv.h>
#include <cpl_string.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/cells_dataset.hpp"

namespace hazone::io {
namespace {

struct CplDeleter {
    void operator()(void* memory) const { CPLFree(memory); }
};

}  // namespace

void write_page(const std::filesystem::path& path, std::string_view text) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) {
        throw InputError(
            fmt::format("{}: cannot be written; is the disk full, or the folder not "
                        "yours?",
                        path.string()));
    }
}

void write_script(const std::filesystem::path& path,
                  const std::string& name,
                  const nlohmann::ordered_json& value) {
    write_page(path, fmt::format("hazone.{} = {};\n", name, value.dump()));
}

void write_palette_png(const std::filesystem::path& path,
                       View<const std::uint8_t> picture,
                       std::span<const Dot> palette) {
    const QuietGdal quiet;
    // GDAL takes memory to be written; the picture is only read.
    const DatasetPtr dots =
        memory_dataset(const_cast<std::uint8_t*>(picture.data()), GDT_Byte,
                       static_cast<int>(picture.rows()), static_cast<int>(picture.cols()));
    GDALColorTable table;
    for (std::size_t place = 0; place < palette.size(); ++place) {
        const Dot& dot = palette[place];
        const GDALColorEntry entry{dot.colour.red, dot.colour.green, dot.colour.blue, dot.solid};
        table.SetColorEntry(static_cast<int>(place), &entry);
    }
    dots->GetRasterBand(1)->SetColorTable(&table);
    dots->GetRasterBand(1)->SetColorInterpretation(GCI_PaletteIndex);
    CPLStringList words;
    words.SetNameValue("ZLEVEL", "6");
    const DatasetPtr written(gdal_driver("PNG").CreateCopy(path.c_str(), dots.get(), FALSE,
                                                           words.List(), nullptr, nullptr));
    if (!written) {
        throw InputError(
            fmt::format("{}: the picture cannot be written{}", path.string(), quiet.reason()));
    }
}

std::string packed(std::span<const std::uint8_t> bytes) {
    std::size_t size = 0;
    const std::unique_ptr<void, CplDeleter> small(
        CPLZLibDeflate(bytes.data(), bytes.size(), 6, nullptr, 0, &size));
    if (!small || size > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw InputError("outputs.report: values to be clicked cannot be packed by zlib");
    }
    const std::unique_ptr<char, CplDeleter> text(
        CPLBase64Encode(static_cast<int>(size), static_cast<const GByte*>(small.get())));
    return text.get();
}

std::string colour_text(Colour colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

Colour colour_of(const std::string& text, Colour otherwise) {
    unsigned number = 0;
    const char* const end = text.data() + text.size();
    if (text.size() != 7 || text[0] != '#' ||
        std::from_chars(text.data() + 1, end, number, 16).ptr != end) {
        return otherwise;
    }
    return {static_cast<std::uint8_t>(number >> 16U), static_cast<std::uint8_t>(number >> 8U),
            static_cast<std::uint8_t>(number)};
}

}  // namespace hazone::io
