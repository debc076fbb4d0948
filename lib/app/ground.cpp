#include "app/ground.h"

#include <algorithm>
#include <cmath>

#include "core/linalg.h"

namespace thimble {
namespace {

constexpr int kTerms = 5, kRounds = 8;
constexpr float kCut = 4.685f;      // of the biweight, in standard deviations
constexpr float kDeviation = 1.5f;  // a standard deviation is so many median deviations
constexpr float kSmooth = 2;        // grey levels: nothing is taken for smoother
constexpr double kStiff = 1e-3;     // of the border's weight: keeps terms small that it says nothing about

std::array<float, kTerms> terms_at(float x, float y) { return {1, x, y, x * x, y * y}; }

// Weighted least squares: (sum w t t^T + stiffness) terms = sum w t colour^T. Of the matrix, only what cholesky() reads.
std::array<Colour, kTerms> solve(const std::vector<BorderPixel>& border, const std::vector<float>& weights) {
  std::array<std::array<double, kTerms>, kTerms> products{};
  std::array<std::array<double, 3>, kTerms> sums{};
  double all = 0;
  for (size_t n = 0; n < border.size(); ++n) {
    const auto t = terms_at(border[n].x, border[n].y);
    const double w = static_cast<double>(weights[n]);
    all += w;
    for (size_t i = 0; i < kTerms; ++i) {
      const double wt = w * static_cast<double>(t[i]);
      for (size_t j = 0; j <= i; ++j) products[i][j] += wt * static_cast<double>(t[j]);
      for (size_t c = 0; c < 3; ++c) sums[i][c] += wt * static_cast<double>(border[n].colour[c]);
    }
  }
  MatrixD normal(kTerms, kTerms), right(kTerms, 3);
  for (int i = 0; i < kTerms; ++i) {
    const auto row = static_cast<size_t>(i);
    for (int j = 0; j <= i; ++j) normal(i, j) = products[row][static_cast<size_t>(j)];
    for (int c = 0; c < 3; ++c) right(i, c) = sums[row][static_cast<size_t>(c)];
    if (i > 0) normal(i, i) += kStiff * all;
  }
  const MatrixD l = cholesky(normal);
  solve_lower(l, right);
  solve_lower_transposed(l, right);
  std::array<Colour, kTerms> terms{};
  for (int i = 0; i < kTerms; ++i)
    for (int c = 0; c < 3; ++c) terms[static_cast<size_t>(i)][static_cast<size_t>(c)] = static_cast<float>(right(i, c));
  return terms;
}

}  // namespace

float median(std::vector<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

float difference(const Colour& a, const Colour& b) {
  return std::max({std::fabs(a[0] - b[0]), std::fabs(a[1] - b[1]), std::fabs(a[2] - b[2])});
}

Colour GroundModel::at(float x, float y) const {
  const auto t = terms_at(x, y);
  Colour out{};
  for (size_t i = 0; i < t.size(); ++i)
    for (size_t c = 0; c < 3; ++c) out[c] += terms[i][c] * t[i];
  return out;
}

GroundRows::GroundRows(const GroundModel& model, size_t channel, std::span<const float> across)
    : c_(model.terms[2][channel]), e_(model.terms[4][channel]), straight_(across.size()), bent_(across.size()) {
  const float a = 0 + model.terms[0][channel], b = model.terms[1][channel], d = model.terms[3][channel];
  for (size_t i = 0; i < across.size(); ++i) {
    straight_[i] = a + b * across[i];
    bent_[i] = d * (across[i] * across[i]);
  }
}

void GroundRows::at(float y, std::span<float> row) const {
  const float up = c_ * y, bent_up = e_ * (y * y);
  for (size_t i = 0; i < row.size(); ++i) row[i] = straight_[i] + up + bent_[i] + bent_up;  // in the order of at()
}

GroundModel fit_ground(const std::vector<BorderPixel>& border) {
  GroundModel model;
  std::vector<float> values(border.size()), far(border.size()), weights(border.size()), before(border.size());
  for (size_t c = 0; c < 3; ++c) {  // to begin with: one colour
    std::transform(border.begin(), border.end(), values.begin(), [c](const BorderPixel& b) { return b.colour[c]; });
    model.terms[0][c] = median(values);
  }
  const auto look = [&] {
    std::transform(border.begin(), border.end(), far.begin(),
                   [&](const BorderPixel& b) { return difference(b.colour, model.at(b.x, b.y)); });
    model.roughness = median(far);
  };
  look();
  for (int round = 0; round < kRounds; ++round) {
    const float cut = kCut * std::max(kSmooth, kDeviation * model.roughness);
    before.swap(weights);
    for (size_t n = 0; n < border.size(); ++n) {
      const float u = far[n] / cut;
      weights[n] = u < 1 ? (1 - u * u) * (1 - u * u) : 0;
    }
    if (weights == before) break;  // the rounds that are left would change nothing
    model.terms = solve(border, weights);
    look();
  }
  return model;
}

}  // namespace thimble
