// Y = (X - c) A + b        X (N, d)   c (d)   A (d, m)   b (m)   Y (N, m)
// What principal components, Fisher's directions and Gaussian classifiers with linear boundaries do to samples. Centred
// first, so that a large common part of all samples costs no digits.
#pragma once

#include <functional>
#include <string>

#include "core/tensor.h"
#include "learn/dataset.h"
#include "learn/input.h"
#include "learn/safetensors.h"

namespace thimble {

struct Affine {
  Tensor centre, matrix, offset;

  int outputs() const { return matrix.empty() ? 0 : matrix.dim(1); }
  void apply(const Input& input, const Samples& x, Tensor& y) const;  // y is resized

  void save(const std::string& prefix, Record& record) const;
  static Affine load(const std::string& prefix, const Record& record, int width);  // data error where it does not fit
};

// Calls body(first, block) for blocks of samples, scaled as `input` says and less `centre`: block (n, d) holds the
// samples first .. first + n - 1. The blocks do not depend on the number of threads.
void for_each_block(const Input& input, const Samples& x, const Tensor& centre,
                    const std::function<void(int first, const Tensor& block)>& body);

}  // namespace thimble
