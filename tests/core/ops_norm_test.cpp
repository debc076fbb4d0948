#include "core/ops.h"

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

const std::vector<Shape> kShapes{{4, 3}, {2, 3, 5}, {5, 2, 3, 7}, {3, 33, 20, 20}, {64, 70}, {1, 1, 1, 2}};

// body(channel, flat index)
template <class Body>
void for_values(const Tensor& x, const Body& body) {
  const int plane = x.size() / (x.dim(0) * x.dim(1));
  for (int i = 0; i < x.size(); ++i) body(i / plane % x.dim(1), i);
}

struct Moments {
  std::vector<double> mean, variance;
  double count;
};
Moments moments(const Tensor& x) {
  const auto channels = static_cast<size_t>(x.dim(1));
  Moments m{std::vector<double>(channels), std::vector<double>(channels), static_cast<double>(x.size()) / x.dim(1)};
  for_values(x, [&](int c, int i) { m.mean[static_cast<size_t>(c)] += static_cast<double>(x.data()[i]) / m.count; });
  for_values(x, [&](int c, int i) {
    const double d = static_cast<double>(x.data()[i]) - m.mean[static_cast<size_t>(c)];
    m.variance[static_cast<size_t>(c)] += d * d / m.count;
  });
  return m;
}

TEST(ChannelMoments, ByHand) {
  const Tensor x({2, 2, 2}, {1, 3, 10, 10, 5, 7, 20, 20});
  Tensor mean({2}), variance({2});
  channel_moments(x, mean, variance);
  expect_close(mean, {4, 15}, 0);
  expect_close(variance, {5, 25}, 0);  // (9 + 1 + 1 + 9) / 4,  25
}

TEST(ChannelMoments, AgreeWithPlainLoops) {
  for (const Shape& shape : kShapes) {
    Tensor x = random_tensor(shape, 1);
    for (float& v : x.values()) v += 3;  // a mean that is large beside the deviation
    const Moments want = moments(x);
    Tensor mean({shape[1]}), variance({shape[1]});
    channel_moments(x, mean, variance);
    expect_close(mean, want.mean, 1e-6);
    expect_close(variance, want.variance, 1e-6);
  }
}

TEST(Normalise, AgreesWithPlainLoops) {
  const float epsilon = 1e-3f;
  for (const Shape& shape : kShapes) {
    const Tensor x = random_tensor(shape, 1), gamma = random_tensor({shape[1]}, 2), beta = random_tensor({shape[1]}, 3);
    Tensor mean({shape[1]}), variance({shape[1]}), x_hat(shape), y(shape), alone(shape), nothing;
    channel_moments(x, mean, variance);
    normalise(x, mean, variance, epsilon, gamma, beta, x_hat, y);
    const Moments m = moments(x);
    std::vector<double> want_hat, want;
    for_values(x, [&](int c, int i) {
      const auto at = static_cast<size_t>(c);
      want_hat.push_back((static_cast<double>(x.data()[i]) - m.mean[at]) /
                         std::sqrt(m.variance[at] + static_cast<double>(epsilon)));
      want.push_back(static_cast<double>(gamma.data()[c]) * want_hat.back() + static_cast<double>(beta.data()[c]));
    });
    expect_close(x_hat, want_hat, 2e-6);
    expect_close(y, want, 2e-6);
    normalise(x, mean, variance, epsilon, gamma, beta, nothing, alone);
    expect_close(alone, y, 0);
  }
}

