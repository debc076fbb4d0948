// Kernels of convolutions with a pool behind them. All values are small whole numbers, so every sum is exact in any order.
#include <algorithm>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

using Bytes = std::vector<uint8_t>;

Row whole(int n, uint32_t seed) {
  Row row(n, seed, -4, 5);
  for (int i = 0; i < n; ++i) row.data()[i] = std::floor(row[i]);
  return row;
}

void expect_equal(const Row& got, const Row& want) {
  for (int i = 0; i < want.size(); ++i) ASSERT_EQ(got[i], want[i]) << "at " << i;
}

// A row of windows over pictures that lie place by place, as conv_pool reads them.
struct Case {
  int window, windows, images, lanes;
  int width() const { return 2 * windows + window - 1; }
  int values() const { return windows * images * lanes; }
};

template <class Body>
void for_cases(const std::vector<int>& windows, const Body& body) {
  for (int window : windows)
    for (int count : {1, 2, 5})
      for (int images : {1, 2, 3, 17})
        for (int lanes : {16, 32}) {
          SCOPED_TRACE(::testing::Message() << "window " << window << ", " << count << " of them, " << images
                                            << " images, " << lanes << " lanes");
          body(Case{window, count, images, lanes});
        }
}

TEST(ConvPool, TakesTheFirstGreatestOfFourPlaces) {
  for_every_set([](const Kernels& set) {
    for_cases({3, 5}, [&](const Case& c) {
      const int taps = c.window * c.window, x_row = c.width() * c.images;
      const Row x = whole((c.window + 1) * x_row, 1), w = whole(taps * c.lanes, 2), start = whole(c.lanes, 3);
      Row y(c.values()), want(c.values()), again(c.values());
      Bytes winner(static_cast<size_t>(c.values()) + 1, 77), want_winner = winner;
      for (int i = 0; i < c.values(); ++i) {
        const int q = i / (c.images * c.lanes), n = i / c.lanes % c.images, l = i % c.lanes;
        float z[4];
        for (int p = 0; p < 4; ++p) {
          z[p] = start[l];
          for (int t = 0; t < taps; ++t)
            z[p] +=
                w[t * c.lanes + l] * x[(p / 2 + t / c.window) * x_row + (2 * q + p % 2 + t % c.window) * c.images + n];
        }
        const float* best = std::max_element(z, z + 4);
        want.data()[i] = std::max(0.f, *best);
        want_winner[static_cast<size_t>(i)] = static_cast<uint8_t>(best - z);
      }
      PooledRow row{c.window,
                    c.windows,
                    c.images,
                    c.lanes,
                    x.data(),
                    x_row,
                    c.images,
                    w.data(),
                    start.data(),
                    y.data(),
                    ptrdiff_t{c.images} * c.lanes,
                    winner.data()};
      set.conv_pool(row);
      expect_equal(y, want);
      EXPECT_EQ(winner, want_winner);
      row.y = again.data();
      row.winner = nullptr;
      set.conv_pool(row);
      expect_equal(again, want);
    });
  });
}

TEST(ConvWinners, AddsToTheTapsOfTheWinningPlace) {
  for_every_set([](const Kernels& set) {
    for_cases({3}, [&](const Case& c) {
      const int x_image = 4 * c.width() + 8, w_tap = c.lanes + 3;
      const Row x = whole(c.images * x_image, 1), dz = whole(c.values(), 3);
      Bytes winner;
      for (int i = 0; i < c.values(); ++i) winner.push_back(static_cast<uint8_t>((i * 7 + i / 5) % 4));
      Row dw = whole(9 * w_tap, 4), db = whole(c.lanes, 5), want = dw, want_b = db;
      for (int i = 0; i < c.values(); ++i) {
        const int q = i / (c.images * c.lanes), n = i / c.lanes % c.images, l = i % c.lanes;
        const int place = winner[static_cast<size_t>(i)];
        want_b.data()[l] += dz[i];
        for (int t = 0; t < 9; ++t)
          want.data()[t * w_tap + l] +=
              dz[i] * x[n * x_image + (place / 2 + t / 3) * c.width() + 2 * q + place % 2 + t % 3];
      }
      set.conv_winners({c.windows, c.images, c.lanes, x.data(), x_image, c.width(), dz.data(), winner.data(),
                        ptrdiff_t{c.images} * c.lanes, dw.data(), db.data(), w_tap});
      expect_equal(dw, want);
      expect_equal(db, want_b);
    });
  });
}

TEST(Winners, AreGatheredIntoTheTapsAndSpreadFromThem) {
  constexpr int kWidth = 5, kHeight = 4;
  for_every_set([](const Kernels& set) {
    for (int lanes : {16, 32})
      for (int images : {1, 3, 8})
        for (int count : {0, 1, 2, 7}) {
          const int x_col = images * lanes, x_row = kWidth * x_col;
          const Row value = whole(std::max(count, 1), 1);
          std::vector<int> at;
          for (int e = 0; e < count; ++e) at.push_back((e % 2) * x_row + (e % 3) * x_col + e % images * lanes);
          Row x = whole(kHeight * x_row, 2), w = whole(9 * lanes, 3);
          const Row x_before = x, w_before = w;
          Row want_x = x, want_w = w;
          for (int e = 0; e < count; ++e)
            for (int t = 0; t < 9; ++t)
              for (int l = 0; l < lanes; ++l) {
                const int i = at[static_cast<size_t>(e)] + t / 3 * x_row + t % 3 * x_col + l;
                want_w.data()[t * lanes + l] += value[e] * x_before[i];
                want_x.data()[i] += value[e] * w_before[t * lanes + l];
              }
          const Winners q{count, lanes, value.data(), at.data(), x.data(), x_row, x_col, w.data()};
          set.gather_winners(q);
          expect_equal(w, want_w);
          expect_equal(x, x_before);
          std::copy(w_before.data(), w_before.data() + w.size(), w.data());
          set.spread_winners(q);
          expect_equal(x, want_x);
          expect_equal(w, w_before);
        }
  });
}

}  // namespace
}  // namespace thimble::kernels
