#include "core/threads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/aside.h"
#include "core/error.h"

namespace thimble {

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)

void run_pieces(int n, int grain, const LoopBody& body) {
  for (int begin = 0; begin < n; begin += grain) body(begin, std::min(n, begin + grain));
}
void set_threads(int count) { check(count >= 0 && count <= 256, "threads: expected 1 to 256, got ", count); }
int threads() { return 1; }
int cores() { return 1; }

#else

namespace {

constexpr size_t kLine = 64;  // bytes that go from one core's cache to another's together

// A page's main thread may not wait for threads to begin or to end: there they are started once and stay, and those that
// are not wanted look on.
#if defined(__EMSCRIPTEN__)
constexpr bool kThreadsStay = true;
constexpr int kMostCores = 16;
#else
constexpr bool kThreadsStay = false;
constexpr int kMostCores = 256;
#endif

// What the threads are told, all in one line: it costs them one transfer. While `round` is odd the rest is being written.
struct alignas(kLine) Announcement {
  std::atomic<uint64_t> round{0};
  std::atomic<int> n{0}, grain{1}, threads{1};
  std::atomic<const LoopBody*> body{nullptr};  // null: the workers return
};

// The pieces that one thread takes first, from loop to loop the same part: what it wrote last time is in its cache.
struct alignas(kLine) Share {
  std::atomic<uint64_t> claim{0};                // the low half of the round, then how many pieces were taken in it
  alignas(kLine) std::atomic<uint64_t> done{0};  // pieces that this thread has run, in all rounds
};

constexpr int kMoment = 8;              // turns of waiting, of some 40 ns
constexpr uint64_t kRefresh = 1 << 20;  // rounds

uint64_t claim_of(uint64_t round, int64_t taken) { return round << 32 | static_cast<uint64_t>(taken); }

// One loop as a thread sees it.
struct Loop {
  uint64_t round;
  int n, grain, threads;
  const LoopBody* body;
  int64_t pieces() const { return chunks(n, grain); }
  void run(int64_t piece) const {
    const int64_t begin = piece * grain;
    (*body)(static_cast<int>(begin), static_cast<int>(std::min<int64_t>(n, begin + grain)));
  }
};

// Tells the processor that this thread only waits, so that it burns less and a sibling gets more.
void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// Waits for `done`, but not for long: a network's next loop follows within microseconds, while waking a sleeping thread
// takes tens of them. While it waits it takes pieces of a loop on the side. False if it was in vain.
template <class Done>
bool spin_until(const Done& done) {
  using Clock = std::chrono::steady_clock;
  constexpr auto kPatience = std::chrono::microseconds(kThreadsStay ? 400 : 100);
  Clock::time_point start = Clock::now();
  do {
    for (int i = 0; i < 16; ++i) {
      if (done()) return true;
      relax();
    }
    if (help_aside()) start = Clock::now();
  } while (Clock::now() - start < kPatience);
  return false;
}

// Workers that spin briefly for the next job, since the next layer's loop follows within microseconds, then sleep.
class Pool {
 public:
  static Pool& instance() {
    static Pool pool;
    return pool;
  }
  ~Pool() {
    if constexpr (!kThreadsStay) stop();
  }

  int size() const { return size_; }

  void resize(int count) {
    const std::lock_guard owner(owner_);
    if constexpr (!kThreadsStay) stop();
    size_ = kThreadsStay ? std::min(count, kMostCores) : count;
  }

  void run(int n, int grain, const LoopBody& body) {
    if (inside_ || n <= grain || size_ == 1) return run_alone(n, grain, body);
    const std::unique_lock owner(owner_, std::try_to_lock);
    if (!owner) return run_alone(n, grain, body);
    start();
    const Loop loop = announce(n, grain, &body);
    inside_ = true;
    finished_ += static_cast<uint64_t>(loop.pieces());
    const auto done = [this] { return done_by_workers() == finished_; };
    run_shares(
        loop, 0, [this](uint64_t count) { finished_ -= count; }, done);
    if (!spin_until(done))
      while (!done()) std::this_thread::yield();
    inside_ = false;
    if (failed_.load()) {
      failed_.store(false);
      std::rethrow_exception(std::exchange(error_, nullptr));
    }
  }

 private:
  static void run_alone(int n, int grain, const LoopBody& body) {
    for (int64_t begin = 0; begin < n; begin += grain)
      body(static_cast<int>(begin), static_cast<int>(std::min<int64_t>(n, begin + grain)));
  }

  void start() {
    const int most = kThreadsStay ? kMostCores : size_.load();
    if (static_cast<int>(shares_.size()) != most) {
      shares_ = std::vector<Share>(static_cast<size_t>(most));
      finished_ = 0;
      refresh_claims(announced_.round.load());
    }
    while (static_cast<int>(workers_.size()) + 1 < size_) {
      try {
        workers_.emplace_back(
            [this, seen = announced_.round.load(), thread = workers_.size() + 1] { work(seen, thread); });
      } catch (const std::system_error&) {
        return;  // the system has no more threads: fewer workers, the same bits
      }
    }
  }

  // A worker says that it sleeps, then looks at the round; the round is counted up, then sleepers are looked for: one
  // of the two sees the other. Whom one loop has called, the next need not call again.
  Loop announce(int n, int grain, const LoopBody* body) {
    const uint64_t round = announced_.round.load(std::memory_order_relaxed) + 2;
    const Loop loop{round, n, grain, size_.load(std::memory_order_relaxed), body};
    announced_.round.store(round - 1, std::memory_order_relaxed);
    if (round % kRefresh == 0) refresh_claims(round);
    announced_.n.store(n, std::memory_order_release);
    announced_.grain.store(grain, std::memory_order_release);
    announced_.threads.store(loop.threads, std::memory_order_release);
    announced_.body.store(body, std::memory_order_release);
    announced_.round.store(round);
    if (sleepers_.load() != 0 && sleepers_.exchange(0) != 0) {
      const std::lock_guard lock(sleep_);
      wake_.notify_all();
    }
    return loop;
  }

