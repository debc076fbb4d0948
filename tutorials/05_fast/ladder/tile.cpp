#include "ladder/tile.h"

#include <string>

#include "kernels/kernels.h"

namespace thimble::ladder {

extern const Tile kBaseline, kAvx2, kAvx512;

const Tile& tile() {
  const std::string isa = kernels::active().isa;  // the library asks the processor
#if defined(__x86_64__)
  if (isa.starts_with("avx512")) return kAvx512;
  if (isa.starts_with("avx2")) return kAvx2;
#endif
  return kBaseline;
}

}  // namespace thimble::ladder
