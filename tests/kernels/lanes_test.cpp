#include <limits>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

using Bytes = std::vector<uint8_t>;

// The numbers of places in turn, and some that no window has.
Bytes winners(int n, int places) {
  Bytes w;
  for (int i = 0; i < n; ++i) w.push_back(static_cast<uint8_t>((i * 7 + i / 5) % (places + 1)));
  return w;
}

TEST(ToWinner, SendsToOnePlaceWhatItWon) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= kLongest; ++n)
      for (int place : {0, 1, 3, 200}) {
        const Row dy(n, 1);
        Row dx(n, 3);
        Bytes winner = winners(n, 4);
        for (int i = 0; place == 200 && i < n; i += 3) winner[static_cast<size_t>(i)] = 200;
        set.to_winner(n, place, winner.data(), dy.data(), dx.data());
        for (int i = 0; i < n; ++i)
          ASSERT_EQ(dx[i], winner[static_cast<size_t>(i)] == place ? dy[i] : 0.f)
              << "at " << i << " of " << n << ", place " << place;
      }
  });
}

TEST(MaskedScale, ScalesWhereYIsPositive) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= kLongest; ++n) {
      Row y(n, 1), dx(n, 2);
      const Row dy = dx;
      for (int i = 0; i < n; i += 3) y.data()[i] = 0;
      set.masked_scale(n, 1.5f, y.data(), dx.data(), dx.data());  // in place, as it is used
      for (int i = 0; i < n; ++i) ASSERT_EQ(dx[i], y[i] > 0 ? 1.5f * dy[i] : 0.f) << "at " << i << " of " << n;
    }
  });
}

constexpr float kLowest = -std::numeric_limits<float>::infinity();

void expect_max(const Kernels& set, int n, const std::vector<Row>& places, float least = kLowest) {
  std::vector<const float*> from;
  for (const Row& place : places) from.push_back(place.data());
  Row y(n, 99);
  Bytes winner(static_cast<size_t>(n) + 1, 77);
  set.max_of(n, static_cast<int>(places.size()), least, from.data(), y.data(), winner.data());
  EXPECT_EQ(winner.back(), 77) << "written behind the winners";
  for (int i = 0; i < n; ++i) {
    size_t best = 0;
    for (size_t p = 1; p < places.size(); ++p)
      if (places[p][i] > places[best][i]) best = p;
    ASSERT_EQ(winner[static_cast<size_t>(i)], best) << "at " << i << " of " << n << ", " << places.size() << " places";
    ASSERT_EQ(y[i], places[best][i] > least ? places[best][i] : least) << "at " << i << " of " << n;
  }
}

std::vector<Row> random_places(int n, int places) {
  std::vector<Row> rows;
  for (int p = 0; p < places; ++p) rows.emplace_back(n, 10 + static_cast<uint32_t>(p));
  return rows;
}

TEST(MaxOf, FindsTheGreatestAndItsPlace) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= kLongest; ++n)
      for (int places = 1; places <= 9; ++places) {
        expect_max(set, n, random_places(n, places));
        expect_max(set, n, random_places(n, places), 0);  // ReLU
        expect_max(set, n, random_places(n, places), 1.5f);
      }
    expect_max(set, 40, random_places(40, 256));
  });
}

TEST(MaxOf, TheFirstOfEqualsWins) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= kLongest; ++n)
      for (int places : {2, 4, 9}) {
        std::vector<Row> rows = random_places(n, places);
        for (Row& row : rows)
          for (int i = 0; i < n; ++i) row.data()[i] = std::round(row[i]);
        expect_max(set, n, rows);
      }
  });
}

TEST(MaxOf, NaNWinsOnlyWhereItComesFirst) {
  for_every_set([](const Kernels& set) {
    for (int n : {1, 15, 16, 33, 67}) {
      std::vector<Row> rows = random_places(n, 4);
      for (int i = 0; i < n; ++i)
        if (i % 5 < 4) rows[static_cast<size_t>(i % 5)].data()[i] = std::numeric_limits<float>::quiet_NaN();
      expect_max(set, n, rows);
    }
  });
}

