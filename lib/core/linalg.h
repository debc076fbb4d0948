// Small dense linear algebra in double: what Gaussian classifiers and principal components need.
#pragma once

#include <cstddef>
#include <vector>

namespace thimble {

// A square or rectangular matrix of doubles, row-major.
struct MatrixD {
  int rows = 0, cols = 0;
  std::vector<double> values;
  MatrixD() = default;
  MatrixD(int r, int c, double fill = 0)
      : rows(r), cols(c), values(static_cast<size_t>(r) * static_cast<size_t>(c), fill) {}
  double& operator()(int i, int j) {
    return values[static_cast<size_t>(i) * static_cast<size_t>(cols) + static_cast<size_t>(j)];
  }
  double operator()(int i, int j) const {
    return values[static_cast<size_t>(i) * static_cast<size_t>(cols) + static_cast<size_t>(j)];
  }
};

void add_row_products(int n, const double* x, MatrixD& c);  // C += X X^T   X (c.rows, n), C symmetric

// A = L L^T with L lower triangular. numeric error "cholesky: pivot 3 is -1e-12: the matrix is not positive definite".
MatrixD cholesky(const MatrixD& a);
double log_determinant(const MatrixD& cholesky_factor);         // ln det A = 2 sum_i ln L_ii
MatrixD inverse_from_cholesky(const MatrixD& cholesky_factor);  // A^-1

// The same for covariances, where to be singular is an answer, not an accident: `dependent` is the first variable whose
// pivot is below 1e-12 of its variance, so that it is a combination of those before it, or -1 where there is none; L is
// then complete.
struct Factor {
  MatrixD l;
  int dependent = -1;
};
Factor factorise(MatrixD a);

// With L lower triangular, L (n, n), B (n, m):
void solve_lower(const MatrixD& l, MatrixD& b);             // B <- L^-1 B
void solve_lower_transposed(const MatrixD& l, MatrixD& b);  // B <- L^-T B
MatrixD inverse_transposed(const MatrixD& l);               // L^-T, upper triangular

// A = V diag(values) V^T for symmetric A: eigenvalues descending, eigenvectors in the columns of V. Householder
// tridiagonalisation, then implicit QR with Wilkinson shifts (Golub & Van Loan 4th ed., 8.3). Each vector's largest
// component is positive, so the sign is settled. The same bits for any number of threads.
struct Eigen {
  std::vector<double> values;
  MatrixD vectors;
};
Eigen symmetric_eigen(const MatrixD& a);

}  // namespace thimble
