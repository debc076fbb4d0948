#include "core/ops.h"

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

struct Case {
  int images, channels, height, width, filters;
  Window window;
};

// Square and oblong windows, strides, padding that differs on each side, leftovers, one image, many small ones.
const std::vector<Case> kCases{
    {1, 1, 1, 1, 1, {1, 1}},
    {2, 1, 5, 4, 3, {3, 3}},
    {3, 2, 6, 7, 5, {3, 2}},
    {1, 3, 7, 7, 4, {3, 3, 2}},
    {2, 2, 8, 9, 3, {3, 3, 3, 1, 1, 1, 1}},
    {2, 3, 5, 6, 2, {2, 2, 1, 0, 0, 1, 1}},
    {5, 4, 6, 5, 7, {5, 5, 1, 2, 2, 2, 2}},
    {3, 2, 7, 6, 3, {4, 4, 2, 1, 2, 2, 1}},
    {2, 2, 4, 4, 3, {2, 2, 1, 3, 2, 2, 3}},  // more padding than window
    {2, 2, 5, 5, 3, {1, 1, 2}},
    {70, 3, 5, 5, 40, {3, 3}},
    {9, 33, 6, 6, 35, {3, 3, 1, 1, 1, 1, 1}},
    {2, 1, 28, 28, 32, {3, 3}},
    {0, 2, 5, 5, 3, {3, 3}},
};

Shape in_shape(const Case& c) { return {c.images, c.channels, c.height, c.width}; }
Shape filter_shape(const Case& c) { return {c.filters, c.channels, c.window.height, c.window.width}; }
Shape out_shape(const Case& c) {
  return {c.images, c.filters, c.window.out_height(c.height), c.window.out_width(c.width)};
}

// body(n, f, p, q, c, u, v, i, j) for every product of a convolution whose pixel (i, j) is inside the picture.
template <class Body>
void for_products(const Case& c, const Body& body) {
  const Window& w = c.window;
  const Shape out = out_shape(c);
  for (int n = 0; n < c.images; ++n)
    for (int f = 0; f < c.filters; ++f)
      for (int p = 0; p < out[2]; ++p)
        for (int q = 0; q < out[3]; ++q)
          for (int ch = 0; ch < c.channels; ++ch)
            for (int u = 0; u < w.height; ++u)
              for (int v = 0; v < w.width; ++v) {
                const int i = p * w.stride + u - w.top, j = q * w.stride + v - w.left;
                if (i >= 0 && i < c.height && j >= 0 && j < c.width) body(n, f, p, q, ch, u, v, i, j);
              }
}

TEST(Conv2d, ByHand) {
  const Tensor x({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}), w({1, 1, 2, 2}, {1, 10, 100, 1000}), b({1}, {0.5f});
  Tensor y({1, 1, 2, 2});
  conv2d(x, w, b, {2, 2}, y);  // 1 + 20 + 400 + 5000 + 0.5, ...
  expect_close(y, {5421.5, 6532.5, 8754.5, 9865.5}, 0);

  Tensor padded({1, 1, 2, 2});
  conv2d(x, w, {}, {2, 2, 2, 1, 1, 0, 0}, padded);  // windows that begin at (-1, -1), (-1, 1), (1, -1), (1, 1)
  expect_close(padded, {1000, 3200, 7040, 9865}, 0);
}

TEST(Conv2d, AgreesWithPlainLoops) {
  for (const Case& c : kCases) {
    const Tensor x = random_tensor(in_shape(c), 1), w = random_tensor(filter_shape(c), 2),
                 b = random_tensor({c.filters}, 3);
    Tensor y(out_shape(c), 99), expected(out_shape(c));
    std::vector<double> want(static_cast<size_t>(y.size()));
    const int plane = y.dim(2) * y.dim(3);
    for (size_t at = 0; at < want.size(); ++at)
      want[at] = static_cast<double>(b.data()[static_cast<int>(at) / plane % c.filters]);
    for_products(c, [&](int n, int f, int p, int q, int ch, int u, int v, int i, int j) {
      want[static_cast<size_t>(((n * c.filters + f) * y.dim(2) + p) * y.dim(3) + q)] +=
          static_cast<double>(w(f, ch, u, v)) * static_cast<double>(x(n, ch, i, j));
    });
    conv2d(x, w, b, c.window, y);
    expect_close(y, want, 2e-6);
  }
}

