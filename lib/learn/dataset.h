// Samples with labels: what every learner is given.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/shape.h"
#include "core/tensor.h"

namespace thimble {

// N samples of one shape. Pictures stay 8-bit (47 MB for Fashion-MNIST); features are floats. A network sees
//   x = scale * value + shift,      by default byte / 255.
class Samples {
 public:
  Samples() = default;
  using Bytes = std::shared_ptr<const std::vector<uint8_t>>;
  Samples(Shape sample, Bytes bytes);                 // {28, 28} or {channels, 28, 28}
  Samples(Shape sample, std::vector<uint8_t> bytes);  // the same
  explicit Samples(Tensor features);                  // (N, ...): scale 1, shift 0

  const Shape& sample() const { return sample_; }
  int size() const { return size_; }
  bool is_bytes() const { return std::holds_alternative<Bytes>(values_); }
  std::span<const uint8_t> bytes(int i) const;  // of sample i; asserts is_bytes()
  std::span<const uint8_t> all_bytes() const;   // one sample behind the other; asserts that this is no subset
  Bytes shared_bytes() const;                   // likewise, but of a subset they are gathered
  const Tensor& features() const;               // asserts !is_bytes()

  // x[n] = scale * sample[rows[n]] + shift; x is resized to sample_shape.with_batch(rows.size()), where a picture
  // without a channel axis gets one: {28, 28} -> (N, 1, 28, 28).
  void gather(std::span<const int> rows, Tensor& x) const;
  void copy(int i, std::span<float> x) const;       // x = scale * sample[i] + shift, one sample
  void expect(std::span<const int> rows) const;     // they are wanted soon: fetches them while something is computed
  Shape network_shape() const;                      // {1, 28, 28}
  Samples subset(std::span<const int> rows) const;  // pictures are shared, not copied; features are copied

  float scale = 1 / 255.0f, shift = 0;

 private:
  Shape sample_;
  int size_ = 0;
  size_t place(int i) const { return static_cast<size_t>(rows_.empty() ? i : rows_[static_cast<size_t>(i)]); }

  std::variant<Bytes, Tensor> values_;
  std::vector<int> rows_;  // of a subset: sample i is picture rows_[i] of the bytes; empty: i itself
};

struct Dataset {
  Samples x;
  std::vector<int> labels;  // 0 .. classes() - 1
  std::vector<std::string> class_names;
  int size() const { return x.size(); }
  int classes() const { return static_cast<int>(class_names.size()); }
  Dataset subset(std::span<const int> rows) const;
  std::vector<int> class_counts() const;
};

std::vector<std::string> numbered_classes(int classes);  // "0", "1", ...: names where nobody gave any

}  // namespace thimble
