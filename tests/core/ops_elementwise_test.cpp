#include "core/ops.h"

#include <array>

#include "core/dropout_stream.h"
#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

using Forward = void (*)(const Tensor&, Tensor&);
using Backward = void (*)(const Tensor&, const Tensor&, Tensor&);
using Formula = double (*)(double);

struct Function {
  const char* name;
  Forward forward;
  Backward backward;
  Formula y, slope;  // slope in terms of y
};
const Function kFunctions[]{
    {"relu", relu, relu_backward, [](double x) { return x > 0 ? x : 0.0; }, [](double y) { return y > 0 ? 1.0 : 0.0; }},
    {"sigmoid", sigmoid, sigmoid_backward, [](double x) { return 1 / (1 + std::exp(-x)); },
     [](double y) { return y * (1 - y); }},
    {"tanh", thimble::tanh, tanh_backward, [](double x) { return std::tanh(x); }, [](double y) { return 1 - y * y; }}};

Tensor scaled(Tensor t, float factor) {
  for (float& v : t.values()) v *= factor;
  return t;
}

TEST(Elementwise, FunctionsFollowTheirFormulas) {
  for (const Function& f : kFunctions)
    for (const Shape& shape : {Shape{1}, Shape{3, 5}, Shape{2, 3, 4, 5}, Shape{40000}, Shape{0, 3}}) {
      const Tensor x = scaled(random_tensor(shape, 1), 6), dy = random_tensor(shape, 2);
      Tensor y(shape, 99), dx(shape, 99);
      std::vector<double> want, gradient;
      for (int i = 0; i < x.size(); ++i) {
        want.push_back(f.y(static_cast<double>(x.data()[i])));
        gradient.push_back(static_cast<double>(dy.data()[i]) * f.slope(want.back()));
      }
      f.forward(x, y);
      f.backward(y, dy, dx);
      SCOPED_TRACE(f.name);
      expect_close(y, want, 1e-6);
      expect_close(dx, gradient, 1e-6);
      Tensor in_place = x;
      f.forward(in_place, in_place);
      expect_close(in_place, y, 0);
    }
}

TEST(Elementwise, NamesTheSizesThatDiffer) {
  Tensor y({3});
  EXPECT_ERROR(relu(Tensor(Shape{2, 2}), y), usage, "relu: expected equal sizes, got (2, 2) and (3)");
  EXPECT_ERROR(tanh_backward(Tensor(Shape{3}), Tensor(Shape{4}), y), usage,
               "tanh_backward: expected equal sizes, got (3) and (4)");
  EXPECT_ERROR(copy(Tensor(Shape{4}), y), usage, "copy: expected equal sizes, got (4) and (3)");
}

TEST(Copy, KeepsTheShapeOfTheTarget) {
  Tensor y({3, 2});
  copy(Tensor({2, 3}, {1, 2, 3, 4, 5, 6}), y);
  EXPECT_EQ(y.shape(), (Shape{3, 2}));
  expect_close(y, {1, 2, 3, 4, 5, 6}, 0);
}

// The mask's definition in core/ops.h, unit by unit.
bool kept(const Key& key, int sample, uint32_t e, uint32_t threshold) {
  const uint32_t word = bits(key, static_cast<uint32_t>(sample), e / 8)[e % 8 / 2];
  return (e % 2 == 0 ? word & 0xffffu : word >> 16) >= threshold;
}

TEST(Dropout, FollowsItsFormulaForEverySampleChannelAndPlace) {
  const Key key(7, Purpose::dropout, 2, 1);
  const std::vector<int> samples{5, 0, 123456};
  const Shape shapes[] = {{3, 71},       {3, 32, 1, 1}, {3, 5, 6, 7}, {3, 32, 3, 11},
                          {3, 45, 7, 5}, {3, 64, 2, 3}, {3, 100, 40}, {3}};
  for (const Shape& shape : shapes) {
    const Tensor x = random_tensor(shape, 4);
    Tensor y(shape, 99);
    dropout(x, 0.3f, key, samples, y);
    const int channels = shape.rank() > 1 ? shape[1] : 1, places = x.size() / 3 / channels;
    for (int n = 0, i = 0; n < 3; ++n)
      for (int c = 0; c < channels; ++c)
        for (int s = 0; s < places; ++s, ++i) {
          const auto e = static_cast<uint32_t>((c / 32 * places + s) * 32 + c % 32);
          const bool stays = kept(key, samples[static_cast<size_t>(n)], e, 19661);  // 65536 * .3 = 19660.8
          ASSERT_FLOAT_EQ(y.data()[i], stays ? x.data()[i] / 0.7f : 0.f)
              << shape.text() << " " << n << " " << c << " " << s;
        }
  }
}

