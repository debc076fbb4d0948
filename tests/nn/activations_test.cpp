#include "nn/activations.h"

#include "nn/layer_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

const Shape kSample{2, 4, 4};
const PanelShape kPanels{3, 4, 4, 16};

// A tensor, panels, a tensor, the same flat, the last.
Activations planned(int first_gradient) {
  Activations a;
  a.plan({{kSample, {}, false}, {kSample, kPanels, false}, {{3, 4, 4}, {}, false}, {{48}, {}, true}, {{5}, {}, false}},
         first_gradient);
  return a;
}

TEST(Activations, HaveTheShapesOfTheirOps) {
  Activations a = planned(0);
  const Tensor x({7, 2, 4, 4});
  a.prepare(x, true);
  EXPECT_EQ(a.x().tensor.data(), x.data());
  EXPECT_EQ(a.y(0).tensor.shape(), Shape({7, 2, 4, 4}));
  EXPECT_EQ(a.y(0).panels.data, nullptr);
  EXPECT_EQ(a.y(1).panels.shape, kPanels);
  EXPECT_EQ(a.y(1).panels.images, 7);
  EXPECT_EQ(a.y(3).tensor.shape(), Shape({7, 48}));
  EXPECT_EQ(a.dy(1).panels.shape, kPanels);
  EXPECT_EQ(a.dy(2).tensor.shape(), Shape({7, 3, 4, 4}));
  EXPECT_TRUE(a.dy(4).tensor.empty());  // the caller brings those
}

TEST(Activations, ShareMemoryWhereAnOpMovesNothing) {
  Activations a = planned(0);
  const Tensor x({7, 2, 4, 4});
  a.prepare(x, true);
  EXPECT_EQ(a.y(3).tensor.data(), a.y(2).tensor.data());
  EXPECT_EQ(a.dy(3).tensor.data(), a.dy(2).tensor.data());
  Activations first;
  first.plan({{{32}, {}, true}, {{5}, {}, false}}, 1);
  first.prepare(x, true);
  EXPECT_EQ(first.y(0).tensor.data(), x.data());
}

TEST(Activations, NoOpReadsWhatItWrites) {
  Activations a = planned(0);
  const Tensor x({7, 2, 4, 4});
  a.prepare(x, true);
  const auto memory = [](const Flow& f) { return f.panels.data != nullptr ? f.panels.data : f.tensor.data(); };
  for (int op : {1, 2, 4}) {
    EXPECT_NE(memory(a.y(op)), memory(a.y(op - 1)));
    EXPECT_NE(memory(a.dy(op)), memory(a.dy(op - 1)));
  }
  for (int op = 0; op < 5; ++op)  // outputs outlive the whole pass
    for (int other = 0; other < 5; ++other) EXPECT_NE(memory(a.y(op)), memory(a.dy(other)));
}

TEST(Activations, KeepTheirMemoryForSmallerBatches) {
  Activations a = planned(0);
  const Tensor large({9, 2, 4, 4}), small({2, 2, 4, 4});
  a.prepare(large, true);
  const float *y = a.y(1).panels.data, *dy = a.dy(0).tensor.data();
  a.prepare(small, true);
  EXPECT_EQ(a.y(1).panels.images, 2);
  EXPECT_EQ(a.y(4).tensor.dim(0), 2);
  a.prepare(large, true);
  EXPECT_EQ(a.y(1).panels.data, y);
  EXPECT_EQ(a.dy(0).tensor.data(), dy);
}

TEST(Activations, HaveGradientsFromTheFirstThatIsWanted) {
  Activations a = planned(2);
  const Tensor x({7, 2, 4, 4});
  a.prepare(x, true);
  EXPECT_EQ(a.dy(1).panels.data, nullptr);
  EXPECT_FALSE(a.dy(2).tensor.empty());
  Activations b = planned(0);
  b.prepare(x, false);
  EXPECT_TRUE(b.dy(2).tensor.empty());
}

TEST(Activations, RefuseMoreThanTheirLimit) {
  Activations a;
  a.plan({{{1 << 20}, {}, false}}, 0);
  const Tensor x({3000, 1});
  EXPECT_ERROR(a.prepare(x, false), usage, "network: expected at most 8 GiB between the layers, got 11 for batches of");
}

}  // namespace
}  // namespace thimble
