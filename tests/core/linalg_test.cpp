#include "core/linalg.h"

#include <algorithm>
#include <cmath>

#include "core/eigen_steps.h"
#include "core/rng.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

MatrixD matrix(int rows, int cols, std::initializer_list<double> values) {
  MatrixD m(rows, cols);
  m.values.assign(values.begin(), values.end());
  return m;
}

MatrixD product(const MatrixD& a, const MatrixD& b) {
  MatrixD c(a.rows, b.cols);
  for (int i = 0; i < a.rows; ++i)
    for (int j = 0; j < b.cols; ++j)
      for (int k = 0; k < a.cols; ++k) c(i, j) += a(i, k) * b(k, j);
  return c;
}

MatrixD transpose(const MatrixD& a) {
  MatrixD t(a.cols, a.rows);
  for (int i = 0; i < a.rows; ++i)
    for (int j = 0; j < a.cols; ++j) t(j, i) = a(i, j);
  return t;
}

MatrixD identity(int n) {
  MatrixD m(n, n);
  for (int i = 0; i < n; ++i) m(i, i) = 1;
  return m;
}

double largest_difference(const MatrixD& a, const MatrixD& b) {
  double largest = 0;
  for (size_t i = 0; i < a.values.size(); ++i) largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
  return largest;
}

MatrixD random_matrix(int rows, int cols, uint64_t seed) {
  Rng rng(Key(seed, Purpose::test));
  MatrixD m(rows, cols);
  for (double& v : m.values) v = static_cast<double>(rng.uniform(-1, 1));
  return m;
}

MatrixD random_symmetric(int n, uint64_t seed) {
  MatrixD m = random_matrix(n, n, seed);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j) m(i, j) = m(j, i);
  return m;
}

MatrixD random_covariance(int n, uint64_t seed) {
  const MatrixD x = random_matrix(2 * n + 3, n, seed);
  return product(transpose(x), x);
}

// Cyclic Jacobi: turn every pair of axes until nothing is left off the diagonal. Slow and hard to get wrong.
std::vector<double> jacobi_eigenvalues(MatrixD a) {
  const int n = a.rows;
  for (int round = 0; round < 30; ++round)
    for (int p = 0; p < n; ++p)
      for (int q = p + 1; q < n; ++q) {
        if (a(p, q) == 0) continue;
        const double angle = 0.5 * std::atan2(2 * a(p, q), a(p, p) - a(q, q));
        const double c = std::cos(angle), s = std::sin(angle);
        for (int k = 0; k < n; ++k) {
          const double x = a(k, p), y = a(k, q);
          a(k, p) = c * x + s * y;
          a(k, q) = c * y - s * x;
        }
        for (int k = 0; k < n; ++k) {
          const double x = a(p, k), y = a(q, k);
          a(p, k) = c * x + s * y;
          a(q, k) = c * y - s * x;
        }
      }
  std::vector<double> values;
  for (int i = 0; i < n; ++i) values.push_back(a(i, i));
  std::sort(values.rbegin(), values.rend());
  return values;
}

void expect_decomposition(const MatrixD& a, const Eigen& e, double scale) {
  MatrixD stretched = e.vectors;  // V diag(values)
  for (int i = 0; i < a.rows; ++i)
    for (int j = 0; j < a.cols; ++j) stretched(i, j) *= e.values[static_cast<size_t>(j)];
  EXPECT_LT(largest_difference(product(transpose(e.vectors), e.vectors), identity(a.rows)), 1e-10);
  EXPECT_LT(largest_difference(product(stretched, transpose(e.vectors)), a), 1e-9 * scale);
  for (size_t i = 1; i < e.values.size(); ++i) EXPECT_GE(e.values[i - 1], e.values[i]);
}

TEST(Cholesky, ByHand) {
  const MatrixD a = matrix(3, 3, {4, 12, -16, 12, 37, -43, -16, -43, 98});
  const MatrixD l = cholesky(a);
  EXPECT_EQ(l.values, (std::vector<double>{2, 0, 0, 6, 1, 0, -8, 5, 3}));
  EXPECT_NEAR(log_determinant(l), std::log(36.0), 1e-14);  // (2 * 1 * 3)^2
  const MatrixD inverse = inverse_from_cholesky(cholesky(matrix(2, 2, {2, 1, 1, 2})));
  EXPECT_LT(largest_difference(inverse, matrix(2, 2, {2 / 3.0, -1 / 3.0, -1 / 3.0, 2 / 3.0})), 1e-15);
}

