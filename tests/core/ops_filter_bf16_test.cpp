// Filters in bf16: exact to float32 where the operands are bf16 numbers already, and otherwise within what their rounding
// to 8 bits explains.
#include "core/ops_filter_bf16.h"

#include "core/filter_trial.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

using namespace testing;

// (1 + 2^-9)^2 - 1 of each product, and some float32 for the sum.
constexpr double kShare = 0x1p-8 + 0x1p-18 + 1e-6;

const std::vector<Case> kCases{
    // batches around a tile, around what is packed together, around a piece
    {{1, 17, 5, 6}, 20, same(3)},
    {{2, 40, 6, 5}, 32, valid(3)},
    {{15, 32, 4, 4}, 48, same(5)},
    {{16, 64, 3, 4}, 33, valid(2)},
    {{33, 33, 4, 3}, 64, same(3)},
    {{63, 20, 3, 3}, 17, valid(1)},
    {{64, 64, 3, 3}, 40, same(3)},
    {{130, 32, 3, 2}, 64, same(3)},
    // strides, padding that differs on each side
    {{3, 17, 8, 9}, 20, valid(3, 2)},
    {{65, 32, 5, 6}, 32, same(3, 2)},
    {{3, 40, 6, 7}, 20, {2, 2, 1, 0, 0, 1, 1}},
    {{2, 33, 6, 7}, 64, {3, 2, 2, 1, 0, 0, 1}},
    // dense, also on flat samples whose lanes are all their channels
    {{1, 17, 4, 3}, 20, {}, true},
    {{63, 64, 2, 2}, 40, {}, true},
    {{130, 40, 1, 1}, 64, {}, true},
    {{33, 784, 1, 1}, 64, {}, true, 784},
    {{2, 50, 1, 1}, 33, {}, true, 50},
};

void round_to_bf16(Tensor& t) {
  for (float& v : t.values()) {
    uint16_t half;
    kernels::active().to_bf16(1, &v, &half);
    const uint32_t bits = uint32_t{half} << 16;
    std::memcpy(&v, &bits, sizeof v);
  }
}

// The three directions in bf16, as NCHW.
struct Results {
  Tensor y, dx, dw, db;
  explicit Results(const Trial& t, bool relu = false)
      : dw(Tensor(t.w.shape(), 0.5f)), db(Tensor(Shape{t.c.filters}, -2)) {
    const Memory x(t.x, t.f.in), dy(t.dy, t.f.out), out(t.f.out, t.c.in[0]);
    std::vector<uint32_t> packed(bf16_packed_words(t.f)), turned(bf16_turned_words(t.f));
    pack_filters_bf16(t.f, t.w.data(), packed.data());
    filter_forward_bf16(t.f, x.panels, packed.data(), t.b.data(), relu, out.panels);
    y = out.read();
    expect_zero_lanes(out.panels);
    if (t.f.in.lanes != 32) {  // nobody wants dX
      filter_backward_bf16(t.f, x.panels, dy.panels, nullptr, 0, {}, dw.data(), db.data());
      return;
    }
    const Memory in(t.f.in, t.c.in[0]);
    turn_filters_bf16(t.f, t.w.data(), turned.data());
    filter_backward_bf16(t.f, x.panels, dy.panels, turned.data(), 0, in.panels, dw.data(), db.data());
    dx = in.read();
    expect_zero_lanes(in.panels);
  }
};

template <class Body>
void for_cases(const Body& body) {
  for (const Case& c : kCases) {
    Trial trial(c);
    ASSERT_TRUE(suits_bf16(trial.f));
    SCOPED_TRACE(trial.text());
    body(trial);
  }
}

void expect_same_bytes(const Tensor& a, const Tensor& b) {
  ASSERT_EQ(a.size(), b.size());
  if (a.empty()) return;
  EXPECT_EQ(std::memcmp(a.data(), b.data(), static_cast<size_t>(a.size()) * sizeof(float)), 0);
}

