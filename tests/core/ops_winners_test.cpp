// The gradients that follow the winners against those of the whole convolution, most of whose dZ are zeros.
#include "core/ops_winners.h"

#include "core/ops_support.h"
#include "core/panel_memory.h"

namespace thimble {
namespace {

using namespace testing;

constexpr Window kPool{2, 2, 2};
constexpr float kScale = 1.25f;

struct WinnersCase {
  int images, channels, height, width, filters;
};
const std::vector<WinnersCase> kCases{
    {1, 32, 4, 4, 1},  {7, 6, 5, 8, 20},    {16, 17, 6, 6, 32},  {17, 16, 7, 9, 33},
    {33, 40, 8, 6, 5}, {130, 32, 6, 5, 48}, {128, 64, 5, 6, 17}, {150, 70, 4, 4, 64},
};

// A case with its operands, after the forward pass.
struct Trial {
  Filter f;
  Tensor w, b;
  Memory x, y;
  std::vector<uint8_t> winner;
  Memory dy;

  explicit Trial(const WinnersCase& c)
      : f(conv_filter({c.channels, c.height, c.width, panel_lanes(c.channels)}, c.filters, {3, 3})),
        w(random_tensor({c.filters, c.channels, 3, 3}, 2)),
        b(random_tensor({c.filters}, 3)),
        x(rectified(random_tensor({c.images, c.channels, c.height, c.width}, 1)), f.in),
        y(pooled(), c.images),
        dy(random_tensor({c.images, c.filters, pooled().height, pooled().width}, 4), pooled()) {
    f.out.height = pooled().height * 2;
    f.out.width = pooled().width * 2;
    std::vector<float> packed(packed_floats(f));
    pack_filters(f, w.data(), packed.data());
    filter_pool_forward(f, x.panels, packed.data(), b.data(), kPool, y.panels, winner);
  }
  static Tensor rectified(Tensor t) {
    relu(t, t);
    return t;
  }
  PanelShape pooled() const {
    PanelShape out = f.out;
    out.height /= 2;
    out.width /= 2;
    return out;
  }
};

struct Gradients {
  Tensor dw, db;
  Memory dx;  // begins as X
  explicit Gradients(const Trial& t) : dw(t.w.shape(), 0.5f), db(t.b.shape(), -2), dx(t.x) {
    dx.panels.data = dx.tensor.data();
  }
};

void by_winners(const Trial& t, const Panels& y, float gate, Gradients& g) {
  winners_backward(t.f, g.dx.panels, kScale, y, t.dy.panels, t.winner, t.w.data(), gate, g.dw.data(), g.db.data(),
                   g.dx.panels);
}

void by_all_places(const Trial& t, const Panels& y, float gate, Gradients& g) {
  const Memory dz(t.f.out, t.y.panels.images);
  pool_gradient(kPool, kScale, y, t.dy.panels, t.winner, dz.panels);
  add_filter_weight_gradient(t.f, t.x.panels, dz.panels, g.dw.data(), g.db.data());
  std::vector<float> turned(turned_floats(t.f));
  turn_filters(t.f, t.w.data(), turned.data());
  filter_input_gradient(t.f, dz.panels, turned.data(), gate, g.dx.panels);
}

template <class Body>
void for_cases(const Body& body) {
  for (const WinnersCase& c : kCases) {
    SCOPED_TRACE(::testing::Message() << c.images << " images, " << c.channels << " x " << c.height << " x " << c.width
                                      << " to " << c.filters);
    body(Trial(c));
  }
}

TEST(Winners, AreFollowedFrom3x3WindowsBeforeAPoolOfTwo) {
  const PanelShape in{32, 9, 9, 32};
  EXPECT_TRUE(goes_by_winners(conv_filter(in, 8, {3, 3}), kPool));
  EXPECT_FALSE(goes_by_winners(conv_filter(in, 8, {5, 5}), kPool));
  EXPECT_FALSE(goes_by_winners(conv_filter(in, 8, {3, 3, 2}), kPool));
  EXPECT_FALSE(goes_by_winners(conv_filter(in, 8, {3, 3, 1, 1, 1, 1, 1}), kPool));
  EXPECT_FALSE(goes_by_winners(conv_filter(in, 8, {3, 3}), {3, 3, 3}));
  EXPECT_FALSE(goes_by_winners(conv_filter({1, 9, 9, 1}, 8, {3, 3}), kPool));
}

TEST(Winners, GiveTheGradientsOfTheWholeConvolution) {
  for_cases([](const Trial& t) {
    for (const Panels& y : {t.y.panels, Panels()})
      for (float gate : {0.f, 1.5f}) {
        Gradients got(t), want(t);
        by_winners(t, y, gate, got);
        by_all_places(t, y, gate, want);
        expect_close(got.dw, want.dw, 2e-6);
        expect_close(got.db, want.db, 2e-6);
        expect_close(got.dx.tensor, want.dx.tensor, 2e-6);
        expect_zero_lanes(got.dx.panels);
      }
  });
}

TEST(Winners, NeedNoInputGradientAndNoBias) {
  for_cases([](const Trial& t) {
    Gradients got(t), want(t);
    by_winners(t, t.y.panels, 0, want);
    winners_backward(t.f, t.x.panels, kScale, t.y.panels, t.dy.panels, t.winner, t.w.data(), 0, got.dw.data(), nullptr,
                     Panels());
    expect_close(got.dw, want.dw, 0);
    expect_close(got.dx.tensor, t.x.tensor, 0);
  });
}

TEST(Winners, GiveTheSameBytesForAnyThreads) {
  for_cases([](const Trial& t) {
    expect_same_bytes_for_any_threads([&] {
      Gradients g(t);
      by_winners(t, t.y.panels, 1.5f, g);
      return std::vector<Tensor>{g.dw, g.db, g.dx.tensor};
    });
  });
}

}  // namespace
}  // namespace thimble
