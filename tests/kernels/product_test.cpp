#include <cstring>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

// How the rows of A lie. `anywhere`: row_at instead of a step.
struct Layout {
  ptrdiff_t row_step, k_step;
  bool anywhere;
};
constexpr Layout kLayouts[] = {{32, 1, false}, {16, 1, false}, {1, 35, false}, {37, 1, false}, {5, 3, false},
                               {1, 1, false},  {0, 1, true},   {0, 32, true},  {-16, 1, false}};

struct Sizes {
  int rows, cols, depth, terms;
};

struct Way {
  bool whole = true;  // small integers, so that no sum is rounded
  bool begun = true, relu = false;
  bool b_panels = false, c_panels = false;  // blocks of 32 columns far from each other, or side by side
  int apart = 0;                            // floats between the rows
  float gate = 0;
};

constexpr int kRoom = 9000;

void make_whole(Row& row) {
  for (int i = 0; i < row.size(); ++i) row.data()[i] = std::round(3 * row[i]);
}

// What all trials read, A before B: made once, for there are many.
const Row& operands(bool whole) {
  static const std::vector<Row> rows = [] {
    std::vector<Row> both(2, Row(3 * kRoom, 11));
    make_whole(both[1]);
    return both;
  }();
  return rows[whole ? 1 : 0];
}

// One product with its operands, scattered over memory that is larger than they.
class Trial {
 public:
  Trial(const Sizes& size, const Layout& layout, const Way& way)
      : p_{size.rows,
           size.cols,
           size.depth,
           size.terms,
           nullptr,
           nullptr,
           layout.row_step,
           layout.k_step,
           nullptr,
           nullptr,
           (way.b_panels ? 32 : size.cols) + way.apart,
           way.b_panels ? 1500 : 32,
           nullptr,
           (way.c_panels ? 32 : size.cols) + way.apart,
           32,
           nullptr,
           way.relu,
           way.gate},
        start_(size.cols, 17),
        c_((size.rows + 1) * (size.cols + 32 + 3 * way.apart), 19) {
    if (way.whole)
      for (Row* row : {&start_, &c_}) make_whole(*row);
    uint32_t seed = 7;
    const auto draw = [&seed](int below) {
      seed = seed * 1664525u + 1013904223u;
      return static_cast<ptrdiff_t>((seed >> 8) % static_cast<uint32_t>(below));
    };
    for (int t = 0; t < size.terms; ++t) terms_.push_back({draw(1200) - 600, draw(800) - 400});
    for (int i = 0; i < size.rows; ++i) row_at_.push_back(draw(900) - 450);
    p_.term = terms_.data();
    p_.a = operands(way.whole).data() + kRoom / 2;
    p_.b = operands(way.whole).data() + 3 * kRoom / 2;
    if (layout.anywhere) p_.row_at = row_at_.data();
    if (way.begun) p_.start = start_.data();
    if (way.c_panels) p_.c_panel = size.rows * p_.c_row;
  }
  Trial(const Trial&) = delete;

  void expect_formula(const Kernels& set, double tolerance) const {
    Row c = c_;
    Product p = p_;
    p.c = c.data();
    set.product(p);
    std::vector<double> expected(c_.data(), c_.data() + c_.size());
    for (int i = 0; i < p.rows; ++i)
      for (int j = 0; j < p.cols; ++j) {
        double& to = expected[static_cast<size_t>(i * p.c_row + j / 32 * p.c_panel + j % 32)];
        to = value(i, j, to);
      }
    for (int at = 0; at < c.size(); ++at)
      ASSERT_NEAR(c[at], expected[static_cast<size_t>(at)], tolerance)
          << "float " << at << " of " << p.rows << "x" << p.cols << ", depth " << p.depth << ", " << p.terms
          << " terms, rows " << p.row_step << ", k " << p.k_step << ", c " << p.c_row << " and " << p.c_panel
          << ", gate " << p.gate << (p.start ? ", start" : ", adds") << (p.relu ? ", relu" : "");
  }

