#include "nn/compute.h"

#include "core/error.h"

namespace thimble {

std::string to_text(Compute compute) {
  if (compute == Compute::tf32) return "tf32";
  return compute == Compute::bf16 ? "bf16" : "float32";
}

Compute parse_compute(const std::string& text) {
  for (const Compute compute : {Compute::float32, Compute::bf16, Compute::tf32})
    if (text == to_text(compute)) return compute;
  fail(Error::usage, "compute: expected float32, bf16 or tf32, got \"" + text + "\"");
}

}  // namespace thimble
