// Fisher's linear discriminant: the directions in which the classes lie farthest apart, measured by how wide they are.
//
//   m_k, m                                               mean of class k, of all
//   S_W = sum_k sum_{n in k} (x_n - m_k)(x_n - m_k)^T    scatter within the classes      (d, d)
//   S_B = sum_k n_k (m_k - m)(m_k - m)^T                 scatter between them, rank at most classes - 1
//   S_B w = lambda S_W w,  lambda_1 >= lambda_2 >= ...   directions                      W (d, at most classes - 1)
//   y = W^T (x - m)
// For two classes the only direction is S_W^-1 (m_1 - m_2). Each is as long as W^T (S_W / N) W = I asks: the classes are
// round, on the average, in y. Signs: the entry of w_j of largest size is positive.
//
// Solved without a d x d eigenproblem, tutorial 07 (7.14): with S_W = L L^T and H the columns sqrt(n_k) (m_k - m), the
// classes x classes matrix (L^-1 H)^T (L^-1 H) = U diag(lambda) U^T gives W = sqrt(N) L^-T (L^-1 H) U diag(lambda)^-1/2.
//
// S_W may be singular, for instance with fewer samples than dimensions, or where a pixel hardly changes within a class. A
// ridge r adds r N to its diagonal, r in units of the variance of a scaled value (a pixel from 0 to 1); with r = 0 a
// singular S_W is an error.
//
// Source: Duda, Hart and Stork, Pattern Classification, 2nd ed., section 3.8.2 and 3.8.3. By hand: tutorial 07 (7.12).
// Errors: usage "fld: expected 1 to 9 components, got 10"; data as expect_labelled (learn/input.h), and "fld: the scatter
// within the classes is singular ...: add a ridge", "fld: the class means span only 1 direction, expected 2".
#pragma once

#include <string>
#include <vector>

#include "classic/affine.h"
#include "core/linalg.h"
#include "learn/input.h"
#include "learn/transform.h"

namespace thimble {

struct FldOptions {
  int components = 0;  // 0: all that the class means span, at most classes - 1
  double ridge = 1e-4;
};

class Fld : public Transform {
 public:
  explicit Fld(FldOptions options = {});
  std::string name() const override { return "fld"; }
  void fit(const Dataset& train) override;
  int outputs() const override { return map_.outputs(); }
  void apply(const Samples& x, Tensor& y) const override;
  void save(Record& record) const override;
  static Fld load(const Record& record);

  Input input() const override { return input_; }
  const MatrixD& directions() const { return directions_; }      // W (d, components)
  const std::vector<double>& ratios() const { return ratios_; }  // lambda of each

 private:
  FldOptions options_;
  Input input_;
  MatrixD directions_;
  std::vector<double> ratios_;
  Affine map_;
};

}  // namespace thimble
