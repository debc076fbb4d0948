// Threads of one block of a GPU, on one thread of the CPU: each runs on a stack of its own until it waits at a barrier.
#pragma once

#include <cstddef>
#include <functional>

namespace emulated {

// Runs body(i) for i in [0, count). Those that can go on take turns, from the front or, if `reversed`, from the back.
void run_fibers(int count, bool reversed, const std::function<void(int)>& body);

int current_fiber();  // the i of whoever asks

// Called by a body: goes on when every i in [first, first + count) has called it. Barrier 0 is the block's, 1 + w that of
// warp w. Aborts, saying so, where one of them has returned instead: on a GPU that is undefined.
void wait_for(int first, int count, size_t barrier);

}  // namespace emulated
