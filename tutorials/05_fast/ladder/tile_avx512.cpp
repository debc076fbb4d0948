// 32 registers of 16 floats: 16 sums, 2 vectors of W, 1 value of X.
#define TILE kAvx512
#define TILE_NAME "avx512"
#define TILE_LANES 16
#define TILE_ROWS 8
#define TILE_VECS 2
#include "ladder/tile.inl"
