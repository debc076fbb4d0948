// The kernels for vectors of THIMBLE_LANES floats. One text, compiled once for each instruction set by a file of a few
// lines that defines
//   THIMBLE_ISA_NAME    "avx2"           THIMBLE_LANES       floats in a vector
//   THIMBLE_SET         kAvx2            THIMBLE_TILE_ROWS   rows of gemm's tile
//                                        THIMBLE_TILE_VECS   vectors in a row of it
// Everything is in an anonymous namespace and nothing comes from the standard library's templates: an object compiled
// for one processor must not hand its copy of a shared function to the rest of the program.
#include "kernels/sets.h"

namespace thimble::kernels {
namespace {

#include "kernels/elementwise.inl"

typedef float Vec __attribute__((vector_size(THIMBLE_LANES * sizeof(float))));  // + - * work lane by lane
typedef float Loose __attribute__((vector_size(THIMBLE_LANES * sizeof(float)), aligned(4), may_alias));

constexpr int kLanes = THIMBLE_LANES, kVecs = THIMBLE_TILE_VECS;
constexpr int kRows = THIMBLE_TILE_ROWS, kCols = kVecs * kLanes;

inline Vec load(const float* p) { return *reinterpret_cast<const Loose*>(p); }
inline void store(float* p, Vec v) { *reinterpret_cast<Loose*>(p) = v; }
inline float sum_of(Vec v) {
  float total = 0;
  for (int i = 0; i < kLanes; ++i) total += v[i];
  return total;
}

// The block of C lives in registers: kRows x kVecs accumulators, kVecs vectors of B, one broadcast value of A.
void gemm_tile(int depth, const float* a, const float* b, float* c, int c_stride) {
#pragma GCC unroll 32
  for (int i = 0; i < kRows; ++i)  // C arrives while the sum is being computed
#pragma GCC unroll 8
    for (int j = 0; j < kVecs; ++j) __builtin_prefetch(c + int64_t{i} * c_stride + j * kLanes);
  Vec acc[kRows][kVecs] = {};
  for (int k = 0; k < depth; ++k, a += kRows, b += kCols) {
    Vec row[kVecs];
#pragma GCC unroll 8
    for (int j = 0; j < kVecs; ++j) row[j] = load(b + j * kLanes);
#pragma GCC unroll 32
    for (int i = 0; i < kRows; ++i)
#pragma GCC unroll 8
      for (int j = 0; j < kVecs; ++j) acc[i][j] += a[i] * row[j];
  }
#pragma GCC unroll 32
  for (int i = 0; i < kRows; ++i, c += c_stride)
#pragma GCC unroll 8
    for (int j = 0; j < kVecs; ++j) store(c + j * kLanes, load(c + j * kLanes) + acc[i][j]);
}

typedef float Four __attribute__((vector_size(16)));
typedef float LooseFour __attribute__((vector_size(16), aligned(4), may_alias));

// Blocks of 4 x 4 in registers: pairs of rows are interleaved, then pairs of pairs; what is left over goes value by
// value.
void transpose(int rows, int cols, const float* x, int x_stride, float* y, int y_stride) {
  int i = 0;
  for (; i + 4 <= rows; i += 4) {
    int j = 0;
    for (; j + 4 <= cols; j += 4) {
      const float* from = x + int64_t{i} * x_stride + j;
      float* to = y + int64_t{j} * y_stride + i;
      Four r[4];
      for (int k = 0; k < 4; ++k) r[k] = *reinterpret_cast<const LooseFour*>(from + int64_t{k} * x_stride);
      const Four low01 = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5),
                 high01 = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
      const Four low23 = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5),
                 high23 = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
      const Four columns[4] = {
          __builtin_shufflevector(low01, low23, 0, 1, 4, 5), __builtin_shufflevector(low01, low23, 2, 3, 6, 7),
          __builtin_shufflevector(high01, high23, 0, 1, 4, 5), __builtin_shufflevector(high01, high23, 2, 3, 6, 7)};
      for (int k = 0; k < 4; ++k) *reinterpret_cast<LooseFour*>(to + int64_t{k} * y_stride) = columns[k];
    }
    for (; j < cols; ++j)
      for (int k = i; k < i + 4; ++k) y[int64_t{j} * y_stride + k] = x[int64_t{k} * x_stride + j];
  }
  for (; i < rows; ++i)
    for (int j = 0; j < cols; ++j) y[int64_t{j} * y_stride + i] = x[int64_t{i} * x_stride + j];
}

// Reductions keep four vectors of partial sums, so that one addition need not wait for the last; the end that fills no
// vector is summed by itself.
template <class Term>
inline float reduce(int n, Term term) {
  Vec s0 = {}, s1 = {}, s2 = {}, s3 = {};
  int i = 0;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes) {
    s0 += term.vector(i);
    s1 += term.vector(i + kLanes);
    s2 += term.vector(i + 2 * kLanes);
    s3 += term.vector(i + 3 * kLanes);
  }
  for (; i + kLanes <= n; i += kLanes) s0 += term.vector(i);
  float rest = 0;
  for (; i < n; ++i) rest += term.value(i);
  return sum_of((s0 + s1) + (s2 + s3)) + rest;
}

struct Sum {
  const float* x;
  Vec vector(int i) const { return load(x + i); }
  float value(int i) const { return x[i]; }
};

struct Dot {
  const float *x, *y;
  Vec vector(int i) const { return load(x + i) * load(y + i); }
  float value(int i) const { return x[i] * y[i]; }
};

struct SquaredDistance {
  const float *x, *y;
  Vec vector(int i) const {
    const Vec d = load(x + i) - load(y + i);
    return d * d;
  }
  float value(int i) const { return (x[i] - y[i]) * (x[i] - y[i]); }
};

float sum(int n, const float* x) { return reduce(n, Sum{x}); }
float dot(int n, const float* x, const float* y) { return reduce(n, Dot{x, y}); }
float squared_distance(int n, const float* x, const float* y) { return reduce(n, SquaredDistance{x, y}); }

float max(int n, const float* x) {
  float best = x[0];
  int i = 1;
  if (n >= kLanes) {
    Vec lanes = load(x);
    for (i = kLanes; i + kLanes <= n; i += kLanes) {
      const Vec v = load(x + i);
      lanes = v > lanes ? v : lanes;
    }
    for (int k = 0; k < kLanes; ++k) best = lanes[k] > best ? lanes[k] : best;
  }
  for (; i < n; ++i) best = x[i] > best ? x[i] : best;
  return best;
}

}  // namespace

const Kernels THIMBLE_SET = {
#include "kernels/members.inl"
};

}  // namespace thimble::kernels
