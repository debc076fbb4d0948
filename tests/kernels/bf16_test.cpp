// bf16 against its definition, and every set's product against one more way to write down its order of additions.
#include "kernels/bf16.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

uint32_t bits_of(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

float float_of(uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

float value(uint32_t half) { return float_of(half << 16); }

TEST(Bf16, RoundsToTheNearestEven) {
  struct Pair {
    float x;
    uint16_t half;
  };
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<Pair> pairs{{0, 0},
                                {-0.0f, 0x8000},
                                {1, 0x3f80},
                                {-2.5f, 0xc020},
                                {float_of(0x3f808000), 0x3f80},  // in the middle: down to even
                                {float_of(0x3f818000), 0x3f82},  // and up
                                {float_of(0x3f808001), 0x3f81},
                                {float_of(0x3f817fff), 0x3f81},
                                {float_of(0x3fffffff), 0x4000},
                                {float_of(0x00800000), 0x0080},  // 2^-126
                                {float_of(0x007fffff), 0},       // below it
                                {float_of(0x807fffff), 0x8000},
                                {float_of(1), 0},
                                {float_of(0x7f7f7fff), 0x7f7f},
                                {float_of(0x7f7fffff), 0x7f80},  // the greatest float rounds to infinity
                                {-infinity, 0xff80}};
  for_every_set([&](const Kernels& set) {
    for (const Pair& p : pairs) {
      uint16_t half = 1;
      set.to_bf16(1, &p.x, &half);
      EXPECT_EQ(half, p.half) << std::hexfloat << p.x;
    }
    for (uint32_t bits : {0x7f800001u, 0x7fc00000u, 0xffffffffu, 0xff800001u}) {
      const float nan = float_of(bits);
      uint16_t half = 0;
      set.to_bf16(1, &nan, &half);
      EXPECT_TRUE(std::isnan(value(half)));
    }
  });
}

TEST(Bf16, ConvertsRowsOfEveryLengthAndInPairs) {
  for_every_set([](const Kernels& set) {
    for (int n = 0; n <= kLongest; ++n) {
      const Row x0(n, 1), x1(n, 2);
      std::vector<uint16_t> halves(static_cast<size_t>(n) + 1, 77);
      std::vector<uint32_t> pairs(static_cast<size_t>(n) + 1, 77);
      set.to_bf16(n, x0.data(), halves.data());
      set.to_bf16_pairs(n, x0.data(), x1.data(), pairs.data());
      for (int i = 0; i < n; ++i) {
        uint16_t first, second;
        kernels::available().front()->to_bf16(1, x0.data() + i, &first);
        kernels::available().front()->to_bf16(1, x1.data() + i, &second);
        EXPECT_NEAR(value(first), x0[i], std::fabs(x0[i]) * 0x1p-8f);
        ASSERT_EQ(halves[static_cast<size_t>(i)], first);
        ASSERT_EQ(pairs[static_cast<size_t>(i)], first | uint32_t{second} << 16);
      }
      EXPECT_EQ(halves.back(), 77);
      EXPECT_EQ(pairs.back(), 77u);
    }
  });
}

// Operands as the kernel reads them, of numbers whose exponents reach `range` to both sides of 0.
class Operands {
 public:
  Operands(int rows, int cols, int depth, int terms, int range)
      : rows_(rows), cols_(cols), depth_(depth), row_step_(depth + 6), range_(range) {
    const int readable = (rows + 15) / 16 * 16;
    const ptrdiff_t a_term = ptrdiff_t{row_step_} * readable, b_term = ptrdiff_t{depth} / 2 * 32;
    b_panel_ = b_term * terms + 3;
    for (int t = 0; t < terms; ++t) terms_.push_back({(terms - 1 - t) * a_term, t * b_term});
    for (ptrdiff_t i = 0; i < a_term * terms; ++i) a_.push_back(number());
    for (ptrdiff_t i = 0; i < b_panel_ * (cols / 32); ++i) b_.push_back(number() | uint32_t{number()} << 16);
    for (int i = 0; i < cols; ++i) start_.push_back(value(number()));
    for (int i = 0; i < rows * cols; ++i) before_.push_back(value(number()));
  }

  Bf16Product product(std::vector<float>& c) const {
    c.assign(static_cast<size_t>(rows_ * (cols_ + 5)), 99);
    for (int i = 0; i < rows_; ++i)
      for (int j = 0; j < cols_; ++j) c[at(i, j)] = before(i, j);
    return {.rows = rows_,
            .cols = cols_,
            .depth = depth_,
            .terms = static_cast<int>(terms_.size()),
            .term = terms_.data(),
            .a = a_.data(),
            .row_step = row_step_,
            .b = b_.data(),
            .b_panel = b_panel_,
            .c = c.data(),
            .c_row = cols_ + 5,
            .c_panel = 32};
  }

  // The sum with the order of kernels/bf16.h, each step rounded once by std::fma.
  float sum(int i, int j) const {
    float s = 0;
    for (const Term& term : terms_)
      for (int block = 0; block < depth_; block += 32) {
        float part[2] = {0, 0};  // over the even k, over the odd
        for (int k = block; k < block + 32; ++k)
          part[k % 2] = flushed(std::fma(a(term, i, k), b(term, k, j), part[k % 2]));
        s = flushed(s + flushed(part[0] + part[1]));
      }
    return s;
  }
  double exact(int i, int j, double* magnitude) const {
    double s = 0;
    *magnitude = 0;
    for (const Term& term : terms_)
      for (int k = 0; k < depth_; ++k) {
        const double product = double{a(term, i, k)} * double{b(term, k, j)};
        s += product;
        *magnitude += std::fabs(product);
      }
    return s;
  }
  size_t at(int i, int j) const { return static_cast<size_t>(i * (cols_ + 5) + j); }
  float before(int i, int j) const { return before_[static_cast<size_t>(i * cols_ + j)]; }
  const float* start() const { return start_.data(); }
  int rows() const { return rows_; }
  int cols() const { return cols_; }

 private:
  static float flushed(float x) { return std::fabs(x) < 0x1p-126f ? std::copysign(0.0f, x) : x; }
  float a(const Term& t, int i, int k) const { return value(a_[static_cast<size_t>(t.a + i * row_step_ + k)]); }
  float b(const Term& t, int k, int j) const {
    const uint32_t pair = b_[static_cast<size_t>(t.b + j / 32 * b_panel_ + k / 2 * 32 + j % 32)];
    return value(k % 2 == 0 ? pair & 0xffffu : pair >> 16);
  }
  uint16_t number() {
    seed_ = seed_ * 6364136223846793005u + 1442695040888963407u;
    const uint32_t random = static_cast<uint32_t>(seed_ >> 33);
    const uint32_t exponent =
        127 - static_cast<uint32_t>(range_) + (random >> 9) % static_cast<uint32_t>(2 * range_ + 1);
    return static_cast<uint16_t>((random & 0x807fu) | exponent << 7);
  }

  int rows_, cols_, depth_, row_step_, range_;
  ptrdiff_t b_panel_ = 0;
  uint64_t seed_ = 1;
  std::vector<Term> terms_;
  std::vector<uint16_t> a_;
  std::vector<uint32_t> b_;
  std::vector<float> start_, before_;
};

void expect_same_bits(float got, float expected, int i, int j) {
  if (std::isnan(expected)) {
    ASSERT_TRUE(std::isnan(got)) << i << ", " << j;
  } else {
    ASSERT_EQ(bits_of(got), bits_of(expected))
        << std::hexfloat << got << " for " << expected << " at " << i << ", " << j;
  }
}

template <class Body>
void for_operands(const Body& body) {
  for (int range : {1, 12, 60, 126})  // with the widest sums overflow, and fall below 2^-126
    for (int rows : {1, 15, 16, 17, 31, 33, 50})
      for (int cols : {32, 96})
        for (int terms : {0, 1, 3}) {
          const Operands o(rows, cols, rows % 2 == 0 ? 32 : 96, terms, range);
          SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(cols) + " columns, " + std::to_string(terms) +
                       " terms, range " + std::to_string(range));
          body(o);
        }
}

TEST(Bf16Product, EverySetGivesTheBitsOfTheStatedOrder) {
  for_operands([](const Operands& o) {
    for_every_set([&](const Kernels& set) {
      std::vector<float> c;
      Bf16Product p = o.product(c);
      set.product_bf16(p);
      for (int i = 0; i < o.rows(); ++i)
        for (int j = 0; j < o.cols(); ++j) expect_same_bits(c[o.at(i, j)], o.before(i, j) + o.sum(i, j), i, j);
      for (int i = 0; i < o.rows(); ++i)
        for (int j = o.cols(); j < o.cols() + 5; ++j) ASSERT_EQ(c[o.at(i, j)], 99) << "written behind row " << i;
    });
  });
}

TEST(Bf16Product, StartsRectifiesAndGates) {
  for_operands([](const Operands& o) {
    for_every_set([&](const Kernels& set) {
      std::vector<float> plain, rectified, gated;
      Bf16Product p = o.product(plain), r = o.product(rectified), g = o.product(gated);
      p.start = r.start = g.start = o.start();
      r.relu = true;
      g.gate = 1.25f;
      set.product_bf16(p);
      set.product_bf16(r);
      set.product_bf16(g);
      for (int i = 0; i < o.rows(); ++i)
        for (int j = 0; j < o.cols(); ++j) {
          const float sum = o.start()[j] + o.sum(i, j);
          expect_same_bits(plain[o.at(i, j)], sum, i, j);
          expect_same_bits(rectified[o.at(i, j)], sum > 0 ? sum : 0, i, j);
          expect_same_bits(gated[o.at(i, j)], o.before(i, j) > 0 ? 1.25f * sum : 0, i, j);
        }
    });
  });
}

// n terms in float32: at most n 2^-24 of the sum of magnitudes away from the exact sum of the same bf16 numbers.
TEST(Bf16Product, IsAsExactAsFloat32) {
  const Operands o(33, 64, 96, 3, 3);
  for_every_set([&](const Kernels& set) {
    std::vector<float> c;
    Bf16Product p = o.product(c);
    const std::vector<float> zeros(64, 0.0f);
    p.start = zeros.data();
    set.product_bf16(p);
    for (int i = 0; i < o.rows(); ++i)
      for (int j = 0; j < o.cols(); ++j) {
        double magnitude = 0;
        const double exact = o.exact(i, j, &magnitude);
        ASSERT_NEAR(double{c[o.at(i, j)]}, exact, 288 * 0x1p-24 * magnitude);
      }
  });
}

// What would round up to 2^-126 if exponents went on stays; what lies below it is 0, though float32 could hold it.
TEST(Bf16Product, FlushesWhatRoundsToLessThanTheSmallestNormalNumber) {
  for_every_set([](const Kernels& set) {
    for (int steps = 0; steps <= 6; ++steps) {  // 2^-126 - steps 2^-152
      std::vector<uint16_t> a(16 * 32);
      std::vector<uint32_t> b(16 * 32);
      std::vector<float> c(32);
      const float factors[4] = {0x1p-63f, 0x1p-63f, static_cast<float>(-steps) * 0x1p-76f, 0x1p-76f};
      uint16_t halves[4];
      set.to_bf16(4, factors, halves);
      a[0] = halves[0];
      b[0] = halves[1];
      a[2] = halves[2];
      b[32] = halves[3];
      const Term term{0, 0};
      set.product_bf16({.rows = 1,
                        .cols = 32,
                        .depth = 32,
                        .terms = 1,
                        .term = &term,
                        .a = a.data(),
                        .row_step = 32,
                        .b = b.data(),
                        .b_panel = 0,
                        .c = c.data(),
                        .c_row = 32,
                        .c_panel = 32});
      EXPECT_EQ(c[0], steps <= 2 ? 0x1p-126f : 0) << steps;
    }
  });
}

// The mode of the arithmetic is the caller's again afterwards.
TEST(Bf16Product, LeavesSmallNumbersAlone) {
  for_every_set([](const Kernels& set) {
    std::vector<float> c;
    const Operands o(3, 32, 32, 1, 1);
    set.product_bf16(o.product(c));
    volatile float smallest = 0x1p-126f;
    smallest = smallest / 4;
    EXPECT_EQ(smallest, 0x1p-128f);
  });
}

}  // namespace
}  // namespace thimble::kernels
