// Convolution as a product of matrices one of which is never written down: its values are looked up in the pictures
// ("implicit GEMM"; Chellapilla et al. 2006 wrote it down, Chetlur et al. 2014, "cuDNN", section 3.2, did not).
//
//                     rows   columns    depth            A                   B
//   forward            F     N P Q      C U V            W[f, cuv]           X[n, c, p s + u - top, q s + v - left]
//   input gradient     C     N H W      F U V            W[f, c, uv]         dY[n, f, p, q],  p s + u - top = i, ...
//   weight gradient    F     C U V      N P Q in parts   dY[n, f, pq]        X[n, c, p s + u - top, q s + v - left]
//
// Pixels lie along the columns, so that neighbouring threads read and write neighbouring pixels. FLOP: 2 F C U V N P Q each.
// No sum is made by atomic additions: parts of the weight gradient are added in their order.
#include "cuda/divisor.h"
#include "cuda/ops.h"
#include "cuda/product.h"

namespace thimble::cuda {

namespace {

// Extents and divisors of (N, C, H, W) * (F, C, U, V) = (N, F, P, Q).
struct Geometry {
  int images, channels, height, width, filters, u, v, p, q, stride, top, left;
  Divisor taps, tap_cols, places, place_cols, pixels, pixel_cols, by_stride;
  Geometry(const Shape& x, const Window& w, const Shape& y)
      : images(x[0]),
        channels(x[1]),
        height(x[2]),
        width(x[3]),
        filters(y[1]),
        u(w.height),
        v(w.width),
        p(y[2]),
        q(y[3]),
        stride(w.stride),
        top(w.top),
        left(w.left),
        taps(u * v),
        tap_cols(v),
        places(p * q),
        place_cols(q),
        pixels(height * width),
        pixel_cols(width),
        by_stride(stride) {}
  int out_places() const { return images * p * q; }
  int window_size() const { return channels * u * v; }
};

// X[n, c, p s + u - top, q s + v - left] or 0, by (c, u, v) and (n, p, q)
__device__ float pixel(const Geometry& g, const float* x, int cuv, int npq) {
  const int c = g.taps.quotient(cuv), uv = g.taps.remainder(cuv), u = g.tap_cols.quotient(uv),
            v = g.tap_cols.remainder(uv);
  const int n = g.places.quotient(npq), pq = g.places.remainder(npq);
  const int i = g.place_cols.quotient(pq) * g.stride + u - g.top;
  const int j = g.place_cols.remainder(pq) * g.stride + v - g.left;
  if (i < 0 || i >= g.height || j < 0 || j >= g.width) return 0;
  return x[((n * g.channels + c) * g.height + i) * g.width + j];
}

struct Windows {  // B of forward
  Geometry g;
  const float* x;
  bool along_depth;
  __device__ float operator()(int cuv, int npq) const { return pixel(g, x, cuv, npq); }
};

struct WindowsByPlace {  // B of the weight gradient
  Geometry g;
  const float* x;
  bool along_depth;
  __device__ float operator()(int npq, int cuv) const { return pixel(g, x, cuv, npq); }
};

struct Filters {  // A of forward: W[f, cuv]
  const float* w;
  int size;
  bool along_depth;
  __device__ float operator()(int f, int cuv) const { return w[f * size + cuv]; }
};

struct TurnedFilters {  // A of the input gradient: W[f, c, uv] by c and (f, u, v)
  Geometry g;
  const float* w;
  bool along_depth;
  __device__ float operator()(int c, int fuv) const {
    const int f = g.taps.quotient(fuv), uv = g.taps.remainder(fuv);
    return w[(f * g.channels + c) * g.u * g.v + uv];
  }
};

struct
    TouchingPlaces {  // B of the input gradient: dY[n, f, p, q] where the tap (u, v) of the window touches (i, j), else 0
  Geometry g;
  const float* dy;
  bool along_depth;
  __device__ float operator()(int fuv, int nij) const {
    const int f = g.taps.quotient(fuv), uv = g.taps.remainder(fuv);
    const int n = g.pixels.quotient(nij), ij = g.pixels.remainder(nij);
    const int from_top = g.pixel_cols.quotient(ij) + g.top - g.tap_cols.quotient(uv);      // p s
    const int from_left = g.pixel_cols.remainder(ij) + g.left - g.tap_cols.remainder(uv);  // q s
    if (from_top < 0 || from_left < 0) return 0;
    const int p = g.by_stride.quotient(from_top), q = g.by_stride.quotient(from_left);
    if (p >= g.p || q >= g.q || p * g.stride != from_top || q * g.stride != from_left) return 0;
    return dy[((n * g.filters + f) * g.p + p) * g.q + q];
  }
};

struct Gradients {  // A of the weight gradient: dY[n, f, pq] by f and (n, p, q)
  Geometry g;
  const float* dy;
  bool along_depth;
  __device__ float operator()(int f, int npq) const {
    const int n = g.places.quotient(npq), pq = g.places.remainder(npq);
    return dy[(n * g.filters + f) * g.p * g.q + pq];
  }
};

// to[n, row, place] = sum + bias[row], by a row (a channel) and a column (n, place)
struct Planes {
  float* to;
  const float* bias;
  Divisor places;
  int plane, rows;
  __device__ void operator()(int, int row, int col, float sum) const {
    const int n = places.quotient(col), place = places.remainder(col);
    to[(n * rows + row) * plane + place] = bias == nullptr ? sum : sum + bias[row];
  }
};

struct Parts {
  float* to;
  int cols, size;
  __device__ void operator()(int part, int i, int j, float sum) const {
    to[static_cast<int64_t>(part) * size + i * cols + j] = sum;
  }
};

}  // namespace

void conv2d(const Tensor& x, const Tensor& w, const Tensor& b, const Window& window, Tensor& y) {
  const Geometry g(x.shape(), window, y.shape());
  product(g.filters, g.out_places(), g.window_size(), g.window_size(), Filters{w.memory(), g.window_size(), true},
          Windows{g, x.memory(), false},
          Planes{y.memory(), b.empty() ? nullptr : b.memory(), g.places, g.p * g.q, g.filters});
}

void conv2d_input_gradient(const Tensor& dy, const Tensor& w, const Window& window, Tensor& dx) {
  const Geometry g(dx.shape(), window, dy.shape());
  const int depth = g.filters * g.u * g.v, pixels = g.height * g.width;
  product(g.channels, g.images * pixels, depth, depth, TurnedFilters{g, w.memory(), true},
          TouchingPlaces{g, dy.memory(), false}, Planes{dx.memory(), nullptr, g.pixels, pixels, g.channels});
}

void add_conv2d_weight_gradient(const Tensor& x, const Tensor& dy, const Window& window, Tensor& of_dw) {
  const Geometry g(x.shape(), window, dy.shape());
  const int rows = g.filters, cols = g.window_size(), depth = g.out_places(), size = rows * cols;
  const int part = part_of_depth(rows, cols, depth), parts = static_cast<int>(blocks_for(depth, part));
  float* partial = workspace(static_cast<size_t>(parts) * static_cast<size_t>(size));
  product(rows, cols, depth, part, Gradients{g, dy.memory(), true}, WindowsByPlace{g, x.memory(), true},
          Parts{partial, cols, size});
  float* dw = of_dw.memory();
  each(size, [=] __device__(int i) {
    float sum = 0;
    for (int p = 0; p < parts; ++p) sum += partial[static_cast<int64_t>(p) * size + i];
    dw[i] += sum;
  });
}

}  // namespace thimble::cuda
