// Our products_u8() and squared_distances_u8() beside oneDNN's dnnl_gemm_u8s8s32, on one thread, in one paired run, and
// the tile alone beside what vpdpbusd does without memory: README.md says how to build it.
#include <dnnl.h>
#include <immintrin.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "kernels/gemm_u8.h"

namespace {

using namespace thimble::kernels;

constexpr int kRepetitions = 15;
constexpr double kOperations = 4e9;  // of one timing: a small product is repeated until it has done so many

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

std::vector<uint8_t> bytes(int rows, int cols, unsigned seed) {
  std::vector<uint8_t> values(static_cast<size_t>(rows) * static_cast<size_t>(cols));
  for (uint8_t& x : values) {
    seed = seed * 1664525u + 1013904223u;
    x = static_cast<uint8_t>(seed >> 24);
  }
  return values;
}

// Words of memory that start at a multiple of 64 bytes.
struct Words {
  uint32_t* data;
  explicit Words(int64_t count)
      : data(static_cast<uint32_t*>(std::aligned_alloc(64, (static_cast<size_t>(count) * 4 + 63) / 64 * 64))) {}
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;
  ~Words() { std::free(data); }
};

constexpr int kSums = 12;  // independent, more than wait for each other in any processor's multipliers

__attribute__((target("avx512f,avx512vnni"))) void peak_loop(int rounds) {
  const __m512i u = _mm512_set1_epi32(0x01234567), s = _mm512_set1_epi32(0x76543210);
  __m512i sums[kSums] = {u, u, u, u, u, u, u, u, u, u, u, u};
  for (int i = 0; i < rounds; ++i)
#pragma GCC unroll 12
    for (int k = 0; k < kSums; ++k) asm volatile("vpdpbusd %2, %1, %0" : "+v"(sums[k]) : "v"(u), "v"(s));
}

// The tile with both panels in the first cache, 784 deep, and the peak, alternating.
void show_tile() {
  const Kernels& set = active();
  const int depth = 784, groups = packed_groups(depth);
  const std::vector<uint8_t> a = bytes(set.byte_rows, depth, 1), b = bytes(set.byte_cols, depth, 2);
  const Words packed_a(packed_words(Side::a, set.byte_rows, depth)),
      packed_b(packed_words(Side::b, set.byte_cols, depth));
  pack_u8(Side::a, set.byte_rows, depth, {a.data(), depth, 1}, packed_a.data);
  pack_u8(Side::b, set.byte_cols, depth, {b.data(), depth, 1}, packed_b.data);
  std::vector<int32_t> c(kMostTileCells);
  const double work = 2.0 * set.byte_rows * set.byte_cols * depth;
  const int times = static_cast<int>(kOperations / 10 / work);
  const double peak_work = 2.0 * kSums * 64;
  const int rounds = static_cast<int>(kOperations / 10 / peak_work);
  const bool vnni = __builtin_cpu_supports("avx512vnni");
  std::vector<double> rate, peak, share;
  for (int r = 0; r < kRepetitions; ++r) {
    rate.push_back(work * 1e-9 / seconds(times, [&] {
                     set.gemm_tiles_u8(1, groups, packed_a.data, packed_b.data, c.data(), set.byte_cols);
                   }));
    peak.push_back(vnni ? rounds * peak_work * 1e-9 / seconds(1, [&] { peak_loop(rounds); }) : 0);
    share.push_back(rate.back() / peak.back());
  }
  std::printf("tile %d x %d: %.1f", set.byte_rows, set.byte_cols, median(rate));
  if (vnni) std::printf(", vpdpbusd from registers: %.1f, share %.2f", median(peak), median(share));
  std::printf("\n");
}

void compare(const char* name, decltype(&products_u8) kernel, int rows, int cols, int depth) {
  const std::vector<uint8_t> a = bytes(rows, depth, 1), b = bytes(cols, depth, 2);
  std::vector<int8_t> b_signed(b.size());
  for (size_t i = 0; i < b.size(); ++i) b_signed[i] = static_cast<int8_t>(b[i] - 128);
  std::vector<int32_t> c(static_cast<size_t>(rows) * static_cast<size_t>(cols)), c_peer = c;
  const Words scratch(products_u8_scratch(rows, cols, depth));
  const int32_t no_offset = 0;

  const auto ours = [&] { kernel(rows, cols, depth, a.data(), depth, b.data(), depth, c.data(), cols, scratch.data); };
  const auto peer = [&] {
    dnnl_gemm_u8s8s32('N', 'T', 'F', rows, cols, depth, 1, a.data(), depth, 0, b_signed.data(), depth, 0, 0,
                      c_peer.data(), cols, &no_offset);
  };
  peer();
  products_u8(rows, cols, depth, a.data(), depth, b.data(), depth, c.data(), cols, scratch.data);
  for (int i = 0; i < rows; ++i) {
    int32_t sum = 0;
    for (int k = 0; k < depth; ++k)
      sum += a[static_cast<size_t>(i) * static_cast<size_t>(depth) + static_cast<size_t>(k)];
    for (int j = 0; j < cols; ++j) {
      const size_t at = static_cast<size_t>(i) * static_cast<size_t>(cols) + static_cast<size_t>(j);
      if (c[at] != c_peer[at] + 128 * sum) {
        std::fprintf(stderr, "gemm_u8_vs_onednn: %d x %d x %d: the two products differ\n", rows, cols, depth);
        std::exit(1);
      }
    }
  }

  const double work = 2.0 * rows * cols * depth;
  const int times = std::max(1, static_cast<int>(kOperations / work));
  ours();
  std::vector<double> ours_rate, peer_rate, ratio;
  for (int r = 0; r < kRepetitions; ++r) {  // which of the two goes first alternates
    double t_peer = 0;
    if (r % 2) t_peer = seconds(times, peer);
    const double t_ours = seconds(times, ours);
    if (r % 2 == 0) t_peer = seconds(times, peer);
    ours_rate.push_back(work / t_ours * 1e-9);
    peer_rate.push_back(work / t_peer * 1e-9);
    ratio.push_back(t_peer / t_ours);
  }
  const auto [least, most] = std::minmax_element(ratio.begin(), ratio.end());
  std::printf("%-10s %5d %5d %5d %9.1f %9.1f %8.2f   %.2f to %.2f\n", name, rows, cols, depth, median(ours_rate),
              median(peer_rate), median(ratio), *least, *most);
}

}  // namespace

int main() {
  const char* threads = std::getenv("OMP_NUM_THREADS");  // read by OpenMP before main(), so it cannot be set here
  if (!threads || std::strcmp(threads, "1") != 0) {
    std::fprintf(stderr, "gemm_u8_vs_onednn: expected OMP_NUM_THREADS=1 in the environment\n");
    return 2;
  }
  std::printf("isa %s, medians of %d alternating repetitions, 10^9 operations (two a product) per second\n",
              active().isa, kRepetitions);
  show_tile();
  std::printf("            rows  cols depth      ours    oneDNN    ratio   least, most\n");
  compare("products", products_u8, 1024, 1024, 1024);
  compare("products", products_u8, 1000, 4096, 784);
  compare("distances", squared_distances_u8, 1000, 4096, 784);
  compare("distances", squared_distances_u8, 10, 4096, 784);  // k-means with ten centres
}
