#include "nn/compute.h"

#include "core/error.h"

namespace thimble {

std::string to_text(Compute compute) { return compute == Compute::bf16 ? "bf16" : "float32"; }

Compute parse_compute(const std::string& text) {
  for (const Compute compute : {Compute::float32, Compute::bf16})
    if (text == to_text(compute)) return compute;
  fail(Error::usage, "compute: expected float32 or bf16, got \"" + text + "\"");
}

}  // namespace thimble
