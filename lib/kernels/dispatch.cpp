#if defined(__x86_64__)
#include <cpuid.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif
#endif

#include <cstdlib>
#include <cstring>

#include "kernels/sets.h"

namespace thimble::kernels {
namespace {

#if defined(__x86_64__)
// The avx512 set with the integer tile of CPUs that have VNNI.
const Kernels* avx512vnni() {
  static const Kernels set = [] {
    Kernels changed = kAvx512;
    changed.isa = "avx512vnni";
    changed.byte_group = 4;
    changed.gemm_tiles_u8 = gemm_tiles_u8_vnni;
    return changed;
  }();
  return &set;
}

const Kernels* avx512amx() {
  static const Kernels set = [] {
    Kernels changed = *avx512vnni();
    changed.isa = "avx512amx";
    changed.to_bf16 = to_bf16_avx512;
    changed.to_bf16_pairs = to_bf16_pairs_avx512;
    changed.product_bf16 = product_bf16_amx;
    changed.byte_rows = changed.byte_cols = 32;
    changed.byte_run = 16;
    changed.gemm_tiles_u8 = gemm_tiles_u8_amx;
    return changed;
  }();
  return &set;
}

// The CPU has tiles of bf16 and of bytes, and the kernel saves them for this process, which on Linux has to ask for it.
bool tiles_allowed() {
#if defined(__linux__)
  constexpr unsigned kTiles = 1u << 22 | 1u << 24 | 1u << 25;  // of leaf 7: of bf16, at all, of bytes
  constexpr unsigned kConversions = 1u << 5;                   // of its second part: AVX512_BF16
  constexpr long kRequest = 0x1023, kTileData = 18;            // ARCH_REQ_XCOMP_PERM
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0) return false;
  const bool tiles = (edx & kTiles) == kTiles;
  if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) == 0) return false;
  return tiles && (eax & kConversions) != 0 && syscall(SYS_arch_prctl, kRequest, kTileData) == 0;
#else
  return false;
#endif
}
#endif

std::vector<const Kernels*> detect() {
  std::vector<const Kernels*> sets{&kScalar};
#if defined(__x86_64__)
  __builtin_cpu_init();  // asks the operating system too whether it saves the wide registers
  sets.push_back(&kSse2);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) sets.push_back(&kAvx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl")) {
    sets.push_back(&kAvx512);
    if (__builtin_cpu_supports("avx512vnni")) sets.push_back(avx512vnni());
    if (__builtin_cpu_supports("avx512vnni") && tiles_allowed()) sets.push_back(avx512amx());
  }
#elif defined(__aarch64__)
  sets.push_back(&kNeon);
#elif defined(__wasm_simd128__)
  sets.push_back(&kWasm128);
#endif
  return sets;
}

const Kernels* find(const char* isa) {
  for (const Kernels* set : available())
    if (std::strcmp(set->isa, isa) == 0) return set;
  return nullptr;
}

const Kernels*& current() {
  static const Kernels* set = [] {
    const char* wanted = std::getenv("THIMBLE_ISA");
    const Kernels* named = wanted ? find(wanted) : nullptr;
    return named ? named : available().back();
  }();
  return set;
}

}  // namespace

std::vector<const Kernels*> available() {
  static const std::vector<const Kernels*> sets = detect();
  return sets;
}

bool has_tiles(const Kernels& set) { return std::strcmp(set.isa, "avx512amx") == 0; }

const Kernels& active() { return *current(); }

bool use(const char* isa) {
  const Kernels* set = find(isa);
  if (set) current() = set;
  return set != nullptr;
}

const char* unknown_isa() {
  const char* wanted = std::getenv("THIMBLE_ISA");
  return wanted && !find(wanted) ? wanted : nullptr;
}

}  // namespace thimble::kernels
