// 16 registers of 8 floats: 12 sums, 2 vectors of W, 1 value of X.
#define TILE kAvx2
#define TILE_NAME "avx2"
#define TILE_LANES 8
#define TILE_ROWS 6
#define TILE_VECS 2
#include "ladder/tile.inl"
