// A loop on the side: work that nobody waits for yet, such as the next mini-batch while this one is computed.
//
// Its pieces are those of parallel_for. Threads take them while they would only wait, for the others at the end of a
// loop or for the next loop to begin; what is left when the result is wanted, finish() runs on all threads. Which thread
// runs a piece, and when, changes no bit.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>

namespace thimble {

class Aside {
 public:
  Aside() = default;
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  ~Aside();  // finishes, and forgets an exception of the body

  // Offers body(begin, end) for the pieces of [0, n). What the body reads and writes must stay as it is until finish().
  // One loop at a time in the process: where another is on offer, all of this one is left to finish().
  void begin(int n, int grain, std::function<void(int begin, int end)> body);
  void finish();  // everything is done behind it; an exception of the body reaches the caller

 private:
  friend bool help_aside();
  bool run_piece();  // false: none is left
  void drain();

  std::function<void(int, int)> body_;
  int n_ = 0, grain_ = 1;
  std::atomic<int> next_{0}, pieces_{0};
  std::exception_ptr error_;
  std::mutex error_lock_;
};

bool help_aside();  // for the pool: runs a piece of the loop on offer; false if there is none

}  // namespace thimble
