// A tensor core: a warp multiplies 16 x 8 words by 8 x 8 words in one instruction and adds to 16 x 8 floats.
//
// A word is one value of tf32 (10 bits of significand, mma.m16n8k8) or two neighbours of bf16 (7 bits, mma.m16n8k16): in
// words both have the same places in the lanes (PTX ISA, section 9.7.14, "Matrix fragments for mma.m16n8k8"). With
// g = lane / 4 and t = lane % 4
//
//   a[0..3]   A(g, t)   A(g + 8, t)   A(g, t + 4)   A(g + 8, t + 4)         rows and words of the depth
//   b[0..1]   B(t, g)   B(t + 4, g)                                         words of the depth and columns
//   c[0..3]   C(g, 2t)  C(g, 2t + 1)  C(g + 8, 2t)  C(g + 8, 2t + 1)
//
// Products are exact in float32, sums are float32.
#pragma once

#include <cstdint>

#include "cuda/reduce.h"

namespace thimble::cuda {

// The nearest number of 8 significant bits, the even one of two.
__device__ inline uint32_t to_bf16(float x) {
  const uint32_t bits = __float_as_uint(x);
  return (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
}

struct Tf32 {
  static constexpr int kValues = 1;  // a word
  template <class Value>
  __device__ static uint32_t word(const Value& value, int k) {
    return (__float_as_uint(value(k)) + 0x1000u) & 0xffffe000u;  // the nearest of 11 significant bits
  }
  __device__ static void multiply(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {  // C += A B
#if defined(__CUDACC__)
    asm volatile(
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    emulated::multiply_words(c, a, b, [](uint32_t x, uint32_t y) { return __uint_as_float(x) * __uint_as_float(y); });
#endif
  }
};

struct Bf16 {
  static constexpr int kValues = 2;
  template <class Value>
  __device__ static uint32_t word(const Value& value, int k) {
    return to_bf16(value(k)) | to_bf16(value(k + 1)) << 16;
  }
  __device__ static void multiply(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {  // C += A B
#if defined(__CUDACC__)
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    emulated::multiply_words(c, a, b, [](uint32_t x, uint32_t y) {
      return __uint_as_float(x << 16) * __uint_as_float(y << 16) +
             __uint_as_float(x & 0xffff0000u) * __uint_as_float(y & 0xffff0000u);
    });
#endif
  }
};

}  // namespace thimble::cuda
