#include "nn/pooling.h"

#include "core/error.h"

namespace thimble {

Window pooling_window(const char* who, int size, int stride, int largest) {
  check(size >= 1 && size <= largest, who, ": expected a window of 1 to ", largest, ", got ", size);
  check(stride >= 0 && stride <= 1024, who, ": expected a stride of 1 to 1024, got ", stride);
  return {.height = size, .width = size, .stride = stride == 0 ? size : stride};
}

Shape pooled_shape(const char* who, const Window& window, const Shape& in) {
  check(in.rank() == 3, who, ": expected pictures (channels, height, width), got ", in.text());
  check(in[1] >= window.height && in[2] >= window.width, who, ": a window of ", window.height, 'x', window.width,
        " does not fit into ", in.text());
  return {in[0], window.out_height(in[1]), window.out_width(in[2])};
}

std::string pooling_text(const char* word, const Window& window) {
  std::string words = text(word, ' ', window.height);
  if (window.stride != window.height) words += text(" stride ", window.stride);
  return words;
}

}  // namespace thimble
