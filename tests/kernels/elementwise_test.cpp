#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

// The formula in double for each value, against every set, for all sizes.
template <class Kernel, class Formula>
void expect_formula(Kernel kernel, Formula formula) {
  for_every_set([&](const Kernels& set) {
    for (int n = 0; n <= kLongest; ++n) {
      const Row x(n, 3), y(n, 5);
      Row got = y, expected = y;
      kernel(set, n, x.data(), got.data());
      for (int i = 0; i < n; ++i) expected.data()[i] = static_cast<float>(formula(double{x[i]}, double{y[i]}));
      expect_close(got, expected, 2e-6, 1e-6);
    }
  });
}

TEST(Elementwise, AddAddsXToY) {
  expect_formula([](const Kernels& k, int n, const float* x, float* y) { k.add(n, x, y); },
                 [](double x, double y) { return y + x; });
}

TEST(Elementwise, AxpyAddsAlphaXToY) {
  expect_formula([](const Kernels& k, int n, const float* x, float* y) { k.axpy(n, -0.75f, x, y); },
                 [](double x, double y) { return y - 0.75 * x; });
}

TEST(Elementwise, ScaleShiftIsAXPlusB) {
  expect_formula([](const Kernels& k, int n, const float* x, float* y) { k.scale_shift(n, 3, -0.5f, x, y); },
                 [](double x, double) { return 3 * x - 0.5; });
}

TEST(Elementwise, CentreScaleLosesNothingFarFromZero) {
  expect_formula([](const Kernels& k, int n, const float* x, float* y) { k.centre_scale(n, 0.5f, 3, x, y); },
                 [](double x, double) { return 3 * (x - 0.5); });
  for_every_set([](const Kernels& set) {
    const float x[2] = {1e6f, 1e6f + 1};
    float y[2];
    set.centre_scale(2, 1e6f, 1000, x, y);
    EXPECT_EQ(y[0], 0);
    EXPECT_EQ(y[1], 1000);
  });
}

TEST(Elementwise, ReluKeepsThePositive) {
  expect_formula([](const Kernels& k, int n, const float* x, float* y) { k.relu(n, x, y); },
                 [](double x, double) { return x > 0 ? x : 0; });
}

TEST(Elementwise, BackwardFormulas) {
  // Here x stands for the activation y of the formula and y for dy; the result replaces dy in place.
  expect_formula([](const Kernels& k, int n, const float* y, float* dy) { k.relu_backward(n, y, dy, dy); },
                 [](double y, double dy) { return y > 0 ? dy : 0; });
  expect_formula([](const Kernels& k, int n, const float* y, float* dy) { k.tanh_backward(n, y, dy, dy); },
                 [](double y, double dy) { return dy * (1 - y * y); });
  expect_formula([](const Kernels& k, int n, const float* y, float* dy) { k.sigmoid_backward(n, y, dy, dy); },
                 [](double y, double dy) { return dy * y * (1 - y); });
  expect_formula([](const Kernels& k, int n, const float* x_hat,
                    float* dy) { k.norm_backward(n, 1.5f, 0.25f, -0.5f, dy, x_hat, dy); },
                 [](double x_hat, double dy) { return 1.5 * (dy - 0.25 + 0.5 * x_hat); });
}

TEST(Elementwise, ZeroIsNotPositive) {
  for_every_set([](const Kernels& set) {
    const float x[3] = {0.0f, -0.0f, 1e-38f}, dy[3] = {5, 5, 5};
    float y[3], dx[3];
    set.relu(3, x, y);
    set.relu_backward(3, y, dy, dx);
    EXPECT_EQ(y[0], 0);
    EXPECT_EQ(dx[0], 0);
    EXPECT_EQ(dx[1], 0);
    EXPECT_EQ(dx[2], 5);
  });
}

TEST(Elementwise, BytesBecomeFloats) {
  for_every_set([](const Kernels& set) {
    std::vector<uint8_t> bytes(257);
    for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i);
    for (int n = 0; n <= kLongest; ++n) {
      Row y(n);
      set.bytes_scale_shift(n, 0.5f, -1, bytes.data() + 189, y.data());  // an odd address, values 189..255
      for (int i = 0; i < n; ++i) ASSERT_EQ(y[i], 0.5f * static_cast<float>(189 + i) - 1);
    }
  });
}

TEST(Elementwise, MaxPoolTakesTheFirstOfEquals) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= 35; ++n) {
      Row upper(2 * n, 7), lower(2 * n, 8);
      for (int i = 0; i < 2 * n; ++i) {  // few different values: many ties
        upper.data()[i] = std::round(upper[i]);
        lower.data()[i] = std::round(lower[i]);
      }
      Row y(n);
      std::vector<uint8_t> winner(static_cast<size_t>(n) + 1, 99);
      set.max_pool_2x2(n, upper.data(), lower.data(), y.data(), winner.data());
      for (int j = 0; j < n; ++j) {
        const float window[4] = {upper[2 * j], upper[2 * j + 1], lower[2 * j], lower[2 * j + 1]};
        int best = 0;
        for (int k = 1; k < 4; ++k)
          if (window[k] > window[best]) best = k;
        ASSERT_EQ(y[j], window[best]);
        ASSERT_EQ(winner[static_cast<size_t>(j)], best) << "n " << n << " j " << j;
      }
      EXPECT_EQ(winner.back(), 99);
    }
  });
}

}  // namespace
}  // namespace thimble::kernels
