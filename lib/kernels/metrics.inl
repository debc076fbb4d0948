// How far two rows lie apart, as plain loops: the specification, and compiled again for every instruction set.

inline int difference(uint8_t x, uint8_t y) { return __builtin_abs(x - y); }

uint32_t absolute_distance_u8(int n, const uint8_t* x, const uint8_t* y) {
  uint32_t total = 0;
  for (int i = 0; i < n; ++i) total += static_cast<uint32_t>(difference(x[i], y[i]));
  return total;
}

uint64_t cubic_distance_u8(int n, const uint8_t* x, const uint8_t* y) {
  constexpr int kExact = 256;  // 256 * 255^3 < 2^32
  uint64_t total = 0;
  for (int i = 0; i < n; i += kExact) {
    uint32_t some = 0;
    const int end = i + kExact < n ? i + kExact : n;
    for (int j = i; j < end; ++j) {
      const uint32_t d = static_cast<uint32_t>(difference(x[j], y[j]));
      some += d * d * d;
    }
    total += some;
  }
  return total;
}

uint32_t largest_difference_u8(int n, const uint8_t* x, const uint8_t* y) {
  uint8_t most = 0;
  for (int i = 0; i < n; ++i) {
    const uint8_t d = static_cast<uint8_t>(x[i] > y[i] ? x[i] - y[i] : y[i] - x[i]);
    most = d > most ? d : most;
  }
  return most;
}

uint32_t least_distance(int n, uint32_t of_row, const uint32_t* of_col, const int32_t* products) {
  uint32_t least = ~0u;
  for (int j = 0; j < n; ++j) {
    const uint32_t d = of_row + of_col[j] - 2 * static_cast<uint32_t>(products[j]);
    least = d < least ? d : least;
  }
  return least;
}

// Floats are added in 16 partial sums, so that any vector holds whole ones and every set gives the same bits.
constexpr int kParts = 16;

inline float size_of(float x) { return x < 0 ? -x : x; }

float absolute_distance(int n, const float* x, const float* y) {
  float part[kParts] = {}, rest = 0;
  int i = 0;
  for (; i + kParts <= n; i += kParts)
    for (int l = 0; l < kParts; ++l) part[l] += size_of(x[i + l] - y[i + l]);
  for (; i < n; ++i) rest += size_of(x[i] - y[i]);
  for (const float p : part) rest += p;
  return rest;
}

float cubic_distance(int n, const float* x, const float* y) {
  float part[kParts] = {}, rest = 0;
  int i = 0;
  for (; i + kParts <= n; i += kParts)
    for (int l = 0; l < kParts; ++l) {
      const float d = size_of(x[i + l] - y[i + l]);
      part[l] += d * d * d;
    }
  for (; i < n; ++i) {
    const float d = size_of(x[i] - y[i]);
    rest += d * d * d;
  }
  for (const float p : part) rest += p;
  return rest;
}

float largest_difference(int n, const float* x, const float* y) {
  float part[kParts] = {}, most = 0;
  int i = 0;
  for (; i + kParts <= n; i += kParts)
    for (int l = 0; l < kParts; ++l) {
      const float d = size_of(x[i + l] - y[i + l]);
      part[l] = d > part[l] ? d : part[l];
    }
  for (; i < n; ++i) {
    const float d = size_of(x[i] - y[i]);
    most = d > most ? d : most;
  }
  for (const float p : part) most = p > most ? p : most;
  return most;
}
