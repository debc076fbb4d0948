#include <gtest/gtest.h>

#include "agreement.h"

namespace thimble {
namespace {

struct Case {
  Shape x;
  int filters;
  Window window;
};
const std::vector<Case> kCases = {
    {{1, 1, 3, 3}, 1, {.height = 3, .width = 3}},
    {{2, 1, 28, 28}, 32, {.height = 3, .width = 3, .top = 1, .left = 1, .bottom = 1, .right = 1}},
    {{3, 5, 9, 7}, 33, {.height = 3, .width = 2, .stride = 2, .top = 0, .left = 1, .bottom = 1, .right = 0}},
    {{2, 33, 8, 8}, 40, {.height = 5, .width = 5, .stride = 3, .top = 2, .left = 2, .bottom = 2, .right = 2}},
    {{4, 3, 12, 10}, 6, {.height = 1, .width = 1, .stride = 2}},
    {{40, 4, 11, 11}, 3, {.height = 2, .width = 2}}};

class CudaConv : public OnGpu {};

Shape output_of(const Case& c) { return {c.x[0], c.filters, c.window.out_height(c.x[2]), c.window.out_width(c.x[3])}; }
Shape filters_of(const Case& c) { return {c.filters, c.x[1], c.window.height, c.window.width}; }

TEST_F(CudaConv, ForwardAgrees) {
  for (const Case& c : kCases)
    expect_agreement(
        {random_tensor(c.x, 1), random_tensor(filters_of(c), 2), random_tensor({c.filters}, 3), Tensor(output_of(c))},
        [&](std::vector<Tensor>& t) { conv2d(t[0], t[1], t[2], c.window, t[3]); });
}

TEST_F(CudaConv, WithoutBiasAgrees) {
  const Case& c = kCases[2];
  expect_agreement({random_tensor(c.x, 1), random_tensor(filters_of(c), 2), Tensor(), Tensor(output_of(c))},
                   [&](std::vector<Tensor>& t) { conv2d(t[0], t[1], t[2], c.window, t[3]); });
}

TEST_F(CudaConv, InputGradientAgrees) {
  for (const Case& c : kCases)
    expect_agreement({random_tensor(output_of(c), 1), random_tensor(filters_of(c), 2), random_tensor(c.x, 3)},
                     [&](std::vector<Tensor>& t) { conv2d_input_gradient(t[0], t[1], c.window, t[2]); });
}

TEST_F(CudaConv, WeightGradientAgrees) {
  for (const Case& c : kCases)
    expect_agreement({random_tensor(c.x, 1), random_tensor(output_of(c), 2), random_tensor(filters_of(c), 3)},
                     [&](std::vector<Tensor>& t) { add_conv2d_weight_gradient(t[0], t[1], c.window, t[2]); });
}

}  // namespace
}  // namespace thimble
