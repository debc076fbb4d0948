#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/ops.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kPiece = 32;  // channels that one thread takes at once, at most

// x (N, C, ...) as N C runs of `plane` values that belong together.
struct Channels {
  int images, count, plane;
  int values() const { return images * plane; }  // of one channel
};

Channels channels_of(const char* who, const Tensor& x) {
  check(x.shape().rank() >= 2 && !x.empty(), who, ": expected values of shape (N, C, ...), got ", x.shape());
  return {x.dim(0), x.dim(1), x.size() / (x.dim(0) * x.dim(1))};
}

void check_channels(const char* who, const char* what, const Channels& channels, const Tensor& t) {
  check(t.size() == channels.count, who, ": expected ", channels.count, " values of ", what, ", got ", t.shape());
}

void check_like(const char* who, const Tensor& x, const Tensor& y) {
  check(x.shape() == y.shape(), who, ": expected ", x.shape(), ", got ", y.shape());
}

// body(first channel, channels): several channels a piece where a channel is small, so that rows are read in runs.
template <class Body>
void for_channels(const Channels& channels, const Body& body) {
  const int grain = channels.plane == 1 ? kPiece : 1;
  parallel_for(channels.count, grain, [&](int begin, int end) { body(begin, end); });
}

// body(channel, offset of the run): image by image, the channels [begin, end) of each.
template <class Body>
void for_runs(const Channels& channels, int begin, int end, const Body& body) {
  for (int n = 0; n < channels.images; ++n)
    for (int c = begin; c < end; ++c) body(c, (n * channels.count + c) * channels.plane);
}

double inverse_deviation(float variance, float epsilon) {
  return 1 / std::sqrt(static_cast<double>(variance) + static_cast<double>(epsilon));
}

}  // namespace

void channel_moments(const Tensor& x, Tensor& mean, Tensor& variance) {
  const Channels channels = channels_of("channel_moments", x);
  check_channels("channel_moments", "mean", channels, mean);
  check_channels("channel_moments", "variance", channels, variance);
  if (const auto op =
          elsewhere("channel_moments", &Device::channel_moments, {{"x", x}, {"mean", mean}, {"variance", variance}}))
    return op(x, mean, variance);
  for_channels(channels, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    std::array<double, kPiece> sum{}, squares{};
    for_runs(channels, begin, end, [&](int c, int at) {
      sum[static_cast<size_t>(c - begin)] += static_cast<double>(k.sum(channels.plane, x.data() + at));
    });
    for (int c = begin; c < end; ++c)
      mean.data()[c] = static_cast<float>(sum[static_cast<size_t>(c - begin)] / channels.values());

    float* centred = scratch(Scratch::row, static_cast<size_t>(channels.plane));
    for_runs(channels, begin, end, [&](int c, int at) {  // sum (x - mean)^2
      k.scale_shift(channels.plane, 1, -mean.data()[c], x.data() + at, centred);
      squares[static_cast<size_t>(c - begin)] += static_cast<double>(k.dot(channels.plane, centred, centred));
    });
    for (int c = begin; c < end; ++c)
      variance.data()[c] = static_cast<float>(squares[static_cast<size_t>(c - begin)] / channels.values());
  });
}

void normalise(const Tensor& x, const Tensor& mean, const Tensor& variance, float epsilon, const Tensor& gamma,
               const Tensor& beta, Tensor& x_hat, Tensor& y) {
  const Channels channels = channels_of("normalise", x);
  check_channels("normalise", "mean", channels, mean);
  check_channels("normalise", "variance", channels, variance);
  check_channels("normalise", "gamma", channels, gamma);
  check_channels("normalise", "beta", channels, beta);
  check_like("normalise", x, y);
  if (!x_hat.empty()) check_like("normalise", x, x_hat);
  if (const auto op = elsewhere("normalise", &Device::normalise,
                                {{"x", x},
                                 {"mean", mean},
                                 {"variance", variance},
                                 {"gamma", gamma},
                                 {"beta", beta},
                                 {"x_hat", x_hat},
                                 {"y", y}}))
    return op(x, mean, variance, epsilon, gamma, beta, x_hat, y);

  const auto count = static_cast<size_t>(channels.count);
  float* inverse = scratch(Scratch::shared, count);  // 1 / sqrt(variance + epsilon)
  for (int c = 0; c < channels.count; ++c)
    inverse[c] = static_cast<float>(inverse_deviation(variance.data()[c], epsilon));
  parallel_for(channels.images, 1 + 16384 / (channels.count * channels.plane), [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    float* kept = scratch(Scratch::row, static_cast<size_t>(channels.plane));
    for (int n = begin; n < end; ++n)
      for (int c = 0; c < channels.count; ++c) {
        const int at = (n * channels.count + c) * channels.plane;
        float* hat = x_hat.empty() ? kept : x_hat.data() + at;
        k.centre_scale(channels.plane, mean.data()[c], inverse[c], x.data() + at, hat);
        k.scale_shift(channels.plane, gamma.data()[c], beta.data()[c], hat, y.data() + at);
      }
  });
}

void normalise_backward(const Tensor& dy, const Tensor& x_hat, const Tensor& variance, float epsilon,
                        const Tensor& gamma, Tensor& dgamma, Tensor& dbeta, Tensor& dx) {
  const Channels channels = channels_of("normalise_backward", dy);
  check_channels("normalise_backward", "variance", channels, variance);
  check_channels("normalise_backward", "gamma", channels, gamma);
  check_channels("normalise_backward", "dgamma", channels, dgamma);
  check_channels("normalise_backward", "dbeta", channels, dbeta);
  check_like("normalise_backward", dy, x_hat);
  if (!dx.empty()) check_like("normalise_backward", dy, dx);
  if (const auto op = elsewhere("normalise_backward", &Device::normalise_backward,
                                {{"dy", dy},
                                 {"x_hat", x_hat},
                                 {"variance", variance},
                                 {"gamma", gamma},
                                 {"dgamma", dgamma},
                                 {"dbeta", dbeta},
                                 {"dx", dx}}))
    return op(dy, x_hat, variance, epsilon, gamma, dgamma, dbeta, dx);
  for_channels(channels, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    std::array<double, kPiece> sum{}, product{};
    for_runs(channels, begin, end, [&](int c, int at) {
      sum[static_cast<size_t>(c - begin)] += static_cast<double>(k.sum(channels.plane, dy.data() + at));
      product[static_cast<size_t>(c - begin)] +=
          static_cast<double>(k.dot(channels.plane, dy.data() + at, x_hat.data() + at));
    });
    for (int c = begin; c < end; ++c) {
      dgamma.data()[c] += static_cast<float>(product[static_cast<size_t>(c - begin)]);
      dbeta.data()[c] += static_cast<float>(sum[static_cast<size_t>(c - begin)]);
    }
    if (dx.empty()) return;
    for_runs(channels, begin, end, [&](int c, int at) {
      const auto i = static_cast<size_t>(c - begin);
      const double scale = static_cast<double>(gamma.data()[c]) * inverse_deviation(variance.data()[c], epsilon);
      k.norm_backward(channels.plane, static_cast<float>(scale), static_cast<float>(sum[i] / channels.values()),
                      static_cast<float>(product[i] / channels.values()), dy.data() + at, x_hat.data() + at,
                      dx.data() + at);
    });
  });
}

}  // namespace thimble
