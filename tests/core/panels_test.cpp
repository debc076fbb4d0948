#include "core/panels.h"

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

constexpr float kOld = 77;  // what lay there before

struct Made {
  std::vector<float> memory;
  Panels panels;
  Made(const PanelShape& shape, int images)
      : memory(shape.floats(images), kOld), panels{memory.data(), shape, images} {}
};

// Every value of the panels: that of its channel and place, or zero.
void expect_panels(const Tensor& x, int top, int left, const Panels& p) {
  const bool pictures = x.shape().rank() == 4;
  const int height = pictures ? x.dim(2) : 1, width = pictures ? x.dim(3) : 1;
  size_t at = 0;
  for (int b = 0; b < p.shape.blocks(); ++b)
    for (int y = 0; y < p.shape.height; ++y)
      for (int col = 0; col < p.shape.width; ++col)
        for (int n = 0; n < p.images; ++n)
          for (int lane = 0; lane < p.shape.lanes; ++lane, ++at) {
            const int c = b * p.shape.lanes + lane, i = y - top, j = col - left;
            const bool inside = c < p.shape.channels && i >= 0 && i < height && j >= 0 && j < width;
            const int place = ((n * p.shape.channels + c) * height + i) * width + j;
            ASSERT_EQ(p.data[at], inside ? x.data()[place] : 0)
                << "block " << b << ", (" << y << ", " << col << "), image " << n << ", lane " << lane;
          }
  EXPECT_EQ(at, p.floats());
}

TEST(PanelShape, CountsBlocksLanesAndDepth) {
  EXPECT_EQ(panel_lanes(1), 16);
  EXPECT_EQ(panel_lanes(16), 16);
  EXPECT_EQ(panel_lanes(17), 32);
  EXPECT_EQ(panel_lanes(500), 32);
  EXPECT_EQ(panel_shape({3, 5, 7}), (PanelShape{3, 5, 7, 16}));
  EXPECT_EQ(panel_shape({40}), (PanelShape{40, 1, 1, 32}));
  const PanelShape one{20, 2, 3, 32}, two{33, 2, 3, 32};
  EXPECT_EQ(one.blocks(), 1);
  EXPECT_EQ(one.depth(), 20);  // what lies behind is zero
  EXPECT_EQ(two.blocks(), 2);
  EXPECT_EQ(two.depth(), 32);
  EXPECT_EQ(two.floats(5), 2u * 6 * 32 * 5);
}

TEST(Panels, PutTheChannelsOfAnImageSideBySide) {
  Tensor x({2, 2, 1, 2}, {1, 2, 10, 20, 3, 4, 30, 40});
  Made made(panel_shape({2, 1, 2}), 2);
  to_panels(x, 0, 0, made.panels);
  EXPECT_EQ(made.memory[0], 1);        // place 0, image 0
  EXPECT_EQ(made.memory[1], 10);       // its other channel
  EXPECT_EQ(made.memory[2], 0);        // no channel
  EXPECT_EQ(made.memory[16], 3);       // image 1
  EXPECT_EQ(made.memory[32 + 1], 20);  // place 1
}

const std::vector<Shape> kShapes{{1, 1, 1, 1},  {3, 1, 5, 4},  {2, 3, 4, 7},   {65, 16, 3, 2}, {4, 17, 3, 3},
                                 {3, 33, 2, 5}, {2, 64, 4, 1}, {9, 100, 1, 3}, {1, 32, 6, 6},  {130, 1, 28, 28},
                                 {5, 1},        {5, 10},       {33, 16},       {3, 17},        {64, 33},
                                 {2, 784},      {7, 32},       {31, 3, 9, 8},  {2, 40, 1, 1},  {130, 65, 2, 2}};

TEST(Panels, GoThereAndBack) {
  for (const Shape& shape : kShapes) {
    SCOPED_TRACE(shape.text());
    const Tensor x = random_tensor(shape, 1);
    Made made(panel_shape(shape.without_batch()), shape[0]);
    to_panels(x, 0, 0, made.panels);
    expect_panels(x, 0, 0, made.panels);
    Tensor back(shape, kOld);
    from_panels(made.panels, back);
    expect_close(back, x, 0);
  }
}

TEST(Panels, HaveZerosAroundThePicture) {
  for (const Shape& shape : kShapes) {
    if (shape.rank() != 4) continue;
    const Tensor x = random_tensor(shape, 2);
    for (int top : {0, 1, 3})
      for (int left : {0, 2})
        for (int below : {0, 1})
          for (int lanes : {panel_lanes(shape[1]), shape[1]}) {  // one channel in one lane, three in three
            SCOPED_TRACE(shape.text() + " in " + std::to_string(lanes) + " lanes");
            Made made({shape[1], shape[2] + top + below, shape[3] + left + 2 * below, lanes}, shape[0]);
            to_panels(x, top, left, made.panels);
            expect_panels(x, top, left, made.panels);
          }
  }
}

TEST(Panels, HoldFlatSamplesOfAnyNumberOfLanesAsTheyAre) {
  const Tensor x = random_tensor({9, 50}, 1);
  Made made({50, 1, 1, 50}, 9);
  to_panels(x, 0, 0, made.panels);
  EXPECT_EQ(std::memcmp(made.memory.data(), x.data(), sizeof(float) * 450), 0);
}

// dX of a layer behind flatten: the tensor is flat, the panels know the picture.
TEST(Panels, ComeBackAsFlatSamples) {
  const Tensor x = random_tensor({5, 33, 2, 3}, 1);
  Made made(panel_shape({33, 2, 3}), 5);
  to_panels(x, 0, 0, made.panels);
  Tensor flat({5, 198}, kOld);
  from_panels(made.panels, flat);
  expect_close(flat, as_double(x), 0);
}

TEST(Panels, AreTheSameForAnyThreads) {
  const Tensor x = random_tensor({70, 33, 5, 4}, 1), one = random_tensor({70, 1, 9, 9}, 2);
  expect_same_bytes_for_any_threads([&] {
    Tensor panels({2 * 42 * 32 * 70}), back(x.shape()), row({100 * 70});
    const Panels p{panels.data(), {33, 7, 6, 32}, 70};
    to_panels(x, 1, 2, p);
    Tensor whole({70, 33, 7, 6});
    from_panels(p, whole);
    to_panels(one, 0, 1, {row.data(), {1, 10, 10, 1}, 70});
    return std::vector<Tensor>{panels, whole, row};
  });
}

TEST(Panels, NameWhatFindsNoRoom) {
  const Tensor x({2, 3, 4, 4});
  Made made(panel_shape({3, 4, 4}), 2);
  EXPECT_ERROR(to_panels(x, 1, 0, made.panels), usage, "to_panels: expected room for (2, 3, 4, 4)");
  Tensor other({2, 3, 4, 5});
  EXPECT_ERROR(from_panels(made.panels, other), usage, "from_panels: expected (2, 3, 4, 5)");
}

}  // namespace
}  // namespace thimble
