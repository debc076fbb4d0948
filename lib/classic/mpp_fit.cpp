#include <algorithm>
#include <cmath>
#include <utility>

#include "classic/mpp.h"
#include "core/error.h"
#include "core/functions.h"
#include "core/threads.h"

namespace thimble {

namespace {

size_t index(int i) { return static_cast<size_t>(i); }

double trace(const MatrixD& a) {
  double sum = 0;
  for (int i = 0; i < a.rows; ++i) sum += a(i, i);
  return sum;
}

// Sigma' = (1 - s) Sigma + s (tr Sigma / d) I + r I     tutorial 06 (6.12)
void regularise(const MppOptions& options, MatrixD& sigma) {
  const double round = options.shrink * trace(sigma) / sigma.rows;
  for (double& value : sigma.values) value *= 1 - options.shrink;
  for (int i = 0; i < sigma.rows; ++i) sigma(i, i) += round + options.ridge;
}

}  // namespace

void Mpp::fit(const Dataset& train) {
  expect_labelled("mpp", train);
  input_ = Input(train);
  const std::vector<double> origin = origin_for(train.x);
  sums_ = class_moments(train, origin, options_.which == MppCase::own, options_.device);
  total_ = options_.which == MppCase::shared ? moments(train.x, origin, true, options_.device) : Moments();
  estimate();
}

// About the mean of the first part: near enough to the mean of all.
bool Mpp::fit_in_parts(int parts, const std::function<Dataset(int)>& part) {
  std::vector<double> origin;
  for (int i = 0; i < parts; ++i) {
    const Dataset some = part(i);
    if (i == 0) {
      input_ = Input(some);
      origin = origin_for(some.x);
    }
    const std::vector<Moments> sums = class_moments(some, origin, options_.which == MppCase::own, options_.device);
    Moments total = options_.which == MppCase::shared ? moments(some.x, origin, true, options_.device) : Moments();
    if (i == 0) {
      sums_ = sums;
      total_ = std::move(total);
      continue;
    }
    for (size_t k = 0; k < sums.size(); ++k) sums_[k].add(sums[k]);
    total_.add(total);
  }
  estimate();
  return true;
}

std::unique_ptr<Classifier> Mpp::without(const Dataset& fold) const {
  if (sums_.empty()) return nullptr;
  input_.expect("mpp", fold.x);
  check(fold.classes() == input_.classes() && fold.x.scale == input_.scale && fold.x.shift == input_.shift,
        "mpp: expected a fold of the training set, with its classes and its scaling");
  auto rest = std::make_unique<Mpp>(options_);
  rest->input_ = input_;
  rest->sums_ = sums_;
  rest->total_ = total_;
  const std::vector<double>& origin = sums_[0].origin;
  const std::vector<Moments> parts = class_moments(fold, origin, options_.which == MppCase::own, options_.device);
  for (size_t k = 0; k < parts.size(); ++k) {
    check(parts[k].count <= sums_[k].count,
          "mpp: expected a fold of the training set, got one with more samples of class ", k);
    rest->sums_[k].subtract(parts[k]);
  }
  if (options_.which == MppCase::shared) rest->total_.subtract(moments(fold.x, origin, true, options_.device));
  rest->estimate();
  return rest;
}

void Mpp::estimate() {
  const int classes = input_.classes(), width = input_.width();
  const double scale = static_cast<double>(input_.scale), shift = static_cast<double>(input_.shift);
  std::vector<double> counts, centre(index(width));
  double total = 0, trace_within = 0;
  for (const Moments& m : sums_) {
    counts.push_back(m.count);
    total += m.count;
    if (m.count > 0) trace_within += m.scatter_trace();
  }
  const auto present = std::count_if(counts.begin(), counts.end(), [](double n) { return n > 0; });
  if (present < 2) fail(Error::data, text("mpp: expected samples of two classes or more, got ", present));
  priors_ = class_priors(options_.priors, counts);

  means_ = Tensor({classes, width});
  for (int k = 0; k < classes; ++k) {
    if (counts[index(k)] == 0) continue;
    const std::vector<double> mean = sums_[index(k)].mean();
    for (int p = 0; p < width; ++p) {
      const double mu = scale * mean[index(p)] + shift;
      means_(k, p) = static_cast<float>(mu);
      centre[index(p)] += counts[index(k)] / total * mu;
    }
  }
  log_determinants_.assign(index(classes), 0.0);
  if (options_.which == MppCase::own)
    estimate_quadratic(centre);
  else
    estimate_linear(centre, scale * scale * trace_within / (total * width));
}

// g_k = (Sigma^-1 m_k)^T (x - c) - 1/2 m_k^T Sigma^-1 m_k + ln P_k  with m_k = mu_k - c     tutorial 06 (6.7)
void Mpp::estimate_linear(std::span<const double> centre, double sigma2) {
  const int classes = input_.classes(), width = input_.width();
  const double scale = static_cast<double>(input_.scale), shift = static_cast<double>(input_.shift);
  MatrixD m(width, classes);
  for (int k = 0; k < classes; ++k) {
    if (sums_[index(k)].count == 0) continue;
    const std::vector<double> mean = sums_[index(k)].mean();
    for (int p = 0; p < width; ++p) m(p, k) = scale * mean[index(p)] + shift - centre[index(p)];
  }
  MatrixD w = m;
  double log_determinant_shared = 0;
  if (options_.which == MppCase::isotropic) {
    sigma2 += options_.ridge;  // shrinkage leaves a multiple of I as it is
    if (!(sigma2 > 0)) fail(Error::data, "mpp: every sample lies on its class mean, so sigma is 0: add a ridge");
    for (double& value : w.values) value /= sigma2;
    log_determinant_shared = width * log_exact(sigma2);
  } else {
    MatrixD sigma = total_.scatter();  // S_W = S_T - sum_k n_k (m_k - m)(m_k - m)^T
    for (double& value : sigma.values) value *= scale * scale;
    parallel_for(width, 16, [&](int begin, int end) {
      for (int p = begin; p < end; ++p)
        for (int k = 0; k < classes; ++k)
          for (int q = 0; q < width; ++q) sigma(p, q) -= sums_[index(k)].count * m(p, k) * m(q, k);
    });
    for (double& value : sigma.values) value /= total_.count;
    regularise(options_, sigma);
    const Factor factor = factorise(std::move(sigma));
    if (factor.dependent >= 0)
      fail(Error::data, text("mpp: the shared covariance is singular (value ", factor.dependent,
                             " of a sample depends on those before it): add a ridge or shrinkage"));
    solve_lower(factor.l, w);  // Sigma^-1 m = L^-T (L^-1 m)
    solve_lower_transposed(factor.l, w);
    log_determinant_shared = log_determinant(factor.l);
  }
  linear_.centre = Tensor({width});
  linear_.matrix = Tensor({width, classes});
  linear_.offset = Tensor({classes});
  for (int p = 0; p < width; ++p) linear_.centre(p) = static_cast<float>(centre[index(p)]);
  for (int k = 0; k < classes; ++k) {
    if (priors_[index(k)] == 0) continue;
    log_determinants_[index(k)] = log_determinant_shared;
    double g = log_exact(priors_[index(k)]);
    for (int p = 0; p < width; ++p) {
      linear_.matrix(p, k) = static_cast<float>(w(p, k));
      g -= 0.5 * w(p, k) * m(p, k);
    }
    linear_.offset(k) = static_cast<float>(g);
  }
}

void Mpp::estimate_quadratic(std::span<const double> centre) {
  const int classes = input_.classes();
  const double scale = static_cast<double>(input_.scale), shift = static_cast<double>(input_.shift);
  quadratic_ = Quadratic(centre, classes);
  std::vector<int> dependent(index(classes), -1);
  parallel_for(classes, 1, [&](int begin, int end) {
    for (int k = begin; k < end; ++k) {
      if (priors_[index(k)] == 0) continue;
      MatrixD sigma = sums_[index(k)].scatter();
      for (double& value : sigma.values) value *= scale * scale / sums_[index(k)].count;
      regularise(options_, sigma);
      const Factor factor = factorise(std::move(sigma));
      dependent[index(k)] = factor.dependent;
      if (factor.dependent >= 0) continue;
      std::vector<double> mean = sums_[index(k)].mean();
      for (double& value : mean) value = scale * value + shift;
      log_determinants_[index(k)] = log_determinant(factor.l);
      quadratic_.set(k, inverse_transposed(factor.l), mean);
    }
  });
  for (int k = 0; k < classes; ++k)
    if (dependent[index(k)] >= 0)
      fail(Error::data,
           text("mpp: the covariance of class ", k, " (", input_.class_names[index(k)], ") is singular (value ",
                dependent[index(k)], " of a sample depends on those before it): add a ridge or shrinkage"));
}

}  // namespace thimble
