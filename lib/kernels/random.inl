// Philox and dropout for vectors, part of simd.inl. A lane is 64 bits wide and holds one block's word in its lower half:
// one multiplication of the lower halves makes all 64 bits of a product, and what is left in the upper halves is never
// read. Some vectors of blocks go through the rounds side by side, so that none need wait for its own products.

typedef uint64_t Pairs __attribute__((vector_size(THIMBLE_LANES * sizeof(float))));
typedef uint32_t Words __attribute__((vector_size(THIMBLE_LANES * sizeof(float))));
typedef uint64_t LooseBlock __attribute__((vector_size(16), aligned(4), may_alias));
typedef uint32_t LooseSamples __attribute__((vector_size(THIMBLE_LANES * sizeof(float) / 2), aligned(4), may_alias));
typedef uint16_t LooseHalves __attribute__((vector_size(THIMBLE_LANES * sizeof(uint16_t)), aligned(2), may_alias));
typedef int32_t Signed __attribute__((vector_size(THIMBLE_LANES * sizeof(float))));

constexpr int kWide = kLanes / 2;  // blocks in a vector

// The 64-bit products of the lower halves.
#if defined(__AVX512F__)
inline Pairs product(Pairs a, Pairs b) {
  return reinterpret_cast<Pairs>(_mm512_mul_epu32(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
}
#elif defined(__AVX2__)
inline Pairs product(Pairs a, Pairs b) {
  return reinterpret_cast<Pairs>(_mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}
#elif defined(__SSE2__)
inline Pairs product(Pairs a, Pairs b) {
  return reinterpret_cast<Pairs>(_mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
}
#elif defined(__aarch64__)
inline Pairs product(Pairs a, Pairs b) {
  return reinterpret_cast<Pairs>(
      vmull_u32(vmovn_u64(reinterpret_cast<uint64x2_t>(a)), vmovn_u64(reinterpret_cast<uint64x2_t>(b))));
}
#elif defined(__wasm_simd128__)
inline Pairs product(Pairs a, Pairs b) {
  const v128_t x = reinterpret_cast<v128_t>(a), y = reinterpret_cast<v128_t>(b);
  return reinterpret_cast<Pairs>(
      wasm_u64x2_extmul_low_u32x4(wasm_i32x4_shuffle(x, x, 0, 2, 0, 2), wasm_i32x4_shuffle(y, y, 0, 2, 0, 2)));
}
#else
inline Pairs product(Pairs a, Pairs b) { return (a & 0xffffffffu) * (b & 0xffffffffu); }
#endif

// The upper halves brought down; the lower halves of two vectors in turn; their lanes 0, 2, ... or 1, 3, ... in turn.
#if THIMBLE_LANES == 16
inline Words upper(Words v) {
  return __builtin_shufflevector(v, v, 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15);
}
inline Words lowers(Words a, Words b) {
  return __builtin_shufflevector(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);
}
inline Pairs evens(Pairs a, Pairs b) { return __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14); }
inline Pairs odds(Pairs a, Pairs b) { return __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15); }
#elif THIMBLE_LANES == 8
inline Words upper(Words v) { return __builtin_shufflevector(v, v, 1, 1, 3, 3, 5, 5, 7, 7); }
inline Words lowers(Words a, Words b) { return __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14); }
inline Pairs evens(Pairs a, Pairs b) { return __builtin_shufflevector(a, b, 0, 4, 2, 6); }
inline Pairs odds(Pairs a, Pairs b) { return __builtin_shufflevector(a, b, 1, 5, 3, 7); }
#else
inline Words upper(Words v) { return __builtin_shufflevector(v, v, 1, 1, 3, 3); }
inline Words lowers(Words a, Words b) { return __builtin_shufflevector(a, b, 0, 4, 2, 6); }
inline Pairs evens(Pairs a, Pairs b) { return __builtin_shufflevector(a, b, 0, 2); }
inline Pairs odds(Pairs a, Pairs b) { return __builtin_shufflevector(a, b, 1, 3); }
#endif

inline Pairs upper(Pairs v) { return reinterpret_cast<Pairs>(upper(reinterpret_cast<Words>(v))); }
inline Pairs lowers(Pairs a, Pairs b) {
  return reinterpret_cast<Pairs>(lowers(reinterpret_cast<Words>(a), reinterpret_cast<Words>(b)));
}
inline Pairs splat(uint32_t word) { return Pairs{} + word; }

struct Blocks {
  Pairs c0, c1, c2, c3;
};

// The keys of the ten rounds.
struct RoundKeys {
  Pairs k0[10], k1[10];
  explicit RoundKeys(uint64_t seed) {
    uint32_t first = static_cast<uint32_t>(seed), second = static_cast<uint32_t>(seed >> 32);
    for (int r = 0; r < 10; ++r, first += 0x9e3779b9u, second += 0xbb67ae85u) {
      k0[r] = splat(first);
      k1[r] = splat(second);
    }
  }
};

inline Blocks round_of(const Blocks& b, Pairs k0, Pairs k1) {
  const Pairs p0 = product(b.c0, splat(0xd2511f53u)), p1 = product(b.c2, splat(0xcd9e8d57u));
  return {upper(p1) ^ b.c1 ^ k0, p1, upper(p0) ^ b.c3 ^ k1, p0};
}

// Inlined, the words stay in registers; engines for WebAssembly have too few of them and are faster with a loop over
// memory.
#if defined(__wasm__)
template <int kCount>
[[gnu::noinline]] void rounds(const RoundKeys& keys, Blocks (&b)[kCount])
#else
template <int kCount>
[[gnu::always_inline]] inline void rounds(const RoundKeys& keys, Blocks (&b)[kCount])
#endif
{
#pragma GCC unroll 10
  for (int r = 0; r < 10; ++r)
#pragma GCC unroll 4
    for (int i = 0; i < kCount; ++i) b[i] = round_of(b[i], keys.k0[r], keys.k1[r]);
}

// The block of lane i goes to out + i * stride.
inline void store(const Blocks& b, uint32_t* out, int stride) {
  const Pairs first = lowers(b.c0, b.c1), second = lowers(b.c2, b.c3);
  const Pairs even = evens(first, second), odd = odds(first, second);
  const auto* whole = reinterpret_cast<const LooseBlock*>(&even);
  const auto* other = reinterpret_cast<const LooseBlock*>(&odd);
#pragma GCC unroll 4
  for (int i = 0; i < kWide / 2; ++i) {
    *reinterpret_cast<LooseBlock*>(out + 2 * i * stride) = whole[i];
    *reinterpret_cast<LooseBlock*>(out + (2 * i + 1) * stride) = other[i];
  }
}

void philox(int blocks, uint64_t seed, uint32_t position, uint32_t sample, uint32_t purpose, uint32_t epoch,
            uint32_t* out) {
  if (blocks == 1) return philox_block(seed, position, sample, purpose, epoch, out);  // what Rng asks for
  constexpr int kStep = 4 * kWide;
  const RoundKeys keys(seed);
  Pairs lane = {};
  for (int i = 0; i < kWide; ++i) lane[i] = static_cast<uint64_t>(i);
  for (int first = 0; first < blocks; first += kStep) {
    const bool whole = blocks - first >= kStep;
    uint32_t rest[4 * kStep], *to = whole ? out + 4 * first : rest;
    Blocks b[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i)
      b[i] = {lane + (position + static_cast<uint32_t>(first + i * kWide)), splat(sample), splat(purpose),
              splat(epoch)};
    rounds(keys, b);
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) store(b[i], to + 4 * i * kWide, 4);
    if (!whole)
      for (int i = 0; i < 4 * (blocks - first); ++i) out[4 * first + i] = rest[i];
  }
}