 private:
  // The formula in double.
  double value(int i, int j, double before) const {
    double sum = p_.start != nullptr ? double{p_.start[j]} : before;
    const ptrdiff_t row = p_.row_at != nullptr ? p_.row_at[i] : i * p_.row_step;
    for (const Term& t : terms_)
      for (int k = 0; k < p_.depth; ++k)
        sum +=
            double{p_.a[t.a + row + k * p_.k_step]} * double{p_.b[t.b + k * p_.b_row + j / 32 * p_.b_panel + j % 32]};
    if (p_.relu && sum < 0) sum = 0;
    if (p_.gate != 0) sum = before > 0 ? double{p_.gate} * sum : 0;
    return sum;
  }

  Product p_;
  Row start_, c_;
  std::vector<Term> terms_;
  std::vector<ptrdiff_t> row_at_;
};

const std::vector<int> kRowCounts{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 31, 32, 33};

template <class Body>
void for_sizes(const Body& body) {
  for (int rows : kRowCounts)
    for (int cols : {16, 32, 48})
      for (int depth : {0, 1, 2, 3, 9, 32})
        for (int terms = 0; terms <= 5; ++terms) body(Sizes{rows, cols, depth, terms});
}

Way way_of(uint32_t bits) {
  return {.begun = (bits & 1) != 0,
          .relu = (bits & 2) != 0,
          .b_panels = (bits & 4) != 0,
          .c_panels = (bits & 8) != 0,
          .apart = bits & 16 ? 5 : 0,
          .gate = bits & 32 ? -1.5f : 0.f};
}

// Every size with some layouts and ways, all of which meet over the sizes.
void expect_products(bool whole, double tolerance) {
  for_every_set([&](const Kernels& set) {
    uint32_t count = 0;
    for_sizes([&](const Sizes& size) {
      Way way = way_of((++count * 2654435761u) >> 16);
      way.whole = whole;
      Trial(size, kLayouts[count % std::size(kLayouts)], way).expect_formula(set, tolerance);
    });
  });
}

TEST(Product, IsTheFormulaWithinRounding) { expect_products(false, 1e-4); }

TEST(Product, IsExactWhereNoSumIsRounded) { expect_products(true, 0); }

TEST(Product, ReadsEveryLayoutOfRows) {
  for_every_set([](const Kernels& set) {
    for (const Layout& layout : kLayouts)
      for (int rows : kRowCounts)
        for (uint32_t way = 0; way < 64; ++way)
          Trial({rows, 32 * (1 + static_cast<int>(way) % 2), 3, 2}, layout, way_of(way)).expect_formula(set, 0);
  });
}

TEST(Product, HasAnyNumberOfPanels) {
  for_every_set([](const Kernels& set) {
    for (int cols = 16; cols <= 256; cols += 16)
      for (int rows : {1, 6, 7, 13, 32})
        for (uint32_t way = 0; way < 64; ++way)
          Trial({rows, cols, 4, 2}, kLayouts[(way + static_cast<uint32_t>(rows)) % 4], way_of(way))
              .expect_formula(set, 0);
  });
}

TEST(Product, ByHand) {
  // (1 2; 3 4) (5 6 ...; 7 8 ...) = (19 22 ...; 43 50 ...), once for each of two equal terms
  for_every_set([](const Kernels& set) {
    const float a[4] = {1, 2, 3, 4};
    float b[32] = {5, 6}, c[32] = {}, start[16] = {1, -100};
    b[16] = 7;
    b[17] = 8;
    const Term terms[2] = {{0, 0}, {0, 0}};
    set.product({2, 16, 2, 2, terms, a, 2, 1, nullptr, b, 16, 32, c, 16, 32, start, true, 0});
    EXPECT_EQ(c[0], 39);
    EXPECT_EQ(c[1], 0);
    EXPECT_EQ(c[16], 87);
    EXPECT_EQ(c[17], 0);
    EXPECT_EQ(c[2], 0);
    set.product({2, 16, 2, 1, terms, a, 2, 1, nullptr, b, 16, 32, c, 16, 32, nullptr, false, 0});
    EXPECT_EQ(c[0], 58);
    EXPECT_EQ(c[1], 22);
  });
}

