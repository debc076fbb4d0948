// The kernels for bytes with vectors. All of them rest on one instruction that the vector extensions cannot say: the
// products of 16-bit numbers, added in pairs to a 32-bit sum. No intermediate result is rounded or saturated. (The
// tempting 8-bit vpmaddubsw saturates its sums.)

constexpr int kByteRows = kLanes == 16 ? 12 : kLanes == 8 ? 6 : 4, kByteVecs = 2, kByteGroup = 2;
constexpr int kByteCols = kByteVecs * kLanes, kBytes = 4 * kLanes;

typedef int32_t Ints __attribute__((vector_size(kBytes)));
typedef uint32_t Counts __attribute__((vector_size(kBytes)));
typedef int16_t Shorts __attribute__((vector_size(kBytes)));
typedef uint16_t BytePairs __attribute__((vector_size(kBytes)));  // of bytes
typedef Ints LooseInts __attribute__((aligned(1), may_alias));
typedef BytePairs LooseBytePairs __attribute__((aligned(1), may_alias));

inline Ints wrapping_sum(Ints x, Ints y) { return (Ints)((Counts)x + (Counts)y); }

// sums[l] = x[2 l] y[2 l] + x[2 l + 1] y[2 l + 1]
inline Ints pair_products(Shorts x, Shorts y) {
#if defined(__AVX512BW__)
  return (Ints)_mm512_madd_epi16((__m512i)x, (__m512i)y);
#elif defined(__AVX2__)
  return (Ints)_mm256_madd_epi16((__m256i)x, (__m256i)y);
#elif defined(__SSE2__)
  return (Ints)_mm_madd_epi16((__m128i)x, (__m128i)y);
#elif defined(__wasm_simd128__)
  return (Ints)wasm_i32x4_dot_i16x8((v128_t)x, (v128_t)y);
#else
  const Ints low = ((Ints)x << 16 >> 16) * ((Ints)y << 16 >> 16), high = ((Ints)x >> 16) * ((Ints)y >> 16);
  return wrapping_sum(low, high);
#endif
}

inline Ints add_products(Ints sum, Ints a, Ints b) { return wrapping_sum(sum, pair_products((Shorts)a, (Shorts)b)); }

#include "kernels/byte_tile.inl"

inline BytePairs load_pairs(const uint8_t* p) { return *reinterpret_cast<const LooseBytePairs*>(p); }
inline Shorts even(BytePairs x) { return (Shorts)(x & 255); }
inline Shorts odd(BytePairs x) { return (Shorts)(x >> 8); }

// Two vectors of sums, so that one addition need not wait for the last.
template <class Term>
inline uint32_t reduce_bytes(int n, Term term) {
  Ints s0 = {}, s1 = {};
  int i = 0;
  for (; i + kBytes <= n; i += kBytes) {
    const BytePairs x = load_pairs(term.x + i), y = load_pairs(term.y + i);
    s0 = wrapping_sum(s0, term.vector(even(x), even(y)));
    s1 = wrapping_sum(s1, term.vector(odd(x), odd(y)));
  }
  const Counts sums = (Counts)wrapping_sum(s0, s1);
  uint32_t total = 0;
  for (int l = 0; l < kLanes; ++l) total += sums[l];
  for (; i < n; ++i) total += term.value(i);
  return total;
}

struct ByteSum {
  const uint8_t *x, *y;
  Ints vector(Shorts a, Shorts) const { return pair_products(a, Shorts{} + 1); }
  uint32_t value(int i) const { return x[i]; }
};

struct ByteDot {
  const uint8_t *x, *y;
  Ints vector(Shorts a, Shorts b) const { return pair_products(a, b); }
  uint32_t value(int i) const { return uint32_t{x[i]} * y[i]; }
};

struct ByteDistance {
  const uint8_t *x, *y;
  Ints vector(Shorts a, Shorts b) const {
    const Shorts d = a - b;  // -255 .. 255
    return pair_products(d, d);
  }
  uint32_t value(int i) const {
    const int d = x[i] - y[i];
    return static_cast<uint32_t>(d * d);
  }
};

uint32_t sum_u8(int n, const uint8_t* x) { return reduce_bytes(n, ByteSum{x, x}); }
uint32_t dot_u8(int n, const uint8_t* x, const uint8_t* y) { return reduce_bytes(n, ByteDot{x, y}); }
uint32_t squared_distance_u8(int n, const uint8_t* x, const uint8_t* y) { return reduce_bytes(n, ByteDistance{x, y}); }
