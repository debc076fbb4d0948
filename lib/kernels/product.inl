// The register tile that every multiplication of the library goes through: kRows x kVecs accumulators stay in registers
// while a value of A at a time meets kVecs vectors of B. Included by simd.inl.

// How the rows of A lie: value(i) is a[i][k] of the rows from `first` on in the term that begins at `at`; next() goes to
// k + 1.
struct Adjacent {  // rows side by side: A^T as it comes
  const float* p;
  ptrdiff_t k_step;
  Adjacent(const Product& q, int first, ptrdiff_t at) : p(q.a + at + first), k_step(q.k_step) {}
  float value(int i) const { return p[i]; }
  void next() { p += k_step; }
};

template <int kApart>
struct Apart {  // rows kApart floats from each other, k contiguous: panels
  const float* p;
  Apart(const Product& q, int first, ptrdiff_t at) : p(q.a + at + ptrdiff_t{kApart} * first) {}
  float value(int i) const { return p[ptrdiff_t{kApart} * i]; }
  void next() { ++p; }
};

// Rows at any equal distance. Eight of them are within reach of a pointer and four registers, by the processor's own
// multiples 1, 2 and 4.
struct Spaced {
  const float *p, *behind;
  ptrdiff_t k_step, one, three, five, seven;
  Spaced(const Product& q, int first, ptrdiff_t at)
      : p(q.a + at + first * q.row_step),
        behind(p + 8 * q.row_step),
        k_step(q.k_step),
        one(q.row_step),
        three(3 * one),
        five(5 * one),
        seven(7 * one) {}
  float value(int i) const {
    const float* base = i < 8 ? p : behind;
    switch (i % 8) {
      case 1:
        return base[one];
      case 2:
        return base[2 * one];
      case 3:
        return base[three];
      case 4:
        return base[4 * one];
      case 5:
        return base[five];
      case 6:
        return base[2 * three];
      case 7:
        return base[seven];
      default:
        return base[0];
    }
  }
  void next() { p += k_step, behind += k_step; }
};

template <int kCount>
struct Anywhere {  // kCount rows, each where it is
  const float* p;
  ptrdiff_t k_step, row[kCount];
  Anywhere(const Product& q, int first, ptrdiff_t at) : p(q.a + at), k_step(q.k_step) {
#pragma GCC unroll 16
    for (int i = 0; i < kCount; ++i) row[i] = q.row_at ? q.row_at[first + i] : (first + i) * q.row_step;
  }
  float value(int i) const { return p[row[i]]; }
  void next() { p += k_step; }
};

// Vector j of a row of kWide that begins at column col; `panel` is the distance of panels of 32 columns.
inline ptrdiff_t column(int col, int j, ptrdiff_t panel) {
  return (col + j * kLanes) / 32 * panel + (col + j * kLanes) % 32;
}

