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
    changed.gemm_tile_u8 = gemm_tile_u8_vnni;
    return changed;
  }();
  return &set;
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
