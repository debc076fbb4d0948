// In what numbers products multiply. Everything else, sums too, is float32.
#pragma once

namespace thimble::cuda {

enum class Factors { float32, tf32, bf16 };  // tf32, bf16: on tensor cores (cuda/tensor_core.h)

void multiply_in(Factors factors);  // from the next product on; float32 from the start
Factors factors();

}  // namespace thimble::cuda