TEST(FilterBf16, AgreesWithPlainLoopsWhereNothingHasToBeRounded) {
  for_cases([](Trial& t) {
    for (Tensor* operand : {&t.x, &t.w, &t.dy}) round_to_bf16(*operand);
    const Results plain(t), rectified(t, true);
    expect_close(plain.y, t.forward(true, false), 2e-6);
    expect_close(rectified.y, t.forward(true, true), 2e-6);
    expect_close(plain.dw, t.weight_gradient(as_double(t.dy), 0.5), 2e-6);
    expect_close(plain.db, t.bias_gradient(as_double(t.dy), -2), 2e-6);
    if (!plain.dx.empty()) expect_close(plain.dx, t.input_gradient(), 2e-6);
  });
}

// |got - want| <= kShare of the sum of the magnitudes of the products, and not everywhere as close as float32 comes.
void expect_rounded(const Tensor& got, const std::vector<double>& want, const std::vector<double>& magnitudes) {
  ASSERT_EQ(static_cast<size_t>(got.size()), want.size());
  double furthest = 0;
  for (size_t i = 0; i < want.size(); ++i) {
    const double distance = std::abs(static_cast<double>(got.data()[i]) - want[i]);
    ASSERT_LE(distance, kShare * magnitudes[i]) << "at " << i;
    furthest = std::max(furthest, distance / magnitudes[i]);
  }
  EXPECT_GT(furthest, 1e-4);
}

TEST(FilterBf16, StaysWithinTheRoundingOfItsOperands) {
  for_cases([](Trial& t) {
    const Results r(t);
    Trial m = t;  // of magnitudes
    for (Tensor* operand : {&m.x, &m.w, &m.b, &m.dy})
      for (float& v : operand->values()) v = std::fabs(v);
    expect_rounded(r.y, t.forward(true, false), m.forward(true, false));
    expect_rounded(r.dw, t.weight_gradient(as_double(t.dy), 0.5), m.weight_gradient(as_double(m.dy), 0.5));
    expect_close(r.db, t.bias_gradient(as_double(t.dy), -2), 2e-6);  // sums of float32
    if (!r.dx.empty()) expect_rounded(r.dx, t.input_gradient(), m.input_gradient());
  });
}

TEST(FilterBf16, AGateLeavesTheInputGradientWhereXIsPositive) {
  for_cases([](Trial& t) {
    if (t.f.in.lanes != 32) return;
    const Results r(t);
    const Memory dy(t.dy, t.f.out), in_place(t.x, t.f.in);
    std::vector<uint32_t> turned(bf16_turned_words(t.f));
    turn_filters_bf16(t.f, t.w.data(), turned.data());
    Tensor dw(t.w.shape(), 0.5f), alone = dw;
    filter_backward_bf16(t.f, in_place.panels, dy.panels, turned.data(), 1.25f, in_place.panels, dw.data(), nullptr);
    filter_backward_bf16(t.f, Memory(t.x, t.f.in).panels, dy.panels, nullptr, 0, {}, alone.data(), nullptr);
    expect_same_bytes(dw, r.dw);
    expect_same_bytes(alone, r.dw);
    const Tensor got = in_place.read();
    for (int i = 0; i < got.size(); ++i)
      ASSERT_EQ(got.data()[i], t.x.data()[i] > 0 ? 1.25f * r.dx.data()[i] : 0) << "at " << i;
  });
}

TEST(FilterBf16, WeightGradientTakesThePlaceOfAnyNumbers) {
  for_cases([](Trial& t) {
    const Memory x(t.x, t.f.in), dy(t.dy, t.f.out);
    Tensor dw(t.w.shape(), std::numeric_limits<float>::quiet_NaN()), db(t.b.shape(), 7);
    Tensor added(t.w.shape(), 0.f), added_b(t.b.shape(), 0.f);
    filter_backward_bf16(t.f, x.panels, dy.panels, nullptr, 0, {}, dw.data(), db.data(), true);
    filter_backward_bf16(t.f, x.panels, dy.panels, nullptr, 0, {}, added.data(), added_b.data());
    for (int i = 0; i < dw.size(); ++i) ASSERT_NEAR(dw.data()[i], added.data()[i], 1e-4) << "at " << i;
    for (int i = 0; i < db.size(); ++i) ASSERT_NEAR(db.data()[i], added_b.data()[i], 1e-4) << "at " << i;
  });
}

