// Double precision: every set against the formula, with guards around what is written.
#include <gmock/gmock.h>

#include <vector>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

using Doubles = std::vector<double>;
constexpr double kGuard = 777;

Doubles numbers(int n, uint32_t seed) {
  Doubles x;
  for (int i = 0; i < n; ++i) {
    seed = seed * 1664525u + 1013904223u;
    x.push_back(static_cast<double>(seed >> 8) * 0x1p-23 - 1);
  }
  return x;
}

// rows x n numbers in rows `stride` apart, guards between them.
Doubles guarded(int rows, int n, int stride, uint32_t seed) {
  Doubles x = numbers(rows * stride + 1, seed);
  for (int i = 0; i < rows; ++i)
    for (int j = n; j < stride; ++j) x[static_cast<size_t>(i * stride + j)] = kGuard;
  x.back() = kGuard;
  return x;
}

void expect_near(const Doubles& got, const Doubles& want, double error) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], want[i], error) << "at " << i;
}

double& at(Doubles& x, int i) { return x[static_cast<size_t>(i)]; }
double at(const Doubles& x, int i) { return x[static_cast<size_t>(i)]; }

TEST(DotsF64, AreTheSumsOfEveryRowWithEveryRow) {
  for_every_set([](const Kernels& set) {
    for (const int n : {0, 1, 7, 8, 9, 16, 33, 67})
      for (const int rows : {1, 3, 4, 6, 9})
        for (const int cols : {1, 2, 4, 5, 7}) {
          const int wide = n + 3, across = cols + 2;
          const Doubles a = guarded(rows, n, wide, 1), b = guarded(cols, n, wide, 2);
          Doubles c = guarded(rows, cols, across, 3), want = c;
          for (int i = 0; i < rows; ++i)
            for (int j = 0; j < cols; ++j)
              for (int k = 0; k < n; ++k) at(want, i * across + j) -= 0.5 * at(a, i * wide + k) * at(b, j * wide + k);
          set.dots_f64(rows, cols, n, -0.5, a.data(), wide, b.data(), wide, c.data(), across);
          expect_near(c, want, 1e-14);
        }
  });
}

TEST(DotsF64, AreTheSameBitsInWhateverTile) {
  for_every_set([](const Kernels& set) {
    const int n = 45, rows = 9, cols = 7;
    const Doubles a = numbers(rows * n, 4), b = numbers(cols * n, 5);
    Doubles together(rows * cols), alone(1);
    set.dots_f64(rows, cols, n, 1, a.data(), n, b.data(), n, together.data(), cols);
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < cols; ++j) {
        alone[0] = 0;
        set.dots_f64(1, 1, n, 1, a.data() + i * n, n, b.data() + j * n, n, alone.data(), 1);
        EXPECT_EQ(at(together, i * cols + j), alone[0]);
      }
  });
}

TEST(Rank2F64, ChangesRowsAndMultipliesThem) {
  for_every_set([](const Kernels& set) {
    for (const int n : {0, 1, 5, 8, 17, 40, 67})
      for (const int rows : {1, 3, 4, 5, 8}) {
        const int wide = n + 2;
        const Doubles p = numbers(rows, 1), q = numbers(rows, 2), v = numbers(n, 3), w = numbers(n, 4),
                      u = numbers(n, 5);
        Doubles a = guarded(rows, n, wide, 6), want = a, y(static_cast<size_t>(rows) + 1, kGuard), want_y = y;
        for (int i = 0; i < rows; ++i) {
          at(want_y, i) = 0;
          for (int j = 0; j < n; ++j) {
            at(want, i * wide + j) -= at(p, i) * at(w, j) + at(q, i) * at(v, j);
            at(want_y, i) += at(want, i * wide + j) * at(u, j);
          }
        }
        set.rank2_f64(rows, n, p.data(), q.data(), v.data(), w.data(), u.data(), a.data(), wide, y.data());
        expect_near(a, want, 1e-15);
        expect_near(y, want_y, 1e-14);
      }
  });
}

TEST(ReflectF64, ReflectsEveryRow) {
  for_every_set([](const Kernels& set) {
    for (const int n : {1, 4, 8, 19, 64, 67})
      for (const int rows : {1, 4, 7}) {
        const int wide = n + 1;
        const Doubles v = numbers(n, 1);
        Doubles y = guarded(rows, n, wide, 2), want = y;
        for (int i = 0; i < rows; ++i) {
          double dot = 0;
          for (int j = 0; j < n; ++j) dot += at(y, i * wide + j) * at(v, j);
          for (int j = 0; j < n; ++j) at(want, i * wide + j) -= 2 * dot * at(v, j);
        }
        set.reflect_f64(rows, n, v.data(), y.data(), wide);
        expect_near(y, want, 1e-13);
      }
  });
}

TEST(RotateF64, TurnsNeighbouringRowsInTurnThenAgain) {
  for_every_set([](const Kernels& set) {
    for (const int count : {0, 1, 2, 3, 9})
      for (const int later : {0, 1, 2, 7, 8, 9})
        for (const int cols : {1, 7, 8, 16, 31, 32, 35, 64}) {
          if (later > count) continue;
          const int wide = cols + 3;
          const Doubles first = numbers(2 * count, 1), second = numbers(2 * later, 2);
          Doubles rows = guarded(count + 1, cols, wide, 3), want = rows;
          for (const Doubles& cs : {first, second})
            for (int k = 0; 2 * k < static_cast<int>(cs.size()); ++k)
              for (int j = 0; j < cols; ++j) {
                const double c = at(cs, 2 * k), s = at(cs, 2 * k + 1);
                const double x = at(want, k * wide + j), z = at(want, (k + 1) * wide + j);
                at(want, k * wide + j) = c * x + s * z;
                at(want, (k + 1) * wide + j) = c * z - s * x;
              }
          set.rotate_f64(cols, count, first.data(), later, second.data(), rows.data(), wide);
          expect_near(rows, want, 1e-14);
        }
  });
}

}  // namespace
}  // namespace thimble::kernels
