#pragma once

#include <filesystem>
#include <memory>

namespace hazone::io {

/// Serves the folder of a finished run over HTTP on this machine alone (127.0.0.1): its files, with
/// ranges of bytes, so that GDAL and QGIS read GeoTIFFs in place, and squares of the web map for
/// the report: /tiles/FIELD/ZOOM/X/Y.png; /view.json names the fields. GET and HEAD only; nothing
/// outside the folder, not through "..", not through links; only for names of this machine, so that
/// no page of the web reaches it.
class ResultServer {
public:
    /// InputError when there is no such folder.
    explicit ResultServer(const std::filesystem::path& folder);
    ~ResultServer();
    ResultServer(const ResultServer&) = delete;
    ResultServer& operator=(const ResultServer&) = delete;
    ResultServer(ResultServer&&) = delete;
    ResultServer& operator=(ResultServer&&) = delete;

    /// Takes a port, of 0 any which is free, and gives its number. InputError when it is taken.
    int bind(int port);
    /// Answers until stop() is called, from another thread.
    void run();
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hazone::io
