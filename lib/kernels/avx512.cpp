// 32 registers of 16 floats: the tile of 12 x 2 vectors fills 24, with 2 of B; A is broadcast from memory.
#define THIMBLE_ISA_NAME "avx512"
#define THIMBLE_SET kAvx512
#define THIMBLE_LANES 16
#define THIMBLE_TILE_ROWS 12
#define THIMBLE_TILE_VECS 2
#include "kernels/simd.inl"
