#include "classic/shadows.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/linalg.h"
#include "core/ops_bytes.h"
#include "core/rng.h"
#include "core/threads.h"
#include "kernels/gemm_u8.h"

namespace thimble {
namespace {

constexpr int kSample = 2048;  // pictures that A, m and step are chosen by
constexpr int kRows = 512;     // pictures of a piece
constexpr double kSpread = 6;  // standard deviations that 255 steps cover
constexpr float kMiddle = 127.5f;
constexpr float kSlack = 0.01f;  // steps: more than all roundings of float32 come to

size_t index(int i) { return static_cast<size_t>(i); }

Samples evenly(const Samples& x, int count) {
  std::vector<int> rows(index(std::min(count, x.size())));
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i * index(x.size()) / rows.size());
  return x.subset(rows);
}

// A B^T
MatrixD product(const MatrixD& a, const MatrixD& b) {
  MatrixD c(a.rows, b.rows);
  parallel_for(b.rows, 32, [&](int begin, int end) {
    kernels::active().dots_f64(a.rows, end - begin, a.cols, 1, a.values.data(), a.cols,
                               b.values.data() + index(begin) * index(b.cols), b.cols, c.values.data() + begin, c.cols);
  });
  return c;
}

// Rows become orthonormal, one after the other (Gram-Schmidt); one that holds nothing new becomes 0.
void orthonormalise(MatrixD& v) {
  const int n = v.cols;
  const auto dots = kernels::active().dots_f64;
  std::vector<double> share(index(v.rows));
  for (int i = 0; i < v.rows; ++i) {
    double *row = &v(i, 0), before = 0, after = 0;
    dots(1, 1, n, 1, row, n, row, n, &before, 1);
    std::fill(share.begin(), share.end(), 0.0);
    if (i > 0) dots(1, i, n, 1, row, n, v.values.data(), n, share.data(), v.rows);
    for (int j = 0; j < i; ++j)
      for (int p = 0; p < n; ++p) row[p] -= share[index(j)] * v(j, p);
    dots(1, 1, n, 1, row, n, row, n, &after, 1);
    const double scale = after > 1e-12 * before ? 1 / std::sqrt(after) : 0;
    for (int p = 0; p < n; ++p) row[p] *= scale;
  }
}

// The transposed of a rotation, which is one as well, times V.
MatrixD turned(const MatrixD& v) {
  MatrixD q(v.rows, v.rows), transposed(v.cols, v.rows);
  Rng rng(0, Purpose::cluster, 0);
  for (double& value : q.values) value = static_cast<double>(rng.normal());
  orthonormalise(q);
  for (int i = 0; i < v.rows; ++i)
    for (int p = 0; p < v.cols; ++p) transposed(p, i) = v(i, p);
  return product(q, transposed);
}

// A positive semidefinite G has no eigenvalue above |G^128|^(1/128) in the norm of row sums.
double eigenvalue_bound(MatrixD power) {
  std::vector<double> norms;
  for (int squared = 0; squared <= 7; ++squared) {
    if (squared > 0) power = product(power, power);
    double norm = 0;
    for (int i = 0; i < power.rows; ++i) {
      double sum = 0;
      for (int j = 0; j < power.cols; ++j) sum += std::abs(power(i, j));
      norm = std::max(norm, sum);
    }
    if (!(norm > 0)) return 1;  // G = 0
    for (double& value : power.values) value /= norm;
    norms.push_back(norm);
  }
  double bound = norms.back();
  for (size_t i = norms.size() - 1; i-- > 0;) bound = norms[i] * std::sqrt(bound);
  return bound * (1 + 1e-9);  // more than the products are rounded by
}

}  // namespace

