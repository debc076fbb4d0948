// Working memory of the ops: kept between calls, so that a training step in its stride allocates nothing.
#pragma once

#include <cstddef>

namespace thimble {

// What a buffer is for. Those of the first line are used inside parallel_for's body, those of the second around it: the
// body may run on the caller's own thread and must not find its buffers taken.
enum class Scratch { gemm, plane, row, shared, packed, partials, input, output, weights, kCount };

// At least `floats` floats, aligned to 64 bytes, that belong to this thread until its next call for the same use. The
// values are whatever was there before.
float* scratch(Scratch use, size_t floats);

}  // namespace thimble
