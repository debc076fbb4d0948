// Bytes made into four lanes of 32 bits: clang 14 does it value by value. Included by simd.inl for WebAssembly.

typedef float FourFloats __attribute__((vector_size(16)));
typedef float LooseFloats __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t FourWhole __attribute__((vector_size(16)));

inline FourWhole four_bytes(const uint8_t* p) {
  return reinterpret_cast<FourWhole>(
      wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(p))));
}
// 0 <= v < 2^23 in the low bits of a float between 2^23 and 2^24, less 2^23: exact.
inline FourFloats floats_of(FourWhole v) { return reinterpret_cast<FourFloats>(v | 0x4b000000) - 8388608.0f; }
inline FourFloats load_floats(const float* p) { return *reinterpret_cast<const LooseFloats*>(p); }
inline void store_floats(float* p, FourFloats v) { *reinterpret_cast<LooseFloats*>(p) = v; }
