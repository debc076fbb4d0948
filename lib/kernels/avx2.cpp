// 16 registers of 8 floats: the tile of 6 x 2 vectors fills 12, with 2 of B and one broadcast.
#define THIMBLE_ISA_NAME "avx2"
#define THIMBLE_SET kAvx2
#define THIMBLE_LANES 8
#define THIMBLE_TILE_ROWS 6
#define THIMBLE_TILE_VECS 2
#include "kernels/simd.inl"
