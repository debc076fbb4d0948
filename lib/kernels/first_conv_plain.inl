// conv_winners as its formula: the specification, and what a set has whose processor cannot pick lanes by number.

constexpr int kPicked = 1;

void conv_winners(const PooledRowGradient& r) {
  for (int q = 0; q < r.windows; ++q)
    for (int n = 0; n < r.images; ++n)
      for (int l = 0; l < r.lanes; ++l) {
        const ptrdiff_t at = q * r.z_window + ptrdiff_t{n} * r.lanes + l;
        const float dz = r.dz[at];
        const float* x = r.x + n * r.x_image + r.winner[at] / 2 * r.x_row + 2 * q + r.winner[at] % 2;
        for (int t = 0; t < 9; ++t) r.dw[t * r.w_tap + l] += dz * x[t / 3 * r.x_row + t % 3];
        r.db[l] += dz;
      }
}
