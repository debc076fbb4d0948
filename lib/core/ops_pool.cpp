#include <algorithm>

#include "core/error.h"
#include "core/ops.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

// N C planes of H x W pixels, each pooled to P x Q.
struct Planes {
  int count, height, width, out_height, out_width;
  int in_size() const { return height * width; }
  int out_size() const { return out_height * out_width; }
  int grain() const { return std::max(1, 16384 / std::max(1, in_size())); }
};

Planes check_planes(const char* who, const Tensor& x, const Window& window, const Tensor& y) {
  check(x.shape().rank() == 4, who, ": expected pictures of shape (N, C, H, W), got ", x.shape());
  check(window.height >= 1 && window.width >= 1 && window.stride >= 1, who,
        ": expected a window of at least one place and a stride of at least 1, got ", window.height, "x", window.width,
        " stride ", window.stride);
  check(window.top == 0 && window.left == 0 && window.bottom == 0 && window.right == 0, who,
        ": expected a window without padding");
  check(x.dim(2) >= window.height && x.dim(3) >= window.width, who, ": expected pictures of at least ", window.height,
        "x", window.width, ", got ", x.shape());
  const Planes planes{x.dim(0) * x.dim(1), x.dim(2), x.dim(3), window.out_height(x.dim(2)), window.out_width(x.dim(3))};
  const Shape out{x.dim(0), x.dim(1), planes.out_height, planes.out_width};
  check(y.shape() == out, who, ": expected pooled pictures of shape ", out, ", got ", y.shape());
  return planes;
}

// body(i, j, place): pixel (i, j) of the picture is in place `place` of the window at (p, q).
template <class Body>
void for_window(const Window& window, int p, int q, const Body& body) {
  for (int u = 0; u < window.height; ++u)
    for (int v = 0; v < window.width; ++v) body(p * window.stride + u, q * window.stride + v, u * window.width + v);
}

void max_pool_plane(const Planes& planes, const Window& window, const float* x, float* y, uint8_t* winner) {
  for (int p = 0; p < planes.out_height; ++p)
    for (int q = 0; q < planes.out_width; ++q) {
      float best = x[p * window.stride * planes.width + q * window.stride];
      int place_of_best = 0;
      for_window(window, p, q, [&](int i, int j, int place) {
        const float value = x[i * planes.width + j];
        if (value > best) {
          best = value;
          place_of_best = place;
        }
      });
      *y++ = best;
      *winner++ = static_cast<uint8_t>(place_of_best);
    }
}

void max_pool_plane_2x2(const Planes& planes, const float* x, float* y, uint8_t* winner) {
  for (int p = 0; p < planes.out_height; ++p) {
    const float* row = x + 2 * p * planes.width;
    kernels::active().max_pool_2x2(planes.out_width, row, row + planes.width, y, winner);
    y += planes.out_width;
    winner += planes.out_width;
  }
}

// A winner is one byte.
void check_places(const char* who, const Window& window) {
  check(window.height * window.width <= 256, who, ": expected a window of at most 256 places, got ", window.height, "x",
        window.width);
}

}  // namespace

void max_pool(const Tensor& x, const Window& window, Tensor& y, std::vector<uint8_t>& winner) {
  check_places("max_pool", window);
  const Planes planes = check_planes("max_pool", x, window, y);
  if (const auto op = elsewhere("max_pool", &Device::max_pool, {{"x", x}, {"y", y}})) return op(x, window, y);
  winner.resize(static_cast<size_t>(y.size()));
  const bool two_by_two = window.height == 2 && window.width == 2 && window.stride == 2;
  parallel_for(planes.count, planes.grain(), [&](int begin, int end) {
    for (int plane = begin; plane < end; ++plane) {
      const float* in = x.data() + plane * planes.in_size();
      float* out = y.data() + plane * planes.out_size();
      uint8_t* places = winner.data() + plane * planes.out_size();
      if (two_by_two)
        max_pool_plane_2x2(planes, in, out, places);
      else
        max_pool_plane(planes, window, in, out, places);
    }
  });
}

