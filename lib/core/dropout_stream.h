// What the kernel of dropout needs to know of (p, key): for ops that apply a mask in a layout of their own.
#pragma once

#include "core/rng.h"
#include "kernels/kernels.h"

namespace thimble {

// Threshold round(65536 p), scale 1 / (1 - p). usage error unless 0 <= p < 1.
kernels::DropoutStream dropout_stream(float p, const Key& key);

}  // namespace thimble
