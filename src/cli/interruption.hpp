#pragma once

/// The user's wish to stop a run: SIGINT (Ctrl-C) or SIGTERM.
namespace hux::cli {

/// From now on the first of these signals is noted only; a second one ends the program at once.
void note_interruptions();

/// The signal that was noted; 0 if none.
int interruption();

}  // namespace hux::cli