  // So that the age of a claim fits 31 bits.
  void refresh_claims(uint64_t round) {
    for (Share& share : shares_) share.claim.store(claim_of(round, 0));
  }

  // False if it has changed meanwhile.
  bool read(Loop& loop) const {
    loop.round = announced_.round.load(std::memory_order_acquire);
    loop.n = announced_.n.load(std::memory_order_acquire);
    loop.grain = announced_.grain.load(std::memory_order_acquire);
    loop.threads = announced_.threads.load(std::memory_order_acquire);
    loop.body = announced_.body.load(std::memory_order_acquire);
    return loop.round % 2 == 0 && announced_.round.load(std::memory_order_relaxed) == loop.round;
  }

  int64_t first_piece(const Loop& loop, size_t thread) const {
    return loop.pieces() * static_cast<int64_t>(thread) / loop.threads;
  }

  // A piece of that thread's share, or -1. The first to come finds the claim of an earlier round; a thread that comes too
  // late finds that of a later one, and touches nothing.
  int64_t take(const Loop& loop, size_t thread) {
    std::atomic<uint64_t>& claim = shares_[thread].claim;
    const int64_t first = first_piece(loop, thread), end = first_piece(loop, thread + 1);
    for (uint64_t seen = claim.load(std::memory_order_acquire);;) {
      const auto age = static_cast<int32_t>(static_cast<uint32_t>(loop.round) - static_cast<uint32_t>(seen >> 32));
      const int64_t taken = age > 0 ? 0 : static_cast<int64_t>(seen & 0xffffffffu);
      if (age < 0 || first + taken >= end) return -1;
      if (claim.compare_exchange_weak(seen, claim_of(loop.round, taken + 1))) return first + taken;
    }
  }

  // What is left of a thread's share; returns how many pieces. After an exception they only count.
  uint64_t run_share(const Loop& loop, size_t thread) {
    uint64_t count = 0;
    for (int64_t piece; (piece = take(loop, thread)) >= 0; ++count) try {
        if (!failed_.load(std::memory_order_relaxed)) loop.run(piece);
      } catch (...) {
        const std::lock_guard lock(error_lock_);
        if (!error_) error_ = std::current_exception();
        failed_.store(true);
      }
    return count;
  }

  // A thread's own share, then what the others have left. done(count) is told at once: somebody may be waiting. The
  // others get a moment to end by themselves: whoever looks at a claim makes its owner fetch it again in the next loop.
  template <class Done, class Over>
  void run_shares(const Loop& loop, size_t thread, const Done& done, const Over& over) {
    if (const uint64_t count = run_share(loop, thread)) done(count);
    for (int i = 0; i < kMoment; ++i) {
      if (over()) return;
      relax();
    }
    const auto threads = static_cast<size_t>(loop.threads);
    for (size_t i = 1; i < threads; ++i)
      if (const uint64_t count = run_share(loop, (thread + i) % threads)) done(count);
  }

  uint64_t done_by_workers() const {
    uint64_t sum = 0;
    for (size_t t = 1; t < shares_.size(); ++t) sum += shares_[t].done.load(std::memory_order_acquire);
    return sum;
  }

  void stop() {
    announce(0, 1, nullptr);  // stands until the last worker has read it
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
  }

  void work(uint64_t seen, size_t thread) {
    inside_ = true;  // a loop inside a body runs on its caller
    const auto called = [&] { return announced_.round.load() != seen; };
    for (;;) {
      if (!spin_until(called)) {
        std::unique_lock lock(sleep_);
        while (!called()) {
          sleepers_.store(1);
          if (!called()) wake_.wait(lock);
        }
      }
      Loop loop;
      if (!read(loop)) continue;
      if (loop.body == nullptr) return;
      seen = loop.round;
      if (static_cast<int>(thread) >= loop.threads) continue;
      std::atomic<uint64_t>& done = shares_[thread].done;
      run_shares(
          loop, thread,
          [&done](uint64_t count) {
            done.store(done.load(std::memory_order_relaxed) + count, std::memory_order_release);
          },
          called);
    }
  }

  Announcement announced_;

  // What only the caller touches in a loop, and what all threads read, each in lines of their own: a worker that reads
  // beside what the caller writes waits for the line in every loop.
  alignas(kLine) std::mutex owner_;  // who may start a loop
  uint64_t finished_ = 0;            // pieces that workers have run, in all rounds
  alignas(kLine) std::vector<Share> shares_;
  std::atomic<bool> failed_{false};
  std::atomic<int> size_{cores()}, sleepers_{0};
  std::vector<std::thread> workers_;
  alignas(kLine) std::mutex error_lock_;
  std::exception_ptr error_;
  std::mutex sleep_;
  std::condition_variable wake_;
  static thread_local bool inside_;
};

thread_local bool Pool::inside_ = false;

}  // namespace

int cores() { return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMostCores); }
int threads() { return Pool::instance().size(); }

void set_threads(int count) {
  check(count >= 0 && count <= 256, "threads: expected 1 to 256, got ", count);
  Pool::instance().resize(count == 0 ? cores() : count);
}

void run_pieces(int n, int grain, const LoopBody& body) { Pool::instance().run(n, std::max(grain, 1), body); }

#endif

}  // namespace thimble
