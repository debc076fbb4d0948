// Counts what this program asks of the heap.
#pragma once

namespace thimble {

// Calls of operator new, in all its forms, for 256 bytes and more since the program began: tensors, not closures.
long large_allocations();

}  // namespace thimble
