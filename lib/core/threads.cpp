#include "core/threads.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

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

// One loop in the making: pieces are taken from `next` until none is left.
struct Job {
  const std::function<void(int, int)>* body = nullptr;
  int n = 0, grain = 1;
  std::atomic<int> next{0};
  std::exception_ptr error;
  std::mutex error_lock;

  void run() {
    const int pieces = chunks(n, grain);
    for (int piece; (piece = next.fetch_add(1, std::memory_order_relaxed)) < pieces;) {
      try {
        const int64_t begin = int64_t{piece} * grain;
        (*body)(static_cast<int>(begin), static_cast<int>(std::min<int64_t>(n, begin + grain)));
      } catch (...) {
        const std::lock_guard lock(error_lock);
        if (!error) error = std::current_exception();
        next.store(pieces, std::memory_order_relaxed);
      }
    }
  }
};

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
    Job job;
    job.body = &body;
    job.n = n;
    job.grain = grain;
    {
      const std::lock_guard lock(sleep_);
      job_ = &job;
      round_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    inside_ = true;
    job.run();
    inside_ = false;
    {
      const std::lock_guard lock(sleep_);
      job_ = nullptr;  // a worker that wakes only now finds nothing to do, and nobody waits for it
    }
    for (int spin = 0; busy_.load(std::memory_order_acquire) != 0; ++spin)
      if (spin > kSpins) std::this_thread::yield();
    if (job.error) std::rethrow_exception(job.error);
  }

 private:
  static void run_alone(int n, int grain, const std::function<void(int, int)>& body) {
    for (int64_t begin = 0; begin < n; begin += grain)
      body(static_cast<int>(begin), static_cast<int>(std::min<int64_t>(n, begin + grain)));
  }

  static constexpr int kSpins = 4000;  // some ten microseconds

  void start() {
    while (static_cast<int>(workers_.size()) + 1 < size_) {
      try {
        workers_.emplace_back([this, seen = round_.load()]() mutable { work(seen); });
      } catch (const std::system_error&) {
        return;  // the system has no more threads: fewer workers, the same bits
      }
    }
  }

  void stop() {
    {
      const std::lock_guard lock(sleep_);
      quit_ = true;
      round_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
    quit_ = false;
  }

  void work(unsigned seen) {
    inside_ = true;  // a loop inside a body runs on its caller
    for (;;) {
      for (int spin = 0; round_.load(std::memory_order_acquire) == seen && spin < kSpins; ++spin) {
      }
      std::unique_lock lock(sleep_);
      wake_.wait(lock, [&] { return round_.load(std::memory_order_relaxed) != seen; });
      seen = round_.load(std::memory_order_relaxed);
      if (quit_) return;
      Job* job = job_;
      if (job == nullptr) continue;
      busy_.fetch_add(1, std::memory_order_relaxed);
      lock.unlock();
      job->run();
      busy_.fetch_sub(1, std::memory_order_release);
    }
  }

  std::vector<std::thread> workers_;
  std::mutex owner_;  // who may start a loop
  std::mutex sleep_;
  std::condition_variable wake_;
  Job* job_ = nullptr;
  std::atomic<unsigned> round_{0};
  std::atomic<int> busy_{0};
  std::atomic<int> size_{cores()};
  bool quit_ = false;
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
