// Filters on panels against plain loops in double.
#include "core/ops_filter.h"

#include <limits>

#include "core/filter_trial.h"

namespace thimble {
namespace {

using namespace testing;

const std::vector<Case> kCases{
    // every number of channels and filters, every threshold of the batch
    {{1, 1, 5, 6}, 4, valid(3)},
    {{2, 3, 6, 5}, 16, same(3)},
    {{31, 6, 5, 5}, 20, same(5)},
    {{63, 17, 4, 5}, 32, valid(3)},
    {{64, 32, 5, 4}, 48, same(3)},
    {{65, 40, 4, 4}, 64, valid(2)},
    {{130, 64, 3, 3}, 20, same(3)},
    {{130, 3, 5, 4}, 48, valid(3)},
    {{2, 64, 6, 6}, 64, same(3)},
    {{3, 40, 5, 5}, 33, valid(1)},
    {{64, 17, 3, 3}, 4, valid(1)},
    {{5, 6, 8, 9}, 16, valid(5)},
    // one image, whose edges run down the columns
    {{1, 6, 8, 7}, 20, same(5)},
    {{1, 40, 9, 9}, 33, same(3)},
    {{1, 64, 14, 14}, 64, same(5)},
    {{1, 3, 8, 9}, 20, same(3, 2)},
    {{1, 17, 3, 9}, 16, same(5)},
    {{1, 17, 9, 3}, 16, same(5)},
    {{1, 33, 4, 5}, 40, valid(1)},
    // strides
    {{3, 3, 8, 9}, 20, valid(3, 2)},
    {{65, 17, 7, 6}, 32, same(3, 2)},
    {{2, 40, 9, 9}, 16, same(5, 2)},
    {{7, 32, 5, 5}, 48, valid(1, 2)},
    {{31, 6, 7, 7}, 4, valid(2, 3)},
    // padding that differs on each side, oblong windows, more padding than window
    {{3, 17, 6, 7}, 20, {2, 2, 1, 0, 0, 1, 1}},
    {{64, 3, 6, 5}, 33, {4, 4, 1, 1, 1, 2, 2}},
    {{5, 33, 6, 7}, 4, {3, 2, 2, 1, 0, 0, 1}},
    {{2, 6, 4, 4}, 32, {2, 3, 1, 3, 3, 2, 4}},
    {{66, 2, 3, 4}, 5, {2, 2, 2, 3, 2, 2, 3}},
    // one lane a channel, as the first layer has it
    {{1, 1, 7, 6}, 32, valid(3), false, 1},
    {{65, 1, 9, 8}, 20, valid(5, 2), false, 1},
    {{130, 1, 6, 6}, 64, valid(3), false, 1},
    {{3, 1, 20, 19}, 5, valid(17), false, 1},  // more taps than 256
    {{4, 1, 5, 5}, 20, valid(5), false, 1},    // one place
    // columns in groups, and places of a row together
    {{33, 32, 5, 7}, 128, same(3)},
    {{70, 20, 3, 3}, 256, same(3)},
    {{2, 256, 4, 5}, 128, same(3)},
    // dense
    {{1, 3, 4, 5}, 10, {}, true},
    {{63, 17, 3, 2}, 32, {}, true},
    {{64, 40, 3, 3}, 20, {}, true},
    {{65, 64, 2, 2}, 64, {}, true},
    {{130, 10, 1, 1}, 48, {}, true},
    {{31, 100, 1, 1}, 33, {}, true},
    {{2, 300, 1, 1}, 128, {}, true},
    {{5, 784, 1, 1}, 64, {}, true, 784},
    {{70, 50, 1, 1}, 10, {}, true, 50},
    {{66, 1100, 1, 1}, 32, {}, true, 1100},
    {{4, 1, 1, 1}, 3, {}, true, 1},
    // few units on flat samples
    {{32, 784, 1, 1}, 4, {}, true, 784},
    {{1, 64, 1, 1}, 1, {}, true, 64},
    {{7, 100, 1, 1}, 8, {}, true, 100},
    {{601, 331, 1, 1}, 7, {}, true, 331},  // for several threads
    {{9, 65, 1, 1}, 5, {}, true, 65},
    {{9, 64, 1, 1}, 9, {}, true, 64},  // more than few
    // few images and many weights
    {{32, 784, 1, 1}, 128, {}, true, 784},
    {{1, 784, 1, 1}, 256, {}, true, 784},
    {{1, 416, 1, 1}, 256, {}, true},
    {{5, 1000, 1, 1}, 120, {}, true, 1000},
    {{33, 6300, 1, 1}, 16, {}, true, 6300},
    {{1, 480, 1, 1}, 230, {}, true},
    {{3, 64, 7, 7}, 40, {}, true},
};

template <class Body>
void for_cases(const Body& body) {
  for (const Case& c : kCases) {
    const Trial trial(c);
    SCOPED_TRACE(trial.text());
    body(trial);
  }
}

TEST(Filter, ForwardAgreesWithPlainLoops) {
  for_cases([](const Trial& t) {
    const Memory x(t.x, t.f.in);
    for (bool biased : {true, false})
      for (bool relu : {false, true}) {
        const Memory y(t.f.out, t.c.in[0]);
        filter_forward(t.f, x.panels, packed_weights(t.f, t.packed().data()), biased ? t.b.data() : nullptr, relu,
                       y.panels);
        expect_close(y.read(), t.forward(biased, relu), t.rounding());
        expect_zero_lanes(y.panels);
      }
  });
}

TEST(Filter, InputGradientAgreesWithPlainLoops) {
  for_cases([](const Trial& t) {
    if (t.f.in.lanes != 16 && t.f.in.lanes != 32) return;  // inputs that nobody wants the gradient of
    const Memory dy(t.dy, t.f.out), dx(t.f.in, t.c.in[0]);
    std::vector<float> turned(turned_floats(t.f));
    turn_filters(t.f, t.w.data(), turned.data());
    filter_input_gradient(t.f, dy.panels, turned.data(), 0, dx.panels);
    expect_close(dx.read(), t.input_gradient(), 2e-6);
    expect_zero_lanes(dx.panels);
  });
}

// dX takes the place of X, the output of a ReLU.
TEST(Filter, AGateLeavesTheInputGradientWhereXIsPositive) {
  for_cases([](const Trial& t) {
    if (t.f.in.lanes != 16 && t.f.in.lanes != 32) return;
    constexpr float kGate = 1.25f;
    Tensor x = t.x;
    relu(x, x);
    const Memory dy(t.dy, t.f.out), in_place(x, t.f.in);
    std::vector<float> turned(turned_floats(t.f));
    turn_filters(t.f, t.w.data(), turned.data());
    filter_input_gradient(t.f, dy.panels, turned.data(), kGate, in_place.panels);
    std::vector<double> want = t.input_gradient();
    for (size_t i = 0; i < want.size(); ++i) want[i] = x.values()[i] > 0 ? static_cast<double>(kGate) * want[i] : 0;
    expect_close(in_place.read(), want, 2e-6);
    expect_zero_lanes(in_place.panels);
  });
}

TEST(Filter, WeightGradientIsAddedAndAgreesWithPlainLoops) {
  for_cases([](const Trial& t) {
    const Memory x(t.x, t.f.in), dy(t.dy, t.f.out);
    Tensor dw(t.w.shape(), 0.5f), db(t.b.shape(), -2), alone = dw;
    add_filter_weight_gradient(t.f, x.panels, dy.panels, dw.data(), db.data());
    expect_close(dw, t.weight_gradient(as_double(t.dy), 0.5), 2e-6);
    expect_close(db, t.bias_gradient(as_double(t.dy), -2), 2e-6);
    add_filter_weight_gradient(t.f, x.panels, dy.panels, alone.data(), nullptr);
    expect_close(alone, dw, 0);
  });
}

TEST(Filter, WeightGradientTakesThePlaceOfAnyNumbers) {
  for_cases([](const Trial& t) {
    const Memory x(t.x, t.f.in), dy(t.dy, t.f.out);
    Tensor dw(t.w.shape(), std::numeric_limits<float>::quiet_NaN()), db(t.b.shape(), 7);
    Tensor added(t.w.shape(), 0.f), added_b(t.b.shape(), 0.f);
    add_filter_weight_gradient(t.f, x.panels, dy.panels, dw.data(), db.data(), true);
    add_filter_weight_gradient(t.f, x.panels, dy.panels, added.data(), added_b.data());
    expect_close(dw, added, 2e-6);
    expect_close(db, added_b, 2e-6);
  });
}

// Whole blocks of units side by side are read where they lie, and give the bits that packed ones give.
TEST(Filter, PlainWeightsAreReadAsPackedOnes) {
  for_cases([](const Trial& t) {
    if (!reads_as_it_is(t.f)) return;
    const Memory x(t.x, t.f.in), y(t.f.out, t.c.in[0]), other(t.f.out, t.c.in[0]);
    filter_forward(t.f, x.panels, packed_weights(t.f, t.packed().data()), t.b.data(), true, y.panels);
    filter_forward(t.f, x.panels, plain_weights(t.f, t.w.data()), t.b.data(), true, other.panels);
    expect_close(other.read(), y.read(), 0);
  });
}

TEST(Filter, GivesTheSameBytesForAnyThreads) {
  for_cases([](const Trial& t) {
    if (t.c.in[0] < 3) return;
    expect_same_bytes_for_any_threads([&] {
      const Memory x(t.x, t.f.in), dy(t.dy, t.f.out), y(t.f.out, t.c.in[0]), dx(t.f.in, t.c.in[0]);
      Tensor dw(t.w.shape()), db(t.b.shape());
      filter_forward(t.f, x.panels, packed_weights(t.f, t.packed().data()), t.b.data(), true, y.panels);
      add_filter_weight_gradient(t.f, x.panels, dy.panels, dw.data(), db.data());
      std::vector<Tensor> out{y.tensor, dw, db};
      if (t.f.in.lanes != 16 && t.f.in.lanes != 32) return out;
      std::vector<float> turned(turned_floats(t.f));
      turn_filters(t.f, t.w.data(), turned.data());
      filter_input_gradient(t.f, dy.panels, turned.data(), 0, dx.panels);
      out.push_back(dx.tensor);
      return out;
    });
  });
}

// A filter with a pool behind it; the convolution computes no rows that fill no window.
struct PoolCase {
  Case of;
  int size;
};
const std::vector<PoolCase> kPoolCases{
    {{{1, 1, 6, 7}, 4, valid(3)}, 2},
    {{{64, 1, 10, 10}, 32, valid(3), false, 1}, 2},
    {{{130, 1, 9, 8}, 20, valid(3), false, 1}, 3},
    {{{65, 1, 12, 11}, 48, valid(5, 2), false, 1}, 2},
    {{{7, 1, 12, 12}, 64, valid(5), false, 1}, 4},
    {{{65, 3, 8, 7}, 20, same(3)}, 2},
    {{{63, 17, 5, 6}, 33, same(3)}, 2},
    {{{2, 40, 9, 9}, 64, same(3, 2)}, 2},
    {{{31, 32, 7, 7}, 16, valid(1)}, 3},
    {{{130, 6, 6, 6}, 48, {2, 2, 1, 0, 0, 1, 1}}, 2},
};

struct Pooled {
  Window pool;
  PanelShape out;
  Filter f;
  Pooled(const PoolCase& c, const Filter& filter) : pool{c.size, c.size, c.size}, out(filter.out), f(filter) {
    out.height = pool.out_height(f.out.height);
    out.width = pool.out_width(f.out.width);
    f.out.height = out.height * c.size;
    f.out.width = out.width * c.size;
  }
};

struct Best {
  std::vector<double> y;
  std::vector<size_t> at;  // of the winner in the convolution's result
};

Best plain_pool(const std::vector<double>& z, const PanelShape& from, int images, const Pooled& p) {
  Best best;
  for (int plane = 0; plane < images * from.channels; ++plane)
    for (int i = 0; i < p.out.height; ++i)
      for (int j = 0; j < p.out.width; ++j) {
        size_t winner = 0;
        for (int place = 0; place < p.pool.height * p.pool.width; ++place) {
          const int row = i * p.pool.stride + place / p.pool.width, col = j * p.pool.stride + place % p.pool.width;
          const size_t at = static_cast<size_t>((plane * from.height + row) * from.width + col);
          if (place == 0 || z[at] > z[winner]) winner = at;
        }
        best.y.push_back(z[winner]);
        best.at.push_back(winner);
      }
  return best;
}

TEST(FilterPool, AgreesWithPlainLoopsForwardAndBack) {
  for (const PoolCase& c : kPoolCases) {
    const Trial t(c.of);
    SCOPED_TRACE(t.text() + ", pool " + std::to_string(c.size));
    const Pooled p(c, t.f);
    const int images = c.of.in[0];
    const Best best = plain_pool(t.forward(true, true), t.f.out, images, p);

    const Memory x(t.x, t.f.in), y(p.out, images);
    std::vector<uint8_t> winner;
    filter_pool_forward(p.f, x.panels, t.packed().data(), t.b.data(), p.pool, y.panels, winner);
    expect_close(y.read(), best.y, 2e-6);
    expect_zero_lanes(y.panels);

    // dZ = scale dY at the winner, where Y > 0
    constexpr float kScale = 1.25f;
    const Tensor dy = random_tensor({images, c.of.filters, p.out.height, p.out.width}, 6);
    std::vector<double> dz(static_cast<size_t>(t.dy.size()));
    for (size_t i = 0; i < best.y.size(); ++i)
      if (best.y[i] > 0) dz[best.at[i]] = static_cast<double>(kScale * dy.data()[i]);
    const Memory behind(dy, p.out), whole(t.f.out, images), cut(p.f.out, images);
    pool_gradient(p.pool, kScale, y.panels, behind.panels, winner, whole.panels);
    expect_close(whole.read(), dz, 0);
    expect_zero_lanes(whole.panels);

    // dY that is masked and scaled already, with no y beside it
    Tensor masked = dy;
    for (size_t i = 0; i < best.y.size(); ++i) masked.data()[i] = best.y[i] > 0 ? kScale * dy.data()[i] : 0;
    const Memory alive(masked, p.out), again(t.f.out, images);
    pool_gradient(p.pool, 99, Panels(), alive.panels, winner, again.panels);
    expect_close(again.read(), dz, 0);

    Tensor dw(t.w.shape(), 0.5f), db(t.b.shape(), -2), nothing(t.w.shape());
    pool_gradient(p.pool, kScale, y.panels, behind.panels, winner, cut.panels);
    add_filter_weight_gradient(p.f, x.panels, cut.panels, dw.data(), db.data());
    expect_close(dw, t.weight_gradient(dz, 0.5), 2e-6);
    expect_close(db, t.bias_gradient(dz, -2), 2e-6);
    if (t.f.in.lanes != 1) continue;
    Tensor direct(t.w.shape(), 0.5f), direct_b(t.b.shape(), -2);
    add_pooled_weight_gradient(p.f, x.panels, p.pool, kScale, y.panels, behind.panels, winner, direct.data(),
                               direct_b.data());
    expect_close(direct, t.weight_gradient(dz, 0.5), 2e-6);
    expect_close(direct_b, t.bias_gradient(dz, -2), 2e-6);
    add_pooled_weight_gradient(p.f, x.panels, p.pool, 99, Panels(), alive.panels, winner, nothing.data(), nullptr);
    expect_close(nothing, t.weight_gradient(dz, 0), 2e-6);
  }
}

TEST(FilterPool, TheFirstOfEqualsWins) {
  const Case flat{{3, 1, 6, 6}, 4, valid(3), false, 1};
  const PoolCase c{flat, 2};
  Trial t(flat);
  t.x.fill(0.25f);
  const Pooled p(c, t.f);
  const Memory x(t.x, t.f.in), y(p.out, 3);
  std::vector<uint8_t> winner;
  filter_pool_forward(p.f, x.panels, t.packed().data(), t.b.data(), p.pool, y.panels, winner);
  for (uint8_t place : winner) EXPECT_EQ(place, 0);
}

TEST(FilterPool, GivesTheSameBytesForAnyThreads) {
  for (const PoolCase& c : kPoolCases) {
    const Trial t(c.of);
    const Pooled p(c, t.f);
    const int images = c.of.in[0];
    const Tensor dy = random_tensor({images, c.of.filters, p.out.height, p.out.width}, 6);
    expect_same_bytes_for_any_threads([&] {
      const Memory x(t.x, t.f.in), y(p.out, images), behind(dy, p.out), dz(p.f.out, images);
      std::vector<uint8_t> winner;
      filter_pool_forward(p.f, x.panels, t.packed().data(), nullptr, p.pool, y.panels, winner);
      pool_gradient(p.pool, 1, y.panels, behind.panels, winner, dz.panels);
      Tensor dw(t.w.shape()), db(t.b.shape());
      if (t.f.in.lanes == 1)
        add_pooled_weight_gradient(p.f, x.panels, p.pool, 1, y.panels, behind.panels, winner, dw.data(), db.data());
      return std::vector<Tensor>{y.tensor, dz.tensor, dw, db};
    });
  }
}

}  // namespace
}  // namespace thimble
