#include "native/progress_line.h"

#include <unistd.h>

#include <utility>

#include "core/error.h"
#include "plot/markup.h"

namespace thimble {

namespace {

constexpr std::chrono::milliseconds kFirst{500}, kEvery{150};

bool wanted(const Shared& shared) { return !shared.quiet && !shared.wants_json() && ::isatty(STDERR_FILENO) == 1; }

}  // namespace

ProgressLine::ProgressLine(std::string what, const Shared& shared) : what_(std::move(what)), live_(wanted(shared)) {
  if (live_) painter_ = std::thread([this] { redraw(); });
}

ProgressLine::~ProgressLine() {
  if (!live_) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  woken_.notify_all();
  painter_.join();
  if (drawn_) print_note("\r\033[K");
}

void ProgressLine::at(int done, int all) {
  const std::lock_guard lock(mutex_);
  done_ = done;
  all_ = all;
}

void ProgressLine::more() {
  const std::lock_guard lock(mutex_);
  ++done_;
}

void ProgressLine::say(const std::string& detail) {
  const std::lock_guard lock(mutex_);
  detail_ = detail;
}

std::string ProgressLine::line() const {
  const double seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
  std::string words = what_;
  if (all_ > 0) {
    words += " " + grouped(done_) + "/" + grouped(all_) + " " + progress_bar(done_, all_);
    words += done_ > 0 ? " - ETA: " + in_seconds(seconds / done_ * (all_ - done_)) : " - " + in_seconds(seconds);
  } else {
    words += (done_ > 0 ? " " + grouped(done_) : "") + " - " + in_seconds(seconds);
  }
  return words + (detail_.empty() ? "" : " - " + detail_);
}

void ProgressLine::redraw() {
  std::unique_lock lock(mutex_);
  for (auto pause = kFirst; !woken_.wait_for(lock, pause, [this] { return over_; }); pause = kEvery) {
    print_note("\r" + line() + "\033[K");
    drawn_ = true;
  }
}

}  // namespace thimble
