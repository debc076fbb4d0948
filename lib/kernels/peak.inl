// What the arithmetic units can do at most: multiply-adds on values that never leave the registers. kPeakChains sums are
// under way at once, as many as hide the latency of one (4 cycles, two a cycle, needs 8) and still fit into 16 registers.
// Included by scalar.cpp and simd.inl, with the number type of the set and its lanes.
//
//   x_c <- x_c / 2 + 1     from x_c = c on, every lane alike; after r rounds the mean is 2 + (mean of c - 2) / 2^r

constexpr int kPeakChains = 12;

template <class Number>
inline Number chain_sum(int rounds, Number half, Number one) {
  Number x[kPeakChains];
#pragma GCC unroll 12
  for (int c = 0; c < kPeakChains; ++c) x[c] = Number{} + static_cast<float>(c);
  for (int r = 0; r < rounds; ++r)
#pragma GCC unroll 12
    for (int c = 0; c < kPeakChains; ++c) x[c] = x[c] * half + one;
  Number sum = x[0];
#pragma GCC unroll 12
  for (int c = 1; c < kPeakChains; ++c) sum += x[c];
  return sum * (1.0f / kPeakChains);
}
