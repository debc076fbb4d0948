// What both poolings share: a square window that moves over a picture and never leaves it.
#pragma once

#include <string>

#include "core/ops.h"

namespace thimble {

// stride 0: the same as size. usage error naming `who` unless 1 <= size <= largest and stride >= 0.
Window pooling_window(const char* who, int size, int stride, int largest);

// (C, H, W) -> (C, P, Q). usage error naming `who` for samples that are no pictures or smaller than the window.
Shape pooled_shape(const char* who, const Window& window, const Shape& in);

std::string pooling_text(const char* word, const Window& window);  // "max_pool 3 stride 2"

}  // namespace thimble
