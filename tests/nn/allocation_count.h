// Counts what this program asks of the heap.
#pragma once

namespace thimble {

// Calls of operator new, in all its forms, since the program began.
long allocations();

}  // namespace thimble
