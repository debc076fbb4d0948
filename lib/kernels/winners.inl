// A convolution in front of a max-pool, back through the winners alone. Both kernels keep one filter's taps in registers
// while its winners pass. Included by simd.inl.

constexpr int kWinnerWide = kLanes == 16 ? 2 : 1;  // vectors of channels: nine taps of them fit the registers

template <int kWide, bool kSpread>
void winner_taps(const Winners& q, int col) {
  Vec tap[9][kWide];
#pragma GCC unroll 16
  for (int t = 0; t < 9; ++t)
#pragma GCC unroll 2
    for (int j = 0; j < kWide; ++j) tap[t][j] = load(q.w + t * q.lanes + col + j * kLanes);
  for (int e = 0; e < q.count; ++e) {
    const float value = q.value[e];
    float* row = q.x + q.at[e] + col;
#pragma GCC unroll 4
    for (int u = 0; u < 3; ++u, row += q.x_row)
#pragma GCC unroll 4
      for (int v = 0; v < 3; ++v)
#pragma GCC unroll 2
        for (int j = 0; j < kWide; ++j) {
          float* x = row + v * q.x_col + j * kLanes;
          if (kSpread)
            store(x, load(x) + value * tap[u * 3 + v][j]);
          else
            tap[u * 3 + v][j] += value * load(x);
        }
  }
  if (kSpread) return;
#pragma GCC unroll 16
  for (int t = 0; t < 9; ++t)
#pragma GCC unroll 2
    for (int j = 0; j < kWide; ++j) store(q.w + t * q.lanes + col + j * kLanes, tap[t][j]);
}

template <bool kSpread>
void all_channels(const Winners& q) {
  int col = 0;
  for (; col + kWinnerWide * kLanes <= q.lanes; col += kWinnerWide * kLanes) winner_taps<kWinnerWide, kSpread>(q, col);
  if (col < q.lanes) winner_taps<1, kSpread>(q, col);
}

void gather_winners(const Winners& q) { all_channels<false>(q); }
void spread_winners(const Winners& q) { all_channels<true>(q); }
