#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include "io/serve/result_server.hpp"
#include "scenarios/commands/commands.hpp"
#include "scenarios/interrupt.hpp"

namespace hazone {
namespace {

/// Opens the address in the browser of the desktop; without a desktop nothing happens.
void open_browser(std::string address) {
    std::string program = "xdg-open";
    std::array<char*, 3> words{program.data(), address.data(), nullptr};
    pid_t child = 0;
    posix_spawnp(&child, program.c_str(), nullptr, nullptr, words.data(), environ);
}

/// Serves until Ctrl-C or SIGTERM.
void view(const std::string& folder, int port, bool open) {
    io::ResultServer server(folder);
    const std::string address = fmt::format("http://127.0.0.1:{}/", server.bind(port));
    fmt::print("{} is served at {} for this machine alone; Ctrl-C ends it\n", folder, address);
    std::fflush(stdout);
    if (open) {
        open_browser(address);
    }
    std::atomic<bool> ended{false};
    std::thread watch([&] {
        while (!ended) {
            if (interrupt_signal() != 0) {
                server.stop();  // does nothing before run() has begun, so it is said again
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    });
    server.run();
    ended = true;
    watch.join();
}

}  // namespace

void add_view(CLI::App& app) {
    auto folder = std::make_shared<std::string>();
    auto port = std::make_shared<int>(0);
    auto no_open = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand(
        "view", "Serves the results of a run to the browser of this machine, at full resolution");
    command->add_option("folder", *folder, "Folder of the results")->required();
    command->add_option("--port", *port, "Port on 127.0.0.1; 0: any which is free")
        ->check(CLI::Range(0, 65535));
    command->add_flag("--no-open", *no_open, "Do not open the browser");
    command->footer("Example:\n  hazone view results");
    command->callback([folder, port, no_open] { view(*folder, *port, !*no_open); });
}

}  // namespace hazone
