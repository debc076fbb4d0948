// The sets that may be in this binary; dispatch.cpp knows which of them are.
#pragma once

#include "kernels/kernels.h"

namespace thimble::kernels {

extern const Kernels kScalar, kSse2, kAvx2, kAvx512, kNeon, kWasm128;

}  // namespace thimble::kernels
