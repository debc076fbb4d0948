// 32 registers of 16 floats: the tile of 8 x 2 vectors fills 16, with 2 of B and 1 of A; where 64 columns lie side by side
// product.inl takes 6 x 4, with 4 of B.
#define THIMBLE_ISA_NAME "avx512"
#define THIMBLE_SET kAvx512
#define THIMBLE_LANES 16
#define THIMBLE_TILE_ROWS 8
#define THIMBLE_TILE_VECS 2
#include "kernels/simd.inl"
