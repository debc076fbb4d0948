#include <gtest/gtest.h>

#include "agreement.h"

namespace thimble {
namespace {

struct Case {
  Shape x;
  Window window;
};
const std::vector<Case> kCases = {{{1, 1, 2, 2}, {.height = 2, .width = 2, .stride = 2}},
                                  {{3, 5, 13, 11}, {.height = 2, .width = 2, .stride = 2}},
                                  {{2, 3, 10, 9}, {.height = 3, .width = 3, .stride = 2}},
                                  {{2, 2, 9, 12}, {.height = 2, .width = 3, .stride = 4}},
                                  {{2, 4, 7, 7}, {.height = 7, .width = 7, .stride = 7}}};

class CudaPool : public OnGpu {};

Shape output_of(const Case& c) { return {c.x[0], c.x[1], c.window.out_height(c.x[2]), c.window.out_width(c.x[3])}; }

// Few different values, so that windows have equals: the first of them wins.
Tensor with_equals(const Shape& shape) {
  Tensor t(shape);
  Rng rng(3, Purpose::test);
  for (float& value : t.values()) value = static_cast<float>(rng.below(4));
  return t;
}

TEST_F(CudaPool, MaxAgreesForwardAndBackward) {
  std::vector<uint8_t> winner;
  for (const Case& c : kCases)
    for (const Tensor& x : {random_tensor(c.x, 1), with_equals(c.x)})
      expect_agreement({x, Tensor(output_of(c)), random_tensor(output_of(c), 2), random_tensor(c.x, 3)},
                       [&](std::vector<Tensor>& t) {
                         max_pool(t[0], c.window, t[1], winner);
                         max_pool_backward(t[0], t[1], t[2], c.window, t[3]);
                       });
}

TEST_F(CudaPool, AverageAgreesForwardAndBackward) {
  for (const Case& c : kCases)
    expect_agreement({random_tensor(c.x, 1), Tensor(output_of(c)), random_tensor(output_of(c), 2), Tensor(c.x)},
                     [&](std::vector<Tensor>& t) {
                       avg_pool(t[0], c.window, t[1]);
                       avg_pool_backward(t[2], c.window, t[3]);
                     });
}

}  // namespace
}  // namespace thimble
