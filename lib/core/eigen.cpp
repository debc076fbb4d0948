#include "core/eigen_steps.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <numeric>
#include <span>

#include "core/error.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kRows = 16, kStrip = 32;  // of a block of rows, of a strip of columns
constexpr size_t kHeld = 1 << 16;       // numbers that describe rotations, before they are applied

size_t index(int i) { return static_cast<size_t>(i); }

// The unit vector v with (I - 2 v v^T) x = (alpha, 0, ..., 0); v = 0 where x is 0. Returns alpha.
double reflector(std::span<const double> x, std::span<double> v) {
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::abs(value));
  if (largest == 0) return 0;
  double squares = 0;
  for (const double value : x) squares += value / largest * (value / largest);
  const double alpha = (x[0] > 0 ? -largest : largest) * std::sqrt(squares);
  double length = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    v[i] = (x[i] - (i == 0 ? alpha : 0)) / largest;
    length += v[i] * v[i];
  }
  for (double& value : v) value /= std::sqrt(length);
  return alpha;
}

// One implicitly shifted QR sweep over the unreduced block [first, last] (Golub & Van Loan, Algorithm 8.3.2). The block is
// scaled to numbers near 1, so squares neither overflow nor vanish. A rotation takes (x, z) to (r, 0):
//   c = x / r, s = z / r, r = sqrt(x^2 + z^2)
void sweep(double* d, double* e, int first, int last, double* cs) {
  const double half = (d[last - 1] - d[last]) / 2, below = e[last - 1];
  const double root = std::sqrt(half * half + below * below);
  const double shift = d[last] - below * (below / (half + (half >= 0 ? root : -root)));  // Wilkinson's
  double x = d[first] - shift, z = e[first];
  for (int k = first; k < last; ++k) {
    const double r = std::sqrt(x * x + z * z), over = r == 0 ? 0 : 1 / r;
    const double c = r == 0 ? 1 : x * over, s = z * over;
    if (k > first) e[k - 1] = r;
    const double p = d[k], q = e[k], bottom = d[k + 1];
    const double turned = s * (p - bottom) - 2 * c * q;
    d[k] = p - s * turned;
    d[k + 1] = bottom + s * turned;
    e[k] = -c * turned - q;
    if (k + 1 < last) {  // the bulge
      x = e[k];
      z = s * e[k + 1];
      e[k + 1] *= c;
    }
    *cs++ = c;
    *cs++ = s;
  }
}

}  // namespace

// A = Q T Q^T with T tridiagonal, Q = H_0 H_1 ... H_{n-3}.
EigenSteps::EigenSteps(const MatrixD& a, int together) : n_(a.rows), together_(together) {
  check(a.rows == a.cols, "symmetric_eigen: expected a square matrix, got ", a.rows, "x", a.cols);
  double largest = 0;
  for (const double value : a.values) {
    if (!std::isfinite(value)) fail(Error::numeric, text("symmetric_eigen: the matrix holds ", value));
    largest = std::max(largest, std::abs(value));
  }
  scale_ = largest == 0 ? 1 : largest;
  a_ = a;
  for (double& value : a_.values) value /= scale_;
  diagonal_.resize(index(n_));
  below_.resize(index(n_));
  reflectors_ = MatrixD(std::max(n_ - 2, 0), n_);
  for (std::vector<double>* x : {&v_, &w_, &next_, &y_}) x->resize(index(n_));
  last_ = n_ - 1;
  if (n_ == 0) stage_ = Stage::done;
}

bool EigenSteps::step() {
  switch (stage_) {
    case Stage::tridiagonal:
      reduce_column();
      break;
    case Stage::rotation:
      rotate_rows();
      break;
    case Stage::sweeps:
      sweep_some();
      break;
    case Stage::turning:
      turn_columns();
      break;
    case Stage::done:
      break;
  }
  return stage_ != Stage::done;
}

double EigenSteps::progress() const {
  const double part = n_ == 0 ? 1 : static_cast<double>(at_) / n_;
  if (stage_ == Stage::tridiagonal) return 0.25 * part;
  if (stage_ == Stage::rotation) return 0.25 + 0.25 * part;
  return stage_ == Stage::done ? 1 : 1 - 0.5 * (last_ + 1) / n_;
}

// One reflection H = I - 2 v v^T a column: it turns the part of column k below the diagonal into (alpha, 0, ..., 0), and A
// becomes H A H = A - v w^T - w v^T with w = 2 (A v - (v^T A v) v). That change is made one step later, in the same pass
// over A that multiplies it by the next v: there is one pass a column.
void EigenSteps::reduce_column() {
  const int k = at_++;
  for (int j = k; j < n_; ++j) a_(k, j) -= v_[index(k)] * w_[index(j)] + w_[index(k)] * v_[index(j)];
  diagonal_[index(k)] = a_(k, k);
  if (k + 1 == n_) {
    stage_ = Stage::rotation;
    at_ = 0;
    a_ = {};
    rows_ = MatrixD(n_, n_);
    return;
  }
  if (k + 2 == n_) {
    below_[index(k)] = a_(k, k + 1);
    return;
  }
  const int first = k + 1, rest = n_ - first;
  std::fill(next_.begin(), next_.end(), 0.0);
  below_[index(k)] = reflector(std::span(&a_(k, first), index(rest)), std::span(next_).subspan(index(first)));
  parallel_for(rest, std::max(16, 32768 / rest), [&](int begin, int end) {  // y = A v
    const int i = first + begin;
    kernels::active().rank2_f64(end - begin, rest, &v_[index(i)], &w_[index(i)], &v_[index(first)], &w_[index(first)],
                                &next_[index(first)], &a_(i, first), n_, &y_[index(i)]);
  });
  double share = 0;
  for (int i = first; i < n_; ++i) share += y_[index(i)] * next_[index(i)];  // v^T A v
  v_ = next_;
  w_[index(k)] = 0;
  for (int i = first; i < n_; ++i) w_[index(i)] = 2 * (y_[index(i)] - share * v_[index(i)]);
  std::copy(v_.begin(), v_.end(), &reflectors_(k, 0));
}

