// The register tile, in one version for each instruction set: one text, tile.inl, compiled several times.
#pragma once

namespace thimble::ladder {

struct Tile {
  const char* isa;              // "avx512", "avx2", or "baseline": what every processor of this kind has
  int lanes, rows, vecs, cols;  // cols = vecs * lanes

  // y[i][j] = start[i][j] + sum_k x[i][k] w[k][j], j < cols, for i < rows (`many`) or for one row (`one`); where `relu`,
  // max(that, 0) is written. Rows are *_stride apart; start may be null (zeros), y itself, or one row for all, 0 apart.
  using Product = void (*)(int depth, const float* x, int x_stride, const float* w, int w_stride, const float* start,
                           int start_stride, bool relu, float* y, int y_stride);
  Product many, one;

  // Two probes of the machine. `chains[c]` does n multiply-adds of `lanes` floats in each of kChains[c] sums that do not
  // wait for each other; `read` adds up n floats. Their results only keep the compiler from leaving the work out.
  float (*chains[5])(int n, float a, float b);
  float (*read)(int n, const float* x);
};

inline constexpr int kMostInTile = 512;  // rows * cols of the largest
inline constexpr int kChains[] = {1, 2, 4, 8, 12};

// The widest that this processor runs, or the one that THIMBLE_ISA asks for.
const Tile& tile();

}  // namespace thimble::ladder