struct LaneSize {
  int rows, lanes;
  int values() const { return rows * lanes; }
};

template <class Body>
void for_lane_sizes(const Body& body) {
  for_every_set([&](const Kernels& set) {
    for (int lanes : {16, 32})
      for (int rows : {0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 33, 67, 130}) body(set, LaneSize{rows, lanes});
  });
}

// s[l] += sum_r term(x, y, m) in double
template <class Kernel, class Formula>
void expect_sums(Kernel kernel, Formula formula) {
  for_lane_sizes([&](const Kernels& set, const LaneSize& size) {
    const Row x(size.values(), 1), y(size.values(), 2), m(size.lanes, 3), before(size.lanes, 4);
    Row s = before;
    kernel(set, size, x.data(), y.data(), m.data(), s.data());
    for (int l = 0; l < size.lanes; ++l) {
      double sum = double{before[l]};
      for (int i = l; i < size.values(); i += size.lanes) sum += formula(double{x[i]}, double{y[i]}, double{m[l]});
      ASSERT_NEAR(s[l], sum, 2e-6 * (4 + size.rows)) << "lane " << l << " of " << size.lanes << ", " << size.rows;
    }
  });
}

TEST(Lanes, SumsAreAdded) {
  expect_sums([](const Kernels& k, const LaneSize& n, const float* x, const float*, const float*,
                 float* s) { k.lane_sums(n.rows, n.lanes, x, s); },
              [](double x, double, double) { return x; });
}

TEST(Lanes, ProductsAreAdded) {
  expect_sums([](const Kernels& k, const LaneSize& n, const float* x, const float* y, const float*,
                 float* s) { k.lane_products(n.rows, n.lanes, x, y, s); },
              [](double x, double y, double) { return x * y; });
}

TEST(Lanes, SquaresAroundTheMeanAreAdded) {
  expect_sums([](const Kernels& k, const LaneSize& n, const float* x, const float*, const float* m,
                 float* s) { k.lane_squares(n.rows, n.lanes, m, x, s); },
              [](double x, double, double m) { return (x - m) * (x - m); });
}

TEST(Lanes, AffineHasItsOwnConstantsForEachLane) {
  for_lane_sizes([](const Kernels& set, const LaneSize& size) {
    const Row a(size.lanes, 1), b(size.lanes, 2), x(size.values(), 3);
    Row y(size.values(), 4), expected = y;
    set.lane_affine(size.rows, size.lanes, a.data(), b.data(), x.data(), y.data());
    for (int i = 0; i < size.values(); ++i)
      expected.data()[i] = static_cast<float>(double{a[i % size.lanes]} * double{x[i]} + double{b[i % size.lanes]});
    expect_close(y, expected, 1e-6, 1e-6);
  });
}

TEST(Lanes, BlendIsLinearInBothAndDeadWhereReluWas) {
  for (bool relu : {false, true})
    for_lane_sizes([relu](const Kernels& set, const LaneSize& size) {
      const Row a(size.lanes, 1), b(size.lanes, 2), c(size.lanes, 3), g(size.values(), 4);
      Row x(size.values(), 5), expected = g, dx = g;
      for (int i = 0; i < size.values(); i += 5) x.data()[i] = 0;
      set.lane_blend(size.rows, size.lanes, a.data(), b.data(), c.data(), relu, dx.data(), x.data(), dx.data());
      for (int i = 0; i < size.values(); ++i) {
        const int l = i % size.lanes;
        const double blend = double{a[l]} * double{g[i]} + double{b[l]} * double{x[i]} + double{c[l]};
        expected.data()[i] = relu && !(x[i] > 0) ? 0 : static_cast<float>(blend);
      }
      expect_close(dx, expected, 1e-6, 2e-6);
      for (int i = 0; relu && i < size.values(); ++i)
        if (!(x[i] > 0)) {
          ASSERT_EQ(dx[i], 0);
        }
    });
}

}  // namespace
}  // namespace thimble::kernels
