// Our matmul() beside oneDNN's dnnl_sgemm and OpenBLAS's cblas_sgemm on the same threads, in turn in one process.
// `tests/bench/peers/run` builds it, sets the peers' environment and runs it:  gemm_vs_blas THREADS
#include <cblas.h>
#include <dnnl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "core/ops.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace {

using thimble::Shape;
using thimble::Tensor;

constexpr int kRepetitions = 15;
constexpr double kOperations = 2e9;  // of one timing: a small product is repeated until it has done so many
constexpr double kWarm = 5e-3;       // seconds of calls before a timing

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + kRepetitions / 2, values.end());
  return values[kRepetitions / 2];
}

Tensor numbers(int rows, int cols, unsigned seed) {
  Tensor values(Shape{rows, cols});
  for (float& x : values.values()) {
    seed = seed * 1664525u + 1013904223u;
    x = static_cast<float>(seed >> 8) * 0x1p-24f - 0.5f;
  }
  return values;
}

// The best of a few tries: what a disturbance leaves is no peak.
double fma_peak(int threads) {
  std::vector<float> means(static_cast<size_t>(threads));
  std::vector<int64_t> flop(static_cast<size_t>(threads));
  double best = 0;
  for (int i = 0; i < 100; ++i) {
    const double start = now();
    thimble::parallel_for(threads, 1, [&](int begin, int) {
      const auto t = static_cast<size_t>(begin);
      flop[t] = thimble::kernels::active().fma_peak(1'000'000, &means[t]);
    });
    const double seconds = now() - start;
    double done = 0;
    for (const int64_t f : flop) done += static_cast<double>(f);
    best = std::max(best, done / seconds);
  }
  return best;
}

// Seconds of one call in a burst of them. Each library's threads wait actively for a moment after their work, ours for
// a tenth of a millisecond and OpenMP's for some: a pause lets those of the one before fall asleep, and calls that are
// not timed wake its own, so that neither pays for the other's threads nor for being woken.
template <class Body>
double seconds(int times, const Body& body) {
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const double awake = now() + kWarm;
  do body();
  while (now() < awake);
  const double start = now();
  for (int i = 0; i < times; ++i) body();
  return (now() - start) / times;
}

void compare(int rows, int depth, int cols, double peak) {
  const Tensor a = numbers(rows, depth, 1), b = numbers(depth, cols, 2);
  Tensor c = numbers(rows, cols, 3), c_onednn = c, c_blas = c;
  const auto ours = [&] { thimble::matmul(a, b, c); };
  const auto onednn = [&] {
    dnnl_sgemm('N', 'N', rows, cols, depth, 1, a.data(), depth, b.data(), cols, 0, c_onednn.data(), cols);
  };
  const auto blas = [&] {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, cols, depth, 1, a.data(), depth, b.data(), cols, 0,
                c_blas.data(), cols);
  };
  ours();
  onednn();
  blas();
  for (int i = 0; i < c.size(); ++i)
    if (!(std::abs(c.data()[i] - c_onednn.data()[i]) < 1e-3f && std::abs(c.data()[i] - c_blas.data()[i]) < 1e-3f)) {
      std::fprintf(stderr, "gemm_vs_blas: %d x %d x %d: the products differ\n", rows, depth, cols);
      std::exit(1);
    }

  const double work = 2.0 * rows * depth * cols;
  const int times = std::max(1, static_cast<int>(kOperations / work));
  std::vector<double> rate[3], ratio[2];
  for (int r = 0; r < kRepetitions; ++r) {  // who goes first alternates
    double t[3] = {};
    for (int turn = 0; turn < 3; ++turn) {
      const int who = (r + turn) % 3;
      t[who] = who == 0 ? seconds(times, ours) : who == 1 ? seconds(times, onednn) : seconds(times, blas);
    }
    for (int who = 0; who < 3; ++who) rate[who].push_back(work / t[who] * 1e-9);
    for (int peer = 0; peer < 2; ++peer) ratio[peer].push_back(t[peer + 1] / t[0]);
  }
  const auto best = [&](int who) { return *std::max_element(rate[who].begin(), rate[who].end()); };
  std::printf("%5d %5d %5d %8.1f %6.1f %% %8.1f %9.1f ", rows, depth, cols, best(0), best(0) * 1e11 / peak, best(1),
              best(2));
  for (const auto& values : ratio) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    std::printf(" %7.2f (%.2f to %.2f)", median(values), *least, *most);
  }
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc == 2 ? std::atoi(argv[1]) : 0;
  const char* openmp = std::getenv("OMP_NUM_THREADS");  // read by OpenMP before main(), so it cannot be set here
  if (threads < 1 || !openmp || std::atoi(openmp) != threads) {
    std::fprintf(stderr, "usage: OMP_NUM_THREADS=THREADS gemm_vs_blas THREADS\n");
    return 2;
  }
  constexpr int kOpenMp = 2;
  if (openblas_get_parallel() != kOpenMp) {
    std::fprintf(stderr, "gemm_vs_blas: expected OpenBLAS in its OpenMP form (Debian's libopenblas0-openmp)\n");
    return 2;
  }
  thimble::set_threads(threads);
  const double peak = fma_peak(threads);
  std::printf("isa %s, threads %d, OpenBLAS for %s; multiply-adds in registers %.1f GFLOP/s\n",
              thimble::kernels::active().isa, threads, openblas_get_corename(), peak * 1e-9);
  std::printf("GFLOP/s: the best of %d repetitions; ratios: medians of theirs, above 1 ours is faster\n", kRepetitions);
  std::printf(" rows depth  cols     ours  of peak   oneDNN  OpenBLAS     to oneDNN            to OpenBLAS\n");
  const int sizes[][3] = {{1024, 1024, 1024}, {512, 784, 256},  {256, 512, 784}, {512, 256, 256},
                          {512, 5408, 128},   {5408, 512, 128}, {128, 784, 256}, {512, 256, 10},
                          {32, 784, 128},     {32, 784, 4},     {32, 128, 32}};
  for (const auto& s : sizes) compare(s[0], s[1], s[2], peak);
}
