// Which of a few centres is nearest to each of many samples, asked again and again about the same samples.
//   X (N, width)   C (k, width)      label[n] = argmin_j |x_n - c_j|^2 = argmin_j |c_j|^2 / 2 - x_n . c_j
// Ties go to the smaller j.
//
// Pictures are laid out once as the byte kernels want them. Their centres are rounded to 1/256 of a grey level and cut into
// two bytes, c = hi + lo / 256, so that all products are exact integers:
//   x . c = sum_i hi_i x_i + (sum_i lo_i x_i) / 256
// Only the last few bits of the second sum are dropped, to keep 32 (1/64 of a squared grey level for 784 pixels: less
// than a float's own rounding). So the answers are the same bits with every instruction set and any number of threads.
// On a device the same integers are computed, and so the same labels.
// Features, and pictures whose centres lie outside the bytes' range, go through a product of floats.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/tensor.h"
#include "learn/dataset.h"

namespace thimble {

namespace kernels {
struct Kernels;
}
struct Device;
struct DeviceBytes;

inline constexpr int kMostBytes = 65793;  // of a picture: 2^31 / (255 * 128)

class CentreSearch {
 public:
  // x must outlive it, and so must the device, if one is named: then pictures are sent there once, and nearest() asks it.
  explicit CentreSearch(const Samples& x, const Device* device = nullptr);
  ~CentreSearch();
  void nearest(const Tensor& centres, std::span<int> labels) const;
  // out[n * count + r] = |x_n - x_m|^2 with m = rows[r], for pictures, in squared grey levels. False for features.
  bool squared_distances(std::span<const int> rows, std::span<uint32_t> out) const;

 private:
  bool nearest_bytes(const Tensor& centres, std::span<int> labels) const;  // false: centres out of range
  void nearest_floats(const Tensor& centres, std::span<int> labels) const;

  const Samples* x_;
  const kernels::Kernels* set_;    // `packed_` is laid out for it
  Tensor packed_;                  // words, not floats
  std::vector<uint32_t> squares_;  // |x_n|^2 of pictures
  std::unique_ptr<const DeviceBytes> sent_;
};

}  // namespace thimble
