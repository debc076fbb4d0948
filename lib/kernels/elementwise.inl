// The kernels that treat each value by itself, as their formulas in plain loops. Included by scalar.cpp, where they are
// the specification, and by simd.inl, where the compiler turns the same loops into vectors of that instruction set.

constexpr float kLog2E = 1.44269504f;
constexpr float kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;  // ln 2 in two parts: n * kLn2High is exact
constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer, in the low bits

inline uint32_t bits_of(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline float float_of(uint32_t bits) {
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

// e^x = 2^n e^r with x = n ln 2 + r, |r| <= ln 2 / 2, and e^r by a polynomial (coefficients as in Moshier's Cephes
// expf). Held to -87.3 <= x <= 88.3, where the result is a normal number; NaN stays NaN.
inline float exp_of(float x) {
  x = x < -87.3f ? -87.3f : x;
  x = x > 88.3f ? 88.3f : x;
  const float shifted = x * kLog2E + kRound;
  const float n = shifted - kRound;
  const float r = x - n * kLn2High - n * kLn2Low;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1;
  return p * float_of((bits_of(shifted) + 127u) << 23);
}

// ln x = n ln 2 + ln m with x = m 2^n, sqrt(1/2) <= m < sqrt(2), and with s = (m - 1) / (m + 1)
//   ln m = 2 (s + s^3/3 + s^5/5 + ...)
inline float log_of(float x) {
  const uint32_t above = bits_of(x) - bits_of(0.707106781f);  // in steps of 2^23 from sqrt(1/2)
  const int exponent = static_cast<int>(above) >> 23;
  const float n = static_cast<float>(exponent);
  const float m = float_of((above & 0x7fffffu) + bits_of(0.707106781f));
  const float s = (m - 1) / (m + 1), s2 = s * s;
  const float series =
      s2 * (0.33333333f + s2 * (0.2f + s2 * (0.142857143f + s2 * (0.111111111f + s2 * 0.0909090909f))));
  return n * kLn2High + (n * kLn2Low + 2 * s * series + 2 * s);
}

void add(int n, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] += x[i];
}

void axpy(int n, float alpha, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] += alpha * x[i];
}

void scale_shift(int n, float a, float b, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] = a * x[i] + b;
}

void centre_scale(int n, float m, float a, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] = (x[i] - m) * a;
}

void bytes_scale_shift(int n, float a, float b, const uint8_t* x, float* y) {
  int i = 0;
#if defined(__wasm_simd128__) && defined(THIMBLE_LANES)
  for (; i + 4 <= n; i += 4) store_floats(y + i, a * floats_of(four_bytes(x + i)) + b);
#endif
  for (; i < n; ++i) y[i] = a * static_cast<float>(x[i]) + b;
}

void exp(int n, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] = exp_of(x[i]);
}

void log(int n, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] = log_of(x[i]);
}

void tanh(int n, const float* x, float* y) {
  for (int i = 0; i < n; ++i) {
    const float size = x[i] < 0 ? -x[i] : x[i];
    const float e = exp_of(-2 * size);
    const float t = (1 - e) / (1 + e);  // tanh |x|
    y[i] = x[i] < 0 ? -t : t;
  }
}

void sigmoid(int n, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] = 1 / (1 + exp_of(-x[i]));
}

void relu(int n, const float* x, float* y) {
  for (int i = 0; i < n; ++i) y[i] = x[i] > 0 ? x[i] : 0;
}

void relu_backward(int n, const float* y, const float* dy, float* dx) {
  for (int i = 0; i < n; ++i) dx[i] = y[i] > 0 ? dy[i] : 0;
}

void tanh_backward(int n, const float* y, const float* dy, float* dx) {
  for (int i = 0; i < n; ++i) dx[i] = dy[i] * (1 - y[i] * y[i]);
}

void sigmoid_backward(int n, const float* y, const float* dy, float* dx) {
  for (int i = 0; i < n; ++i) dx[i] = dy[i] * (y[i] * (1 - y[i]));
}

void norm_backward(int n, float a, float b, float c, const float* dy, const float* x_hat, float* dx) {
  for (int i = 0; i < n; ++i) dx[i] = a * (dy[i] - b - c * x_hat[i]);
}

// A later value wins only if it is greater, so the first of equals stays.
void max_pool_2x2(int n_out, const float* row0, const float* row1, float* y, uint8_t* arg) {
  for (int j = 0; j < n_out; ++j) {
    const float a = row0[2 * j], b = row0[2 * j + 1], c = row1[2 * j], d = row1[2 * j + 1];
    const float upper = b > a ? b : a, lower = d > c ? d : c;
    const int upper_at = b > a ? 1 : 0, lower_at = d > c ? 3 : 2;
    y[j] = lower > upper ? lower : upper;
    arg[j] = static_cast<uint8_t>(lower > upper ? lower_at : upper_at);
  }
}

void sgd_step(int n, float rate, float mu, bool nesterov, const float* g, float* v, float* p) {
  for (int i = 0; i < n; ++i) {
    const float next = mu * v[i] - rate * g[i];  // v <- mu v - eta g
    v[i] = next;
    p[i] += nesterov ? mu * next - rate * g[i] : next;
  }
}

// One block. Each round multiplies two counter words by constants, mixes the high halves into the other two, and bumps
// the key (Salmon et al. 2011, section 3).
inline void philox_block(uint64_t seed, uint32_t position, uint32_t sample, uint32_t purpose, uint32_t epoch,
                         uint32_t* out) {
  uint32_t c0 = position, c1 = sample, c2 = purpose, c3 = epoch;
  uint32_t key0 = static_cast<uint32_t>(seed), key1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round, key0 += 0x9e3779b9u, key1 += 0xbb67ae85u) {
    const uint64_t p0 = uint64_t{c0} * 0xd2511f53u, p1 = uint64_t{c2} * 0xcd9e8d57u;
    c0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ key0;
    c2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ key1;
    c1 = static_cast<uint32_t>(p1);
    c3 = static_cast<uint32_t>(p0);
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
