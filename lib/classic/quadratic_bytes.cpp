#include "classic/quadratic_bytes.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/bf16_triangle.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kRows = 256;       // samples at a time: their bytes and their z stay in the second cache
constexpr int kReadableTo = 16;  // rows

size_t index(ptrdiff_t i) { return static_cast<size_t>(i); }

// What every sample meets: r, and for each class the triangle s A_k and b_k + (s r + t - c)^T A_k.
struct Packed {
  int width, classes;
  std::vector<float> nearest, offsets;
  Tensor triangles;  // words of 32 bits

  ptrdiff_t triangle() const { return static_cast<ptrdiff_t>(bf16_triangle_words(width)); }
  const uint32_t* of(int k) const { return reinterpret_cast<const uint32_t*>(triangles.data()) + k * triangle(); }

  Packed(const Quadratic& quadratic, const Input& input)
      : width(input.width()),
        classes(quadratic.matrix.dim(1) / width),
        nearest(index(width)),
        offsets(index(ptrdiff_t{classes} * tiled(width))) {
    triangles.resize({classes, static_cast<int>(triangle())});
    std::vector<float> left(index(width));
    for (int p = 0; p < width; ++p) {
      const float at = (quadratic.centre(p) - input.shift) / input.scale;
      nearest[index(p)] = std::clamp(std::round(at), 0.0f, 255.0f);
      left[index(p)] = input.scale * nearest[index(p)] + input.shift - quadratic.centre(p);
    }
    parallel_for(classes, 1, [&](int k, int) {
      const ptrdiff_t columns = quadratic.matrix.dim(1);
      const float* a = quadratic.matrix.data() + ptrdiff_t{k} * width;
      float* b = offsets.data() + ptrdiff_t{k} * tiled(width);
      std::copy_n(quadratic.offset.data() + ptrdiff_t{k} * width, width, b);
      for (int p = 0; p < width; ++p) kernels::active().axpy(width - p, left[index(p)], a + p * columns + p, b + p);
      split_triangle(width, input.scale, a, columns, reinterpret_cast<uint32_t*>(triangles.row(k).data()));
    });
  }
};

// v - r of samples [begin, end).
const uint16_t* differences(const Samples& x, int begin, int end, const std::vector<float>& r) {
  const auto& k = kernels::active();
  const int width = static_cast<int>(r.size()), row = tiled(width),
            rows = (end - begin + kReadableTo - 1) / kReadableTo;
  auto* to = reinterpret_cast<uint16_t*>(scratch(Scratch::plane, index(rows) * kReadableTo * index(row) / 2));
  float* values = scratch(Scratch::row, index(row));
  std::fill(values + width, values + row, 0.0f);
  for (int n = begin; n < end; ++n) {
    k.bytes_scale_shift(width, 1, 0, x.bytes(n).data(), values);
    k.axpy(width, -1, r.data(), values);
    k.to_bf16(row, values, to + ptrdiff_t{n - begin} * row);
  }
  return to;
}

}  // namespace

bool suits_tiles(const Samples& x) { return x.is_bytes() && kernels::has_tiles(kernels::active()); }

void apply_to_bytes(const Quadratic& quadratic, const Input& input, const Samples& x, Tensor& q) {
  const Packed packed(quadratic, input);
  const int width = packed.width, row = tiled(width);
  parallel_for(x.size(), kRows, [&](int begin, int end) {
    const int n = end - begin;
    const uint16_t* v = differences(x, begin, end, packed.nearest);
    float* z = scratch(Scratch::gemm, index(n) * index(row));
    for (int k = 0; k < packed.classes; ++k) {
      triangle_product(n, width, v, packed.of(k), packed.offsets.data() + ptrdiff_t{k} * row, z);  // z_k
      for (int i = 0; i < n; ++i) {
        const float* z_i = z + ptrdiff_t{i} * row;
        q(begin + i, k) = kernels::active().dot(width, z_i, z_i);  // q_k = |z_k|^2
      }
    }
  });
}

}  // namespace thimble
