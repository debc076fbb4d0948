#include "nn/conv2d.h"

#include <algorithm>

#include "nn/layer_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Conv2d, MatchesHandComputedNumbers) {
  Conv2d conv({.filters = 1, .kernel = 2});
  const Tensor x({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Shape out = build_for(conv, x);
  ASSERT_EQ(out, Shape({1, 2, 2}));
  conv.weight().value = Tensor({1, 1, 2, 2}, {1, 0, 0, -1});
  conv.bias().value = Tensor({1}, {10});
  const Results r = run(conv, out, x, Tensor({1, 1, 2, 2}, {1, 2, 3, 4}));

  // each y = upper left - lower right + 10: 1 - 5, 2 - 6, 4 - 8, 5 - 9
  expect_near(r.y, Tensor({1, 1, 2, 2}, {6, 6, 6, 6}), 1e-6);
  // dW[u][v] = sum dy[p][q] x[p + u][q + v]: (1*1 + 2*2 + 3*4 + 4*5, 1*2 + 2*3 + 3*5 + 4*6; 1*4 + ..., 1*5 + ...)
  expect_near(conv.weight().grad, Tensor({1, 1, 2, 2}, {37, 47, 67, 77}), 1e-6);
  expect_near(conv.bias().grad, Tensor({1}, {10}), 1e-6);
  // dX = dy at the upper left of its window, -dy at the lower right
  expect_near(r.dx, Tensor({1, 1, 3, 3}, {1, 2, 0, 3, 4 - 1, -2, 0, -3, -4}), 1e-6);
}

TEST(Conv2d, SumsOverChannelsAndSeparatesFilters) {
  Conv2d conv({.filters = 2, .kernel = 1});
  const Tensor x({1, 2, 1, 2}, {1, 2, 3, 4});  // channel 0: 1 2, channel 1: 3 4
  const Shape out = build_for(conv, x);
  conv.weight().value = Tensor({2, 2, 1, 1}, {1, 10, -1, 0});
  const Results r = run(conv, out, x);
  expect_near(r.y, Tensor({1, 2, 1, 2}, {1 + 30, 2 + 40, -1, -2}), 1e-6);
}

TEST(Conv2d, SameKeepsCeilOfExtentOverStride) {
  Rng rng;
  for (int extent = 1; extent <= 9; ++extent)
    for (int kernel = 1; kernel <= 5; ++kernel)
      for (int stride = 1; stride <= 3; ++stride) {
        Conv2d conv({.filters = 1, .kernel = kernel, .stride = stride, .same = true});
        const int expected = (extent + stride - 1) / stride;
        EXPECT_EQ(conv.build({1, extent, extent}, rng), Shape({1, expected, expected}))
            << extent << ' ' << kernel << ' ' << stride;
      }
}

// Keras puts the odd row and column of zeros below and to the right: with a 2 x 2 window on a 2 x 2 picture, none
// above.
TEST(Conv2d, SamePadsBelowAndRightFirst) {
  Conv2d conv({.filters = 1, .kernel = 2, .same = true});
  const Tensor x({1, 1, 2, 2}, {1, 2, 3, 4});
  const Shape out = build_for(conv, x);
  EXPECT_EQ(conv.window().top, 0);
  EXPECT_EQ(conv.window().bottom, 1);
  conv.weight().value.fill(1);
  // 1 + 2 + 3 + 4, 2 + 4, 3 + 4, 4
  expect_near(run(conv, out, x).y, Tensor({1, 1, 2, 2}, {10, 6, 7, 4}), 1e-6);
}

RandomLayer draw_conv(Rng& rng) {
  const int u = 1 + rng.below(4), v = rng.chance(0.5f) ? u : 1 + rng.below(4);
  std::string text = "conv " + std::to_string(1 + rng.below(4)) + ' ' + std::to_string(u) + 'x' + std::to_string(v);
  const int padding = rng.below(4);  // 3 stands for same
  if (padding == 3) text += " same";
  if (padding == 1 || padding == 2) text += " pad " + std::to_string(padding);
  const int stride = 1 + rng.below(3);
  if (stride > 1) text += " stride " + std::to_string(stride);
  if (rng.chance(0.3f)) text += " no_bias";
  return {text, {1 + rng.below(3), std::max(u, 3 + rng.below(6)), std::max(v, 3 + rng.below(6))}, 1 + rng.below(4)};
}

TEST(Conv2d, BackwardMatchesFiniteDifferences) { expect_gradients(draw_conv, 40); }

TEST(Conv2d, BackwardMatchesForOnePictureOfOneWindow) {
  expect_gradients([](Rng&) { return RandomLayer{"conv 3 5x5", {2, 5, 5}, 1}; }, 2);
}

TEST(Conv2d, BackwardMatchesForSameWithEvenSizes) {
  expect_gradients([](Rng&) { return RandomLayer{"conv 2 4x4 same stride 2", {2, 8, 6}, 2}; }, 2);
}

TEST(Conv2d, SaysItselfInTheFewestWords) {
  EXPECT_EQ(Conv2d({.filters = 8}).text(), "conv 8 3x3");
  EXPECT_EQ(Conv2d({.filters = 8, .kernel = 3, .kernel_width = 5, .padding = 1}).text(), "conv 8 3x5 pad 1");
  EXPECT_EQ(
      Conv2d({.filters = 8, .stride = 2, .same = true, .l2 = 0.01f, .init = Init::he_normal, .bias = false}).text(),
      "conv 8 3x3 same stride 2 l2 0.01 init he_normal no_bias");
}

TEST(Conv2d, NamesWhatItCannotDo) {
  Rng rng;
  EXPECT_ERROR(Conv2d({.filters = 0}), usage, "conv2d: expected at least 1 filter, got 0");
  EXPECT_ERROR(Conv2d({.kernel = 0, .kernel_width = 1}), usage, "conv2d: expected a window height of 1 to 1024, got 0");
  EXPECT_ERROR(Conv2d({.kernel = 1, .kernel_width = -1}), usage,
               "conv2d: expected a window width of 1 to 1024, got -1");
  EXPECT_ERROR(Conv2d({.stride = 0}), usage, "conv2d: expected a stride of 1 to 1024, got 0");
  EXPECT_ERROR(Conv2d({.padding = 2000}), usage, "conv2d: expected a padding of 0 to 1024, got 2000");
  EXPECT_ERROR(Conv2d({.same = true, .padding = 2}), usage, "conv2d: expected same or pad 2, got both");
  EXPECT_ERROR(Conv2d({.l2 = -1}), usage, "conv2d: expected an l2 of at least 0, got -1");
  EXPECT_ERROR(Conv2d({}).build({784}, rng), usage, "conv2d: expected pictures (channels, height, width), got (784)");
  EXPECT_ERROR(Conv2d({.kernel = 5}).build({1, 3, 3}, rng), usage,
               "conv2d: a window of 5x5 does not fit into (1, 3, 3)");
}

}  // namespace
}  // namespace thimble