TEST(Conv2d, InputGradientAgreesWithPlainLoops) {
  for (const Case& c : kCases) {
    const Tensor dy = random_tensor(out_shape(c), 1), w = random_tensor(filter_shape(c), 2);
    Tensor dx(in_shape(c), 99);
    std::vector<double> want(static_cast<size_t>(dx.size()));
    for_products(c, [&](int n, int f, int p, int q, int ch, int u, int v, int i, int j) {
      want[static_cast<size_t>(((n * c.channels + ch) * c.height + i) * c.width + j)] +=
          static_cast<double>(w(f, ch, u, v)) * static_cast<double>(dy(n, f, p, q));
    });
    conv2d_input_gradient(dy, w, c.window, dx);
    expect_close(dx, want, 2e-6);
  }
}

TEST(Conv2d, WeightGradientIsAddedAndAgreesWithPlainLoops) {
  for (const Case& c : kCases) {
    const Tensor dy = random_tensor(out_shape(c), 1), x = random_tensor(in_shape(c), 2);
    Tensor dw = random_tensor(filter_shape(c), 3);
    std::vector<double> want = as_double(dw);
    for_products(c, [&](int n, int f, int p, int q, int ch, int u, int v, int i, int j) {
      want[static_cast<size_t>(((f * c.channels + ch) * c.window.height + u) * c.window.width + v)] +=
          static_cast<double>(x(n, ch, i, j)) * static_cast<double>(dy(n, f, p, q));
    });
    add_conv2d_weight_gradient(x, dy, c.window, dw);
    expect_close(dw, want, 2e-6);
  }
}

TEST(Conv2d, ChannelSumsAreAdded) {
  Tensor sums({2}, {100, 200});
  add_channel_sums(Tensor({2, 2, 1, 2}, {1, 2, 3, 4, 5, 6, 7, 8}), sums);
  expect_close(sums, {114, 222}, 0);
}

TEST(Conv2d, GivesTheSameBytesForAnyThreads) {
  for (const Case& c : {kCases[10], kCases[11], kCases[12], kCases[7]}) {
    const Tensor x = random_tensor(in_shape(c), 1), w = random_tensor(filter_shape(c), 2),
                 b = random_tensor({c.filters}, 3), dy = random_tensor(out_shape(c), 4);
    expect_same_bytes_for_any_threads([&] {
      std::vector<Tensor> out{Tensor(out_shape(c)), Tensor(in_shape(c)), Tensor(filter_shape(c)), Tensor(b.shape())};
      conv2d(x, w, b, c.window, out[0]);
      conv2d_input_gradient(dy, w, c.window, out[1]);
      add_conv2d_weight_gradient(x, dy, c.window, out[2]);
      add_channel_sums(dy, out[3]);
      return out;
    });
  }
}

TEST(Conv2d, LeavesOutAnInputGradientThatNobodyWants) {
  Tensor nothing;
  conv2d_input_gradient(Tensor(Shape{1, 1, 2, 2}), Tensor(Shape{1, 1, 2, 2}), {2, 2}, nothing);
  EXPECT_TRUE(nothing.empty());
}

TEST(Conv2d, NamesTheShapesThatDoNotFit) {
  const Tensor x({1, 2, 5, 5}), w({3, 2, 3, 3});
  Tensor y({1, 3, 3, 3}), wrong({1, 3, 4, 3});
  EXPECT_ERROR(conv2d(x, w, {}, {3, 3}, wrong), usage,
               "conv2d: expected results of shape (1, 3, 3, 3), got (1, 3, 4, 3)");
  EXPECT_ERROR(conv2d(x, Tensor(Shape{3, 1, 3, 3}), {}, {3, 3}, y), usage,
               "conv2d: expected pictures (N, C, H, W) and filters (F, C, U, V), got (1, 2, 5, 5) and (3, 1, 3, 3)");
  EXPECT_ERROR(conv2d(x, Tensor(Shape{3, 2, 7, 7}), {}, {7, 7}, y), usage,
               "conv2d: expected padded pictures of at least 7x7, got 5x5");
  EXPECT_ERROR(conv2d(x, w, Tensor(Shape{2}), {3, 3}, y), usage, "conv2d: expected 3 biases, got (2)");
}

}  // namespace
}  // namespace thimble
