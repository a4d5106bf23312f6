#include "scenarios/path_text.hpp"

#include <cstdlib>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

/// The value of "NAME" or "NAME:-default".
std::string variable_value(const std::string& expression, const std::string& what) {
    const auto colon = expression.find(":-");
    const std::string name = expression.substr(0, colon);
    if (const char* value = std::getenv(name.c_str())) {
        return value;
    }
    if (colon == std::string::npos) {
        throw InputError(fmt::format(
            "{}: the environment variable {} is not set; set it, or write ${{{}:-default}}", what,
            name, name));
    }
    return expression.substr(colon + 2);
}

}  // namespace

std::filesystem::path path_from_text(const std::string& text,
                                     const std::filesystem::path& folder,
                                     const std::string& what) {
    std::string path;
    std::size_t at = 0;
    for (std::size_t open = text.find("${"); open != std::string::npos;
         open = text.find("${", at)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos) {
            throw InputError(fmt::format("{}: '{}' has a brace which is not closed", what, text));
        }
        path += text.substr(at, open - at) +
                variable_value(text.substr(open + 2, close - open - 2), what);
        at = close + 1;
    }
    path += text.substr(at);
    return (folder / path).lexically_normal();
}

}  // namespace hazone
