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
#include <vector>

#include "core/aside.h"
#include "core/error.h"

namespace thimble {

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)

void run_pieces(int n, int grain, const std::function<void(int, int)>& body) {
  for (int begin = 0; begin < n; begin += grain) body(begin, std::min(n, begin + grain));
}
void set_threads(int count) { check(count >= 0 && count <= 256, "threads: expected 1 to 256, got ", count); }
int threads() { return 1; }
int cores() { return 1; }

#else

namespace {

// The pieces [next, end) that one thread takes first, from loop to loop the same part: what it wrote last time is in its
// cache.
struct alignas(64) Share {
  std::atomic<int> next{0};
  int end = 0;
};

// One loop in the making: each thread takes the pieces of its own share, then what the others have left.
struct Job {
  const std::function<void(int, int)>* body = nullptr;
  int n = 0, grain = 1;
  std::vector<Share>& shares;
  std::exception_ptr error;
  std::mutex error_lock;

  Job(const std::function<void(int, int)>& f, int count, int each, std::vector<Share>& parts)
      : body(&f), n(count), grain(each), shares(parts) {
    const int64_t pieces = chunks(n, grain), threads = static_cast<int64_t>(shares.size());
    for (int64_t t = 0; t < threads; ++t) {
      shares[static_cast<size_t>(t)].next.store(static_cast<int>(pieces * t / threads), std::memory_order_relaxed);
      shares[static_cast<size_t>(t)].end = static_cast<int>(pieces * (t + 1) / threads);
    }
  }

  void run(size_t thread) {
    for (size_t i = 0; i < shares.size(); ++i) {
      Share& share = shares[(thread + i) % shares.size()];
      while (share.next.load(std::memory_order_relaxed) < share.end) {
        const int piece = share.next.fetch_add(1, std::memory_order_relaxed);
        if (piece < share.end) run_piece(piece);
      }
    }
  }

  void run_piece(int piece) {
    try {
      const int64_t begin = int64_t{piece} * grain;
      (*body)(static_cast<int>(begin), static_cast<int>(std::min<int64_t>(n, begin + grain)));
    } catch (...) {
      const std::lock_guard lock(error_lock);
      if (!error) error = std::current_exception();
      for (Share& share : shares) share.next.store(share.end, std::memory_order_relaxed);
    }
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
  constexpr auto kPatience = std::chrono::microseconds(100);
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
  ~Pool() { stop(); }

  int size() const { return size_; }

  void resize(int count) {
    const std::lock_guard owner(owner_);
    stop();
    size_ = count;
  }

  void run(int n, int grain, const std::function<void(int, int)>& body) {
    if (inside_ || n <= grain || size_ == 1) return run_alone(n, grain, body);
    const std::unique_lock owner(owner_, std::try_to_lock);
    if (!owner) return run_alone(n, grain, body);
    start();
    Job job(body, n, grain, shares_);
    job_.store(&job);
    next_round();
    inside_ = true;
    job.run(0);
    job_.store(nullptr);  // a worker that wakes only now finds nothing to do, and nobody waits for it
    if (!spin_until([this] { return busy_.load() == 0; }))
      while (busy_.load() != 0) std::this_thread::yield();
    inside_ = false;
    if (job.error) std::rethrow_exception(job.error);
  }

 private:
  static void run_alone(int n, int grain, const std::function<void(int, int)>& body) {
    for (int64_t begin = 0; begin < n; begin += grain)
      body(static_cast<int>(begin), static_cast<int>(std::min<int64_t>(n, begin + grain)));
  }

  void start() {
    if (static_cast<int>(shares_.size()) != size_) shares_ = std::vector<Share>(static_cast<size_t>(size_));
    while (static_cast<int>(workers_.size()) + 1 < size_) {
      try {
        workers_.emplace_back([this, seen = round_.load(), thread = workers_.size() + 1] { work(seen, thread); });
      } catch (const std::system_error&) {
        return;  // the system has no more threads: fewer workers, the same bits
      }
    }
  }

  // A worker says that it sleeps, then looks at the round; the round is counted up, then sleepers are looked for: one
  // of the two sees the other.
  void next_round() {
    round_.fetch_add(1);
    if (sleepers_.load() == 0) return;
    const std::lock_guard lock(sleep_);
    wake_.notify_all();
  }

  void stop() {
    quit_ = true;
    next_round();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
    quit_ = false;
  }

  void work(unsigned seen, size_t thread) {
    inside_ = true;  // a loop inside a body runs on its caller
    for (;;) {
      if (!spin_until([&] { return round_.load() != seen; })) {
        std::unique_lock lock(sleep_);
        sleepers_.fetch_add(1);
        wake_.wait(lock, [&] { return round_.load() != seen; });
        sleepers_.fetch_sub(1);
      }
      seen = round_.load();
      if (quit_) return;
      busy_.fetch_add(1);  // before the job is looked at: whoever takes it back then waits
      if (Job* job = job_.load()) job->run(thread);
      busy_.fetch_sub(1);
    }
  }

  std::vector<std::thread> workers_;
  std::vector<Share> shares_;
  std::mutex owner_;  // who may start a loop
  std::mutex sleep_;
  std::condition_variable wake_;
  std::atomic<Job*> job_{nullptr};
  std::atomic<unsigned> round_{0};
  std::atomic<int> busy_{0}, sleepers_{0};
  std::atomic<int> size_{cores()};
  std::atomic<bool> quit_{false};
  static thread_local bool inside_;
};

thread_local bool Pool::inside_ = false;

}  // namespace

int cores() { return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 256); }
int threads() { return Pool::instance().size(); }

void set_threads(int count) {
  check(count >= 0 && count <= 256, "threads: expected 1 to 256, got ", count);
  Pool::instance().resize(count == 0 ? cores() : count);
}

void run_pieces(int n, int grain, const std::function<void(int, int)>& body) {
  Pool::instance().run(n, std::max(grain, 1), body);
}

#endif

}  // namespace thimble