TEST(Cholesky, ReconstructsAndInverts) {
  for (int n : {1, 2, 5, 20, 61}) {
    const MatrixD a = random_covariance(n, 1), l = cholesky(a);
    EXPECT_LT(largest_difference(product(l, transpose(l)), a), 1e-12 * n);
    EXPECT_LT(largest_difference(product(inverse_from_cholesky(l), a), identity(n)), 1e-9);
    double log_product = 0;
    for (double value : symmetric_eigen(a).values) log_product += std::log(value);
    EXPECT_NEAR(log_determinant(l), log_product, 1e-9);
  }
}

TEST(Cholesky, RefusesAMatrixThatIsNotPositiveDefinite) {
  EXPECT_ERROR(cholesky(matrix(2, 2, {1, 2, 2, 1})), numeric,
               "cholesky: pivot 1 is -3: the matrix is not positive definite");
  EXPECT_ERROR(cholesky(matrix(1, 1, {std::nan("")})), numeric, "cholesky: pivot 0 is");
  EXPECT_ERROR(cholesky(MatrixD(2, 3)), usage, "cholesky: expected a square matrix, got 2x3");
}

TEST(Factorise, IsCholeskyAcrossStrips) {
  for (int n : {1, 5, 31, 32, 33, 64, 75}) {
    const MatrixD a = random_covariance(n, 5);
    const Factor f = factorise(a);
    EXPECT_EQ(f.dependent, -1);
    EXPECT_LT(largest_difference(product(f.l, transpose(f.l)), a), 1e-12 * n);
    EXPECT_LT(largest_difference(f.l, cholesky(a)), 1e-11 * n);
  }
}

TEST(Factorise, NamesTheVariableThatDependsOnOthers) {
  for (int n : {2, 40, 70}) {
    MatrixD x = random_matrix(2 * n, n, 6);
    for (int i = 0; i < x.rows; ++i) x(i, n - 1) = 3 * x(i, 0) - (n > 2 ? x(i, 1) : 0);
    EXPECT_EQ(factorise(product(transpose(x), x)).dependent, n - 1);
  }
  EXPECT_EQ(factorise(MatrixD(3, 3)).dependent, 0);
  EXPECT_EQ(factorise(matrix(2, 2, {1, 0, 0, std::nan("")})).dependent, 1);
  EXPECT_EQ(factorise(matrix(2, 2, {1, 0, 0, 1e-200})).dependent, -1);  // small, but its own
}

TEST(Triangles, AreSolvedAndInverted) {
  for (int n : {1, 2, 9, 32, 33, 80}) {
    const MatrixD l = factorise(random_covariance(n, 7)).l, b = random_matrix(n, 3, 8);
    MatrixD x = b;
    solve_lower(l, x);
    EXPECT_LT(largest_difference(product(l, x), b), 1e-10);
    x = b;
    solve_lower_transposed(l, x);
    EXPECT_LT(largest_difference(product(transpose(l), x), b), 1e-10);
    const MatrixD u = inverse_transposed(l);
    EXPECT_LT(largest_difference(product(transpose(l), u), identity(n)), 1e-10);
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < i; ++j) EXPECT_EQ(u(i, j), 0);
  }
}

TEST(AddRowProducts, AddsEveryRowTimesEveryRow) {
  for (int rows : {1, 4, 15, 16, 33})
    for (int n : {0, 1, 8, 37}) {
      const MatrixD x = random_matrix(rows, n, 9);
      MatrixD c(rows, rows, 0.5), want = c;
      add_row_products(n, x.values.data(), c);
      const MatrixD products = product(x, transpose(x));
      for (size_t i = 0; i < want.values.size(); ++i) want.values[i] += products.values[i];
      EXPECT_LT(largest_difference(c, want), 1e-13);
      EXPECT_EQ(c.values, transpose(c).values);
    }
}

TEST(SymmetricEigen, ByHand) {
  const Eigen two = symmetric_eigen(matrix(2, 2, {2, 1, 1, 2}));  // 3 along (1, 1), 1 along (1, -1)
  EXPECT_NEAR(two.values[0], 3, 1e-14);
  EXPECT_NEAR(two.values[1], 1, 1e-14);
  EXPECT_NEAR(two.vectors(0, 0), std::sqrt(0.5), 1e-14);
  EXPECT_NEAR(two.vectors(1, 0), std::sqrt(0.5), 1e-14);
  EXPECT_NEAR(std::abs(two.vectors(0, 1)), std::sqrt(0.5), 1e-14);
  EXPECT_NEAR(two.vectors(0, 1), -two.vectors(1, 1), 1e-14);

  const Eigen three = symmetric_eigen(matrix(3, 3, {2, -1, 0, -1, 2, -1, 0, -1, 2}));  // a chain: 2 - 2 cos(k pi / 4)
  EXPECT_NEAR(three.values[0], 2 + std::sqrt(2.0), 1e-14);
  EXPECT_NEAR(three.values[1], 2, 1e-14);
  EXPECT_NEAR(three.values[2], 2 - std::sqrt(2.0), 1e-14);
  EXPECT_NEAR(three.vectors(1, 0), std::sqrt(0.5), 1e-14);  // (-1/2, sqrt 1/2, -1/2): the largest component is positive
  EXPECT_NEAR(three.vectors(0, 0), -0.5, 1e-14);
  EXPECT_NEAR(three.vectors(2, 0), -0.5, 1e-14);
}

