#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <sys/wait.h>

#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_folder.hpp"

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

}  // namespace hazone::testing
