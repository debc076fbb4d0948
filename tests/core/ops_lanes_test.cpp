// Panels channel by channel against the ops on tensors (themselves tested against plain loops) and plain sums.
#include "core/ops_lanes.h"

#include "core/ops_support.h"

namespace thimble {
namespace {

using namespace testing;

struct Memory {
  Tensor tensor;
  Panels panels;
  Memory(const PanelShape& shape, int images) : tensor(Shape{static_cast<int>(shape.floats(images))}, 55) {
    panels = {tensor.data(), shape, images};
  }
  explicit Memory(const Tensor& x) : Memory(panel_shape(x.shape().without_batch()), x.dim(0)) {
    to_panels(x, 0, 0, panels);
  }
  Memory(Memory&&) = delete;
  Tensor read() const {
    const PanelShape& s = panels.shape;
    Tensor x({panels.images, s.channels, s.height, s.width});
    from_panels(panels, x);
    return x;
  }
  void expect_zero_lanes() const {
    const PanelShape& s = panels.shape;
    for (int place = 0; place < s.places(); ++place)
      for (int n = 0; n < panels.images; ++n)
        for (int c = s.channels; c < s.blocks() * s.lanes; ++c)
          ASSERT_EQ(panels.at(c / s.lanes, place)[n * s.lanes + c % s.lanes], 0) << "channel " << c;
  }
};

const std::vector<Shape> kShapes{{1, 1, 4, 6},   {2, 3, 7, 5},    {31, 16, 4, 4}, {63, 17, 3, 4}, {64, 32, 2, 2},
                                 {65, 33, 6, 3}, {130, 40, 4, 4}, {3, 64, 9, 9},  {9, 100, 2, 3}, {500, 8, 2, 2}};

Key key_of(int epoch) { return Key(3, Purpose::dropout, epoch); }

std::vector<int> scattered(int n) {
  std::vector<int> samples;
  for (int i = 0; i < n; ++i) samples.push_back(50000 - 31 * i);
  return samples;
}

TEST(MaskLanes, ScalesWhereTheOutputIsAlive) {
  for (const Shape& shape : kShapes) {
    Tensor y = random_tensor(shape, 1);
    relu(y, y);
    const Tensor dy = random_tensor(shape, 2);
    const Memory kept(y), gradient(dy);
    mask_lanes(1.5f, kept.panels, gradient.panels);
    Tensor want = dy;
    for (int i = 0; i < want.size(); ++i) want.data()[i] = y.data()[i] > 0 ? 1.5f * dy.data()[i] : 0;
    expect_close(gradient.read(), want, 0);
    gradient.expect_zero_lanes();
  }
}

TEST(DropoutLanes, DrawsTheMasksOfTheOpOnTensors) {
  for (const Shape& shape : kShapes)
    for (float p : {0.1f, 0.5f}) {
      const std::vector<int> samples = scattered(shape[0]);
      for (const std::vector<int>& numbers : {samples, std::vector<int>{}}) {
        const Tensor x = random_tensor(shape, 1);
        Tensor want(shape);
        dropout(x, p, key_of(4), numbers, want);
        const Memory panels(x);
        dropout_lanes(p, key_of(4), numbers, panels.panels);
        expect_close(panels.read(), want, 0);
        panels.expect_zero_lanes();
      }
    }
}

TEST(MomentsOfLanes, AreThoseOfTheChannels) {
  for (const Shape& shape : kShapes) {
    Tensor x = random_tensor(shape, 1);
    for (float& v : x.values()) v += 3;
    const Memory panels(x);
    Tensor mean({shape[1]}), variance({shape[1]});
    moments_of_lanes(panels.panels, mean, variance);
    std::vector<double> m(static_cast<size_t>(shape[1])), s = m;
    const int plane = shape[2] * shape[3];
    const double count = static_cast<double>(shape[0]) * plane;
    const auto channel = [&](int i) { return static_cast<size_t>(i / plane % shape[1]); };
    for (int i = 0; i < x.size(); ++i) m[channel(i)] += static_cast<double>(x.data()[i]) / count;
    for (int i = 0; i < x.size(); ++i) {
      const double d = static_cast<double>(x.data()[i]) - m[channel(i)];
      s[channel(i)] += d * d / count;
    }
    expect_close(mean, m, 1e-6);
    expect_close(variance, s, 1e-6);
  }
}

struct Tail {
  int size, stride;
  float p;
};
const std::vector<Tail> kTails{{1, 1, 0}, {1, 1, 0.4f}, {2, 2, 0}, {2, 2, 0.3f}};

NormTail tail_of(const Tail& t) { return {{t.size, t.size, t.stride}, t.p, key_of(9)}; }

// y = dropout(a x + b) and its largest of each window, on tensors.
struct Plain {
  Tensor scaled, y;
  std::vector<uint8_t> winner;
  Plain(const Tensor& x, const Tensor& a, const Tensor& b, const NormTail& tail, std::span<const int> samples)
      : scaled(x) {
    const int plane = x.dim(2) * x.dim(3);
    for (int i = 0; i < x.size(); ++i) {
      const int c = i / plane % x.dim(1);
      scaled.data()[i] = a.data()[c] * x.data()[i] + b.data()[c];
    }
    if (tail.p > 0) dropout(scaled, tail.p, tail.key, samples, scaled);
    y = Tensor({x.dim(0), x.dim(1), tail.pool.out_height(x.dim(2)), tail.pool.out_width(x.dim(3))});
    max_pool(scaled, tail.pool, y, winner);
  }
};

PanelShape pooled(const Plain& plain) { return panel_shape(plain.y.shape().without_batch()); }

TEST(AffineLanes, AgreeWithTheOpsOnTensors) {
  for (const Shape& shape : kShapes)
    for (const Tail& t : kTails) {
      const NormTail tail = tail_of(t);
      const Tensor x = random_tensor(shape, 1), a = random_tensor({shape[1]}, 2), b = random_tensor({shape[1]}, 3);
      const std::vector<int> samples = scattered(shape[0]);
      const Plain plain(x, a, b, tail, samples);
      const Memory in(x), out(pooled(plain), shape[0]);
      std::vector<uint8_t> winner;
      affine_lanes(in.panels, a.data(), b.data(), tail, samples, out.panels, winner);
      expect_close(out.read(), plain.y, 1e-6);
      out.expect_zero_lanes();
    }
}

TEST(AffineLanes, SendTheirGradientBack) {
  for (const Shape& shape : kShapes)
    for (const Tail& t : kTails) {
      SCOPED_TRACE(::testing::Message() << shape.text() << ", pool " << t.size << ", dropout " << t.p);
      const NormTail tail = tail_of(t);
      const Tensor x = random_tensor(shape, 1), a = random_tensor({shape[1]}, 2), b = random_tensor({shape[1]}, 3);
      const std::vector<int> samples = scattered(shape[0]);
      const Plain plain(x, a, b, tail, samples);
      const Tensor dy = random_tensor(plain.y.shape(), 4);
      Tensor g(shape);
      max_pool_backward(dy, plain.winner, tail.pool, g);
      if (t.p > 0) dropout(g, t.p, tail.key, samples, g);
      std::vector<double> sum(static_cast<size_t>(shape[1])), product = sum;
      for (int i = 0; i < x.size(); ++i) {
        const auto c = static_cast<size_t>(i / (shape[2] * shape[3]) % shape[1]);
        sum[c] += static_cast<double>(g.data()[i]);
        product[c] += static_cast<double>(g.data()[i]) * static_cast<double>(x.data()[i]);
      }

      const Memory in(x), out(pooled(plain), shape[0]), behind(dy), gradient(in.panels.shape, shape[0]);
      std::vector<uint8_t> winner;
      std::vector<double> sums, products;
      affine_lanes(in.panels, a.data(), b.data(), tail, samples, out.panels, winner);
      affine_lanes_gradient(behind.panels, winner, tail, samples, in.panels, gradient.panels, sums, products);
      expect_close(gradient.read(), g, 0);
      gradient.expect_zero_lanes();
      ASSERT_EQ(sums.size(), sum.size());
      ASSERT_EQ(products.size(), sum.size());
      for (size_t c = 0; c < sum.size(); ++c) {
        EXPECT_NEAR(sums[c], sum[c], 1e-4);
        EXPECT_NEAR(products[c], product[c], 1e-4);
      }
    }
}

TEST(BlendLanes, AreLinearAndDeadWhereXIs) {
  for (const Shape& shape : kShapes)
    for (bool dead : {false, true}) {
      Tensor x = random_tensor(shape, 1);
      relu(x, x);
      const Tensor g = random_tensor(shape, 2), a = random_tensor({shape[1]}, 3), b = random_tensor({shape[1]}, 4),
                   c = random_tensor({shape[1]}, 5);
      Tensor want = g;
      for (int i = 0; i < x.size(); ++i) {
        const int ch = i / (shape[2] * shape[3]) % shape[1];
        want.data()[i] = a.data()[ch] * g.data()[i] + b.data()[ch] * x.data()[i] + c.data()[ch];
        if (dead && x.data()[i] <= 0) want.data()[i] = 0;
      }
      const Memory in(x), gradient(g);
      blend_lanes(a.data(), b.data(), c.data(), dead, in.panels, gradient.panels);
      expect_close(gradient.read(), want, 1e-6);
      gradient.expect_zero_lanes();
    }
}

TEST(Lanes, GiveTheSameBytesForAnyThreads) {
  for (const Shape& shape : {kShapes[5], kShapes[6], kShapes[7], kShapes[9]})
    for (const Tail& t : kTails) {
      const NormTail tail = tail_of(t);
      const Tensor x = random_tensor(shape, 1), a = random_tensor({shape[1]}, 2), b = random_tensor({shape[1]}, 3);
      const Plain plain(x, a, b, tail, {});
      const Tensor dy = random_tensor(plain.y.shape(), 4);
      expect_same_bytes_for_any_threads([&] {
        const Memory in(x), out(pooled(plain), shape[0]), behind(dy), gradient(in.panels.shape, shape[0]);
        std::vector<uint8_t> winner;
        std::vector<double> sums, products;
        Tensor mean({shape[1]}), variance({shape[1]}), total({2 * shape[1]});
        moments_of_lanes(in.panels, mean, variance);
        affine_lanes(in.panels, a.data(), b.data(), tail, {}, out.panels, winner);
        affine_lanes_gradient(behind.panels, winner, tail, {}, in.panels, gradient.panels, sums, products);
        for (int c = 0; c < shape[1]; ++c) {
          total.data()[c] = static_cast<float>(sums[static_cast<size_t>(c)]);
          total.data()[shape[1] + c] = static_cast<float>(products[static_cast<size_t>(c)]);
        }
        blend_lanes(a.data(), b.data(), a.data(), true, in.panels, gradient.panels);
        dropout_lanes(0.3f, key_of(2), {}, out.panels);
        return std::vector<Tensor>{mean, variance, out.tensor, gradient.tensor, total};
      });
    }
}

}  // namespace
}  // namespace thimble
