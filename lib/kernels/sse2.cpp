// x86-64's baseline: 16 registers of 4 floats. The tile of 4 x 2 vectors fills 8, with 2 of B and one broadcast.
#define THIMBLE_ISA_NAME "sse2"
#define THIMBLE_SET kSse2
#define THIMBLE_LANES 4
#define THIMBLE_TILE_ROWS 4
#define THIMBLE_TILE_VECS 2
#include "kernels/simd.inl"
