// Kernels for panels, where the values of 16 or 32 channels lie side by side, as their formulas in plain loops: like
// elementwise.inl they are the specification in scalar.cpp and become vectors in simd.inl.

void to_winner(int n, int place, const uint8_t* winner, const float* dy, float* dx) {
  int i = 0;
#if defined(__wasm_simd128__) && defined(THIMBLE_LANES)
  for (; i + 4 <= n; i += 4) store_floats(dx + i, four_bytes(winner + i) == place ? load_floats(dy + i) : FourFloats{});
#endif
  for (; i < n; ++i) dx[i] = winner[i] == place ? dy[i] : 0;
}

void masked_scale(int n, float a, const float* y, const float* dy, float* dx) {
  for (int i = 0; i < n; ++i) dx[i] = y[i] > 0 ? a * dy[i] : 0;
}

// The sums of kLanesAtOnce lanes at a time stay in registers.
constexpr int kLanesAtOnce = 16;

void lane_sums(int rows, int lanes, const float* x, float* s) {
  for (int first = 0; first < lanes; first += kLanesAtOnce) {
    float sum[kLanesAtOnce];
    for (int l = 0; l < kLanesAtOnce; ++l) sum[l] = s[first + l];
    for (int r = 0; r < rows; ++r)
      for (int l = 0; l < kLanesAtOnce; ++l) sum[l] += x[ptrdiff_t{r} * lanes + first + l];
    for (int l = 0; l < kLanesAtOnce; ++l) s[first + l] = sum[l];
  }
}

void lane_products(int rows, int lanes, const float* x, const float* y, float* s) {
  for (int first = 0; first < lanes; first += kLanesAtOnce) {
    float sum[kLanesAtOnce];
    for (int l = 0; l < kLanesAtOnce; ++l) sum[l] = s[first + l];
    for (int r = 0; r < rows; ++r)
      for (int l = 0; l < kLanesAtOnce; ++l) {
        const ptrdiff_t at = ptrdiff_t{r} * lanes + first + l;
        sum[l] += x[at] * y[at];
      }
    for (int l = 0; l < kLanesAtOnce; ++l) s[first + l] = sum[l];
  }
}

void lane_squares(int rows, int lanes, const float* m, const float* x, float* s) {
  for (int first = 0; first < lanes; first += kLanesAtOnce) {
    float sum[kLanesAtOnce];
    for (int l = 0; l < kLanesAtOnce; ++l) sum[l] = s[first + l];
    for (int r = 0; r < rows; ++r)
      for (int l = 0; l < kLanesAtOnce; ++l) {
        const float d = x[ptrdiff_t{r} * lanes + first + l] - m[first + l];
        sum[l] += d * d;
      }
    for (int l = 0; l < kLanesAtOnce; ++l) s[first + l] = sum[l];
  }
}

void lane_affine(int rows, int lanes, const float* a, const float* b, const float* x, float* y) {
  for (int r = 0; r < rows; ++r, x += lanes, y += lanes)
    for (int l = 0; l < lanes; ++l) y[l] = a[l] * x[l] + b[l];
}

void lane_blend(int rows, int lanes, const float* a, const float* b, const float* c, bool relu, const float* g,
                const float* x, float* dx) {
  const float least = relu ? 0 : -__builtin_inff();  // x > least: alive
  for (int r = 0; r < rows; ++r, g += lanes, x += lanes, dx += lanes)
    for (int l = 0; l < lanes; ++l) dx[l] = x[l] > least ? a[l] * g[l] + b[l] * x[l] + c[l] : 0;
}
