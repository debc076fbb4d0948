// Back through first_conv.inl. Only the winners have a gradient, and a winner's pixel under tap (u, v) lies in row u or
// u + 1 and in column v or v + 1 of the window's patch: those two rows go in one register, and each filter picks its pixel
// out of it by number. Included by simd.inl where the processor has an instruction for that.

constexpr int kPicked = kLanes;

#if defined(__wasm_simd128__)
// Two registers, and pixels numbered by the four bytes of each: a number out of a register's reach picks zeros.
constexpr int kRowApart = 4, kNext = 0x04040404, kFirst = 0x03020100;
struct Rows {
  v128_t first, second;
};
inline Rows two_rows(const float* first, const float* second) {
  return {wasm_v128_load(first), wasm_v128_load(second)};
}
inline Vec pick(const Rows& from, Whole number) {
  const v128_t n = reinterpret_cast<v128_t>(number), behind = wasm_i8x16_sub(n, wasm_i8x16_splat(16));
  return reinterpret_cast<Vec>(
      wasm_v128_or(wasm_i8x16_swizzle(from.first, n), wasm_i8x16_swizzle(from.second, behind)));
}
inline Whole numbers(const uint8_t* p) { return four_bytes(p); }
#elif defined(__AVX512F__)
constexpr int kRowApart = 8, kNext = 1,
              kFirst = 0;  // kRowApart: where the second of the two rows begins in the register
typedef Vec Rows;
inline Vec two_rows(const float* first, const float* second) {
  return reinterpret_cast<Vec>(
      _mm512_insertf32x8(_mm512_castps256_ps512(_mm256_loadu_ps(first)), _mm256_loadu_ps(second), 1));
}
inline Vec pick(Vec from, Whole number) {
  return reinterpret_cast<Vec>(
      _mm512_permutexvar_ps(reinterpret_cast<__m512i>(number), reinterpret_cast<__m512>(from)));
}
inline Whole numbers(const uint8_t* p) {
  return reinterpret_cast<Whole>(_mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
}
#else
constexpr int kRowApart = 4, kNext = 1, kFirst = 0;
typedef Vec Rows;
inline Vec two_rows(const float* first, const float* second) {
  return reinterpret_cast<Vec>(
      _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(first)), _mm_loadu_ps(second), 1));
}
inline Vec pick(Vec from, Whole number) {
  return reinterpret_cast<Vec>(
      _mm256_permutevar8x32_ps(reinterpret_cast<__m256>(from), reinterpret_cast<__m256i>(number)));
}
inline Whole numbers(const uint8_t* p) {
  return reinterpret_cast<Whole>(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}
#endif

template <int kWide>
void conv_winner_lanes(const PooledRowGradient& r, int col) {
  constexpr int kSide = 3, kTaps = kSide * kSide;
  Vec dw[kTaps][kWide], db[kWide];
#pragma GCC unroll 16
  for (int t = 0; t < kTaps; ++t)
#pragma GCC unroll 2
    for (int j = 0; j < kWide; ++j) dw[t][j] = load(r.dw + t * r.w_tap + col + j * kLanes);
#pragma GCC unroll 2
  for (int j = 0; j < kWide; ++j) db[j] = load(r.db + col + j * kLanes);

  for (int q = 0; q < r.windows; ++q) {
    const float *patch = r.x + 2 * q, *dz_at = r.dz + q * r.z_window + col;
    const uint8_t* winner = r.winner + q * r.z_window + col;
    for (int n = 0; n < r.images; ++n, patch += r.x_image, dz_at += r.lanes, winner += r.lanes) {
      Vec dz[kWide];
      Whole at[kSide][kWide];  // of the winner's pixels in a register of two rows: 2 i + j -> i kRowApart + j + v
#pragma GCC unroll 2
      for (int j = 0; j < kWide; ++j) {
        dz[j] = load(dz_at + j * kLanes);
        db[j] += dz[j];
        const Whole place = numbers(winner + j * kLanes);
        at[0][j] = ((place & 1) + (place >> 1) * kRowApart) * kNext + kFirst;
        at[1][j] = at[0][j] + kNext;
        at[2][j] = at[1][j] + kNext;
      }
#pragma GCC unroll 4
      for (int u = 0; u < kSide; ++u) {
        const Rows rows = two_rows(patch + u * r.x_row, patch + (u + 1) * r.x_row);
#pragma GCC unroll 4
        for (int v = 0; v < kSide; ++v)
#pragma GCC unroll 2
          for (int j = 0; j < kWide; ++j) dw[u * kSide + v][j] += pick(rows, at[v][j]) * dz[j];
      }
    }
  }

#pragma GCC unroll 16
  for (int t = 0; t < kTaps; ++t)
#pragma GCC unroll 2
    for (int j = 0; j < kWide; ++j) store(r.dw + t * r.w_tap + col + j * kLanes, dw[t][j]);
#pragma GCC unroll 2
  for (int j = 0; j < kWide; ++j) store(r.db + col + j * kLanes, db[j]);
}

void conv_winners(const PooledRowGradient& r) {
  constexpr int kWide = wide_of<3>();
  int col = 0;
  for (; col + kWide * kLanes <= r.lanes; col += kWide * kLanes) conv_winner_lanes<kWide>(r, col);
  if (col < r.lanes) conv_winner_lanes<1>(r, col);
}
