#include "scenarios/interrupt.hpp"

#include <csignal>

namespace hazone {
namespace {

// A signal handler reaches nothing but an object with static storage.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t signal_seen = 0;

void remember(int signal) {
    signal_seen = signal;
    std::signal(signal, SIG_DFL);
}

}  // namespace

void watch_for_interrupts() {
    std::signal(SIGINT, remember);
    std::signal(SIGTERM, remember);
}

int interrupt_signal() { return signal_seen; }

}  // namespace hazone
