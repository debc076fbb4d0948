#include "kernels/gemm_u8.h"

namespace thimble::kernels {
namespace {

// A panel of a stays in L1 while the block of b, which stays in L2, passes it. C is written along its rows: down its
// columns, where each row is another page, took a quarter longer.
constexpr int64_t kWordsOfA = 48 << 10, kWordsOfB = 192 << 10;

int smaller(int a, int b) { return a < b ? a : b; }
int rounded_up(int n, int step) { return (n + step - 1) / step * step; }
int width_of(Side side) { return side == Side::a ? active().byte_rows : active().byte_cols; }
uint32_t word(int32_t x) { return static_cast<uint32_t>(x); }

// `count` bytes in one unit, each as the low bits of x - offset; what is missing is 0.
template <int kGroup>
uint32_t unit(const uint8_t* x, int64_t step, int count, uint32_t offset) {
  constexpr int kBits = 32 / kGroup;
  uint32_t packed = 0;
  for (int k = 0; k < count; ++k) packed |= ((x[k * step] - offset) & (~0u >> (32 - kBits))) << (kBits * k);
  return packed;
}

template <int kGroup>
uint32_t full_unit(const uint8_t* x, uint32_t offset) {
  if (kGroup != 4) return unit<kGroup>(x, 1, kGroup, offset);
  uint32_t packed;
  std::memcpy(&packed, x, sizeof packed);
  return packed ^ offset * 0x01010101u;  // modulo 256, x - 128 = x xor 128
}

typedef uint8_t Sixteen __attribute__((vector_size(16)));
typedef uint16_t Eight __attribute__((vector_size(16)));
typedef uint32_t Four __attribute__((vector_size(16)));

// Four units of each of four rows, whose bytes lie one after the other: unit g of row i goes to to[g * width + i].
void transpose_units(const uint8_t* x, int64_t row_stride, uint32_t offset, int width, uint32_t* to) {
  Four r[4];
  for (int i = 0; i < 4; ++i) {
    std::memcpy(&r[i], x + i * row_stride, sizeof(Four));
    r[i] ^= offset * 0x01010101u;
  }
  const Four low01 = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5);
  const Four high01 = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
  const Four low23 = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
  const Four high23 = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
  const Four units[4] = {
      __builtin_shufflevector(low01, low23, 0, 1, 4, 5), __builtin_shufflevector(low01, low23, 2, 3, 6, 7),
      __builtin_shufflevector(high01, high23, 0, 1, 4, 5), __builtin_shufflevector(high01, high23, 2, 3, 6, 7)};
  for (int g = 0; g < 4; ++g) std::memcpy(to + int64_t{g} * width, &units[g], sizeof(Four));
}

// Units of four bytes from four rows of x: byte k of unit i is x[k * stride + i] - offset, i < 4.
void transpose_bytes(const uint8_t* x, int64_t stride, uint32_t offset, uint32_t* to) {
  Four r[4] = {};
  for (int k = 0; k < 4; ++k) {
    uint32_t four;
    std::memcpy(&four, x + k * stride, sizeof four);
    r[k][0] = four;
  }
  const Sixteen r0 = (Sixteen)r[0], r1 = (Sixteen)r[1], r2 = (Sixteen)r[2], r3 = (Sixteen)r[3];
  const Sixteen r01 = __builtin_shufflevector(r0, r1, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const Sixteen r23 = __builtin_shufflevector(r2, r3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const Four units = (Four)__builtin_shufflevector((Eight)r01, (Eight)r23, 0, 8, 1, 9, 2, 10, 3, 11);
  const Four packed = units ^ (offset * 0x01010101u);
  std::memcpy(to, &packed, sizeof packed);
}

// The same for units of two.
void widen_pairs(int n, const uint8_t* __restrict x0, const uint8_t* __restrict x1, uint32_t offset,
                 uint32_t* __restrict to) {
  for (int i = 0; i < n; ++i) to[i] = ((x0[i] - offset) & 0xffff) | (x1[i] - offset) << 16;
}

// Rows that lie side by side, k below k: as it is where x is read as its transpose.
template <int kGroup>
void pack_units(int rows, const uint8_t* x, int64_t stride, uint32_t offset, uint32_t* to) {
  if (kGroup == 2) return widen_pairs(rows, x, x + stride, offset, to);
  int i = 0;
  for (; i + 4 <= rows; i += 4) transpose_bytes(x + i, stride, offset, to + i);
  for (; i < rows; ++i) to[i] = unit<kGroup>(x + i, stride, kGroup, offset);
}

// One panel: to[g][i] = the unit of row i that starts at k = g * kGroup.
template <int kGroup>
void pack_panel(int rows, int width, int depth, ByteOperand from, uint32_t offset, uint32_t* to) {
  const int whole = depth / kGroup, rest = depth % kGroup;
  const auto start = [&](int i, int g) {
    return from.data + i * from.row_stride + int64_t{g} * kGroup * from.k_stride;
  };
  if (from.k_stride == 1) {
    const int fours = kGroup == 4 ? rows / 4 * 4 : 0, deep = whole / 4 * 4;
    for (int i = 0; i < fours; i += 4)
      for (int g = 0; g < deep; g += 4)
        transpose_units(start(i, g), from.row_stride, offset, width, to + int64_t{g} * width + i);
    for (int i = 0; i < rows; ++i)
      for (int g = i < fours ? deep : 0; g < whole; ++g)
        to[int64_t{g} * width + i] = full_unit<kGroup>(start(i, g), offset);
  } else {
    for (int g = 0; g < whole; ++g)
      pack_units<kGroup>(rows, start(0, g), from.k_stride, offset, to + int64_t{g} * width);
  }
  if (rest > 0)
    for (int i = 0; i < rows; ++i)
      to[int64_t{whole} * width + i] = unit<kGroup>(start(i, whole), from.k_stride, rest, offset);
  const int filled = whole + (rest > 0);
  for (int g = 0; g < filled && rows < width; ++g)
    std::memset(to + int64_t{g} * width + rows, 0, sizeof(uint32_t) * static_cast<size_t>(width - rows));
  std::memset(to + int64_t{filled} * width, 0,
              sizeof(uint32_t) * static_cast<size_t>((packed_groups(depth) - filled) * width));
}

// A panel of a for tiles that want runs of kRun units of a row, as memory has them: to[g / kRun][i][g % kRun].
void pack_runs(int rows, int width, int depth, ByteOperand from, uint32_t* to) {
  constexpr int kGroup = 4, kRun = 16;
  const int whole = depth / kGroup;
  const auto at = [&](int i, int g) { return to + (int64_t{g / kRun} * width + i) * kRun + g % kRun; };
  std::memset(to, 0, sizeof(uint32_t) * static_cast<size_t>(packed_offset(width, depth)));
  if (from.k_stride == 1) {
    for (int i = 0; i < rows; ++i)
      for (int k = 0; k < depth; k += kGroup * kRun)
        std::memcpy(at(i, k / kGroup), from.data + i * from.row_stride + k,
                    static_cast<size_t>(smaller(kGroup * kRun, depth - k)));
    return;
  }
  for (int g = 0; g < whole; ++g) {
    const uint8_t* x = from.data + int64_t{g} * kGroup * from.k_stride;
    uint32_t four[4];
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      transpose_bytes(x + i, from.k_stride, 0, four);
      for (int p = 0; p < 4; ++p) *at(i + p, g) = four[p];
    }
    for (; i < rows; ++i) *at(i, g) = unit<kGroup>(x + i, from.k_stride, kGroup, 0);
  }
  for (int i = 0; i < rows && depth % kGroup > 0; ++i)
    *at(i, whole) =
        unit<kGroup>(from.data + i + int64_t{whole} * kGroup * from.k_stride, from.k_stride, depth % kGroup, 0);
}

int rows_in(int64_t words, Side side, int rows, int depth) {
  const int width = width_of(side);
  const int64_t panels = words / (packed_offset(width, depth) + 1) + 1;
  return static_cast<int>(panels * width < rows ? panels * width : rounded_up(rows, width));
}

struct Layout {
  int rows, cols;              // of a block
  int64_t a, b, of_row, size;  // where in the scratch memory each part ends
  Layout(int all_rows, int all_cols, int depth)
      : rows(rows_in(kWordsOfA, Side::a, all_rows, depth)),
        cols(rows_in(kWordsOfB, Side::b, all_cols, depth)),
        a(rounded_up(static_cast<int>(packed_words(Side::a, rows, depth)), 16)),
        b(a + rounded_up(static_cast<int>(packed_words(Side::b, cols, depth)), 16)),
        of_row(b + rows),
        size(of_row + cols) {}
};

template <class Join>
void join_row(int n, uint32_t of_row, const uint32_t* __restrict of_col, const int32_t* __restrict sums,
              int32_t* __restrict c, Join join) {
  for (int j = 0; j < n; ++j) c[j] = static_cast<int32_t>(join(of_row + of_col[j], word(sums[j])));
}

// c[i][j] = join(of_row[i] + of_col[j], sum_k a[i][k] (b[j][k] - 128)), where term_a and term_b give the two for a row
// of a or b.
template <class TermA, class TermB, class Join>
void blocks(int rows, int cols, int depth, const uint8_t* a, int64_t a_stride, const uint8_t* b, int64_t b_stride,
            int32_t* c, int64_t c_stride, uint32_t* scratch, TermA term_a, TermB term_b, Join join) {
  const Layout layout(rows, cols, depth);
  uint32_t *packed_a = scratch, *packed_b = scratch + layout.a, *of_row = scratch + layout.b,
           *of_col = scratch + layout.of_row;
  for (int j0 = 0; j0 < cols; j0 += layout.cols) {
    const int width0 = smaller(layout.cols, cols - j0);
    pack_u8(Side::b, width0, depth, {b + j0 * b_stride, b_stride, 1}, packed_b);
    for (int j = 0; j < width0; ++j) of_col[j] = term_b(b + (j0 + j) * b_stride);
    for (int i0 = 0; i0 < rows; i0 += layout.rows) {
      const int height0 = smaller(layout.rows, rows - i0);
      pack_u8(Side::a, height0, depth, {a + i0 * a_stride, a_stride, 1}, packed_a);
      for (int i = 0; i < height0; ++i) of_row[i] = term_a(a + (i0 + i) * a_stride);
      for_each_tile_u8(height0, width0, depth, packed_a, packed_b,
                       [&](int i, int height, int j, int width, const int32_t* tile, int stride) {
                         for (int p = 0; p < height; ++p)
                           join_row(width, of_row[i + p], of_col + j, tile + p * stride,
                                    c + (i0 + i + p) * c_stride + j0 + j, join);
                       });
    }
  }
}

}  // namespace

int64_t packed_words(Side side, int rows, int depth) { return packed_offset(rounded_up(rows, width_of(side)), depth); }

void pack_u8(Side side, int rows, int depth, ByteOperand from, uint32_t* to) {
  const int width = width_of(side);
  const uint32_t offset = side == Side::a ? 0 : 128;
  const auto pack = active().byte_group == 4 ? pack_panel<4> : pack_panel<2>;
  for (int i = 0; i < rows; i += width) {
    const ByteOperand panel{from.data + i * from.row_stride, from.row_stride, from.k_stride};
    const int height = smaller(width, rows - i);
    uint32_t* packed = to + packed_offset(i, depth);
    if (side == Side::a && active().byte_run > 1) {
      pack_runs(height, width, depth, panel, packed);
    } else {
      pack(height, width, depth, panel, offset, packed);
    }
  }
}

void add_packed_products_u8(int rows, int cols, int depth, const uint32_t* a, const uint32_t* b, int32_t* c,
                            int64_t c_stride) {
  const Kernels& set = active();
  const int groups = packed_groups(depth), tiles = (cols + set.byte_cols - 1) / set.byte_cols;
  for (int i = 0; i < rows; i += set.byte_rows)
    set.gemm_tiles_u8(tiles, groups, a + int64_t{i} * groups, b, c + i * c_stride, static_cast<int>(c_stride));
}

int64_t products_u8_scratch(int rows, int cols, int depth) { return Layout(rows, cols, depth).size; }

void products_u8(int rows, int cols, int depth, const uint8_t* a, int64_t a_stride, const uint8_t* b, int64_t b_stride,
                 int32_t* c, int64_t c_stride, uint32_t* scratch) {
  const auto sum = active().sum_u8;
  blocks(
      rows, cols, depth, a, a_stride, b, b_stride, c, c_stride, scratch,
      [&](const uint8_t* x) { return 128 * sum(depth, x); }, [](const uint8_t*) { return 0u; },
      [](uint32_t terms, uint32_t product) { return terms + product; });
}

void squared_distances_u8(int rows, int cols, int depth, const uint8_t* a, int64_t a_stride, const uint8_t* b,
                          int64_t b_stride, int32_t* c, int64_t c_stride, uint32_t* scratch) {
  const auto sum = active().sum_u8;
  const auto dot = active().dot_u8;
  blocks(
      rows, cols, depth, a, a_stride, b, b_stride, c, c_stride, scratch,
      [&](const uint8_t* x) { return dot(depth, x, x) - 256 * sum(depth, x); },
      [&](const uint8_t* x) { return dot(depth, x, x); },
      [](uint32_t terms, uint32_t product) { return terms - 2 * product; });
}

}  // namespace thimble::kernels