TEST(Product, TermsGiveTheBitsOfOneLongSum) {
  constexpr int kTerms = 4, kDepth = 9;
  const Row a(40 * kTerms * kDepth, 1), b(48 * kTerms * kDepth, 2), start(48, 3);
  for_every_set([&](const Kernels& set) {
    for (ptrdiff_t row_step : {1, 16, 32, 36})
      for (int rows : kRowCounts)
        for (int cols : {16, 32, 48}) {
          const ptrdiff_t k_step = row_step == 1 ? 33 : 1;
          std::vector<Term> terms;
          for (int t = 0; t < kTerms; ++t) terms.push_back({t * kDepth * k_step, ptrdiff_t{t} * kDepth * 48});
          Row cut(rows * cols), whole = cut;
          set.product({rows, cols, kDepth, kTerms, terms.data(), a.data(), row_step, k_step, nullptr, b.data(), 48, 32,
                       cut.data(), cols, 32, start.data(), false, 0});
          set.product({rows, cols, kDepth * kTerms, 1, terms.data(), a.data(), row_step, k_step, nullptr, b.data(), 48,
                       32, whole.data(), cols, 32, start.data(), false, 0});
          ASSERT_EQ(std::memcmp(cut.data(), whole.data(), sizeof(float) * static_cast<size_t>(rows * cols)), 0)
              << rows << "x" << cols << ", rows " << row_step;
        }
  });
}

// What the threads rely on: a row has the same bits among any others.
TEST(Product, ARowAloneHasTheBitsThatItHasAmongOthers) {
  const Row a(40 * 32, 1), b(64 * 32, 2), start(64, 3);
  const Term term{0, 0};
  for_every_set([&](const Kernels& set) {
    for (ptrdiff_t row_step : {1, 16, 32, 33})
      for (int cols : {16, 32, 48, 64}) {
        const ptrdiff_t k_step = row_step == 1 ? 37 : 1;
        Row all(33 * cols), one(cols);
        set.product({33, cols, 30, 1, &term, a.data(), row_step, k_step, nullptr, b.data(), 64, 32, all.data(), cols,
                     32, start.data(), false, 0});
        for (int i = 0; i < 33; ++i) {
          set.product({1, cols, 30, 1, &term, a.data() + i * row_step, row_step, k_step, nullptr, b.data(), 64, 32,
                       one.data(), cols, 32, start.data(), false, 0});
          ASSERT_EQ(std::memcmp(one.data(), all.data() + i * cols, sizeof(float) * static_cast<size_t>(cols)), 0)
              << "row " << i << ", " << cols << " columns, rows " << row_step;
        }
      }
  });
}

TEST(Product, AGateLetsThroughWhatCHeldMoreThanZeroOf) {
  const Row a(20 * 9, 1), b(64 * 9, 2), start(64, 3), before(20 * 64, 4);
  const Term term{0, 0};
  for_every_set([&](const Kernels& set) {
    for (int rows : {1, 5, 8, 20})
      for (int cols : {16, 32, 64}) {
        Product p{.rows = rows,
                  .cols = cols,
                  .depth = 9,
                  .terms = 1,
                  .term = &term,
                  .a = a.data(),
                  .row_step = 9,
                  .k_step = 1,
                  .b = b.data(),
                  .b_row = 64,
                  .b_panel = 32,
                  .c = nullptr,
                  .c_row = cols,
                  .c_panel = 32,
                  .start = start.data()};
        Row plain(rows * cols), gated(rows * cols);
        for (int i = 0; i < rows * cols; ++i) gated.data()[i] = before[i];
        p.c = plain.data();
        set.product(p);
        p.c = gated.data();
        p.gate = 1.5f;
        set.product(p);
        for (int i = 0; i < rows * cols; ++i)
          ASSERT_FLOAT_EQ(gated[i], before[i] > 0 ? 1.5f * plain[i] : 0) << set.isa << ", value " << i;
      }
  });
}

TEST(Product, ReluMakesZeroOfNaN) {
  const float nan = std::nanf(""), a[1] = {1};
  const Term term{0, 0};
  for_every_set([&](const Kernels& set) {
    float b[16], c[16];
    std::fill(b, b + 16, nan);
    const float start[16] = {};
    set.product({1, 16, 1, 1, &term, a, 1, 1, nullptr, b, 16, 32, c, 16, 32, start, true, 0});
    for (float y : c) EXPECT_EQ(y, 0);
    set.product({1, 16, 1, 1, &term, a, 1, 1, nullptr, b, 16, 32, c, 16, 32, start, false, 0});
    for (float y : c) EXPECT_TRUE(std::isnan(y));
  });
}

}  // namespace
}  // namespace thimble::kernels
