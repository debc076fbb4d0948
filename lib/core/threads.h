// Split a loop over the machine's cores without changing a bit of the result.
#pragma once

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

// A body by reference and without its type: nothing is allocated for it, and a program holds one small function for each
// loop that it has, where std::function would hold six and a name.
class LoopBody {
 public:
  template <class Body>
  explicit LoopBody(const Body& body)
      : body_(&body), run_([](const void* b, int begin, int end) { (*static_cast<const Body*>(b))(begin, end); }) {}
  void operator()(int begin, int end) const { run_(body_, begin, end); }

 private:
  const void* body_;
  void (*run_)(const void* body, int begin, int end);
};

// The untyped form underneath.
void run_pieces(int n, int grain, const LoopBody& body);

template <class Body>
void parallel_for(int n, int grain, const Body& body) {
  run_pieces(n, grain, LoopBody(body));
}

}  // namespace thimble
