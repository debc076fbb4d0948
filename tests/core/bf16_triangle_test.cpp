// Three parts of 8 bits are a float: a single product is exact, and a sum as exact as one of floats.
#include "core/bf16_triangle.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "core/rng.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

struct Triangle {
  int width;
  std::vector<float> u;
  explicit Triangle(int d) : width(d), u(static_cast<size_t>(d * d)) {
    Rng rng(Key(7, Purpose::test));
    for (int i = 0; i < d; ++i)
      for (int j = i; j < d; ++j)
        u[static_cast<size_t>(i * d + j)] = rng.uniform(-3, 3) / static_cast<float>(1 + j - i);
  }
  float at(int i, int j) const { return u[static_cast<size_t>(i * width + j)]; }

  // Y with rows tiled(width) apart; X likewise in bf16, which holds whole numbers to 256 in its upper half of a float.
  std::vector<float> times(const std::vector<std::vector<float>>& x, float scale, const std::vector<float>& b) const {
    const size_t row = static_cast<size_t>(tiled(width));
    std::vector<uint16_t> rows((x.size() + 15) / 16 * 16 * row);
    for (size_t n = 0; n < x.size(); ++n) kernels::active().to_bf16(width, x[n].data(), rows.data() + n * row);
    std::vector<uint32_t> words(bf16_triangle_words(width));
    split_triangle(width, scale, u.data(), width, words.data());
    std::vector<float> start(b), y(x.size() * row);
    start.resize(row);
    triangle_product(static_cast<int>(x.size()), width, rows.data(), words.data(), start.data(), y.data());
    return y;
  }
};

class EachSet : public testing::Test {
 protected:
  template <class Body>
  void on_each(const Body& body) {
    const char* before = kernels::active().isa;
    for (const kernels::Kernels* set : kernels::available()) {
      kernels::use(set->isa);
      SCOPED_TRACE(set->isa);
      body();
    }
    kernels::use(before);
  }
};
using Bf16Triangle = EachSet;

TEST_F(Bf16Triangle, ARowOfTheUnitMatrixGivesARowOfUToTheLastBit) {
  for (const int width : {1, 31, 32, 33, 50, 70}) {
    const Triangle t(width);
    std::vector<std::vector<float>> unit(static_cast<size_t>(width), std::vector<float>(static_cast<size_t>(width)));
    for (int i = 0; i < width; ++i) unit[static_cast<size_t>(i)][static_cast<size_t>(i)] = 1;
    on_each([&] {
      const std::vector<float> y = t.times(unit, 0.5f, std::vector<float>(static_cast<size_t>(width)));
      for (int i = 0; i < width; ++i)
        for (int j = 0; j < width; ++j)
          ASSERT_EQ(y[static_cast<size_t>(i * tiled(width) + j)], j < i ? 0 : 0.5f * t.at(i, j)) << i << ' ' << j;
    });
  }
}

TEST_F(Bf16Triangle, SumsAreAsExactAsThoseOfFloats) {
  const Triangle t(100);
  Rng rng(Key(8, Purpose::test));
  std::vector<std::vector<float>> x(19, std::vector<float>(100));
  std::vector<float> b(100);
  for (std::vector<float>& row : x)
    for (float& v : row) v = std::round(rng.uniform(-255, 255));
  for (float& v : b) v = rng.uniform(-100, 100);
  on_each([&] {
    const std::vector<float> y = t.times(x, 1, b);
    for (size_t n = 0; n < x.size(); ++n)
      for (int j = 0; j < 100; ++j) {
        double sum = static_cast<double>(b[static_cast<size_t>(j)]), size = std::abs(sum);
        for (int i = 0; i <= j; ++i) {
          const double term = static_cast<double>(x[n][static_cast<size_t>(i)]) * static_cast<double>(t.at(i, j));
          sum += term;
          size += std::abs(term);
        }
        ASSERT_NEAR(static_cast<double>(y[n * static_cast<size_t>(tiled(100)) + static_cast<size_t>(j)]), sum,
                    0x1p-22 * size);
      }
  });
}

}  // namespace
}  // namespace thimble
