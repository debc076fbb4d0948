#include "nn/whitening.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/error.h"
#include "core/linalg.h"
#include "nn/conv2d.h"

namespace thimble {

namespace {

// The windows of one picture as columns: row (c K + u) K + v holds pixel (c, u, v) of each.
void patches(std::span<const float> picture, const Shape& in, const Shape& w, std::vector<double>& columns) {
  const int rows = in[1] - w[2] + 1, cols = in[2] - w[3] + 1;
  auto to = columns.begin();
  for (int c = 0; c < w[1]; ++c)
    for (int u = 0; u < w[2]; ++u)
      for (int v = 0; v < w[3]; ++v)
        for (int i = 0; i < rows; ++i) {
          const auto from = picture.begin() + ((c * in[1] + i + u) * in[2] + v);
          to = std::copy(from, from + cols, to);
        }
}

MatrixD patch_covariance(const Samples& x, const Shape& w) {
  constexpr int kPictures = 2000;
  const Shape in = x.network_shape();
  const int pixels = w[1] * w[2] * w[3], windows = (in[1] - w[2] + 1) * (in[2] - w[3] + 1);
  const int count = std::min(x.size(), kPictures);
  std::vector<float> picture(static_cast<size_t>(in.size()));
  std::vector<double> columns(static_cast<size_t>(pixels) * static_cast<size_t>(windows));
  MatrixD products(pixels, pixels);
  std::vector<double> mean(static_cast<size_t>(pixels));
  const double n = static_cast<double>(count) * windows;
  for (int i = 0; i < count; ++i) {
    x.copy(i, picture);
    patches(picture, in, w, columns);
    add_row_products(windows, columns.data(), products);  // sum p p^T
    for (int k = 0; k < pixels; ++k) {
      const auto row = columns.begin() + ptrdiff_t{k} * windows;
      mean[static_cast<size_t>(k)] += std::accumulate(row, row + windows, 0.0) / n;
    }
  }
  for (int j = 0; j < pixels; ++j)
    for (int k = 0; k < pixels; ++k)
      products(j, k) = products(j, k) / n - mean[static_cast<size_t>(j)] * mean[static_cast<size_t>(k)];
  return products;  // mean p p^T - m m^T
}

}  // namespace

void set_whitening(const Samples& x, Tensor& w) {
  constexpr double kEpsilon = 5e-4;
  const Shape in = x.network_shape();
  check(w.dim(2) <= in[1] && w.dim(3) <= in[2], "whitening: expected a window that fits into pictures of ", in,
        ", got ", w.dim(2), 'x', w.dim(3));
  const Eigen eigen = symmetric_eigen(patch_covariance(x, w.shape()));
  const int half = w.dim(0) / 2;
  for (int k = 0; k < half; ++k) {
    const double lambda = std::max(eigen.values[static_cast<size_t>(k)], 0.0);
    const std::span<float> filter = w.row(k), opposite = w.row(half + k);
    for (size_t i = 0; i < filter.size(); ++i) {
      const double e = eigen.vectors(static_cast<int>(i), k);
      filter[i] = static_cast<float>(e / std::sqrt(lambda + kEpsilon));  // w_k = e_k / sqrt(lambda_k + epsilon)
      opposite[i] = -filter[i];
    }
  }
}

void whiten(Sequential& net, const Samples& x) {
  if (net.layer(0).kind() != Kind::conv2d) return;
  Conv2d& conv = static_cast<Conv2d&>(net.layer(0));
  if (conv.whitens()) set_whitening(x, conv.weight().value);
}

}  // namespace thimble
