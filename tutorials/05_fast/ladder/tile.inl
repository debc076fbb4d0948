// The tile for vectors of TILE_LANES floats, TILE_ROWS x TILE_VECS of them; TILE_NAME is the instruction set, TILE the
// variable that it becomes. Nothing of the standard library is in here: an object that is compiled for one processor
// must not hand its copy of a shared function to the rest of the program.
#include "ladder/tile.h"

namespace thimble::ladder {

extern const Tile TILE;

namespace {

constexpr int kLanes = TILE_LANES, kRows = TILE_ROWS, kVecs = TILE_VECS;
static_assert(kRows * kVecs * kLanes <= kMostInTile);

// [vector]
typedef float Vec __attribute__((vector_size(TILE_LANES * sizeof(float))));  // + and * work lane by lane
// [end]
typedef float Loose __attribute__((vector_size(TILE_LANES * sizeof(float)), aligned(4), may_alias));

inline Vec load(const float* p) { return *reinterpret_cast<const Loose*>(p); }
inline void store(float* p, Vec v) { *reinterpret_cast<Loose*>(p) = v; }

// [tile]
template <int Rows>
void product(int depth, const float* x, int x_stride, const float* w, int w_stride, const float* start,
             int start_stride, bool relu, float* y, int y_stride) {
  Vec sum[Rows][kVecs] = {};
#pragma GCC unroll 32
  for (int i = 0; i < Rows && start; ++i)
#pragma GCC unroll 8
    for (int j = 0; j < kVecs; ++j) sum[i][j] = load(start + i * start_stride + j * kLanes);

  for (int k = 0; k < depth; ++k, ++x, w += w_stride) {
    Vec row[kVecs];
#pragma GCC unroll 8
    for (int j = 0; j < kVecs; ++j) row[j] = load(w + j * kLanes);
#pragma GCC unroll 32
    for (int i = 0; i < Rows; ++i)
#pragma GCC unroll 8
      for (int j = 0; j < kVecs; ++j) sum[i][j] += x[i * x_stride] * row[j];
  }

#pragma GCC unroll 32
  for (int i = 0; i < Rows; ++i, y += y_stride)
#pragma GCC unroll 8
    for (int j = 0; j < kVecs; ++j) store(y + j * kLanes, relu ? (sum[i][j] > 0 ? sum[i][j] : Vec{}) : sum[i][j]);
}
// [end]

template <int Chains>
float chains(int n, float a, float b) {
  Vec sum[Chains];
#pragma GCC unroll 16
  for (int c = 0; c < Chains; ++c) sum[c] = Vec{} + float(c);  // different, or the compiler would do them once for all
  // [chains]
  for (int i = 0; i < n; ++i)
#pragma GCC unroll 16
    for (int c = 0; c < Chains; ++c) sum[c] = sum[c] * a + b;
  // [end]
  Vec total = {};
#pragma GCC unroll 16
  for (int c = 0; c < Chains; ++c) total += sum[c];
  return total[0];
}

float read(int n, const float* x) {
  Vec sum[4] = {};
  for (int i = 0; i + 4 * kLanes <= n; i += 4 * kLanes)
#pragma GCC unroll 4
    for (int c = 0; c < 4; ++c) sum[c] += load(x + i + c * kLanes);
  const Vec total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  return total[0];
}

}  // namespace

const Tile TILE = {TILE_NAME,     kLanes,         kRows,      kVecs,
                   kVecs* kLanes, product<kRows>, product<1>, {chains<1>, chains<2>, chains<4>, chains<8>, chains<12>},
                   read};

}  // namespace thimble::ladder
