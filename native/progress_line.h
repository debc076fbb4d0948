// One line on a terminal while something takes long: what it is, how far it is, how long it will take.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "native/command_line.h"

namespace thimble {

// Redrawn a few times a second from half a second on, and wiped at the end, so that what a program says does not depend
// on how long it took. Says nothing where standard error is no terminal, and with --quiet, --json and --jsonl.
class ProgressLine {
 public:
  ProgressLine(std::string what, const Shared& shared);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  bool live() const { return live_; }
  void at(int done, int all);           // from any thread
  void more();                          // one more of `all` is done
  void say(const std::string& detail);  // behind the line: the inertia so far

 private:
  using Clock = std::chrono::steady_clock;
  void redraw();
  std::string line() const;

  const std::string what_;
  const bool live_;
  const Clock::time_point begin_ = Clock::now();
  std::mutex mutex_;
  std::condition_variable woken_;
  std::string detail_;
  int done_ = 0, all_ = 0;
  bool over_ = false, drawn_ = false;
  std::thread painter_;
};

}  // namespace thimble
