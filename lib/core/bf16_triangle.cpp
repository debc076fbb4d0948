#include "core/bf16_triangle.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <vector>

#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kParts = 3, kBlock = 32, kPairs = kBlock / 2;

// The columns [32 j, 32 j + 32) lie together, their rows in j + 1 blocks of 32: the parts of a block one after the other, so
// that a block of X meets all of them while it is near.
constexpr ptrdiff_t kWords = kPairs * kBlock;                                                       // a part
constexpr ptrdiff_t words_before(int j) { return kParts * (ptrdiff_t{j} * (j + 1) / 2) * kWords; }  // of columns

float as_float(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace

size_t bf16_triangle_words(int width) { return static_cast<size_t>(words_before(tiled(width) / kBlock)); }

void split_triangle(int width, float scale, const float* u, ptrdiff_t u_row, uint32_t* words) {
  const auto& k = kernels::active();
  float rest[2][kBlock];  // of the rows i and i + 1
  for (int j = 0; kBlock * j < width; ++j) {
    const int cols = std::min(kBlock, width - kBlock * j);
    for (int i = 0; i < kBlock * (j + 1); i += 2) {
      for (int r = 0; r < 2; ++r) {
        std::fill(rest[r], rest[r] + kBlock, 0.0f);
        if (i + r < width) k.scale_shift(cols, scale, 0, u + (i + r) * u_row + kBlock * j, rest[r]);
      }
      uint32_t* to = words + words_before(j) + i / kBlock * kParts * kWords + i % kBlock / 2 * kBlock;
      for (int part = 0; part < kParts; ++part, to += kWords) {
        k.to_bf16_pairs(kBlock, rest[0], rest[1], to);
        for (int c = 0; c < kBlock; ++c) {
          rest[0][c] -= as_float(to[c] << 16);
          rest[1][c] -= as_float(to[c] & 0xffff0000u);
        }
      }
    }
  }
}

void triangle_product(int rows, int width, const uint16_t* x, const uint32_t* words, const float* b, float* y) {
  const ptrdiff_t row = tiled(width);
  std::vector<kernels::Term> terms;
  for (int j = 0; kBlock * j < width; ++j) {
    for (int part = 0; part < kParts; ++part) terms.push_back({ptrdiff_t{kBlock} * j, std::ssize(terms) * kWords});
    kernels::active().product_bf16({.rows = rows,
                                    .cols = kBlock,
                                    .depth = kBlock,
                                    .terms = static_cast<int>(terms.size()),
                                    .term = terms.data(),
                                    .a = x,
                                    .row_step = row,
                                    .b = words + words_before(j),
                                    .b_panel = 0,
                                    .c = y + kBlock * j,
                                    .c_row = row,
                                    .c_panel = 0,
                                    .start = b + kBlock * j});
  }
}

}  // namespace thimble
