// bf16 for processors without tiles, and the specification for those that have them: kernels/bf16.h as plain loops.
// Included by scalar.cpp and by simd.inl.

#include "kernels/bf16_finish.inl"

// To nearest even; what is below 2^-126 becomes 0, a NaN stays one.
inline uint32_t bf16_of(float x) {
  const uint32_t bits = bits_of(x), sign = (bits >> 16) & 0x8000u;
  const uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  const uint32_t finite = (bits & 0x7f800000u) == 0 ? sign : rounded;
  return (bits & 0x7fffffffu) > 0x7f800000u ? bits >> 16 | 0x40u : finite;
}

void to_bf16(int n, const float* x, uint16_t* y) {
  for (int i = 0; i < n; ++i) y[i] = static_cast<uint16_t>(bf16_of(x[i]));
}

void to_bf16_pairs(int n, const float* x0, const float* x1, uint32_t* y) {
  for (int i = 0; i < n; ++i) y[i] = bf16_of(x0[i]) | bf16_of(x1[i]) << 16;
}

#if defined(__FMA__) && defined(THIMBLE_LANES)

// The processor rounds once, and flushes what is too small to zero as long as it is told to.
inline float fused(float a, float b, float sum) { return __builtin_fmaf(a, b, sum); }
inline float added(float x, float y) { return x + y; }

template <class Body>
inline void flushing(Body body) {
  const unsigned before = _mm_getcsr();
  _mm_setcsr(before | 0x8040u);  // flush to zero, denormals are zeros
  body();
  _mm_setcsr(before);
}

#else

// A product of two bf16 is exact in double; its sum with a float, rounded to double and then to float, is what one
// rounding gives, for where it needs more than 53 bits it is further from the middle of two floats than that error.
inline float rounded(double sum) {
  const float x = static_cast<float>(sum);
  const double size = sum < 0 ? -sum : sum;
  return size < 0x1.ffffffp-127 ? float_of(bits_of(x) & 0x80000000u) : x;  // what would not round up to 2^-126
}
inline float fused(float a, float b, float sum) {
  return rounded(static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(sum));
}
inline float added(float x, float y) { return rounded(static_cast<double>(x) + static_cast<double>(y)); }

template <class Body>
inline void flushing(Body body) {
  body();
}

#endif

// sums[j] of row i, for the 32 columns whose b begins there. Never inlined: its arithmetic must stay within flushing().
__attribute__((noinline)) void bf16_sums(const Bf16Product& p, int i, const uint32_t* b_panel, float* sums) {
  for (int j = 0; j < kBf16Cols; ++j) sums[j] = 0;
  for (int t = 0; t < p.terms; ++t) {
    const uint16_t* a = p.a + p.term[t].a + i * p.row_step;
    const uint32_t* b = b_panel + p.term[t].b;
    for (int k = 0; k < p.depth; k += kBf16Depth) {
      float even[kBf16Cols] = {}, odd[kBf16Cols] = {};
      for (int pair = 0; pair < kBf16Depth / 2; ++pair, a += 2, b += kBf16Cols) {
        const float a0 = float_of(uint32_t{a[0]} << 16), a1 = float_of(uint32_t{a[1]} << 16);
        for (int j = 0; j < kBf16Cols; ++j) {
          even[j] = fused(a0, float_of(b[j] << 16), even[j]);
          odd[j] = fused(a1, float_of(b[j] & 0xffff0000u), odd[j]);
        }
      }
      for (int j = 0; j < kBf16Cols; ++j) sums[j] = added(sums[j], added(even[j], odd[j]));
    }
  }
}

void product_bf16(const Bf16Product& p) {
  float sums[kBf16Cols];
  for (int col = 0; col < p.cols; col += kBf16Cols)
    for (int i = 0; i < p.rows; ++i) {
      flushing([&] { bf16_sums(p, i, p.b + col / 32 * p.b_panel, sums); });
      finish_row(p, sums, p.start == nullptr ? nullptr : p.start + col, p.c + i * p.c_row + col / 32 * p.c_panel);
    }
}
