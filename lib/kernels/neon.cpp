// ARM, 32 registers of 4 floats: the tile of 8 x 2 vectors fills 16.
#define THIMBLE_ISA_NAME "neon"
#define THIMBLE_SET kNeon
#define THIMBLE_LANES 4
#define THIMBLE_TILE_ROWS 8
#define THIMBLE_TILE_VECS 2
#include "kernels/simd.inl"
