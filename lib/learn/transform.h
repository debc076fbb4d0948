// What learns from samples how to turn them into other samples: principal components, Fisher's directions, a scaler.
//   X (N, sample shape)  ->  Y (N, outputs)
#pragma once

#include <string>

#include "core/tensor.h"
#include "learn/dataset.h"
#include "learn/input.h"
#include "learn/safetensors.h"

namespace thimble {

class Transform {
 public:
  virtual ~Transform() = default;
  virtual std::string name() const = 0;
  virtual void fit(const Dataset& train) = 0;                 // some need no labels, and do not look at them
  virtual int outputs() const = 0;                            // values in a transformed sample; 0 before fit()
  virtual void apply(const Samples& x, Tensor& y) const = 0;  // y (N, outputs), resized
  virtual Input input() const = 0;                            // what it was fitted on
  virtual void save(Record& record) const = 0;                // the key "thimble.kind" names the transform
};

// The transformed samples as features, labels and names as they were.
Samples transformed(const Transform& transform, const Samples& x);
Dataset transformed(const Transform& transform, const Dataset& data);

}  // namespace thimble
