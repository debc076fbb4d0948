#include "nn/step_losses.h"

#include "core/ops.h"
#include "nn/trainer.h"

namespace thimble {

namespace {

constexpr int kRows = 32;  // steps between two looks

}  // namespace

void StepLosses::compute(const Tensor& z, std::span<const int> labels, float smoothing,
                         std::span<Parameter* const> parameters, Tensor& dz) {
  dz.resize_like(z);
  steps_.push_back({0, 0, z.dim(0)});
  StepLoss& step = steps_.back();
  if (z.device() == nullptr) {
    step.loss = softmax_cross_entropy(z, labels, dz, smoothing) + l2_penalty(parameters);
    step.correct = count_correct(z, labels);
    return;
  }
  if (tally_.device() != z.device()) tally_ = Tensor({kRows, 2}, 0, z.device());
  const int row = static_cast<int>(steps_.size()) - 1;
  softmax_cross_entropy(z, labels, dz, smoothing, row, tally_);
  for (const Parameter* p : parameters)
    if (p->l2 != 0) tally_squares(p->l2, p->value, row, tally_);  // lambda sum w^2
}

bool StepLosses::due() const { return tally_.device() == nullptr || static_cast<int>(steps_.size()) == kRows; }

const std::vector<StepLoss>& StepLosses::look() {
  if (!steps_.empty() && tally_.device() != nullptr) steps_ = look_aside();
  return steps_;
}

std::vector<StepLoss> StepLosses::look_aside() const {
  std::vector<StepLoss> steps = steps_;
  if (steps.empty() || tally_.device() == nullptr) return steps;
  const Tensor here = tally_.to(nullptr);
  for (size_t i = 0; i < steps.size(); ++i) {
    steps[i].loss = static_cast<double>(here(static_cast<int>(i), 0));
    steps[i].correct = static_cast<int>(here(static_cast<int>(i), 1));
  }
  return steps;
}

}  // namespace thimble
