// Dense layers whose weights are read once against the general filter.
#include "core/ops_wide_dense.h"

#include "core/ops_support.h"
#include "core/panel_memory.h"

namespace thimble {
namespace {

using namespace testing;

struct WideCase {
  int images, channels, height, width, units;
};
const std::vector<WideCase> kCases{
    {3, 64, 5, 7, 480}, {33, 32, 6, 6, 928}, {128, 96, 3, 4, 928}, {17, 2048, 2, 2, 128}, {2, 64, 33, 32, 16},
};

struct Trial {
  Filter f;
  Tensor w, b;
  Memory x, dy;
  explicit Trial(const WideCase& c)
      : f(dense_filter({c.channels, c.height, c.width, 32}, c.units)),
        w(random_tensor({c.channels * c.height * c.width, c.units}, 2)),
        b(random_tensor({c.units}, 3)),
        x(random_tensor({c.images, c.channels, c.height, c.width}, 1), f.in),
        dy(random_tensor({c.images, c.units, 1, 1}, 4), f.out) {}
};

template <class Body>
void for_cases(const Body& body) {
  for (const WideCase& c : kCases) {
    SCOPED_TRACE(::testing::Message() << c.images << " images, " << c.channels << " x " << c.height << " x " << c.width
                                      << " to " << c.units);
    body(Trial(c));
  }
}

TEST(WideDense, HasManyWeightsInWholeBlocksAndFewImages) {
  const auto wide = [](int channels, int side, int units, int images) {
    return is_wide_dense(dense_filter({channels, side, side, panel_lanes(channels)}, units), images);
  };
  EXPECT_TRUE(wide(64, 8, 256, 32));
  EXPECT_FALSE(wide(64, 8, 224, 32));  // fits the cache
  EXPECT_FALSE(wide(64, 8, 256, 129));
  EXPECT_FALSE(wide(70, 8, 256, 32));
  EXPECT_FALSE(wide(64, 8, 260, 32));
  EXPECT_FALSE(wide(16, 16, 256, 32));
  EXPECT_FALSE(wide(4096, 1, 256, 32));
}

TEST(WideDense, ForwardAgreesWithTheGeneralFilter) {
  for_cases([](const Trial& t) {
    const int images = t.x.panels.images;
    ASSERT_TRUE(is_wide_dense(t.f, images));
    std::vector<float> packed(packed_floats(t.f));
    pack_filters(t.f, t.w.data(), packed.data());
    for (const float* b : {t.b.data(), static_cast<const float*>(nullptr)})
      for (bool relu : {false, true}) {
        const Memory got(t.f.out, images), want(t.f.out, images);
        wide_dense_forward(t.f, t.x.panels, t.w.data(), b, relu, got.panels);
        filter_forward(t.f, t.x.panels, packed_weights(t.f, packed.data()), b, relu, want.panels);
        expect_close(got.tensor, want.tensor, 2e-5);  // up to 67,584 terms in two orders; one of them is 5e-3
      }
  });
}

TEST(WideDense, InputGradientAgreesWithTheGeneralFilter) {
  for_cases([](const Trial& t) {
    std::vector<float> turned(turned_floats(t.f));
    turn_filters(t.f, t.w.data(), turned.data());
    for (float gate : {0.f, 1.5f}) {
      Memory got(t.x), want(t.x);
      got.panels.data = got.tensor.data();
      want.panels.data = want.tensor.data();
      wide_dense_input_gradient(t.f, t.dy.panels, t.w.data(), gate, got.panels);
      filter_input_gradient(t.f, t.dy.panels, turned.data(), gate, want.panels);
      expect_close(got.tensor, want.tensor, 2e-6);
    }
  });
}

TEST(WideDense, GivesTheSameBytesForAnyThreads) {
  for_cases([](const Trial& t) {
    expect_same_bytes_for_any_threads([&] {
      const Memory y(t.f.out, t.x.panels.images), dx(t.f.in, t.x.panels.images);
      wide_dense_forward(t.f, t.x.panels, t.w.data(), t.b.data(), true, y.panels);
      wide_dense_input_gradient(t.f, t.dy.panels, t.w.data(), 0, dx.panels);
      return std::vector<Tensor>{y.tensor, dx.tensor};
    });
  });
}

}  // namespace
}  // namespace thimble
