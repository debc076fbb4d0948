// Split a loop over the machine's cores without changing a bit of the result.
#pragma once

#include <functional>

namespace thimble {

// Calls body(begin, end) for the pieces [0, grain), [grain, 2 grain), ... of [0, n), each exactly once, on several
// threads.
//
// The pieces depend on n and grain alone, never on the number of threads, and are handed out as threads become free. A
// body must write only what belongs to its own piece; a sum over pieces is kept one partial a piece and added in order
// (see chunks()). Then one thread and sixteen give the same bits. A call from inside a body, or while another thread
// holds the pool, or with one thread, runs the pieces in order on the caller. An exception in a body reaches the
// caller.
template <class Body>
void parallel_for(int n, int grain, const Body& body);  // body(int begin, int end)

// How many pieces parallel_for makes: ceil(n / grain).
constexpr int chunks(int n, int grain) { return n <= 0 ? 0 : (n - 1) / grain + 1; }

// The number of threads used from the next parallel_for on, 1..256 (usage error otherwise). 0 means: all cores.
void set_threads(int threads);
int threads();
int cores();  // what the machine has, at least 1

// The untyped form underneath. The template hands it a reference, so that nothing is allocated for the body.
void run_pieces(int n, int grain, const std::function<void(int begin, int end)>& body);

template <class Body>
void parallel_for(int n, int grain, const Body& body) {
  run_pieces(n, grain, std::cref(body));
}

}  // namespace thimble
