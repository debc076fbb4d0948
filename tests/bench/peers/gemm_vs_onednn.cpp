// Our gemm() beside oneDNN's dnnl_sgemm, on one thread, in one paired run: README.md says how to build it.
#include <dnnl.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "kernels/gemm.h"
#include "kernels/kernels.h"

namespace {

using thimble::kernels::gemm;

constexpr int kRepetitions = 15;
constexpr double kOperations = 4e8;  // of one timing: a small product is repeated until it has done so many

// Of all threads of this process: other programs' turns on the processor do not count.
double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

template <class Body>
double seconds(int times, Body body) {
  const double start = processor_seconds();
  for (int i = 0; i < times; ++i) body();
  return (processor_seconds() - start) / times;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + kRepetitions / 2, values.end());
  return values[kRepetitions / 2];
}

std::vector<float> numbers(int rows, int cols, unsigned seed) {
  std::vector<float> values(static_cast<size_t>(rows) * static_cast<size_t>(cols));
  for (float& x : values) {
    seed = seed * 1664525u + 1013904223u;
    x = static_cast<float>(seed >> 8) * 0x1p-24f - 0.5f;
  }
  return values;
}

void compare(int rows, int cols, int depth) {
  const std::vector<float> a = numbers(rows, depth, 1), b = numbers(depth, cols, 2);
  std::vector<float> c = numbers(rows, cols, 3), c_peer = c;
  std::vector<float> scratch(static_cast<size_t>(thimble::kernels::gemm_scratch(rows, cols, depth)) + 16);
  void* start = scratch.data();
  size_t room = scratch.size() * sizeof(float);
  float* aligned = static_cast<float*>(std::align(64, room - 64, start, room));

  const auto ours = [&] {
    gemm(rows, cols, depth, {a.data(), depth, 1}, {b.data(), cols, 1}, c.data(), cols, false, aligned);
  };
  const auto peer = [&] {
    dnnl_sgemm('N', 'N', rows, cols, depth, 1, a.data(), depth, b.data(), cols, 0, c_peer.data(), cols);
  };
  ours();
  peer();
  for (size_t i = 0; i < c.size(); ++i)
    if (!(c[i] - c_peer[i] < 1e-3f && c_peer[i] - c[i] < 1e-3f)) {
      std::fprintf(stderr, "gemm_vs_onednn: %d x %d x %d: the two products differ\n", rows, cols, depth);
      std::exit(1);
    }

  const double work = 2.0 * rows * cols * depth;
  const int times = std::max(1, static_cast<int>(kOperations / work));
  std::vector<double> ours_rate, peer_rate, ratio;
  for (int r = 0; r < kRepetitions; ++r) {  // which of the two goes first alternates
    double t_ours = 0, t_peer = 0;
    if (r % 2) t_peer = seconds(times, peer);
    t_ours = seconds(times, ours);
    if (r % 2 == 0) t_peer = seconds(times, peer);
    ours_rate.push_back(work / t_ours * 1e-9);
    peer_rate.push_back(work / t_peer * 1e-9);
    ratio.push_back(t_peer / t_ours);
  }
  const auto [least, most] = std::minmax_element(ratio.begin(), ratio.end());
  std::printf("%5d %5d %5d %9.1f %9.1f %8.2f   %.2f to %.2f\n", rows, cols, depth, median(ours_rate), median(peer_rate),
              median(ratio), *least, *most);
}

}  // namespace

int main() {
  const char* threads = std::getenv("OMP_NUM_THREADS");  // read by OpenMP before main(), so it cannot be set here
  if (!threads || std::strcmp(threads, "1") != 0) {
    std::fprintf(stderr, "gemm_vs_onednn: expected OMP_NUM_THREADS=1 in the environment\n");
    return 2;
  }
  std::printf("isa %s, medians of %d alternating repetitions, GFLOP per second of processor time\n",
              thimble::kernels::active().isa, kRepetitions);
  std::printf(" rows  cols depth      ours    oneDNN    ratio   least, most\n");
  const int sizes[][3] = {{1024, 1024, 1024}, {512, 256, 784}, {512, 128, 5408}, {128, 5408, 512},
                          {512, 10, 256},     {32, 128, 784},  {32, 676, 9}};
  for (const auto& s : sizes) compare(s[0], s[1], s[2]);
}