// kCount rows from `first` on, kWide vectors from column `col` on. What a row of C needs is read from q before the first
// store: behind a store the compiler would have to read it again.
template <class Rows, int kCount, int kWide>
inline void product_tile(const Product& q, int first, int col) {
  Vec sum[kCount][kWide];
  const ptrdiff_t c_row = q.c_row, c_right = column(col, kWide / 2, q.c_panel) - column(col, 0, q.c_panel);
  float* const c = q.c + first * c_row + column(col, 0, q.c_panel);
  const auto at = [=](int i, int j) {
    return c + i * c_row + (2 * j < kWide ? j * kLanes : c_right + (j - kWide / 2) * kLanes);
  };
  if (q.start != nullptr) {
#pragma GCC unroll 4
    for (int j = 0; j < kWide; ++j) {
      const Vec start = load(q.start + col + j * kLanes);
#pragma GCC unroll 16
      for (int i = 0; i < kCount; ++i) sum[i][j] = start;
    }
  } else {
#pragma GCC unroll 16
    for (int i = 0; i < kCount; ++i)
#pragma GCC unroll 4
      for (int j = 0; j < kWide; ++j) {
        sum[i][j] = Vec{};
        __builtin_prefetch(at(i, j));
      }
  }

  for (int t = 0; t < q.terms; ++t) {
    Rows a(q, first, q.term[t].a);
    const float *left = q.b + q.term[t].b + column(col, 0, q.b_panel),
                *right = q.b + q.term[t].b + column(col, kWide / 2, q.b_panel);
#pragma GCC unroll 2
    for (int k = 0; k < q.depth; ++k, left += q.b_row, right += q.b_row, a.next()) {
      Vec row[kWide];
#pragma GCC unroll 4
      for (int j = 0; j < kWide; ++j)
        row[j] = 2 * j < kWide ? load(left + j * kLanes) : load(right + (j - kWide / 2) * kLanes);
#pragma GCC unroll 16
      for (int i = 0; i < kCount; ++i)
#pragma GCC unroll 4
        for (int j = 0; j < kWide; ++j) sum[i][j] += a.value(i) * row[j];
    }
  }

  // Not at the beginning: these loads would wait for the tile before, whose stores may be a multiple of 4 KiB away.
  if (q.start == nullptr)
#pragma GCC unroll 16
    for (int i = 0; i < kCount; ++i)
#pragma GCC unroll 4
      for (int j = 0; j < kWide; ++j) sum[i][j] += load(at(i, j));
  const float gate = q.gate;
  if (q.relu)
#pragma GCC unroll 16
    for (int i = 0; i < kCount; ++i)
#pragma GCC unroll 4
      for (int j = 0; j < kWide; ++j) sum[i][j] = sum[i][j] > 0 ? sum[i][j] : Vec{};
  if (gate != 0)
#pragma GCC unroll 16
    for (int i = 0; i < kCount; ++i)
#pragma GCC unroll 4
      for (int j = 0; j < kWide; ++j) sum[i][j] = load(at(i, j)) > 0 ? gate * sum[i][j] : Vec{};
#pragma GCC unroll 16
  for (int i = 0; i < kCount; ++i)
#pragma GCC unroll 4
    for (int j = 0; j < kWide; ++j) store(at(i, j), sum[i][j]);
}

// `count` rows, at most kCount: those that fill no whole tile, or lie anywhere.
template <int kCount, int kWide>
void some_rows(const Product& q, int first, int count, int col) {
  if (count == kCount) return product_tile<Anywhere<kCount>, kCount, kWide>(q, first, col);
  if constexpr (kCount > 1) some_rows<kCount - 1, kWide>(q, first, count, col);
}

template <class Rows, int kCount, int kWide>
int whole_tiles(const Product& q, int col) {
  int first = 0;
  for (; first + kCount <= q.rows; first += kCount) product_tile<Rows, kCount, kWide>(q, first, col);
  return first;
}

// As many rows as leave registers for kWide vectors of B and one value of A.
constexpr int rows_of(int wide) {
  return wide == 1 ? kRows * kVecs : wide == kVecs ? kRows : kRows * kVecs * 3 / 2 / wide;
}

template <int kWide>
void columns(const Product& q, int col) {
  constexpr int kCount = rows_of(kWide);
  int first = 0;
  if (q.row_at == nullptr) {
    if (q.row_step == 32 && q.k_step == 1) first = whole_tiles<Apart<32>, kCount, kWide>(q, col);
    if (q.row_step == 16 && q.k_step == 1) first = whole_tiles<Apart<16>, kCount, kWide>(q, col);
    if (q.row_step == 1) first = whole_tiles<Adjacent, kCount, kWide>(q, col);
    if (first == 0) first = whole_tiles<Spaced, kCount, kWide>(q, col);
  }
  constexpr int kMost = kCount < kRows ? kCount : kRows;
  const int tiles = (q.rows - first + kMost - 1) / kMost;  // as even as possible: never one row by itself
  for (int tile = tiles; tile > 0; --tile) {
    const int count = (q.rows - first + tile - 1) / tile;
    some_rows<kMost, kWide>(q, first, count, col);
    first += count;
  }
}

void product(const Product& q) {
  int col = 0;
  if constexpr (kLanes == 16)  // 32 registers: 6 x 4 vectors are the best ratio of loads to multiplications
    for (; col + 2 * kCols <= q.cols; col += 2 * kCols) columns<2 * kVecs>(q, col);
  for (; col + kCols <= q.cols; col += kCols) columns<kVecs>(q, col);
  for (; col < q.cols; col += kLanes) columns<1>(q, col);
}
