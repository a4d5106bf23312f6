#include <fmt/format.h>
#include <unistd.h>

#include "engine/core/error.hpp"
#include "io/report/report.hpp"
#include "io/report/report_data.hpp"
#include "io/report/report_file.hpp"
#include "io/report/report_words.hpp"
#include "io/report/report_zones.hpp"
#include "io/report/web_files.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

/// A folder which appears under its name once it is whole, in the place of an older one.
class NewFolder {
public:
    NewFolder(const fs::path& parent, const std::string& name)
        : final_(parent / name), temporary_(parent / fmt::format(".part-{}-{}", ::getpid(), name)) {
        std::error_code ignored;
        fs::remove_all(temporary_, ignored);
        for (const char* part : {"data", "layers"}) {
            fs::create_directories(temporary_ / part, ignored);
        }
    }
    ~NewFolder() {
        std::error_code ignored;
        fs::remove_all(temporary_, ignored);
    }
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;
    NewFolder(NewFolder&&) = delete;
    NewFolder& operator=(NewFolder&&) = delete;

    const fs::path& path() const { return temporary_; }
    void commit() {
        std::error_code error;
        fs::remove_all(final_, error);
        fs::rename(temporary_, final_, error);
        if (error) {
            throw InputError(fmt::format("{}: the report cannot be put there: {}", final_.string(),
                                         error.message()));
        }
    }

private:
    fs::path final_;
    fs::path temporary_;
};

void replace(std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t place = text.find(from); place != std::string::npos;
         place = text.find(from, place + to.size())) {
        text.replace(place, from.size(), to);
    }
}

std::string escaped(std::string_view text) {
    std::string safe(text);
    replace(safe, "&", "&amp;");
    replace(safe, "<", "&lt;");
    replace(safe, ">", "&gt;");
    replace(safe, "\"", "&quot;");
    return safe;
}

/// The page with its language and title, so that it says what it is before its scripts run.
std::string index_page(std::string_view text, const Publication& publication) {
    std::string page(text);
    replace(page, "{{language}}", publication.language == Language::english ? "en" : "vi");
    replace(page, "{{title}}",
            escaped(report_text("title", publication.language) + " – " + publication.title));
    replace(page, "{{needs_scripts}}",
            escaped(report_text("needs_scripts", Language::vietnamese) + " " +
                    report_text("needs_scripts", Language::english)));
    return page;
}

void write_pages(const Publication& publication, const fs::path& folder) {
    for (const WebFile& file : web_files()) {
        write_page(folder / fs::path(file.name), file.name == "index.html"
                                                     ? index_page(file.text, publication)
                                                     : std::string(file.text));
    }
}

}  // namespace

WrittenFiles write_report(const Publication& publication,
                          const ReportOptions& options,
                          const fs::path& folder) {
    const WebFrame frame(*publication.grid);
    NewFolder report(folder, "report");
    write_pages(publication, report.path());
    const ReportLayers layers = write_layers(publication, options, frame, report.path());
    const double dot = frame.ground_size(frame.dots(options.picture_side));
    write_script(report.path() / "data" / "zones.js", "outlines",
                 zones_geojson(*publication.layer, frame, dot / 2));
    write_script(report.path() / "data" / "report.js", "report",
                 report_json(publication, layers, frame));
    report.commit();
    return {{"report/index.html", "interactive map; opens by double click"}};
}

}  // namespace hazone::io