TEST(FilterBf16, EveryInstructionSetGivesTheSameBytes) {
  const std::string before = kernels::active().isa;
  for_cases([](Trial& t) {
    kernels::use("scalar");
    const Results scalar(t);
    for (const kernels::Kernels* set : kernels::available()) {
      SCOPED_TRACE(set->isa);
      kernels::use(set->isa);
      const Results other(t);
      expect_same_bytes(other.y, scalar.y);
      expect_same_bytes(other.dx, scalar.dx);
      expect_same_bytes(other.dw, scalar.dw);
    }
  });
  kernels::use(before.c_str());
}

TEST(FilterBf16, GivesTheSameBytesForAnyThreads) {
  for_cases([](const Trial& t) {
    expect_same_bytes_for_any_threads([&] {
      const Results r(t);
      std::vector<Tensor> out{r.y, r.dw, r.db};
      if (!r.dx.empty()) out.push_back(r.dx);
      return out;
    });
  });
}

TEST(FilterBf16, PoolsWhatTheForwardPassGives) {
  const std::vector<std::pair<Case, int>> cases{
      {{{65, 32, 6, 4}, 40, same(3)}, 2}, {{{7, 17, 9, 6}, 64, valid(3, 2)}, 2}, {{{33, 40, 6, 6}, 33, valid(1)}, 3}};
  for (const auto& [c, size] : cases) {
    const Trial t(c);
    SCOPED_TRACE(t.text());
    const Window pool{size, size, size};
    PanelShape shape = t.f.out;
    shape.height = pool.out_height(shape.height);
    shape.width = pool.out_width(shape.width);
    Filter cut = t.f;
    cut.out.height = shape.height * size;
    cut.out.width = shape.width * size;
    const Memory x(t.x, t.f.in), whole(t.f.out, c.in[0]), y(shape, c.in[0]);
    std::vector<uint32_t> packed(bf16_packed_words(t.f));
    pack_filters_bf16(t.f, t.w.data(), packed.data());
    std::vector<uint8_t> winner;
    filter_pool_forward_bf16(cut, x.panels, packed.data(), t.b.data(), pool, y.panels, winner);
    filter_forward_bf16(t.f, x.panels, packed.data(), t.b.data(), true, whole.panels);
    const Tensor z = whole.read();
    Tensor expected({c.in[0], c.filters, shape.height, shape.width});
    std::vector<uint8_t> ignored;
    max_pool(z, pool, expected, ignored);
    expect_same_bytes(y.read(), expected);
    expect_zero_lanes(y.panels);
    for (int b = 0; b < shape.blocks(); ++b)  // the winner is where that value lies
      for (int place = 0; place < shape.places(); ++place)
        for (int i = 0; i < c.in[0] * 32; ++i) {
          const float* best = y.panels.at(b, place) + i;
          const int at = winner[static_cast<size_t>(best - y.panels.data)];
          const int row = place / shape.width * size + at / size, col = place % shape.width * size + at % size;
          const float at_winner = whole.panels.at(b, row * t.f.out.width + col)[i];
          ASSERT_EQ(at_winner, *best);  // rectified: where all are 0, so is the first
        }
  }
}

TEST(FilterBf16, NarrowFiltersAreLeftToFloat32) {
  EXPECT_TRUE(suits_bf16(conv_filter({17, 4, 4, 32}, 17, valid(3))));
  EXPECT_FALSE(suits_bf16(conv_filter({16, 4, 4, 16}, 64, valid(3))));
  EXPECT_FALSE(suits_bf16(conv_filter({1, 4, 4, 1}, 64, valid(3))));
  EXPECT_FALSE(suits_bf16(dense_filter({128, 1, 1, 32}, 10)));
}

}  // namespace
}  // namespace thimble
