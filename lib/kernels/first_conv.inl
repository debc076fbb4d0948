// The first convolution of most networks: one channel in, so that a place has only as many products as the window has
// taps. The weights stay in registers, a window of the pool is one image's work, and nothing is written but its greatest.
// Included by simd.inl.

template <int kWindow>
constexpr int wide_of() {  // vectors of filters whose weights find room beside the sums
  return kLanes == 16 && kWindow == 3 ? 2 : 1;
}

template <int kWindow, int kWide, bool kWinner>
void conv_pool_lanes(const PooledRow& r, int col) {
  constexpr int kTaps = kWindow * kWindow, kPatch = kWindow + 1;
  Vec w[kTaps][kWide];
#pragma GCC unroll 32
  for (int t = 0; t < kTaps; ++t)
#pragma GCC unroll 2
    for (int j = 0; j < kWide; ++j) w[t][j] = load(r.w + t * r.lanes + col + j * kLanes);
  for (int q = 0; q < r.windows; ++q) {
    const float* x = r.x + 2 * q * r.x_col;
    float* y = r.y + q * r.y_window + col;
    uint8_t* winner = kWinner ? r.winner + q * r.y_window + col : nullptr;
    for (int n = 0; n < r.images; ++n, ++x, y += r.lanes) {
      Vec z[4][kWide];
#pragma GCC unroll 4
      for (int p = 0; p < 4; ++p)
#pragma GCC unroll 2
        for (int j = 0; j < kWide; ++j) z[p][j] = load(r.start + col + j * kLanes);
#pragma GCC unroll 8
      for (int a = 0; a < kPatch; ++a)
#pragma GCC unroll 8
        for (int b = 0; b < kPatch; ++b) {  // x[a][b] is tap (a - i, b - j) of place (i, j)
          const float value = x[a * r.x_row + b * r.x_col];
#pragma GCC unroll 4
          for (int p = 0; p < 4; ++p) {
            const int u = a - p / 2, v = b - p % 2;
            if (u < 0 || u >= kWindow || v < 0 || v >= kWindow) continue;
#pragma GCC unroll 2
            for (int j = 0; j < kWide; ++j) z[p][j] += value * w[u * kWindow + v][j];
          }
        }
#pragma GCC unroll 2
      for (int j = 0; j < kWide; ++j) {
        Vec best = z[0][j];
        Whole at = {};
#pragma GCC unroll 4
        for (int p = 1; p < 4; ++p) {
          at = z[p][j] > best ? Whole{} + p : at;
          best = greater(z[p][j], best);
        }
        store(y + j * kLanes, greater(best, Vec{}));
        if (kWinner) store_bytes(winner + j * kLanes, at);
      }
      if (kWinner) winner += r.lanes;
    }
  }
}

template <int kWindow>
void conv_pool_row(const PooledRow& r) {
  constexpr int kWide = wide_of<kWindow>();
  int col = 0;
  for (; col + kWide * kLanes <= r.lanes; col += kWide * kLanes)
    r.winner ? conv_pool_lanes<kWindow, kWide, true>(r, col) : conv_pool_lanes<kWindow, kWide, false>(r, col);
  if (col < r.lanes) r.winner ? conv_pool_lanes<kWindow, 1, true>(r, col) : conv_pool_lanes<kWindow, 1, false>(r, col);
}

void conv_pool(const PooledRow& r) { r.window == 3 ? conv_pool_row<3>(r) : conv_pool_row<5>(r); }
