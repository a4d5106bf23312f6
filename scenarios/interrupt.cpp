#include "scenarios/interrupt.hpp"

#include <csignal>

namespace hazone {
namespace {

// A signal handler reaches nothing but a static object.
volatile std::sig_atomic_t signal_seen =
    0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

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