void max_pool_backward(const Tensor& dy, const std::vector<uint8_t>& winner, const Window& window, Tensor& dx) {
  check_places("max_pool_backward", window);
  const Planes planes = check_planes("max_pool_backward", dx, window, dy);
  check(dy.device() == nullptr && dx.device() == nullptr,
        "max_pool_backward: winners are noted on the CPU alone, dy is on ", place_name(dy.device()), ", dx on ",
        place_name(dx.device()));
  check(winner.size() == static_cast<size_t>(dy.size()), "max_pool_backward: expected ", dy.size(), " winners, got ",
        winner.size());
  parallel_for(planes.count, planes.grain(), [&](int begin, int end) {
    for (int plane = begin; plane < end; ++plane) {
      float* in = dx.data() + plane * planes.in_size();
      const float* out = dy.data() + plane * planes.out_size();
      const uint8_t* places = winner.data() + plane * planes.out_size();
      std::fill(in, in + planes.in_size(), 0.f);
      for (int p = 0; p < planes.out_height; ++p)
        for (int q = 0; q < planes.out_width; ++q) {
          const int place = *places++;
          const int i = p * window.stride + place / window.width, j = q * window.stride + place % window.width;
          in[i * planes.width + j] += *out++;
        }
    }
  });
}

void max_pool_backward(const Tensor& x, const Tensor& y, const Tensor& dy, const Window& window, Tensor& dx) {
  check_planes("max_pool_backward", x, window, y);
  check_planes("max_pool_backward", dx, window, dy);
  if (const auto op =
          elsewhere("max_pool_backward", &Device::max_pool_backward, {{"x", x}, {"y", y}, {"dy", dy}, {"dx", dx}}))
    return op(x, y, dy, window, dx);
  Tensor again(y.shape());
  std::vector<uint8_t> winner;
  max_pool(x, window, again, winner);
  max_pool_backward(dy, winner, window, dx);
}

void avg_pool(const Tensor& x, const Window& window, Tensor& y) {
  const Planes planes = check_planes("avg_pool", x, window, y);
  if (const auto op = elsewhere("avg_pool", &Device::avg_pool, {{"x", x}, {"y", y}})) return op(x, window, y);
  const float share = 1 / static_cast<float>(window.height * window.width);
  parallel_for(planes.count, planes.grain(), [&](int begin, int end) {
    for (int plane = begin; plane < end; ++plane) {
      const float* in = x.data() + plane * planes.in_size();
      float* out = y.data() + plane * planes.out_size();
      for (int p = 0; p < planes.out_height; ++p)
        for (int q = 0; q < planes.out_width; ++q) {
          float sum = 0;
          for_window(window, p, q, [&](int i, int j, int) { sum += in[i * planes.width + j]; });
          *out++ = sum * share;
        }
    }
  });
}

void avg_pool_backward(const Tensor& dy, const Window& window, Tensor& dx) {
  const Planes planes = check_planes("avg_pool_backward", dx, window, dy);
  if (const auto op = elsewhere("avg_pool_backward", &Device::avg_pool_backward, {{"dy", dy}, {"dx", dx}}))
    return op(dy, window, dx);
  const float share = 1 / static_cast<float>(window.height * window.width);
  parallel_for(planes.count, planes.grain(), [&](int begin, int end) {
    for (int plane = begin; plane < end; ++plane) {
      float* in = dx.data() + plane * planes.in_size();
      const float* out = dy.data() + plane * planes.out_size();
      std::fill(in, in + planes.in_size(), 0.f);
      for (int p = 0; p < planes.out_height; ++p)
        for (int q = 0; q < planes.out_width; ++q) {
          const float gradient = *out++ * share;
          for_window(window, p, q, [&](int i, int j, int) { in[i * planes.width + j] += gradient; });
        }
    }
  });
}

}  // namespace thimble
