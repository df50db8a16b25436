#pragma once

/// The wish that a run should stop: Ctrl-C (SIGINT), SIGTERM, a terminal that has gone (SIGHUP), or a batch system's
/// warning that time is nearly over (SIGXCPU, SIGUSR1).
namespace hux::cli {

/// From now on the first of these signals is noted only; a second Ctrl-C or SIGTERM ends the program at once. Those
/// that whoever started the program has had ignored, as nohup does with SIGHUP and a shell script with its background
/// programs' SIGINT, stay ignored.
void note_interruptions();

/// The signal that was noted; 0 if none.
int interruption();

}  // namespace hux::cli
