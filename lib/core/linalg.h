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

// A = L L^T with L lower triangular. numeric error "cholesky: pivot 3 is -1e-12: the matrix is not positive definite".
MatrixD cholesky(const MatrixD& a);
double log_determinant(const MatrixD& cholesky_factor);         // ln det A = 2 sum_i ln L_ii
MatrixD inverse_from_cholesky(const MatrixD& cholesky_factor);  // A^-1

// A = V diag(values) V^T for symmetric A: eigenvalues descending, eigenvectors in the columns of V. Householder
// tridiagonalisation, then implicit QL with Wilkinson shifts (Golub & Van Loan 4th ed., 8.3). Each vector's largest
// component is positive, so the sign is settled.
struct Eigen {
  std::vector<double> values;
  MatrixD vectors;
};
Eigen symmetric_eigen(const MatrixD& a);

}  // namespace thimble
