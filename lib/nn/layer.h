// One step of a network: y = f(x; parameters).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/rng.h"
#include "core/tensor.h"

namespace thimble {

enum class Mode { train, infer };

// What a forward pass is for. Random layers draw from `key` and the samples' own numbers, so that a batch may be split,
// or run again, without changing a bit.
struct Pass {
  Mode mode = Mode::infer;
  Key key = {};                       // seed and epoch; each random layer sets its own purpose
  std::span<const int> samples = {};  // samples[n] = index in the data set of row n; empty: n itself
  bool same_weights = false;          // nothing has changed a weight since the last pass: what was made of them holds
};

// A learnable tensor and the gradient of the loss with respect to it.
struct Parameter {
  std::string name;  // "weight", "bias", ...; Sequential puts the layer's name in front: "conv2d.weight"
  Tensor value, grad;
  bool trainable = true;  // batch-norm's moving mean and variance are not
  float l2 = 0;           // penalty l2 * sum value^2 added to the loss (Keras's convention)
};

// A learnable tensor of `shape`, every value `fill`, with a gradient of zeros; one that is not trained has no gradient.
// usage error "weight of shape (2, 3): ..." for more than 2^28 values (1 GiB).
Parameter make_parameter(std::string name, const Shape& shape, float fill = 0, bool trainable = true);

// The fewest digits that read back to the same float: "0.01". For text().
std::string shortest(float value);

enum class Kind {
  dense,
  conv2d,
  max_pool,
  avg_pool,
  batch_norm,
  dropout,
  flatten,
  relu,
  sigmoid,
  tanh,
  softmax,
  scale,
  residual,
  other
};

// x, y, dx and dy belong to the network: it hands them in with their shapes set. A layer keeps only what the
// mathematics invents on the way (max-pool's winners, batch-norm's x_hat).
class Layer {
 public:
  virtual ~Layer() = default;
  virtual Kind kind() const = 0;
  virtual std::string name() const = 0;  // as Keras calls it: "conv2d", "max_pooling2d", "dense"
  virtual std::string text() const = 0;  // as the network text says it: "conv 8 3x3 same"

  // Allocates and initialises the parameters for samples of shape `in`; returns the shape of the output samples. usage
  // error "dense: expected flat samples, got (1, 28, 28); put flatten before it".
  virtual Shape build(const Shape& in, Rng& rng) = 0;

  virtual void forward(const Tensor& x, Tensor& y, const Pass& pass) = 0;

  // From dy = dL/dy computes dx = dL/dx, and adds dL/dp to every parameter's grad. An empty dx is not wanted: the ops
  // leave its computation out. x, y and dy are those of the last forward pass.
  virtual void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) = 0;

  virtual std::vector<Parameter*> parameters() { return {}; }  // in the order in which Keras counts them

  virtual void to(const Device*) {}  // what it keeps besides parameters, which the network moves, goes there too
};

}  // namespace thimble
