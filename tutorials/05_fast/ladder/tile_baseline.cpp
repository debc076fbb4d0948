// Four floats a vector, which every compiler can make of what the processor has: 16 registers hold the tile of 6 x 2.
#define TILE kBaseline
#define TILE_NAME "baseline"
#define TILE_LANES 4
#define TILE_ROWS 6
#define TILE_VECS 2
#include "ladder/tile.inl"
