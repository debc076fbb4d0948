#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "core/error.h"
#include "core/linalg.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

size_t index(int i) { return static_cast<size_t>(i); }

// A = Q T Q^T with T tridiagonal, Q = H_0 H_1 ... H_{n-3}. Row k of `reflectors` is the unit vector of H_k, zero up to
// entry k.
struct Tridiagonal {
  std::vector<double> diagonal, below;  // below[i] = T(i + 1, i)
  MatrixD reflectors;
};

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

// One reflection H = I - 2 v v^T a column: it turns the part of column k below the diagonal into (alpha, 0, ..., 0), and A
// becomes H A H = A - v w^T - w v^T with w = 2 (A v - (v^T A v) v). That change is made one step later, in the same pass
// over A that multiplies it by the next v: there is one pass a column.
Tridiagonal tridiagonalise(MatrixD a) {
  const int n = a.rows;
  Tridiagonal t{std::vector<double>(index(n)), std::vector<double>(index(n)), MatrixD(std::max(n - 2, 0), n)};
  std::vector<double> v(index(n)), w(index(n)), next(index(n)), y(index(n));
  const auto change_row = [&](int i) {
    for (int j = i; j < n; ++j) a(i, j) -= v[index(i)] * w[index(j)] + w[index(i)] * v[index(j)];
  };
  for (int k = 0; k < n; ++k) {
    change_row(k);
    t.diagonal[index(k)] = a(k, k);
    if (k + 1 == n) break;
    if (k + 2 == n) {
      t.below[index(k)] = a(k, k + 1);
      continue;
    }
    const int first = k + 1, rest = n - first;
    std::fill(next.begin(), next.end(), 0.0);
    t.below[index(k)] = reflector(std::span(&a(k, first), index(rest)), std::span(next).subspan(index(first)));
    parallel_for(rest, std::max(16, 32768 / rest), [&](int begin, int end) {  // y = A v
      const int i = first + begin;
      kernels::active().rank2_f64(end - begin, rest, &v[index(i)], &w[index(i)], &v[index(first)], &w[index(first)],
                                  &next[index(first)], &a(i, first), n, &y[index(i)]);
    });
    double share = 0;
    for (int i = first; i < n; ++i) share += y[index(i)] * next[index(i)];  // v^T A v
    v = next;
    w[index(k)] = 0;
    for (int i = first; i < n; ++i) w[index(i)] = 2 * (y[index(i)] - share * v[index(i)]);
    std::copy(v.begin(), v.end(), &t.reflectors(k, 0));
  }
  return t;
}

// Q^T. Row r is Q's column r, H_0 H_1 ... H_{n-3} e_r, where those from H_r on leave e_r alone.
MatrixD transposed_rotation(const MatrixD& reflectors) {
  constexpr int kRows = 16;
  const int n = reflectors.cols;
  MatrixD q(n, n);
  parallel_for(n, kRows, [&](int begin, int end) {
    for (int r = begin; r < end; ++r) q(r, r) = 1;
    for (int k = std::min(end - 2, n - 3); k >= 0; --k)
      kernels::active().reflect_f64(end - begin, n - k - 1, &reflectors.values[index(k) * index(n) + index(k + 1)],
                                    &q(begin, k + 1), n);
  });
  return q;
}

// Rotations of neighbouring rows, kept until there are many: then every strip of columns is turned by all of them while
// it stays in the cache.
class Rotations {
 public:
  explicit Rotations(MatrixD& rows) : rows_(rows) { cs_.reserve(kHeld); }

  double* sweep(int first, int count) {  // room for `count` pairs of c and s
    if (cs_.size() + 2 * index(count) > kHeld) apply();
    sweeps_.push_back({first, count, cs_.size()});
    cs_.resize(cs_.size() + 2 * index(count));
    return cs_.data() + sweeps_.back().at;
  }

  void apply() {
    parallel_for(rows_.cols, kStrip, [&](int begin, int end) {
      for (size_t i = 0; i < sweeps_.size(); ++i) {
        const Sweep& s = sweeps_[i];
        const bool pair = i + 1 < sweeps_.size() && sweeps_[i + 1].first == s.first && sweeps_[i + 1].count <= s.count;
        const int later = pair ? sweeps_[++i].count : 0;
        kernels::active().rotate_f64(end - begin, s.count, cs_.data() + s.at, later,
                                     pair ? cs_.data() + sweeps_[i].at : nullptr, &rows_(s.first, begin), rows_.cols);
      }
    });
    sweeps_.clear();
    cs_.clear();
  }

 private:
  static constexpr size_t kHeld = 1 << 16;
  static constexpr int kStrip = 32;
  struct Sweep {
    int first, count;
    size_t at;
  };
  MatrixD& rows_;
  std::vector<Sweep> sweeps_;
  std::vector<double> cs_;
};

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

void diagonalise(Tridiagonal& t, MatrixD& rows) {
  constexpr double kEpsilon = 2.3e-16;
  constexpr int kSweeps = 60;  // for one eigenvalue; two or three are usual
  double *d = t.diagonal.data(), *e = t.below.data();
  constexpr double kNothing = 1e-140;  // beside the largest entry, which is 1; its square is still a number
  const auto negligible = [&](int i) {
    return std::abs(e[i]) <= kEpsilon * (std::abs(d[i]) + std::abs(d[i + 1])) || std::abs(e[i]) < kNothing;
  };
  Rotations rotations(rows);
  int sweeps = 0;
  for (int last = rows.rows - 1; last > 0;) {
    if (negligible(last - 1)) {
      e[--last] = 0;
      sweeps = 0;
      continue;
    }
    if (++sweeps > kSweeps) fail(Error::numeric, text("symmetric_eigen: eigenvalue ", last, " does not converge"));
    int first = last - 1;
    while (first > 0 && !negligible(first - 1)) --first;
    sweep(d, e, first, last, rotations.sweep(first, last - first));
  }
  rotations.apply();
}

}  // namespace

Eigen symmetric_eigen(const MatrixD& a) {
  check(a.rows == a.cols, "symmetric_eigen: expected a square matrix, got ", a.rows, "x", a.cols);
  const int n = a.rows;
  double largest = 0;
  for (const double value : a.values) {
    if (!std::isfinite(value)) fail(Error::numeric, text("symmetric_eigen: the matrix holds ", value));
    largest = std::max(largest, std::abs(value));
  }
  const double scale = largest == 0 ? 1 : largest;
  MatrixD scaled = a;
  for (double& value : scaled.values) value /= scale;
  Tridiagonal t = tridiagonalise(std::move(scaled));
  MatrixD rows = transposed_rotation(t.reflectors);  // their rows become the eigenvectors
  diagonalise(t, rows);

  std::vector<int> order(index(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int i, int j) { return t.diagonal[index(i)] > t.diagonal[index(j)]; });
  Eigen result{std::vector<double>(index(n)), MatrixD(n, n)};
  parallel_for(n, 16, [&](int begin, int end) {
    for (int j = begin; j < end; ++j) {
      const int from = order[index(j)];
      result.values[index(j)] = scale * t.diagonal[index(from)];
      int greatest = 0;
      for (int i = 1; i < n; ++i)
        if (std::abs(rows(from, i)) > std::abs(rows(from, greatest))) greatest = i;
      const double sign = rows(from, greatest) < 0 ? -1 : 1;
      for (int i = 0; i < n; ++i) result.vectors(i, j) = sign * rows(from, i);
    }
  });
  return result;
}

}  // namespace thimble
