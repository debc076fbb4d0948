// The products of bf16 numbers and of bytes on AMX's tiles: an instruction multiplies 16 rows of 64 bytes with 16 columns
// of 64 and adds the result to 16 x 16 floats or integers. Only this file may use them: dispatch.cpp puts its functions into a
// copy of the avx512vnni set where the CPU has tiles and the operating system saves them.
#include <immintrin.h>

#include "kernels/sets.h"

namespace thimble::kernels {
namespace {

#include "kernels/bf16_finish.inl"

constexpr int kTile = 16;        // rows of a tile, each of 64 bytes
constexpr int kRowsAtOnce = 32;  // two tiles of A meet two of B: four sums, each operand used twice
constexpr int kRowBytes = 64, kPairRowBytes = 128, kSumBytes = 128;

struct alignas(64) TileShapes {
  uint8_t palette = 1, start_row = 0, reserved[14] = {};
  uint16_t row_bytes[16] = {};
  uint8_t rows[16] = {};
  TileShapes() {
    for (int i = 0; i < 8; ++i) {
      row_bytes[i] = kRowBytes;
      rows[i] = kTile;
    }
  }
};

// Tiles 0 1 / 2 3 hold the sums, 4 5 the rows of A, 6 7 the columns of B. Without `kSecond` only the first 16 rows.
template <bool kSecond>
void block(const Bf16Product& p, const uint16_t* a_rows, const uint32_t* b_cols, float* sums) {
  const ptrdiff_t a_bytes = p.row_step * 2;
  _tile_zero(0);
  _tile_zero(1);
  if constexpr (kSecond) {
    _tile_zero(2);
    _tile_zero(3);
  }
  for (int t = 0; t < p.terms; ++t) {
    const uint16_t* a = a_rows + p.term[t].a;
    const uint32_t* b = b_cols + p.term[t].b;
    for (int k = 0; k < p.depth; k += kBf16Depth, a += kBf16Depth, b += kBf16Depth / 2 * kBf16Cols) {
      _tile_loadd(4, a, a_bytes);
      _tile_loadd(6, b, kPairRowBytes);
      _tile_dpbf16ps(0, 4, 6);
      _tile_loadd(7, b + kTile, kPairRowBytes);
      _tile_dpbf16ps(1, 4, 7);
      if constexpr (kSecond) {
        _tile_loadd(5, a + kTile * p.row_step, a_bytes);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
      }
    }
  }
  _tile_stored(0, sums, kSumBytes);
  _tile_stored(1, sums + kTile, kSumBytes);
  if constexpr (kSecond) {
    _tile_stored(2, sums + kTile * kBf16Cols, kSumBytes);
    _tile_stored(3, sums + kTile * kBf16Cols + kTile, kSumBytes);
  }
}

constexpr int kLanes = 16;

inline __mmask16 first_lanes(int n) { return static_cast<__mmask16>(n < kLanes ? (1u << n) - 1 : 0xffffu); }

}  // namespace

// The instructions round as bf16_of of bf16.inl does.
void to_bf16_avx512(int n, const float* x, uint16_t* y) {
  for (int i = 0; i < n; i += kLanes) {
    const __mmask16 lanes = first_lanes(n - i);
    const __m256i halves = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, x + i));
    _mm256_mask_storeu_epi16(y + i, lanes, halves);
  }
}

void to_bf16_pairs_avx512(int n, const float* x0, const float* x1, uint32_t* y) {
  for (int i = 0; i < n; i += kLanes) {
    const __mmask16 lanes = first_lanes(n - i);
    const __m256i low = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, x0 + i));
    const __m256i high = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(lanes, x1 + i));
    const __m512i pairs =
        _mm512_or_si512(_mm512_cvtepu16_epi32(low), _mm512_slli_epi32(_mm512_cvtepu16_epi32(high), 16));
    _mm512_mask_storeu_epi32(y + i, lanes, pairs);
  }
}

void product_bf16_amx(const Bf16Product& p) {
  const TileShapes shapes;
  alignas(64) float sums[kRowsAtOnce * kBf16Cols];
  _tile_loadconfig(&shapes);
  for (int col = 0; col < p.cols; col += kBf16Cols) {
    const uint32_t* b = p.b + col / 32 * p.b_panel;
    const float* start = p.start == nullptr ? nullptr : p.start + col;
    for (int first = 0; first < p.rows; first += kRowsAtOnce) {
      const int rows = p.rows - first < kRowsAtOnce ? p.rows - first : kRowsAtOnce;
      (rows > kTile ? block<true> : block<false>)(p, p.a + first * p.row_step, b, sums);
      float* c = p.c + first * p.c_row + col / 32 * p.c_panel;
      for (int i = 0; i < rows; ++i) finish_row(p, sums + i * kBf16Cols, start, c + i * p.c_row);
    }
  }
  _tile_release();
}

void gemm_tiles_u8_amx(int tiles, int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride) {
  constexpr int kCols = 2 * kTile, kBlock = kTile * kCols;  // units of a run of either operand
  const TileShapes shapes;
  const ptrdiff_t c_bytes = ptrdiff_t{4} * c_stride;
  _tile_loadconfig(&shapes);
  for (int t = 0; t < tiles; ++t, c += kCols) {
    int32_t* lower = c + ptrdiff_t{kTile} * c_stride;
    _tile_loadd(0, c, c_bytes);
    _tile_loadd(1, c + kTile, c_bytes);
    _tile_loadd(2, lower, c_bytes);
    _tile_loadd(3, lower + kTile, c_bytes);
    const uint32_t* rows = a;
    for (int g = 0; g < groups; g += kTile, rows += kBlock, b += kBlock) {
      _tile_loadd(4, rows, kRowBytes);
      _tile_loadd(6, b, kPairRowBytes);
      _tile_dpbusd(0, 4, 6);
      _tile_loadd(7, b + kTile, kPairRowBytes);
      _tile_dpbusd(1, 4, 7);
      _tile_loadd(5, rows + kTile * kTile, kRowBytes);
      _tile_dpbusd(2, 5, 6);
      _tile_dpbusd(3, 5, 7);
    }
    _tile_stored(0, c, c_bytes);
    _tile_stored(1, c + kTile, c_bytes);
    _tile_stored(2, lower, c_bytes);
    _tile_stored(3, lower + kTile, c_bytes);
  }
  _tile_release();
}

}  // namespace thimble::kernels
