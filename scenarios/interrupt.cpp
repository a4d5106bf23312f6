#include "scenarios/interrupt.hpp"

#include <csignal>
#include <ctime>

namespace hazone {
namespace {

constexpr std::time_t kNanosecondsPerSecond = 1'000'000'000;

// A signal handler reaches nothing but objects with static storage.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t signal_seen = 0;
volatile std::time_t seen_at =
    0;  // ns of the monotonic clock; read and written in the handler only
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

/// POSIX lets a handler call clock_gettime; std::chrono promises no such thing.
std::time_t nanoseconds_now() {
    std::timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * kNanosecondsPerSecond + now.tv_nsec;
}

void remember(int signal) {
    const std::time_t now = nanoseconds_now();
    if (signal_seen == 0) {
        seen_at = now;
        signal_seen = signal;
    } else if (now - seen_at >= kNanosecondsPerSecond) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

/// The handler of neither signal is broken into by the other.
void handle(int signal) {
    struct sigaction action {};
    action.sa_handler = remember;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaction(signal, &action, nullptr);
}

}  // namespace

void watch_for_interrupts() {
    handle(SIGINT);
    handle(SIGTERM);
}

int interrupt_signal() { return signal_seen; }

}  // namespace hazone
