#pragma once

namespace hazone {

/// From now on Ctrl-C and SIGTERM ask the run to stop after the present stage. Another signal which
/// comes a second or more after the first ends the program at once; one within that second is the
/// same request told twice, as `timeout`, `sudo` and job schedulers do, who signal both the process
/// and its group.
void watch_for_interrupts();

/// The signal which asked for a stop; 0 when none did.
int interrupt_signal();

}  // namespace hazone
