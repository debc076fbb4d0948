// The memory between the steps of a network: what each step puts out, and the gradients of the loss with respect to it.
//
// Every output is kept until backward has read it. Of the gradients only two are alive at a time, a step's dy and its
// dx, so they take turns in two buffers. All of it lies in one arena, made at the first pass of the largest batch.
#pragma once

#include <vector>

#include "core/arena.h"

namespace thimble {

struct StepOutput {
  Shape sample;
  bool view;  // the same values as the step's input, under another shape: both share their memory
};

class Activations {
 public:
  // Gradients are wanted from step `first_gradient` on, but not for the last step's output: the caller brings those.
  void plan(std::vector<StepOutput> outputs, int first_gradient);

  // Shapes for the batch of x, which must stay where it is until the next call. usage error above 8 GiB.
  void prepare(const Tensor& x, bool gradients);

  Tensor& y(int step) { return y_[static_cast<size_t>(step)]; }
  Tensor& dy(int step) { return dy_[static_cast<size_t>(step)]; }

 private:
  void allocate();

  std::vector<StepOutput> outputs_;
  int first_gradient_ = 0;
  int batch_ = 0, gradient_batch_ = 0;  // the largest so far; evaluation's may be larger than training's
  Arena arena_;
  std::vector<Tensor> y_, dy_;
};

}  // namespace thimble
