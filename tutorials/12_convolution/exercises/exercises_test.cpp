#include "exercises.h"

#include "12_convolution/sizes.h"
#include "exercise/exercise.h"
#include "nn/spec.h"

using namespace thimble;

class Convolution : public Exercise {};

namespace {

Tensor random(const Shape& shape, uint64_t seed) {
  Tensor t(shape);
  Rng rng(seed, Purpose::test);
  for (float& v : t.values()) v = rng.normal();
  return t;
}

void expect_near(const Tensor& found, const Tensor& expected, const std::string& what) {
  ASSERT_EQ(found.size(), expected.size()) << what;
  for (int i = 0; i < found.size(); ++i)
    ASSERT_NEAR(found.data()[i], expected.data()[i], 1e-4) << what << ", value " << i;
}

}  // namespace

TEST_F(Convolution, ALeanNetworkSeesMuch) {
  Sequential net = parse_network(lean_network());
  net.build({1, 28, 28}, 1);
  EXPECT_EQ(net.outputs(), 10);
  EXPECT_LE(net.parameter_count(), 20000);
  int sees = 0;
  for (const LayerSize& row : layer_sizes(net))
    if (row.out.rank() == 3) sees = row.sees;
  EXPECT_GE(sees, 20) << "pixels wide and high, before flatten";
}

TEST_F(Convolution, WindowsAsRowsByHand) {
  const Tensor x({1, 1, 3, 3}, {1, 2, 0, 0, 1, 3, 2, 1, 1});
  expect_near(windows_as_rows(x, {.height = 2, .width = 2}), {{4, 4}, {1, 2, 0, 1, 2, 0, 1, 3, 0, 1, 2, 1, 1, 3, 1, 1}},
              "no padding");
  expect_near(windows_as_rows(x, {.height = 2, .width = 2, .stride = 2, .bottom = 1, .right = 1}),
              {{4, 4}, {1, 2, 0, 1, 0, 0, 3, 0, 2, 1, 0, 0, 1, 0, 0, 0}}, "stride 2, a row and a column of zeros");
}

// Rows times filters: a product of matrices is the convolution.
TEST_F(Convolution, AProductOfMatricesIsAConvolution) {
  for (const int stride : {1, 2}) {
    const Window window{.height = 3, .width = 2, .stride = stride, .top = 1, .left = 1, .bottom = 1, .right = 0};
    const Tensor x = random({2, 3, 7, 6}, 1), w = random({4, 3, 3, 2}, 2);
    const int p = window.out_height(7), q = window.out_width(6);
    Tensor y({2, 4, p, q}), product({2 * p * q, 4});
    conv2d(x, w, {}, window, y);
    matmul(windows_as_rows(x, window), transposed(w), product);
    for (int n = 0; n < 2; ++n)
      for (int f = 0; f < 4; ++f)
        for (int i = 0; i < p * q; ++i)
          ASSERT_NEAR(product(n * p * q + i, f), y(n, f, i / q, i % q), 1e-4) << "picture " << n << ", filter " << f;
  }
}

// The library's convolution, with a filter that is 0 for all channels but its own.
TEST_F(Convolution, DepthwiseKeepsTheChannelsApart) {
  const Window window{.height = 3, .width = 3};
  const Tensor x = random({2, 2, 5, 6}, 3), w = random({2, 3, 3}, 4), dy = random({2, 2, 3, 4}, 5);
  Tensor block({2, 2, 3, 3}), y(dy.shape()), expected_y(dy.shape()), dw(w.shape(), 1), dblock(block.shape(), 1),
      dx(x.shape()), expected_dx(x.shape());
  for (int c = 0; c < 2; ++c)
    for (int i = 0; i < 9; ++i) block(c, c, i / 3, i % 3) = w(c, i / 3, i % 3);
  conv2d(x, block, {}, window, expected_y);
  add_conv2d_weight_gradient(x, dy, window, dblock);
  conv2d_input_gradient(dy, block, window, expected_dx);
  depthwise(x, w, y);
  depthwise_backward(x, w, dy, dw, dx);
  expect_near(y, expected_y, "y");
  expect_near(dx, expected_dx, "dx");
  for (int c = 0; c < 2; ++c)
    for (int i = 0; i < 9; ++i)
      EXPECT_NEAR(dw(c, i / 3, i % 3), dblock(c, c, i / 3, i % 3), 1e-4) << "dw, added to what was there";
}
