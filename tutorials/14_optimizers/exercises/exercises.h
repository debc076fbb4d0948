// The exercises of chapter 14: a schedule that warms up, the place where the loss falls fastest, an optimizer of signs.
#pragma once

#include <vector>

#include "nn/optimizer.h"
#include "nn/schedule.h"

// 1, modify. It is (14.11), the cosine. Let the rate rise first, linearly from 0 to eta in the epochs from 0 to `warm`;
// the cosine then takes the epochs that remain, and ends at 0 as before.
thimble::Schedule warm_cosine(float eta, int epochs, float warm);

// 2, complete. A range test: rates[i] gave losses[i]. The losses are smoothed already, (14.13); what is missing is where
// the smoothed loss falls fastest. The rates are evenly spaced in the logarithm, so compare smoothed[i + 1] -
// smoothed[i - 1], and leave out the first ten and the last.
struct RangeTest {
  std::vector<double> smoothed;
  double steepest = 0;  // the rate
};
RangeTest range_test(const std::vector<double>& rates, const std::vector<double>& losses);

// 3, make. Lion (Chen et al. 2023): every weight moves by exactly the rate, in the direction of a sign.
//   c = beta1 m + (1 - beta1) g;    p <- p - eta sign(c);    m <- beta2 m + (1 - beta2) g
// sign(0) = 0; m begins as 0. Parameters that are not trainable stay as they are.
class Lion : public thimble::Optimizer {
 public:
  explicit Lion(float beta1 = 0.9f, float beta2 = 0.99f) : beta1_(beta1), beta2_(beta2) {}
  std::string name() const override { return "lion"; }
  void step(std::span<thimble::Parameter* const> parameters, float learning_rate) override;
  void save(std::span<thimble::Parameter* const>, thimble::Record&) const override {}
  void load(std::span<thimble::Parameter* const>, const thimble::Record&) override {}

 private:
  [[maybe_unused]] float beta1_, beta2_;
  std::vector<thimble::Tensor> m_;
};