TEST(SymmetricEigen, LeavesADiagonalMatrixAlone) {
  const Eigen e = symmetric_eigen(matrix(3, 3, {1, 0, 0, 0, -5, 0, 0, 0, 7}));
  EXPECT_EQ(e.values, (std::vector<double>{7, 1, -5}));
  EXPECT_EQ(e.vectors.values, (std::vector<double>{0, 1, 0, 0, 0, 1, 1, 0, 0}));
}

TEST(SymmetricEigen, IsOrthonormalAndReconstructs) {
  for (int n : {1, 2, 3, 4, 10, 31, 80, 150}) {
    expect_decomposition(random_symmetric(n, 1), symmetric_eigen(random_symmetric(n, 1)), 1);
    const MatrixD covariance = random_covariance(n, 2);
    expect_decomposition(covariance, symmetric_eigen(covariance), n);
  }
}

TEST(SymmetricEigen, HandlesZerosRepetitionsAndTinyScales) {
  expect_decomposition(MatrixD(4, 4), symmetric_eigen(MatrixD(4, 4)), 1);
  expect_decomposition(identity(9), symmetric_eigen(identity(9)), 1);
  const MatrixD ones(6, 6, 1);  // eigenvalues 6, 0, 0, 0, 0, 0
  const Eigen e = symmetric_eigen(ones);
  expect_decomposition(ones, e, 1);
  EXPECT_NEAR(e.values[0], 6, 1e-13);
  MatrixD tiny = random_symmetric(12, 3);
  for (double& v : tiny.values) v *= 1e-160;
  expect_decomposition(tiny, symmetric_eigen(tiny), 1e-160);
}

TEST(SymmetricEigen, HandlesScalesFarApart) {
  MatrixD graded(6, 6);  // diagonal 1, 1e-60, 1e-120, ... and entries between that are as small
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 6; ++j) graded(i, j) = std::pow(10, -60 * std::max(i, j)) * (i == j ? 1 : 0.5);
  expect_decomposition(graded, symmetric_eigen(graded), 1);
  MatrixD huge = random_symmetric(9, 10);
  for (double& v : huge.values) v *= 1e300;
  const Eigen e = symmetric_eigen(huge);
  EXPECT_LT(largest_difference(product(transpose(e.vectors), e.vectors), identity(9)), 1e-10);
  EXPECT_NEAR(e.values[0] / 1e300, symmetric_eigen(random_symmetric(9, 10)).values[0], 1e-12);
}

TEST(SymmetricEigen, IsTheSameBitsForAnyNumberOfThreads) {
  const MatrixD a = random_covariance(90, 11);
  set_threads(1);
  const Eigen one = symmetric_eigen(a);
  set_threads(4);
  const Eigen four = symmetric_eigen(a);
  set_threads(0);
  EXPECT_EQ(one.values, four.values);
  EXPECT_EQ(one.vectors.values, four.vectors.values);
}

TEST(SymmetricEigen, IsTheSameBitsInPieces) {
  const MatrixD a = random_covariance(90, 12);
  EigenSteps steps(a);
  EXPECT_ERROR(steps.result(), usage, "there are steps left");
  double progress = 0;
  int count = 1;
  for (; steps.step(); ++count) {
    EXPECT_GE(steps.progress(), progress);
    progress = steps.progress();
  }
  EXPECT_GT(count, 90);
  EXPECT_EQ(steps.progress(), 1);
  EXPECT_EQ(steps.result().values, symmetric_eigen(a).values);
  EXPECT_EQ(steps.result().vectors.values, symmetric_eigen(a).vectors.values);
}

TEST(SymmetricEigen, FindsTheEigenvaluesThatJacobiFinds) {
  for (int n : {2, 5, 24, 40}) {
    const MatrixD a = random_symmetric(n, 4);
    const std::vector<double> want = jacobi_eigenvalues(a), got = symmetric_eigen(a).values;
    ASSERT_EQ(got.size(), want.size());
    for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-11);
  }
}

TEST(SymmetricEigen, RefusesWhatHasNoAnswer) {
  EXPECT_ERROR(symmetric_eigen(MatrixD(2, 3)), usage, "symmetric_eigen: expected a square matrix, got 2x3");
  EXPECT_ERROR(symmetric_eigen(matrix(1, 1, {std::nan("")})), numeric, "symmetric_eigen: the matrix holds");
}

}  // namespace
}  // namespace thimble
