#include "io/serve/result_server.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"
#include "io/serve/map_tiles.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHost = "127.0.0.1";
constexpr std::size_t kPiece = std::size_t{1} << 18U;  // bytes sent at once

std::string type_of(const fs::path& path) {
    struct Kind {
        std::string_view ending;
        std::string_view type;
    };
    constexpr std::array kKinds{Kind{".html", "text/html; charset=utf-8"},
                                Kind{".js", "text/javascript; charset=utf-8"},
                                Kind{".css", "text/css; charset=utf-8"},
                                Kind{".json", "application/json"},
                                Kind{".geojson", "application/geo+json"},
                                Kind{".png", "image/png"},
                                Kind{".svg", "image/svg+xml"},
                                Kind{".pdf", "application/pdf"},
                                Kind{".tif", "image/tiff"},
                                Kind{".nc", "application/netcdf"},
                                Kind{".gpkg", "application/geopackage+sqlite3"},
                                Kind{".xml", "application/xml"},
                                Kind{".csv", "text/csv; charset=utf-8"},
                                Kind{".txt", "text/plain; charset=utf-8"},
                                Kind{".qml", "application/xml"}};
    const std::string ending = path.extension().string();
    const auto* const found = std::find_if(kKinds.begin(), kKinds.end(),
                                           [&](const Kind& kind) { return kind.ending == ending; });
    return std::string(found == kKinds.end() ? "application/octet-stream" : found->type);
}

/// The file of the folder with that name in an URL; empty where there is none inside it.
fs::path file_in(const fs::path& folder, const std::string& name) {
    std::error_code error;
    const fs::path found = fs::canonical(folder / fs::path(name).relative_path(), error);
    const bool inside =
        !error && std::mismatch(folder.begin(), folder.end(), found.begin(), found.end()).first ==
                      folder.end();
    return inside && fs::is_regular_file(found, error) ? found : fs::path();
}

/// Names under which a browser on this machine asks. Any other name may be a page of the web which
/// has let its own name point here.
bool is_own_name(const std::string& host) {
    const std::string name = host.substr(
        0,
        host.rfind(':') == std::string::npos || host.back() == ']' ? host.size() : host.rfind(':'));
    return name == kHost || name == "localhost" || name == "[::1]";
}

/// Brings the ranges of a request into a file of `size` bytes, as RFC 9110, 14.1.2 has it: beyond
/// the end they are cut. False when one has no byte of the file.
bool fit_ranges(httplib::Ranges& ranges, ssize_t size) {
    for (auto& [first, last] : ranges) {
        if (first == -1) {  // the last so many bytes
            first = std::max<ssize_t>(0, size - last);
            last = size - 1;
            if (first >= size) {
                return false;
            }
        } else {
            last = last == -1 ? size - 1 : std::min<ssize_t>(last, size - 1);
            if (first >= size || last < first) {
                return false;
            }
        }
    }
    return true;
}

void send_file(const fs::path& path, const httplib::Request& request, httplib::Response& answer) {
    const auto size = static_cast<std::size_t>(fs::file_size(path));
    // The library neither cuts nor refuses ranges beyond the end (version 0.11); the request is
    // its own object, not a constant.
    auto& ranges = const_cast<httplib::Request&>(request).ranges;
    answer.set_header("Accept-Ranges", "bytes");
    if (!fit_ranges(ranges, static_cast<ssize_t>(size))) {
        ranges.clear();
        answer.status = 416;
        answer.set_header("Content-Range", fmt::format("bytes */{}", size));
        return;
    }
    if (size == 0) {
        ranges.clear();
        answer.set_content("", type_of(path));
        return;
    }
    auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
    answer.set_content_provider(
        size, type_of(path),
        [file](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
            std::vector<char> piece(std::min(length, kPiece));
            file->clear();
            file->seekg(static_cast<std::streamoff>(offset));
            file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
            return file->gcount() > 0 &&
                   sink.write(piece.data(), static_cast<std::size_t>(file->gcount()));
        });
}

}  // namespace

struct ResultServer::State {
    explicit State(fs::path own) : folder(std::move(own)), tiles(folder) {}

    fs::path folder;
    MapTiles tiles;
    httplib::Server server;

    void answer_tile(const httplib::Request& request, httplib::Response& answer) const {
        const auto number = [&](std::size_t place) {
            return std::atoi(request.matches[place].str().c_str());
        };
        const auto picture = tiles.png(request.matches[1].str(), {number(2), number(3), number(4)});
        if (picture) {
            answer.set_content(*picture, "image/png");
        } else {
            answer.status = 404;
        }
    }

    void answer_file(const httplib::Request& request, httplib::Response& answer) const {
        std::string name = request.path;
        if (name == "/" && fs::exists(folder / "report" / "index.html")) {
            answer.set_redirect("/report/index.html");
            return;
        }
        if (name.back() == '/') {
            name += "index.html";
        }
        const fs::path file = file_in(folder, name);
        if (file.empty()) {
            answer.status = 404;
            answer.set_content("hazone: there is no such file\n", "text/plain");
            return;
        }
        send_file(file, request, answer);
    }

    void set_routes() {
        // The library's own choice lets several programs share a port without a word.
        server.set_socket_options([](socket_t socket) {
            const int yes = 1;
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        });
        server.set_pre_routing_handler([](const auto& request, auto& answer) {
            answer.set_header("Cache-Control", "no-cache");
            answer.set_header("X-Content-Type-Options", "nosniff");
            if (!is_own_name(request.get_header_value("Host"))) {
                answer.status = 403;
            } else if (request.method != "GET" && request.method != "HEAD") {
                answer.status = 405;
                answer.set_header("Allow", "GET, HEAD");
            } else {
                return httplib::Server::HandlerResponse::Unhandled;
            }
            return httplib::Server::HandlerResponse::Handled;
        });
        server.Get(R"(/tiles/([a-z0-9_]+)/(\d{1,2})/(\d{1,7})/(\d{1,7})\.png)",
                   [this](const auto& request, auto& answer) { answer_tile(request, answer); });
        server.Get("/view.json", [this](const auto&, auto& answer) {
            answer.set_content(nlohmann::json{{"fields", tiles.fields()}}.dump(),
                               "application/json");
        });
        server.Get(R"(/.*)",
                   [this](const auto& request, auto& answer) { answer_file(request, answer); });
    }
};

ResultServer::ResultServer(const fs::path& folder) {
    std::error_code error;
    const fs::path own = fs::canonical(folder, error);
    if (error || !fs::is_directory(own)) {
        throw InputError(fmt::format("{}: there is no such folder", folder.string()));
    }
    state_ = std::make_unique<State>(own);
    state_->set_routes();
}

ResultServer::~ResultServer() = default;

int ResultServer::bind(int port) {
    const int own = port == 0 ? state_->server.bind_to_any_port(kHost)
                    : state_->server.bind_to_port(kHost, port) ? port
                                                               : -1;
    if (own < 0) {
        throw InputError(
            fmt::format("--port {}: the port is taken or not allowed; without --port a free one is "
                        "found",
                        port));
    }
    return own;
}

void ResultServer::run() { state_->server.listen_after_bind(); }

void ResultServer::stop() { state_->server.stop(); }

}  // namespace hazone::io
