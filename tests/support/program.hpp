#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace hazone::testing {

struct ProgramResult {
    int exit_code = 0;
    std::string output;  // standard output and standard error
};

/// Runs a shell command line and waits for it.
inline ProgramResult run_command(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("cannot run: " + command);
    }
    ProgramResult result;
    char buffer[4096];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
        result.output += buffer;
    }
    const int status = pclose(pipe);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

/// The hazone program which this build made, quoted for a shell.
inline std::string hazone_program() {
    const char* binary = std::getenv("HAZONE_BINARY");
    if (binary == nullptr) {
        throw std::runtime_error("HAZONE_BINARY is not set; run the tests with ctest");
    }
    return "'" + std::string(binary) + "'";
}

inline ProgramResult run_hazone(const std::string& arguments) {
    return run_command(hazone_program() + " " + arguments);
}

/// A folder of its own for one test, empty at the start and removed at the end.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::string& name)
        : path_(std::filesystem::temp_directory_path() /
                ("hazone_" + name + "_" + std::to_string(getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// The shared data folder, empty when it is not there.
inline std::filesystem::path shared_folder() {
    const char* named = std::getenv("HAZONE_SHARED");
    std::filesystem::path folder =
        named != nullptr ? named : std::filesystem::path(HAZONE_SOURCE_DIR) / "../shared";
    return std::filesystem::exists(folder) ? folder : std::filesystem::path();
}

}  // namespace hazone::testing
