// The sets that may be in this binary; dispatch.cpp knows which of them are.
#pragma once

#include "kernels/kernels.h"

namespace thimble::kernels {

extern const Kernels kScalar, kSse2, kAvx2, kAvx512, kNeon, kWasm128;

// Kernels::gemm_tiles_u8 for a CPU with AVX-512 and VNNI: units of 4 bytes, the tile as large as kAvx512's.
void gemm_tiles_u8_vnni(int tiles, int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride);

// The kernels of bf16 for a CPU with AMX, once the operating system has allowed it, and with AVX-512's own conversions.
void product_bf16_amx(const Bf16Product& p);
void to_bf16_avx512(int n, const float* x, uint16_t* y);
void to_bf16_pairs_avx512(int n, const float* x0, const float* x1, uint32_t* y);
// Kernels::gemm_tiles_u8 for such a CPU: 32 x 32 sums, units of 4 bytes in runs of 16.
void gemm_tiles_u8_amx(int tiles, int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride);

}  // namespace thimble::kernels
