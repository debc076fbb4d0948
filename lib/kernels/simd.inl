// The kernels for vectors of THIMBLE_LANES floats. One text, compiled once for each instruction set by a file of a few
// lines that defines
//   THIMBLE_ISA_NAME    "avx2"           THIMBLE_LANES       floats in a vector
//   THIMBLE_SET         kAvx2            THIMBLE_TILE_ROWS   rows of gemm's tile
//                                        THIMBLE_TILE_VECS   vectors in a row of it
// Everything is in an anonymous namespace and nothing comes from the standard library's templates: an object compiled
// for one processor must not hand its copy of a shared function to the rest of the program.
#include "kernels/sets.h"

// Only for the products in random.inl and integer.inl; all that is used of them is inline C.
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace thimble::kernels {
namespace {

#if defined(__wasm_simd128__)
#include "kernels/wasm_bytes.inl"
#endif

#include "kernels/elementwise.inl"
#include "kernels/lanes.inl"
#include "kernels/metrics.inl"
#include "kernels/peak.inl"
#include "kernels/within.inl"

#include "kernels/bf16.inl"  // behind elementwise.inl, whose bits_of it takes

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

// a > b ? a : b, lane by lane.
inline Vec greater(Vec a, Vec b) {
#if defined(__wasm_simd128__)
  return reinterpret_cast<Vec>(wasm_f32x4_pmax(reinterpret_cast<v128_t>(b), reinterpret_cast<v128_t>(a)));
#else
  return a > b ? a : b;
#endif
}

#include "kernels/product.inl"

#include "kernels/dots.inl"

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

typedef int32_t Whole __attribute__((vector_size(THIMBLE_LANES * sizeof(int32_t))));
typedef uint8_t Bytes __attribute__((vector_size(THIMBLE_LANES)));

// g++ 12 and clang 14 take the general conversion apart value by value where the processor has an instruction for it.
inline void store_bytes(uint8_t* to, Whole v) {
#if defined(__AVX512F__)
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtepi32_epi8(reinterpret_cast<__m512i>(v)));
#elif defined(__wasm_simd128__)
  const v128_t halves = wasm_i16x8_narrow_i32x4(reinterpret_cast<v128_t>(v), reinterpret_cast<v128_t>(v));
  wasm_v128_store32_lane(to, wasm_u8x16_narrow_i16x8(halves, halves), 0);
#else
  const Bytes bytes = __builtin_convertvector(v, Bytes);
  __builtin_memcpy(to, &bytes, sizeof bytes);
#endif
}

#include "kernels/first_conv.inl"
#if defined(__AVX2__) || defined(__wasm_simd128__)
#include "kernels/first_conv_gradient.inl"
#else
#include "kernels/first_conv_plain.inl"
#endif

#include "kernels/winners.inl"

void max_of(int n, int places, float least, const float* const* x, float* y, uint8_t* winner) {
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    Vec best = load(x[0] + i);
    Whole at = {};
    for (int place = 1; place < places; ++place) {
      const Vec v = load(x[place] + i);
      at = v > best ? Whole{} + place : at;
      best = greater(v, best);
    }
    const Vec floor = Vec{} + least;
    store(y + i, greater(best, floor));
    store_bytes(winner + i, at);
  }
  for (; i < n; ++i) {
    int at = 0;
    for (int place = 1; place < places; ++place) at = x[place][i] > x[at][i] ? place : at;
    y[i] = x[at][i] > least ? x[at][i] : least;
    winner[i] = static_cast<uint8_t>(at);
  }
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
      lanes = greater(v, lanes);
    }
    for (int k = 0; k < kLanes; ++k) best = lanes[k] > best ? lanes[k] : best;
  }
  for (; i < n; ++i) best = x[i] > best ? x[i] : best;
  return best;
}

#include "kernels/integer.inl"
// a / (sqrt(v) + epsilon), v >= 0. The processor's own root and quotient of 16 values take as long as 60 multiplications;
// estimates of 14 bits, each with a step of Newton's, come as close.
inline Vec over_root(Vec a, Vec v, float epsilon) {
#if defined(__AVX512F__)
  const __m512 x = _mm512_max_ps(reinterpret_cast<__m512>(v), _mm512_set1_ps(1e-37f));
  const Vec r = reinterpret_cast<Vec>(_mm512_rsqrt14_ps(x));
  const Vec estimate = v * r;
  const Vec d = estimate + 0.5f * r * (v - estimate * estimate) + epsilon;
  const Vec y = reinterpret_cast<Vec>(_mm512_rcp14_ps(reinterpret_cast<__m512>(d)));
  const Vec q = a * y;
  return q + y * (a - q * d);
#elif defined(__wasm_simd128__)
  return a / (reinterpret_cast<Vec>(wasm_f32x4_sqrt(reinterpret_cast<v128_t>(v))) + epsilon);
#else
  Vec root;
  for (int i = 0; i < kLanes; ++i) root[i] = __builtin_sqrtf(v[i]);
  return a / (root + epsilon);
#endif
}

void adam_step(int n, const AdamStep& step, const float* g, float* m, float* v, float* p) {
  const AdamStep s = step;
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const Vec gradient = load(g + i);
    const Vec first = s.beta1 * load(m + i) + (1 - s.beta1) * gradient;
    const Vec second = s.beta2 * load(v + i) + (1 - s.beta2) * (gradient * gradient);
    store(m + i, first);
    store(v + i, second);
    store(p + i, load(p + i) - s.rate * over_root(first, second, s.epsilon));
  }
  for (; i < n; ++i) {
    m[i] = s.beta1 * m[i] + (1 - s.beta1) * g[i];
    v[i] = s.beta2 * v[i] + (1 - s.beta2) * (g[i] * g[i]);
    p[i] -= s.rate * (m[i] / (__builtin_sqrtf(v[i]) + s.epsilon));
  }
}

#include "kernels/double.inl"
#include "kernels/random.inl"
int64_t fma_peak(int rounds, float* mean) {
  *mean = sum_of(chain_sum<Vec>(rounds, Vec{} + 0.5f, Vec{} + 1.0f)) / kLanes;
  return int64_t{rounds} * kPeakChains * kLanes * 2;
}

}  // namespace

const Kernels THIMBLE_SET = {
#include "kernels/members.inl"
};

}  // namespace thimble::kernels
