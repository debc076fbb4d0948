#include "core/linalg.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "core/functions.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

// The lower triangle becomes the upper one's image.
void mirror(MatrixD& c) {
  for (int i = 0; i < c.rows; ++i)
    for (int j = 0; j < i; ++j) c(i, j) = c(j, i);
}

}  // namespace

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

void add_row_products(int n, const double* x, MatrixD& c) {
  const int rows = c.rows;
  parallel_for(rows, 16, [&](int begin, int end) {  // the upper triangle, from the diagonal's block on
    kernels::active().dots_f64(end - begin, rows - begin, n, 1, x + int64_t{begin} * n, n, x + int64_t{begin} * n, n,
                               &c(begin, begin), rows);
  });
  mirror(c);
}

namespace {

constexpr int kStrip = 32;

// D^-1, row by row, for D = L's own triangle in [first, last):  M_ij = -(1 / D_ii) sum_{j <= k < i} D_ik M_kj
std::vector<double> inverse_of_strip(const MatrixD& l, int first, int last) {
  const int width = last - first;
  std::vector<double> inverse(static_cast<size_t>(width * width));
  const auto m = [&](int i, int j) -> double& { return inverse[static_cast<size_t>(i * width + j)]; };
  for (int i = 0; i < width; ++i) {
    for (int k = 0; k < i; ++k)
      for (int j = 0; j <= k; ++j) m(i, j) -= l(first + i, first + k) * m(k, j);
    for (int j = 0; j < i; ++j) m(i, j) /= l(first + i, first + i);
    m(i, i) = 1 / l(first + i, first + i);
  }
  return inverse;
}

// X <- X D^-T for `rows` rows of X, `stride` apart: solves D y = x for each.
void divide_rows(int rows, const std::vector<double>& inverse, int width, double* x, ptrdiff_t stride) {
  std::vector<double> before(static_cast<size_t>(rows * width));
  for (int i = 0; i < rows; ++i) {
    std::copy_n(x + i * stride, width, before.data() + ptrdiff_t{i} * width);
    std::fill_n(x + i * stride, width, 0.0);
  }
  kernels::active().dots_f64(rows, width, width, 1, before.data(), width, inverse.data(), width, x, stride);
}

}  // namespace

// In strips of columns: what the columns before a strip take away are dot products of rows, which the kernel does; then
// the strip's own triangle D, and the rows below it by D's inverse, dot products again.
Factor factorise(MatrixD a) {
  constexpr double kNothing = 1e-12;
  const int n = a.rows;
  for (int first = 0; first < n; first += kStrip) {
    const int last = std::min(first + kStrip, n);
    std::vector<double> variance;
    for (int j = first; j < last; ++j) variance.push_back(a(j, j));
    // A_ij -= sum_{k < first} L_ik L_jk
    kernels::active().dots_f64(n - first, last - first, first, -1, &a(first, 0), n, &a(first, 0), n, &a(first, first),
                               n);
    for (int i = first; i < last; ++i)
      for (int j = first; j <= i; ++j) {
        double sum = a(i, j);
        for (int k = first; k < j; ++k) sum -= a(i, k) * a(j, k);
        if (i != j) {
          a(i, j) = sum / a(j, j);
          continue;
        }
        if (!(sum > kNothing * variance[static_cast<size_t>(j - first)])) return {std::move(a), j};
        a(j, j) = std::sqrt(sum);
      }
    if (last < n) divide_rows(n - last, inverse_of_strip(a, first, last), last - first, &a(last, first), n);
  }
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) a(i, j) = 0;
  return {std::move(a), -1};
}

void solve_lower(const MatrixD& l, MatrixD& b) {
  for (int i = 0; i < b.rows; ++i) {
    for (int k = 0; k < i; ++k)
      for (int j = 0; j < b.cols; ++j) b(i, j) -= l(i, k) * b(k, j);
    for (int j = 0; j < b.cols; ++j) b(i, j) /= l(i, i);
  }
}

void solve_lower_transposed(const MatrixD& l, MatrixD& b) {
  for (int i = b.rows - 1; i >= 0; --i) {
    for (int j = 0; j < b.cols; ++j) b(i, j) /= l(i, i);
    for (int k = 0; k < i; ++k)
      for (int j = 0; j < b.cols; ++j) b(k, j) -= l(i, k) * b(i, j);
  }
}

// Row j of U = L^-T holds column j of L^-1:  U_ji = -(1 / L_ii) sum_{j <= k < i} U_jk L_ik,  U_jj = 1 / L_jj; in strips
// of columns, as above.
MatrixD inverse_transposed(const MatrixD& l) {
  const int n = l.rows;
  MatrixD u(n, n);
  for (int first = 0; first < n; first += kStrip) {
    const int last = std::min(first + kStrip, n), width = last - first;
    for (int rows = 0; rows < first; rows += kStrip)
      kernels::active().dots_f64(
          kStrip, width, first - rows, -1, &u(rows, rows), n,
          &l.values[static_cast<size_t>(first) * static_cast<size_t>(n) + static_cast<size_t>(rows)], n,
          &u(rows, first), n);
    const std::vector<double> inverse = inverse_of_strip(l, first, last);
    if (first > 0) divide_rows(first, inverse, width, &u(0, first), n);
    for (int i = 0; i < width; ++i)
      for (int j = 0; j <= i; ++j) u(first + j, first + i) = inverse[static_cast<size_t>(i * width + j)];
  }
  return u;
}

}  // namespace thimble
