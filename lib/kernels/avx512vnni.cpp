// The integer tile for AVX-512 with VNNI: four bytes a unit, and one instruction multiplies and adds sixteen units.
// Only this function may use it: dispatch.cpp puts it into a copy of the avx512 set where the CPU has VNNI.
#include <immintrin.h>

#include "kernels/sets.h"

namespace thimble::kernels {
namespace {

constexpr int kLanes = 16, kByteRows = 12, kByteVecs = 2;  // as in avx512's own tile: 24 of 32 registers

typedef int32_t Ints __attribute__((vector_size(64)));
typedef uint32_t Counts __attribute__((vector_size(64)));
typedef Ints LooseInts __attribute__((aligned(1), may_alias));

inline Ints wrapping_sum(Ints x, Ints y) { return (Ints)((Counts)x + (Counts)y); }

// sum[l] + the four products of unsigned bytes of a with signed bytes of b
inline Ints add_products(Ints sum, Ints a, Ints b) {
  return (Ints)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
}

#include "kernels/byte_tile.inl"

}  // namespace

void gemm_tiles_u8_vnni(int tiles, int groups, const uint32_t* a, const uint32_t* b, int32_t* c, int c_stride) {
  gemm_tiles_u8(tiles, groups, a, b, c, c_stride);
}

}  // namespace thimble::kernels
