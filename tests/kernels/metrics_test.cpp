#include <algorithm>
#include <cmath>

#include "kernels/bytes.h"
#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

void expect_distances(const Kernels& set, int n, const Bytes& x, const Bytes& y) {
  uint64_t sum = 0, cubes = 0, most = 0;
  for (int i = 0; i < n; ++i) {
    const uint64_t d = static_cast<uint64_t>(std::abs(x[i] - y[i]));
    sum += d;
    cubes += d * d * d;
    most = std::max(most, d);
  }
  ASSERT_EQ(set.absolute_distance_u8(n, x.data(), y.data()), sum) << n;
  ASSERT_EQ(set.cubic_distance_u8(n, x.data(), y.data()), cubes) << n;
  ASSERT_EQ(set.largest_difference_u8(n, x.data(), y.data()), most) << n;
}

TEST(Metrics, OfBytesAreExact) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= 5 * kLongest; ++n) expect_distances(set, n, Bytes(n, 1), Bytes(n, 2));
    for (int n : {255, 256, 257, 784, 33025}) {
      expect_distances(set, n, Bytes(n, 3), Bytes(n, 4));
      expect_distances(set, n, Bytes::all(n, 0), Bytes::all(n, 255));
      expect_distances(set, n, Bytes::all(n, 255), Bytes::all(n, 0));
    }
  });
}

TEST(Metrics, OfFloatsAgreeWithDoubleSums) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= 3 * kLongest; ++n) {
      const Row x(n, 1), y(n, 2);
      double sum = 0, cubes = 0;
      float most = 0;
      for (int i = 0; i < n; ++i) {
        const double d = std::fabs(double{x[i]} - y[i]);
        sum += d;
        cubes += d * d * d;
        most = std::max(most, std::fabs(x[i] - y[i]));
      }
      ASSERT_NEAR(set.absolute_distance(n, x.data(), y.data()), sum, 1e-6 * (n + 1)) << n;
      ASSERT_NEAR(set.cubic_distance(n, x.data(), y.data()), cubes, 1e-5 * (n + 1)) << n;
      ASSERT_EQ(set.largest_difference(n, x.data(), y.data()), most) << n;
    }
  });
}

TEST(Metrics, LeastDistanceIsTheLeast) {
  for_every_set([](const Kernels& set) {
    EXPECT_EQ(set.least_distance(0, 5, nullptr, nullptr), ~0u);
    for (int n = 1; n <= kLongest; ++n)
      for (int best = 0; best < n; ++best) {
        std::vector<uint32_t> of_col(static_cast<size_t>(n), 1000);
        std::vector<int32_t> products(static_cast<size_t>(n), -3);  // 7 + 1000 + 6
        products[static_cast<size_t>(best)] = 400;                  // 7 + 1000 - 800
        ASSERT_EQ(set.least_distance(n, 7, of_col.data(), products.data()), 207u) << best << " of " << n;
      }
    const uint32_t wrapped = ~0u;  // |q|^2 - 256 sum q may be negative
    const int32_t product = -5;
    const uint32_t of_col = 20;
    EXPECT_EQ(set.least_distance(1, wrapped, &of_col, &product), 29u);
  });
}

TEST(Metrics, WithinDistanceFindsThePlacesInOrder) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= 3 * kLongest; ++n) {
      std::vector<uint32_t> of_col;
      std::vector<int32_t> products;
      std::vector<int> expected, found(static_cast<size_t>(n) + 16);
      for (int j = 0; j < n; ++j) {
        of_col.push_back(static_cast<uint32_t>(j * 37 % 11));
        products.push_back(j % 5 - 2);
        if (5 + j * 37 % 11 - 2 * (j % 5 - 2) <= 9) expected.push_back(j);
      }
      found.resize(static_cast<size_t>(set.within_distance(n, 9, 5, of_col.data(), products.data(), found.data())));
      ASSERT_EQ(found, expected) << n;
    }
    const std::vector<uint32_t> of_col(40, 20);  // of_row may be negative, and the limit above 2^31
    const std::vector<int32_t> products(40, -5);
    int found[56];
    EXPECT_EQ(set.within_distance(40, 29, ~0u, of_col.data(), products.data(), found), 40);
    EXPECT_EQ(set.within_distance(40, 28, ~0u, of_col.data(), products.data(), found), 0);
    EXPECT_EQ(set.within_distance(40, ~0u, 1u << 31, of_col.data(), products.data(), found), 40);
  });
}

}  // namespace
}  // namespace thimble::kernels