// L = sum_i r_i y_i; the gradient is compared with central differences of L, computed in double.
TEST(Normalise, BackwardMatchesFiniteDifferences) {
  const double epsilon = 1e-2;
  for (const Shape& shape : {Shape{4, 3}, Shape{2, 2, 3, 2}}) {
    const Tensor x = random_tensor(shape, 1), dy = random_tensor(shape, 2), gamma = random_tensor({shape[1]}, 3);
    Tensor mean({shape[1]}), variance({shape[1]}), x_hat(shape), y(shape), dx(shape, 99);
    Tensor dgamma({shape[1]}, 10), dbeta({shape[1]}, 20);
    channel_moments(x, mean, variance);
    normalise(x, mean, variance, static_cast<float>(epsilon), gamma, Tensor(Shape{shape[1]}), x_hat, y);
    normalise_backward(dy, x_hat, variance, static_cast<float>(epsilon), gamma, dgamma, dbeta, dx);

    auto loss = [&](const std::vector<double>& values) {
      double total = 0;
      const double count = static_cast<double>(x.size()) / shape[1];
      for (int c = 0; c < shape[1]; ++c) {
        double m = 0, v = 0;
        for_values(x, [&](int channel, int i) { m += channel == c ? values[static_cast<size_t>(i)] / count : 0; });
        for_values(x, [&](int channel, int i) {
          const double d = values[static_cast<size_t>(i)] - m;
          v += channel == c ? d * d / count : 0;
        });
        for_values(x, [&](int channel, int i) {
          if (channel == c)
            total += static_cast<double>(dy.data()[i]) * static_cast<double>(gamma.data()[c]) *
                     (values[static_cast<size_t>(i)] - m) / std::sqrt(v + epsilon);
        });
      }
      return total;
    };
    std::vector<double> values = as_double(x), want;
    for (double& v : values) {
      const double h = 1e-5, at = v;
      v = at + h;
      const double up = loss(values);
      v = at - h;
      want.push_back((up - loss(values)) / (2 * h));
      v = at;
    }
    expect_close(dx, want, 1e-5);

    std::vector<double> want_gamma(static_cast<size_t>(shape[1]), 10), want_beta(static_cast<size_t>(shape[1]), 20);
    for_values(x, [&](int c, int i) {
      want_gamma[static_cast<size_t>(c)] += static_cast<double>(dy.data()[i]) * static_cast<double>(x_hat.data()[i]);
      want_beta[static_cast<size_t>(c)] += static_cast<double>(dy.data()[i]);
    });
    expect_close(dgamma, want_gamma, 1e-6);
    expect_close(dbeta, want_beta, 1e-6);

    Tensor nothing, again_gamma({shape[1]}, 10), again_beta({shape[1]}, 20);
    normalise_backward(dy, x_hat, variance, static_cast<float>(epsilon), gamma, again_gamma, again_beta, nothing);
    expect_close(again_gamma, dgamma, 0);
    expect_close(again_beta, dbeta, 0);
  }
}

TEST(Normalise, GivesTheSameBytesForAnyThreads) {
  for (const Shape& shape : {kShapes[3], kShapes[4]}) {
    const Tensor x = random_tensor(shape, 1), dy = random_tensor(shape, 2), gamma = random_tensor({shape[1]}, 3);
    expect_same_bytes_for_any_threads([&] {
      const Shape channels{shape[1]};
      std::vector<Tensor> out{Tensor(channels), Tensor(channels), Tensor(shape), Tensor(shape),
                              Tensor(channels), Tensor(channels), Tensor(shape)};
      channel_moments(x, out[0], out[1]);
      normalise(x, out[0], out[1], 1e-3f, gamma, gamma, out[2], out[3]);
      normalise_backward(dy, out[2], out[1], 1e-3f, gamma, out[4], out[5], out[6]);
      return out;
    });
  }
}

TEST(Normalise, NamesTheShapesThatDoNotFit) {
  const Tensor x({2, 3, 4});
  Tensor three({3}), two({2}), y({2, 3, 4}), nothing;
  EXPECT_ERROR(channel_moments(x, two, three), usage, "channel_moments: expected 3 values of mean, got (2)");
  EXPECT_ERROR(normalise(x, three, three, 0, two, three, nothing, y), usage,
               "normalise: expected 3 values of gamma, got (2)");
  EXPECT_ERROR(normalise_backward(x, three, three, 0, three, three, three, y), usage,
               "normalise_backward: expected (2, 3, 4), got (3)");
}

}  // namespace
}  // namespace thimble
