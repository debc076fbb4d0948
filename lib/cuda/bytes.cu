// Bytes on their way to the GPU: once as they are, from there into words that the tile of cuda/bytes.h reads side by side.
#include "cuda/bytes.h"

#include "core/device_bytes.h"
#include "cuda/ops.h"

namespace thimble::cuda {

void send_raw(std::span<const uint8_t> bytes, unsigned* room) {
  checked(cudaMemcpyAsync(room, bytes.data(), bytes.size(), cudaMemcpyHostToDevice, stream()), "send_bytes");
}

PackedBytes pack_rows(const unsigned* raw, int count, int width, unsigned* words) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw);
  const int depth = packed_depth(width), rows = up_to_multiple(count, kSide);
  each(depth * rows, [=] __device__(int at) {
    const int k = at / rows, i = at % rows;
    unsigned word = 0;
    for (int b = 0; b < 4; ++b)
      if (i < count && 4 * k + b < width)
        word |= static_cast<unsigned>(bytes[static_cast<int64_t>(i) * width + 4 * k + b]) << 8 * b;
    words[at] = word;
  });
  return {words, depth, rows};
}

PackedBytes pack_columns(const unsigned* raw, int count, int width, unsigned* words) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw);
  const int depth = packed_depth(count), rows = up_to_multiple(width, kSide);
  each(depth * rows, [=] __device__(int at) {
    const int k = at / rows, p = at % rows;
    unsigned word = 0;
    for (int b = 0; b < 4; ++b)
      if (p < width && 4 * k + b < count)
        word |= static_cast<unsigned>(bytes[static_cast<int64_t>(4 * k + b) * width + p]) << 8 * b;
    words[at] = word;
  });
  return {words, depth, rows};
}

PackedBytes packed(const DeviceBytes& sent) {
  return {reinterpret_cast<const unsigned*>(sent.packed.memory()), packed_depth(sent.width),
          up_to_multiple(sent.rows, kSide)};
}

void send_bytes(std::span<const uint8_t> bytes, DeviceBytes& sent) {
  const int rows = up_to_multiple(sent.rows, kSide), depth = packed_depth(sent.width);
  sent.packed.resize({depth, rows});
  sent.squares.resize({rows});
  auto* raw = reinterpret_cast<unsigned*>(workspace(words_of(bytes.size())));
  auto *words = reinterpret_cast<unsigned*>(sent.packed.memory()),
       *squares = reinterpret_cast<unsigned*>(sent.squares.memory());
  send_raw(bytes, raw);
  pack_rows(raw, sent.rows, sent.width, words);
  each(rows, [=] __device__(int i) {  // |x_i|^2
    unsigned sum = 0;
    for (int k = 0; k < depth; ++k) {
      const unsigned word = words[static_cast<int64_t>(k) * rows + i];
      sum = __dp4a(word, word, sum);
    }
    squares[i] = sum;
  });
}

}  // namespace thimble::cuda
