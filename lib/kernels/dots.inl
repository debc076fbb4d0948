// Dot products of a few rows with a few others, the lanes along the rows: what a layer of few units needs, whose units
// would leave most lanes of `product` empty. Included by simd.inl.

template <int... kAt>
struct Places {};
template <int kCount, int... kAt>
struct Counted : Counted<kCount - 1, kCount - 1, kAt...> {};
template <int... kAt>
struct Counted<0, kAt...> {
  typedef Places<kAt...> Type;
};

// a0 + a1, a2 + a3, ..., b0 + b1, ...
template <int... kAt>
inline Vec pair_sums(Vec a, Vec b, Places<kAt...>) {
  return __builtin_shufflevector(a, b, (2 * kAt)...) + __builtin_shufflevector(a, b, (2 * kAt + 1)...);
}

constexpr int kDotRows = 4;  // rows of a and of b in a tile: 16 sums from 8 loads

void dots(int rows, int cols, int n, const float* a, ptrdiff_t a_row, const float* b, ptrdiff_t b_row, float* c,
          ptrdiff_t c_row) {
  const int whole = n / kLanes * kLanes;
  for (int first = 0; first < rows; first += kDotRows)
    for (int col = 0; col < cols; col += kDotRows) {
      const float *left[kDotRows], *right[kDotRows];  // rows beyond the last are the last once more
      for (int i = 0; i < kDotRows; ++i) {
        left[i] = a + (first + i < rows ? first + i : rows - 1) * a_row;
        right[i] = b + (col + i < cols ? col + i : cols - 1) * b_row;
      }
      Vec sum[kDotRows * kDotRows] = {};
      for (int k = 0; k < whole; k += kLanes) {
        Vec other[kDotRows];
#pragma GCC unroll 4
        for (int j = 0; j < kDotRows; ++j) other[j] = load(right[j] + k);
#pragma GCC unroll 4
        for (int i = 0; i < kDotRows; ++i) {
          const Vec one = load(left[i] + k);
#pragma GCC unroll 4
          for (int j = 0; j < kDotRows; ++j) sum[kDotRows * i + j] += one * other[j];
        }
      }
      int count = kDotRows * kDotRows;
      for (int lanes = kLanes; lanes > 1; lanes /= 2, count /= 2)
        for (int i = 0; i < count / 2; ++i) sum[i] = pair_sums(sum[2 * i], sum[2 * i + 1], Counted<kLanes>::Type());
      float total[kDotRows * kDotRows];
      for (int i = 0; i < count; ++i) store(total + i * kLanes, sum[i]);
      for (int i = 0; i < kDotRows && first + i < rows; ++i)
        for (int j = 0; j < kDotRows && col + j < cols; ++j) {
          float value = total[kDotRows * i + j];
          for (int k = whole; k < n; ++k) value += left[i][k] * right[j][k];
          c[(first + i) * c_row + col + j] = value;
        }
    }
}
