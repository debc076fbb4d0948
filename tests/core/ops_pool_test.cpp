#include "core/ops.h"

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

struct Case {
  Shape in;
  Window pool;
};
const std::vector<Case> kCases{{{2, 3, 4, 6}, {2, 2, 2}},  {{1, 2, 5, 7}, {2, 2, 2}},    {{3, 2, 28, 26}, {2, 2, 2}},
                               {{2, 2, 7, 7}, {3, 3, 2}},  {{1, 1, 9, 5}, {3, 2, 1}},    {{2, 1, 16, 16}, {16, 16, 16}},
                               {{2, 2, 5, 70}, {2, 2, 2}}, {{9, 31, 13, 13}, {2, 2, 2}}, {{0, 2, 4, 4}, {2, 2, 2}}};

Shape out_shape(const Case& c) { return {c.in[0], c.in[1], c.pool.out_height(c.in[2]), c.pool.out_width(c.in[3])}; }

TEST(MaxPool, ByHandTheFirstOfEqualsWins) {
  const Tensor x({1, 1, 2, 5}, {1, 7, 3, 3, 100, 7, -1, 2, 3, 100});  // the fifth column fills no window
  Tensor y({1, 1, 1, 2});
  std::vector<uint8_t> winner;
  max_pool(x, {2, 2, 2}, y, winner);
  expect_close(y, {7, 3}, 0);
  EXPECT_EQ(winner, (std::vector<uint8_t>{1, 0}));
  Tensor dx({1, 1, 2, 5}, 99);
  max_pool_backward(Tensor({1, 1, 1, 2}, {10, 20}), winner, {2, 2, 2}, dx);
  expect_close(dx, {0, 10, 20, 0, 0, 0, 0, 0, 0, 0}, 0);
}

TEST(MaxPool, AgreesWithPlainLoops) {
  for (const Case& c : kCases) {
    const Tensor x = random_tensor(c.in, 1), dy = random_tensor(out_shape(c), 2);
    Tensor y(out_shape(c), 99), dx(c.in, 99);
    std::vector<uint8_t> winner, places;
    std::vector<double> want, gradient(static_cast<size_t>(x.size()));
    for (int n = 0; n < y.dim(0); ++n)
      for (int ch = 0; ch < y.dim(1); ++ch)
        for (int p = 0; p < y.dim(2); ++p)
          for (int q = 0; q < y.dim(3); ++q) {
            int best_u = 0, best_v = 0;
            auto at = [&](int u, int v) { return x(n, ch, p * c.pool.stride + u, q * c.pool.stride + v); };
            for (int u = 0; u < c.pool.height; ++u)
              for (int v = 0; v < c.pool.width; ++v)
                if (at(u, v) > at(best_u, best_v)) {
                  best_u = u;
                  best_v = v;
                }
            want.push_back(static_cast<double>(at(best_u, best_v)));
            places.push_back(static_cast<uint8_t>(best_u * c.pool.width + best_v));
            const int i = p * c.pool.stride + best_u, j = q * c.pool.stride + best_v;
            gradient[static_cast<size_t>(((n * c.in[1] + ch) * c.in[2] + i) * c.in[3] + j)] +=
                static_cast<double>(dy(n, ch, p, q));
          }
    max_pool(x, c.pool, y, winner);
    expect_close(y, want, 0);
    EXPECT_EQ(winner, places);
    max_pool_backward(dy, winner, c.pool, dx);
    expect_close(dx, gradient, 1e-6);
  }
}

TEST(AvgPool, AgreesWithPlainLoops) {
  for (const Case& c : kCases) {
    const Tensor x = random_tensor(c.in, 1), dy = random_tensor(out_shape(c), 2);
    Tensor y(out_shape(c), 99), dx(c.in, 99);
    std::vector<double> want(static_cast<size_t>(y.size())), gradient(static_cast<size_t>(x.size()));
    const double share = 1.0 / (c.pool.height * c.pool.width);
    size_t out = 0;
    for (int n = 0; n < y.dim(0); ++n)
      for (int ch = 0; ch < y.dim(1); ++ch)
        for (int p = 0; p < y.dim(2); ++p)
          for (int q = 0; q < y.dim(3); ++q, ++out)
            for (int u = 0; u < c.pool.height; ++u)
              for (int v = 0; v < c.pool.width; ++v) {
                const int i = p * c.pool.stride + u, j = q * c.pool.stride + v;
                want[out] += share * static_cast<double>(x(n, ch, i, j));
                gradient[static_cast<size_t>(((n * c.in[1] + ch) * c.in[2] + i) * c.in[3] + j)] +=
                    share * static_cast<double>(dy(n, ch, p, q));
              }
    avg_pool(x, c.pool, y);
    expect_close(y, want, 1e-6);
    avg_pool_backward(dy, c.pool, dx);
    expect_close(dx, gradient, 1e-6);
  }
}

TEST(Pool, GivesTheSameBytesForAnyThreads) {
  const Case c = kCases[7];
  const Tensor x = random_tensor(c.in, 1), dy = random_tensor(out_shape(c), 2);
  expect_same_bytes_for_any_threads([&] {
    std::vector<Tensor> out{Tensor(out_shape(c)), Tensor(c.in), Tensor(out_shape(c)), Tensor(c.in)};
    std::vector<uint8_t> winner;
    max_pool(x, c.pool, out[0], winner);
    max_pool_backward(dy, winner, c.pool, out[1]);
    avg_pool(x, c.pool, out[2]);
    avg_pool_backward(dy, c.pool, out[3]);
    return out;
  });
}

TEST(Pool, NamesWhatDoesNotFit) {
  const Tensor x({1, 2, 4, 4});
  Tensor y({1, 2, 2, 3}), good({1, 2, 2, 2}), dx({1, 2, 4, 4});
  std::vector<uint8_t> winner(3);
  EXPECT_ERROR(max_pool(x, {2, 2, 2}, y, winner), usage,
               "max_pool: expected pooled pictures of shape (1, 2, 2, 2), got (1, 2, 2, 3)");
  EXPECT_ERROR(avg_pool(x, {5, 5, 5}, good), usage, "avg_pool: expected pictures of at least 5x5, got (1, 2, 4, 4)");
  EXPECT_ERROR(max_pool_backward(good, winner, {2, 2, 2}, dx), usage, "max_pool_backward: expected 8 winners, got 3");
  EXPECT_ERROR(max_pool(x, {17, 17, 2}, good, winner), usage,
               "max_pool: expected a window of at most 256 places, got 17x17");
}

}  // namespace
}  // namespace thimble
