// The memory between the ops of a network: what each puts out, and the gradients of the loss with respect to it.
//
// Every output is kept until backward has read it. Of the gradients only two are alive at a time, an op's dy and its
// dx, so they take turns in two buffers. All of it lies in one arena, made at the first pass of the largest batch.
#pragma once

#include <cstdint>
#include <vector>

#include "core/arena.h"
#include "nn/op.h"

namespace thimble {

struct OpOutput {
  Shape sample;           // as a tensor,
  PanelShape panels;      // or as panels, if these have channels
  bool view;              // the same values as the op's input in the same order: both share their memory
  bool in_place = false;  // the gradient of the op's input takes the place of that input
  bool in_panels() const { return panels.channels > 0; }
  uint64_t floats(int images) const {  // 64 bits also where memory has fewer: the limit is checked with them
    const size_t one = in_panels() ? panels.floats(1) : static_cast<size_t>(sample.size());
    return uint64_t{one} * static_cast<uint64_t>(images);
  }
};

class Activations {
 public:
  // Gradients are wanted from op `first_gradient` on, but not for the last op's output: the caller brings those.
  void plan(std::vector<OpOutput> outputs, int first_gradient, const Device* device = nullptr);

  // Shapes for the batch of x, which must stay where it is until the next call. usage error above 8 GiB.
  void prepare(const Tensor& x, bool gradients);
  void prepare(const Flow& x, bool gradients);

  Flow& x() { return x_; }
  Flow& y(int op) { return y_[static_cast<size_t>(op)]; }
  Flow& dy(int op) { return dy_[static_cast<size_t>(op)]; }

 private:
  void allocate();
  void shape(size_t i, float* memory, int batch, Flow& flow) const;

  std::vector<OpOutput> outputs_;
  int first_gradient_ = 0;
  int batch_ = 0, gradient_batch_ = 0;  // the largest so far; evaluation's may be larger than training's
  const Device* device_ = nullptr;
  Arena arena_;
  Flow x_;
  std::vector<float*> y_memory_, dy_memory_;
  std::vector<Flow> y_, dy_;
};

}  // namespace thimble
