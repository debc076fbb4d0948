#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

TEST(Reduction, SumDotAndDistanceAgreeWithDoubleSums) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= 3 * kLongest; ++n) {
      const Row x(n, 1), y(n, 2);
      double sum = 0, dot = 0, distance = 0;
      for (int i = 0; i < n; ++i) {
        sum += x[i];
        dot += double{x[i]} * y[i];
        distance += (double{x[i]} - y[i]) * (double{x[i]} - y[i]);
      }
      const double bound = 1e-6 * (n + 1);
      ASSERT_NEAR(set.sum(n, x.data()), sum, bound) << n;
      ASSERT_NEAR(set.dot(n, x.data(), y.data()), dot, bound) << n;
      ASSERT_NEAR(set.squared_distance(n, x.data(), y.data()), distance, 4 * bound) << n;
    }
  });
}

TEST(Reduction, EveryPlaceCounts) {
  for_every_set([](const Kernels& set) {
    for (int at = 0; at < kLongest; ++at) {
      std::vector<float> x(kLongest, 0), one(kLongest, 1);
      x[static_cast<size_t>(at)] = 3;
      EXPECT_EQ(set.sum(kLongest, x.data()), 3);
      EXPECT_EQ(set.dot(kLongest, x.data(), one.data()), 3);
      EXPECT_EQ(set.max(kLongest, x.data()), 3) << at;
    }
  });
}

TEST(Reduction, MaxOfNegativeNumbersIsNegative) {
  for_every_set([](const Kernels& set) {
    for (int n = 1; n <= kLongest; ++n) {
      const Row x(n, 4, -9, -1);
      float best = x[0];
      for (int i = 1; i < n; ++i) best = std::max(best, x[i]);
      ASSERT_EQ(set.max(n, x.data()), best) << n;
    }
  });
}

TEST(Transpose, SwapsRowsAndColumnsAndTouchesNothingElse) {
  for_every_set([](const Kernels& set) {
    for (int rows : {0, 1, 3, 4, 5, 12, 17})
      for (int cols : {0, 1, 4, 7, 16, 19}) {
        const int x_stride = cols + 3, y_stride = rows + 2;
        const Row x(rows * x_stride + 1, 1);
        Row y(cols * y_stride + 1, 2);
        const Row before = y;
        set.transpose(rows, cols, x.data(), x_stride, y.data(), y_stride);
        for (int j = 0; j < cols; ++j)
          for (int i = 0; i < y_stride; ++i)
            ASSERT_EQ(y[j * y_stride + i], i < rows ? x[i * x_stride + j] : before[j * y_stride + i]) << i << ", " << j;
      }
  });
}

}  // namespace
}  // namespace thimble::kernels
