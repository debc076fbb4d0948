// Memory for floats: aligned to 64 bytes, and in large pages where there is much of it and the system has them.
#pragma once

#include <cstddef>

namespace thimble {

float* allocate_floats(size_t count);  // null for 0; the values are unspecified
void release_floats(float* memory, size_t count);

}  // namespace thimble
