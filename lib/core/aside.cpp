#include "core/aside.h"

#include <algorithm>
#include <cstdint>
#include <thread>
#include <utility>

#include "core/threads.h"

namespace thimble {
namespace {

std::atomic<Aside*> on_offer{nullptr};
std::atomic<int> helpers{0};  // threads that may be looking at on_offer's loop

}  // namespace

Aside::~Aside() { drain(); }

void Aside::begin(int n, int grain, std::function<void(int, int)> body) {
  finish();
  body_ = std::move(body);
  n_ = n;
  grain_ = std::max(grain, 1);
  next_ = 0;
  pieces_ = chunks(n_, grain_);
  Aside* none = nullptr;
  on_offer.compare_exchange_strong(none, this);
}

void Aside::finish() {
  drain();
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void Aside::drain() {
  if (next_.load() < pieces_.load())
    parallel_for(threads(), 1, [this](int, int) {
      while (run_piece()) {
      }
    });
  Aside* mine = this;
  on_offer.compare_exchange_strong(mine, nullptr);
  while (helpers.load() != 0) std::this_thread::yield();  // a piece that was begun elsewhere
}

bool Aside::run_piece() {
  const int piece = next_.fetch_add(1);
  if (piece >= pieces_.load()) return false;
  try {
    const int64_t begin = int64_t{piece} * grain_;
    body_(static_cast<int>(begin), static_cast<int>(std::min<int64_t>(n_, begin + grain_)));
  } catch (...) {
    const std::lock_guard lock(error_lock_);
    if (!error_) error_ = std::current_exception();
  }
  return true;
}

// Whoever looks says so first; drain() takes the loop back first and then waits for those who look: one of the two sees
// the other.
bool help_aside() {
  if (on_offer.load(std::memory_order_relaxed) == nullptr) return false;
  helpers.fetch_add(1);
  Aside* loop = on_offer.load();
  const bool ran = loop != nullptr && loop->run_piece();
  if (loop != nullptr && !ran) on_offer.compare_exchange_strong(loop, nullptr);
  helpers.fetch_sub(1);
  return ran;
}

}  // namespace thimble