TEST(Dropout, RoundsPToAMultipleOfOne65536th) {
  const Key key(7, Purpose::dropout, 2, 1);
  const kernels::DropoutStream stream = dropout_stream(0.25f, key);
  EXPECT_EQ(stream.seed, 7u);
  EXPECT_EQ(stream.purpose, 1001u);
  EXPECT_EQ(stream.epoch, 2u);
  EXPECT_EQ(stream.threshold, 16384u);
  EXPECT_EQ(stream.scale, 1 / 0.75f);
  EXPECT_EQ(dropout_stream(0, key).threshold, 0u);
  EXPECT_EQ(dropout_stream(0.3f, key).threshold, 19661u);  // 19660.8
  EXPECT_EQ(dropout_stream(0.2f, key).threshold, 13107u);  // 13107.2
}

TEST(Dropout, KeepsItsShareAndTheMean) {
  Tensor x({100, 1000}, 1), y(x.shape());
  dropout(x, 0.25f, Key(1, Purpose::dropout), {}, y);
  double kept = 0;
  for (float v : y.values()) kept += v > 0 ? 1 : 0;
  EXPECT_NEAR(kept / x.size(), 0.75, 0.005);  // 3.6 standard deviations
  dropout(x, 0, Key(1, Purpose::dropout), {}, y);
  expect_close(y, x, 0);
}

TEST(Dropout, DependsOnTheSampleAndNotOnItsRow) {
  const Tensor x = random_tensor({4, 50}, 1);
  const Key key(3, Purpose::dropout);
  Tensor all(x.shape()), one({1, 50}), in_place = x;
  dropout(x, 0.5f, key, {}, all);
  Tensor third({1, 50});
  std::copy(x.row(2).begin(), x.row(2).end(), third.data());
  dropout(third, 0.5f, key, std::vector<int>{2}, one);
  EXPECT_TRUE(std::equal(one.data(), one.data() + 50, all.row(2).data()));
  EXPECT_FALSE(std::equal(all.row(0).begin(), all.row(0).end(), all.row(2).begin()));
  dropout(in_place, 0.5f, key, {}, in_place);
  expect_close(in_place, all, 0);
}

TEST(Dropout, RefusesAProbabilityOfOneAndAWrongNumberOfSamples) {
  Tensor x({2, 2}), y({2, 2});
  EXPECT_ERROR(dropout(x, 1, Key(), {}, y), usage, "dropout: expected a probability in [0, 1), got 1");
  EXPECT_ERROR(dropout(x, 0.5f, Key(), std::vector<int>{1}, y), usage,
               "dropout: expected 2 sample numbers for (2, 2), got 1");
}

TEST(Elementwise, GivesTheSameBytesForAnyThreads) {
  const Tensor x = random_tensor({300, 333}, 1), dy = random_tensor({300, 333}, 2);
  expect_same_bytes_for_any_threads([&] {
    std::vector<Tensor> out(8, Tensor(x.shape()));
    int i = 0;
    for (const Function& f : kFunctions) {
      f.forward(x, out[static_cast<size_t>(i)]);
      f.backward(out[static_cast<size_t>(i)], dy, out[static_cast<size_t>(i + 1)]);
      i += 2;
    }
    dropout(x, 0.2f, Key(1, Purpose::dropout), {}, out[6]);
    copy(x, out[7]);
    return out;
  });
}

}  // namespace
}  // namespace thimble
