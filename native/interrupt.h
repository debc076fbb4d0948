// Ctrl-C asks a long command to finish what it has in hand; a second one ends the program at once.
#pragma once

namespace thimble {

// Thrown by a command that was interrupted and has put its things in order: exit code 130.
struct Interrupted {};

void catch_interrupts();  // from here on SIGINT, SIGTERM and SIGHUP only set the flag, once
bool interrupted();

}  // namespace thimble