// The masks of kWide rows of 8 kBlocks halves; a lane is a row.
template <int kBlocks>
inline void draw_rows(const RoundKeys& keys, const DropoutStream& stream, uint32_t place, const uint32_t* sample,
                      uint32_t* words) {
  const Pairs of_rows = __builtin_convertvector(*reinterpret_cast<const LooseSamples*>(sample), Pairs);
  Blocks b[kBlocks];
#pragma GCC unroll 4
  for (int i = 0; i < kBlocks; ++i)
    b[i] = {splat(4 * place + static_cast<uint32_t>(i)), of_rows, splat(stream.purpose), splat(stream.epoch)};
  rounds(keys, b);
#pragma GCC unroll 4
  for (int i = 0; i < kBlocks; ++i) store(b[i], words + 4 * i, 4 * kBlocks);
}

// The words of a few rows are collected before they are compared. Halves follow one another in memory as in the stream
// because words are stored with the low half first.
void dropout(int rows, int lanes, const DropoutStream& stream, uint32_t place, const int* samples, int first,
             const float* x, float* y) {
  constexpr int kSome = 16;
  static_assert(kSome % kWide == 0, "whole vectors of rows");
  const RoundKeys keys(stream.seed);
  const Signed threshold = Signed{} + static_cast<int32_t>(stream.threshold);
  uint32_t sample[kSome] = {}, words[kSome * 16];
  for (int done = 0; done < rows; done += kSome) {
    const int count = rows - done < kSome ? rows - done : kSome;
    for (int r = 0; r < count; ++r) sample[r] = static_cast<uint32_t>(samples ? samples[done + r] : first + done + r);
    for (int r = 0; r < count; r += kWide)
      if (lanes == 32)
        draw_rows<4>(keys, stream, place, sample + r, words + 16 * r);
      else
        draw_rows<2>(keys, stream, place, sample + r, words + 8 * r);
    const float* from = x + done * lanes;
    float* to = y + done * lanes;
    const auto* halves = reinterpret_cast<const char*>(words);
    for (int i = 0; i < count * lanes; i += kLanes) {
      const Signed half = __builtin_convertvector(*reinterpret_cast<const LooseHalves*>(halves + 2 * i), Signed);
      const Vec scaled = load(from + i) * stream.scale;
      store(to + i, half >= threshold ? scaled : Vec{});
    }
  }
}
