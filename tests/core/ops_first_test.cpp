// The first convolution by its own kernels against the general ones.
#include "core/ops_first.h"

#include "core/ops_support.h"
#include "core/panel_memory.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

using namespace testing;

constexpr Window kPool{2, 2, 2};

struct FirstCase {
  int images, height, width, filters, window;
};
const std::vector<FirstCase> kCases{
    {1, 4, 4, 1, 3},    {2, 5, 7, 16, 3},   {33, 8, 6, 20, 3},  {64, 6, 6, 32, 3},
    {65, 9, 9, 48, 3},  {130, 7, 6, 33, 3}, {3, 28, 28, 32, 3}, {1, 6, 6, 5, 5},
    {31, 9, 10, 16, 5}, {70, 8, 11, 40, 5}, {64, 12, 8, 64, 5},
};

// A case with its operands, and what filter_pool_forward makes of it.
struct Trial {
  Filter f;
  Tensor x_values, w, b;
  Memory x, y;
  std::vector<float> packed;
  std::vector<uint8_t> winner;
  Memory dy;

  explicit Trial(const FirstCase& c)
      : f(conv_filter({1, c.height, c.width, 1}, c.filters, {c.window, c.window})),
        x_values(random_tensor({c.images, 1, c.height, c.width}, 1)),
        w(random_tensor({c.filters, 1, c.window, c.window}, 2)),
        b(random_tensor({c.filters}, 3)),
        x(x_values, f.in),
        y(pooled(), c.images),
        packed(packed_floats(f)),
        dy(random_tensor({c.images, c.filters, pooled().height, pooled().width}, 4), pooled()) {
    f.out.height = pooled().height * 2;
    f.out.width = pooled().width * 2;
    pack_filters(f, w.data(), packed.data());
    filter_pool_forward(f, x.panels, packed.data(), b.data(), kPool, y.panels, winner);
  }
  PanelShape pooled() const {
    PanelShape out = f.out;
    out.height /= 2;
    out.width /= 2;
    return out;
  }
};

template <class Body>
void for_cases(const Body& body) {
  for (const FirstCase& c : kCases) {
    SCOPED_TRACE(::testing::Message() << c.images << " images of " << c.height << " x " << c.width << ", " << c.filters
                                      << " filters, window " << c.window);
    body(Trial(c));
  }
}

TEST(FirstConv, IsOneOfOneChannelBeforeAPoolOfTwo) {
  const PanelShape in{1, 9, 9, 1};
  EXPECT_TRUE(is_first_conv(conv_filter(in, 8, {3, 3}), kPool));
  EXPECT_TRUE(is_first_conv(conv_filter(in, 8, {5, 5}), kPool));
  EXPECT_FALSE(is_first_conv(conv_filter(in, 8, {4, 4}), kPool));
  EXPECT_FALSE(is_first_conv(conv_filter(in, 8, {3, 5}), kPool));
  EXPECT_FALSE(is_first_conv(conv_filter(in, 8, {3, 3, 2}), kPool));
  EXPECT_FALSE(is_first_conv(conv_filter(in, 8, {3, 3, 1, 1, 1, 1, 1}), kPool));
  EXPECT_FALSE(is_first_conv(conv_filter(in, 8, {3, 3}), {3, 3, 3}));
  EXPECT_FALSE(is_first_conv(conv_filter({1, 9, 9, 16}, 8, {3, 3}), kPool));
}

TEST(FirstConv, ForwardAgreesWithTheGeneralConvolutionAndPool) {
  for_cases([](const Trial& t) {
    const int images = t.y.panels.images;
    const Memory y(t.pooled(), images), infer(t.pooled(), images), unbiased(t.pooled(), images);
    std::vector<uint8_t> winner;
    first_conv_forward(t.f, t.x.panels, t.packed.data(), t.b.data(), y.panels, &winner);
    expect_close(y.tensor, t.y.tensor, 1e-6);
    EXPECT_EQ(winner, t.winner);
    first_conv_forward(t.f, t.x.panels, t.packed.data(), t.b.data(), infer.panels, nullptr);
    expect_close(infer.tensor, y.tensor, 0);

    first_conv_forward(t.f, t.x.panels, t.packed.data(), nullptr, unbiased.panels, nullptr);
    filter_pool_forward(t.f, t.x.panels, t.packed.data(), nullptr, kPool, t.y.panels, winner);
    expect_close(unbiased.tensor, t.y.tensor, 1e-6);
  });
}

TEST(FirstConv, GradientAgreesWithTheGeneralOne) {
  for_cases([](const Trial& t) {
    Tensor dw(t.w.shape(), 0.5f), db(t.b.shape(), -2), want = dw, want_b = db, alone = dw;
    const bool there = add_first_conv_gradient(t.f, t.x.panels, t.dy.panels, t.winner, dw.data(), db.data());
    EXPECT_EQ(there, t.f.window.height == 3 && kernels::active().picked > 1);
    if (!there) return;
    add_pooled_weight_gradient(t.f, t.x.panels, kPool, 1, Panels(), t.dy.panels, t.winner, want.data(), want_b.data());
    expect_close(dw, want, 2e-6);
    expect_close(db, want_b, 2e-6);
    add_first_conv_gradient(t.f, t.x.panels, t.dy.panels, t.winner, alone.data(), nullptr);
    expect_close(alone, dw, 0);
  });
}

TEST(FirstConv, GivesTheSameBytesForAnyThreads) {
  for_cases([](const Trial& t) {
    expect_same_bytes_for_any_threads([&] {
      const Memory y(t.pooled(), t.y.panels.images);
      std::vector<uint8_t> winner;
      Tensor dw(t.w.shape()), db(t.b.shape());
      first_conv_forward(t.f, t.x.panels, t.packed.data(), t.b.data(), y.panels, &winner);
      add_first_conv_gradient(t.f, t.x.panels, t.dy.panels, winner, dw.data(), db.data());
      return std::vector<Tensor>{y.tensor, dw, db};
    });
  });
}

}  // namespace
}  // namespace thimble