Shadows::Shadows(const Samples& x) : width_(x.sample().size()) {
  const Samples some = evenly(x, kSample), few = evenly(x, kAxes);
  const int n = some.size(), d = width_;
  const Samples::Bytes bytes = some.shared_bytes();
  std::vector<int64_t> products(index(d) * index(d)), sums(index(d));
  gram({*bytes, n, d}, products, sums);
  MatrixD scatter(d, d), start(kAxes, d);
  for (int p = 0; p < d; ++p) {
    mean_.push_back(static_cast<uint8_t>((sums[index(p)] + n / 2) / n));
    const double mean = static_cast<double>(sums[index(p)]) / n;
    for (int q = 0; q < d; ++q)
      scatter(p, q) =
          static_cast<double>(products[index(p) * index(d) + index(q)]) - mean * static_cast<double>(sums[index(q)]);
    for (int i = 0; i < few.size(); ++i) start(i, p) = few.bytes(i)[index(p)] - mean;
  }
  MatrixD axes = product(start, scatter);  // pictures times the scatter matrix: towards its first eigenvectors
  orthonormalise(axes);
  axes = turned(axes);

  double largest = 0;
  for (const double a : axes.values) largest = std::max(largest, std::abs(a));
  const double scale = largest > 0 ? 127 / largest : 0;
  of_mean_.resize(index(kAxes));
  for (int i = 0; i < kAxes; ++i)
    for (int p = 0; p < d; ++p) {
      const int a = static_cast<int>(std::lround(scale * axes(i, p)));
      axes(i, p) = a;
      axes_.push_back(static_cast<uint8_t>(a + 128));
      of_mean_[index(i)] += a * mean_[index(p)];
    }
  g_ = eigenvalue_bound(product(axes, axes));

  std::vector<double> squares(index(n)), rests(index(n));
  project(some, [&](int i, const float* z) {
    for (int j = 0; j < kAxes; ++j) squares[index(i)] += static_cast<double>(z[j]) * static_cast<double>(z[j]);
    rests[index(i)] = static_cast<double>(z[kAxes]);
  });
  double spread = 0;
  for (int i = 0; i < n; ++i) {
    spread += squares[index(i)] / n / kAxes;
    rest_ += rests[index(i)] / n;
  }
  step_ = std::max(1.0, kSpread * std::sqrt(spread) / 255);
}

template <class Use>
void Shadows::project(const Samples& x, const Use& use) const {
  const kernels::Kernels& k = kernels::active();
  parallel_for(x.size(), kRows, [&](int begin, int end) {
    const int count = end - begin;
    std::vector<uint8_t> rows(index(count) * index(width_));
    for (int i = 0; i < count; ++i)
      std::memcpy(rows.data() + index(i) * index(width_), x.bytes(begin + i).data(), index(width_));
    std::vector<int32_t> products(index(count) * kAxes);
    std::vector<uint32_t> scratch(index(static_cast<int>(kernels::products_u8_scratch(count, kAxes, width_))));
    kernels::products_u8(count, kAxes, width_, rows.data(), width_, axes_.data(), width_, products.data(), kAxes,
                         scratch.data());
    for (int i = 0; i < count; ++i) {
      const uint8_t* row = rows.data() + index(i) * index(width_);
      const int32_t sum = static_cast<int32_t>(128 * k.sum_u8(width_, row));
      const int32_t* product = products.data() + index(i) * kAxes;
      float z[kLength];
      int64_t squares = 0;
      for (int j = 0; j < kAxes; ++j) {
        const int32_t y = product[j] - sum - of_mean_[index(j)];  // (A + 128) x - 128 sum x - A m
        squares += int64_t{y} * y;
        z[j] = static_cast<float>(y);
      }
      const double whole = g_ * k.squared_distance_u8(width_, row, mean_.data());
      z[kAxes] = static_cast<float>(std::sqrt(std::max(0.0, whole - static_cast<double>(squares))) - rest_);
      use(begin + i, z);
    }
  });
}

Shadows::Cast Shadows::cast(const Samples& x) const {
  Cast cast{std::vector<uint8_t>(index(x.size()) * kLength), std::vector<float>(index(x.size()))};
  const float scale = static_cast<float>(1 / step_);
  project(x, [&](int n, float* z) {
    uint8_t* s = cast.bytes.data() + index(n) * kLength;
    float lost[kLength], error = 0;
    for (int j = 0; j < kLength; ++j) {
      const float t = std::min(std::max(z[j] * scale + kMiddle, 0.0f), 255.0f);
      const int whole = static_cast<int>(t + 0.5f);
      s[j] = static_cast<uint8_t>(whole);
      lost[j] = t - static_cast<float>(whole);
    }
    for (const float l : lost) error += l * l;
    cast.errors[index(n)] = std::sqrt(error) + kSlack;
  });
  return cast;
}

uint32_t Shadows::limit(double squared_distance, double errors) const {
  const double most = std::sqrt(g_ * squared_distance) / step_ + errors;
  return static_cast<uint32_t>(std::min(most * most, 2e9)) + 1;
}

}  // namespace thimble
