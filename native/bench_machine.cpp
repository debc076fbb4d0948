#include "native/bench_machine.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/tensor.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "native/bench_timing.h"

namespace thimble {

namespace {

// The threads that a measurement asks for, and the ones before it again.
class Threads {
 public:
  explicit Threads(int wanted) : before_(threads()) { set_threads(wanted); }
  ~Threads() { set_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

// The best rate of several runs of work(), which says how much it has done.
template <class Work>
double best_rate(double seconds, const Work& work) {
  double best = 0;
  work();
  for (const double end = now() + seconds; now() < end || best == 0;) {
    const double start = now(), amount = work();
    best = std::max(best, amount / (now() - start));
  }
  return best;
}

}  // namespace

double fma_peak(int threads, double seconds) {
  const Threads during(threads);
  std::vector<float> means(static_cast<size_t>(threads));
  std::vector<int64_t> done(static_cast<size_t>(threads));
  constexpr int kRounds = 1'000'000;
  return best_rate(seconds, [&] {
    parallel_for(threads, 1, [&](int begin, int) {
      const auto i = static_cast<size_t>(begin);
      done[i] = kernels::active().fma_peak(kRounds, &means[i]);
    });
    return static_cast<double>(std::accumulate(done.begin(), done.end(), int64_t{0}));
  });
}

double read_bandwidth(int threads, int bytes, double seconds) {
  const Threads during(threads);
  constexpr int kPiece = 1 << 16;  // floats of one reading: a quarter of a megabyte
  constexpr int kMost = 1 << 30;   // bytes of all threads together
  bytes = std::min(bytes, kMost / threads);
  const int floats = bytes / 4, times = std::max(1, (16 << 20) / bytes);
  const Tensor values(Shape{threads, floats}, 1.0f);
  std::vector<float> sums(static_cast<size_t>(threads));
  return best_rate(seconds, [&] {
    parallel_for(threads, 1, [&](int begin, int) {
      const std::span<const float> row = values.row(begin);
      float sum = 0;
      for (int t = 0; t < times; ++t)
        for (int i = 0; i < floats; i += kPiece)
          sum += kernels::active().sum(std::min(kPiece, floats - i), row.data() + i);
      sums[static_cast<size_t>(begin)] = sum;
    });
    return 1.0 * threads * times * bytes;
  });
}

}  // namespace thimble
