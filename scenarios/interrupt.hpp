#pragma once

namespace hazone {

/// From now on Ctrl-C and SIGTERM ask the run to stop after the present stage; a second one ends
/// the program at once.
void watch_for_interrupts();

/// The signal which asked for a stop; 0 when none did.
int interrupt_signal();

}  // namespace hazone
