// WebAssembly: engines keep about 13 vectors in registers, so the tile has 8 accumulators.
#define THIMBLE_ISA_NAME "wasm128"
#define THIMBLE_SET kWasm128
#define THIMBLE_LANES 4
#define THIMBLE_TILE_ROWS 4
#define THIMBLE_TILE_VECS 2
#include "kernels/simd.inl"
