#include "core/linalg.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/functions.h"

namespace thimble {

MatrixD cholesky(const MatrixD& a) {
  check(a.rows == a.cols, "cholesky: expected a square matrix, got ", a.rows, "x", a.cols);
  const int n = a.rows;
  MatrixD l(n, n);
  for (int j = 0; j < n; ++j) {
    double pivot = a(j, j);
    for (int k = 0; k < j; ++k) pivot -= l(j, k) * l(j, k);  // L_jj^2 = A_jj - sum_k L_jk^2
    if (!(pivot > 0))
      fail(Error::numeric, text("cholesky: pivot ", j, " is ", pivot, ": the matrix is not positive definite"));
    l(j, j) = std::sqrt(pivot);
    for (int i = j + 1; i < n; ++i) {
      double sum = a(i, j);
      for (int k = 0; k < j; ++k) sum -= l(i, k) * l(j, k);  // L_ij = (A_ij - sum_k L_ik L_jk) / L_jj
      l(i, j) = sum / l(j, j);
    }
  }
  return l;
}

double log_determinant(const MatrixD& cholesky_factor) {
  double sum = 0;
  for (int i = 0; i < cholesky_factor.rows; ++i) sum += log_exact(cholesky_factor(i, i));
  return 2 * sum;
}

MatrixD inverse_from_cholesky(const MatrixD& l) {
  const int n = l.rows;
  MatrixD m(n, n);  // L^-1 by forward substitution, a column at a time
  for (int j = 0; j < n; ++j)
    for (int i = j; i < n; ++i) {
      double sum = i == j ? 1 : 0;
      for (int k = j; k < i; ++k) sum -= l(i, k) * m(k, j);
      m(i, j) = sum / l(i, i);
    }
  MatrixD inverse(n, n);  // A^-1 = L^-T L^-1
  for (int i = 0; i < n; ++i)
    for (int j = 0; j <= i; ++j) {
      double sum = 0;
      for (int k = i; k < n; ++k) sum += m(k, i) * m(k, j);
      inverse(i, j) = inverse(j, i) = sum;
    }
  return inverse;
}

namespace {

// A = Q T Q^T with T tridiagonal.
struct Tridiagonal {
  std::vector<double> diagonal, below;  // below[i] = T(i + 1, i)
  MatrixD q;
};

// One Householder reflection H = I - 2 v v^T a column: it turns the part of column k below the diagonal into
// (alpha, 0, ..., 0), and A becomes H A H = A - v w^T - w v^T with w = 2 (A v - (v^T A v) v).
Tridiagonal tridiagonalise(MatrixD a) {
  const int n = a.rows;
  Tridiagonal t{std::vector<double>(static_cast<size_t>(n)), std::vector<double>(static_cast<size_t>(n)),
                MatrixD(n, n)};
  for (int i = 0; i < n; ++i) t.q(i, i) = 1;
  std::vector<double> v(static_cast<size_t>(n)), w(static_cast<size_t>(n));
  for (int k = 0; k + 2 < n; ++k) {
    double norm = 0;
    for (int i = k + 1; i < n; ++i) norm = std::max(norm, std::abs(a(i, k)));
    if (norm == 0) continue;
    double squares = 0;
    for (int i = k + 1; i < n; ++i) squares += a(i, k) / norm * (a(i, k) / norm);
    const double alpha = a(k + 1, k) > 0 ? -norm * std::sqrt(squares) : norm * std::sqrt(squares);
    double squared_length = 0;
    for (int i = k + 1; i < n; ++i) {
      v[static_cast<size_t>(i)] = (a(i, k) - (i == k + 1 ? alpha : 0)) / norm;
      squared_length += v[static_cast<size_t>(i)] * v[static_cast<size_t>(i)];
    }
    for (int i = k + 1; i < n; ++i) v[static_cast<size_t>(i)] /= std::sqrt(squared_length);

    double share = 0;  // v^T A v
    for (int i = k + 1; i < n; ++i) {
      double sum = 0;
      for (int j = k + 1; j < n; ++j) sum += a(i, j) * v[static_cast<size_t>(j)];
      w[static_cast<size_t>(i)] = sum;
      share += sum * v[static_cast<size_t>(i)];
    }
    for (int i = k + 1; i < n; ++i) {
      const auto at = static_cast<size_t>(i);
      w[at] = 2 * (w[at] - share * v[at]);
    }
    for (int i = k + 1; i < n; ++i)
      for (int j = k + 1; j < n; ++j)
        a(i, j) -= v[static_cast<size_t>(i)] * w[static_cast<size_t>(j)] +
                   w[static_cast<size_t>(i)] * v[static_cast<size_t>(j)];
    a(k + 1, k) = alpha;
    for (int i = 0; i < n; ++i) {  // Q <- Q H
      double sum = 0;
      for (int j = k + 1; j < n; ++j) sum += t.q(i, j) * v[static_cast<size_t>(j)];
      for (int j = k + 1; j < n; ++j) t.q(i, j) -= 2 * sum * v[static_cast<size_t>(j)];
    }
  }
  for (int i = 0; i < n; ++i) t.diagonal[static_cast<size_t>(i)] = a(i, i);
  for (int i = 0; i + 1 < n; ++i) t.below[static_cast<size_t>(i)] = a(i + 1, i);
  return t;
}

// sqrt(x^2 + z^2) without overflow; the C library's hypot is not the same number everywhere.
double length(double x, double z) {
  const double larger = std::max(std::abs(x), std::abs(z));
  if (larger == 0) return 0;
  return larger * std::sqrt(x / larger * (x / larger) + z / larger * (z / larger));
}

// c and s of the rotation that takes (x, z) to (r, 0) by r = c x + s z, 0 = -s x + c z.
struct Rotation {
  double c, s;
};
Rotation rotation(double x, double z) {
  const double r = length(x, z);
  if (r == 0) return {1, 0};
  return {x / r, z / r};
}

// One implicitly shifted QR sweep over the unreduced block [first, last] (Golub & Van Loan, Algorithm 8.3.2); rows of
// `vectors` are eigenvectors in the making, and turn with the columns of T.
void sweep(Tridiagonal& t, int first, int last, MatrixD& vectors) {
  auto d = [&](int i) -> double& { return t.diagonal[static_cast<size_t>(i)]; };
  auto e = [&](int i) -> double& { return t.below[static_cast<size_t>(i)]; };
  const double half = (d(last - 1) - d(last)) / 2, below = e(last - 1);
  const double root = length(half, below);
  const double shift = d(last) - below * (below / (half + (half >= 0 ? root : -root)));  // Wilkinson's

  double x = d(first) - shift, z = e(first);
  for (int k = first; k < last; ++k) {
    const auto [c, s] = rotation(x, z);
    if (k > first) e(k - 1) = c * x + s * z;
    const double p = d(k), q = e(k), r = d(k + 1);
    d(k) = c * c * p + 2 * c * s * q + s * s * r;
    d(k + 1) = s * s * p - 2 * c * s * q + c * c * r;
    e(k) = c * s * (r - p) + (c * c - s * s) * q;
    if (k + 1 < last) {  // the bulge
      x = e(k);
      z = s * e(k + 1);
      e(k + 1) *= c;
    }
    for (int i = 0; i < vectors.cols; ++i) {
      const double u = vectors(k, i), v = vectors(k + 1, i);
      vectors(k, i) = c * u + s * v;
      vectors(k + 1, i) = c * v - s * u;
    }
  }
}

void diagonalise(Tridiagonal& t, MatrixD& vectors) {
  constexpr double kEpsilon = 2.3e-16;
  constexpr int kSweeps = 60;  // for one eigenvalue; two or three are usual
  auto negligible = [&](int i) {
    const auto at = static_cast<size_t>(i);
    return std::abs(t.below[at]) <= kEpsilon * (std::abs(t.diagonal[at]) + std::abs(t.diagonal[at + 1]));
  };
  int sweeps = 0;
  for (int last = static_cast<int>(t.diagonal.size()) - 1; last > 0;) {
    if (negligible(last - 1)) {
      t.below[static_cast<size_t>(--last)] = 0;
      sweeps = 0;
      continue;
    }
    if (++sweeps > kSweeps) fail(Error::numeric, text("symmetric_eigen: eigenvalue ", last, " does not converge"));
    int first = last - 1;
    while (first > 0 && !negligible(first - 1)) --first;
    sweep(t, first, last, vectors);
  }
}

}  // namespace

Eigen symmetric_eigen(const MatrixD& a) {
  check(a.rows == a.cols, "symmetric_eigen: expected a square matrix, got ", a.rows, "x", a.cols);
  const int n = a.rows;
  for (double value : a.values)
    if (!std::isfinite(value)) fail(Error::numeric, text("symmetric_eigen: the matrix holds ", value));
  Tridiagonal t = tridiagonalise(a);
  MatrixD rows(n, n);  // Q^T: rotating two columns of Q is fast if they are rows
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) rows(j, i) = t.q(i, j);
  diagonalise(t, rows);

  std::vector<int> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int i, int j) {
    return t.diagonal[static_cast<size_t>(i)] > t.diagonal[static_cast<size_t>(j)];
  });
  Eigen result{std::vector<double>(static_cast<size_t>(n)), MatrixD(n, n)};
  for (int j = 0; j < n; ++j) {
    const int from = order[static_cast<size_t>(j)];
    result.values[static_cast<size_t>(j)] = t.diagonal[static_cast<size_t>(from)];
    int largest = 0;
    for (int i = 1; i < n; ++i)
      if (std::abs(rows(from, i)) > std::abs(rows(from, largest))) largest = i;
    const double sign = rows(from, largest) < 0 ? -1 : 1;
    for (int i = 0; i < n; ++i) result.vectors(i, j) = sign * rows(from, i);
  }
  return result;
}

}  // namespace thimble