// Q^T. Row r is Q's column r, H_0 H_1 ... H_{n-3} e_r, where those from H_r on leave e_r alone.
void EigenSteps::rotate_rows() {
  const int from = at_, count = static_cast<int>(std::min<int64_t>(n_ - from, int64_t{kRows} * together_));
  parallel_for(count, kRows, [&](int begin, int end) {
    begin += from, end += from;
    for (int r = begin; r < end; ++r) rows_(r, r) = 1;
    for (int k = std::min(end - 2, n_ - 3); k >= 0; --k)
      kernels::active().reflect_f64(end - begin, n_ - k - 1, &reflectors_(k, k + 1), &rows_(begin, k + 1), n_);
  });
  at_ += count;
  if (at_ < n_) return;
  stage_ = Stage::sweeps;
  cs_.reserve(kHeld);
}

bool EigenSteps::negligible(int i) const {
  constexpr double kEpsilon = 2.3e-16;
  constexpr double kNothing = 1e-140;  // beside the largest entry, which is 1; its square is still a number
  const double e = std::abs(below_[index(i)]);
  return e <= kEpsilon * (std::abs(diagonal_[index(i)]) + std::abs(diagonal_[index(i + 1)])) || e < kNothing;
}

// As many sweeps as are held before they turn the vectors: then every strip of columns is turned by all of them while it
// stays in the cache.
void EigenSteps::sweep_some() {
  constexpr int kTries = 60;  // for one eigenvalue; two or three are usual
  while (last_ > 0) {
    if (negligible(last_ - 1)) {
      below_[index(--last_)] = 0;
      tries_ = 0;
      continue;
    }
    int first = last_ - 1;
    while (first > 0 && !negligible(first - 1)) --first;
    const int count = last_ - first;
    if (!sweeps_.empty() && cs_.size() + 2 * index(count) > kHeld) break;
    if (++tries_ > kTries) fail(Error::numeric, text("symmetric_eigen: eigenvalue ", last_, " does not converge"));
    sweeps_.push_back({first, count, cs_.size()});
    cs_.resize(cs_.size() + 2 * index(count));
    sweep(diagonal_.data(), below_.data(), first, last_, cs_.data() + sweeps_.back().at);
  }
  stage_ = Stage::turning;
  at_ = 0;
}

void EigenSteps::turn_columns() {
  const int from = at_, count = static_cast<int>(std::min<int64_t>(n_ - from, int64_t{kStrip} * together_));
  parallel_for(count, kStrip, [&](int begin, int end) {
    begin += from, end += from;
    for (size_t i = 0; i < sweeps_.size(); ++i) {
      const Sweep& s = sweeps_[i];
      const bool pair = i + 1 < sweeps_.size() && sweeps_[i + 1].first == s.first && sweeps_[i + 1].count <= s.count;
      const int later = pair ? sweeps_[++i].count : 0;
      kernels::active().rotate_f64(end - begin, s.count, cs_.data() + s.at, later,
                                   pair ? cs_.data() + sweeps_[i].at : nullptr, &rows_(s.first, begin), rows_.cols);
    }
  });
  at_ += count;
  if (at_ < n_) return;
  sweeps_.clear();
  cs_.clear();
  stage_ = last_ > 0 ? Stage::sweeps : Stage::done;
}

Eigen EigenSteps::result() const {
  check(stage_ == Stage::done, "symmetric_eigen: there are steps left");
  std::vector<int> order(index(n_));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int i, int j) { return diagonal_[index(i)] > diagonal_[index(j)]; });
  Eigen result{std::vector<double>(index(n_)), MatrixD(n_, n_)};
  parallel_for(n_, kRows, [&](int begin, int end) {
    double signs[kRows];
    for (int j = begin; j < end; ++j) {
      const int from = order[index(j)];
      result.values[index(j)] = scale_ * diagonal_[index(from)];
      int greatest = 0;
      for (int i = 1; i < n_; ++i)
        if (std::abs(rows_(from, i)) > std::abs(rows_(from, greatest))) greatest = i;
      signs[j - begin] = rows_(from, greatest) < 0 ? -1 : 1;
    }
    for (int i = 0; i < n_; ++i)
      for (int j = begin; j < end; ++j) result.vectors(i, j) = signs[j - begin] * rows_(order[index(j)], i);
  });
  return result;
}

Eigen symmetric_eigen(const MatrixD& a) {
  EigenSteps steps(a, INT_MAX);
  while (steps.step()) {
  }
  return steps.result();
}

}  // namespace thimble
