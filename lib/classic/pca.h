// Principal components: the directions in which the samples spread most, and the samples in those coordinates.
//
//   m = (1/N) sum_n x_n                                  mean                   (d)
//   C = 1/(N-1) sum_n (x_n - m)(x_n - m)^T               covariance             (d, d)
//   C v_j = lambda_j v_j,  lambda_1 >= lambda_2 >= ...   components             V (d, m), orthonormal columns
//   y = V^T (x - m)                                      transformed            Y (N, m)
//   x ~ m + V y                                          inverse; exact with all d components
//   whitened: y_j / sqrt(lambda_j), so that every component has variance 1
// Share of component j in the variance: lambda_j / sum_i lambda_i.
//
// x = scale * byte + shift for pictures, so lambda is in units of the scaled pixels; sums of bytes are exact integers.
// Signs: the entry of v_j of largest size is positive. Components are orthonormal to 1e-10 in double (components());
// samples are transformed in float.
//
// Source: Duda, Hart and Stork, Pattern Classification, 2nd ed., section 3.8.1. Worked by hand: tutorial 07 (7.3) for the
// components, tutorial 07 (7.7) for the shares.
// Errors: usage "pca: expected 1 to 784 components, got 900", a share outside (0, 1]; data where there are fewer than two
// samples, all are equal, a value is not finite, or a component to be whitened has no variance.
#pragma once

#include <string>
#include <vector>

#include "classic/affine.h"
#include "classic/moments.h"
#include "core/linalg.h"
#include "learn/input.h"
#include "learn/transform.h"

namespace thimble {

struct PcaOptions {
  int components = 0;   // how many to keep; 0: as `variance` says
  double variance = 1;  // the fewest that hold this share of the variance; 1: all of them
  bool whiten = false;
  const Device* device = nullptr;  // for the sums of products of pictures (moments.h)
};

class Pca : public Transform {
 public:
  explicit Pca(PcaOptions options = {});
  std::string name() const override { return "pca"; }
  void fit(const Dataset& train) override;
  int outputs() const override { return map_.outputs(); }
  void apply(const Samples& x, Tensor& y) const override;
  void inverse(const Tensor& y, Tensor& x) const;  // y (N, m) -> x (N, d), scaled as the samples were for fit()
  void save(Record& record) const override;
  static Pca load(const Record& record);

  Input input() const override { return input_; }
  const std::vector<double>& mean() const { return mean_; }            // m
  const MatrixD& components() const { return components_; }            // V
  const std::vector<double>& variances() const { return variances_; }  // lambda, all d of them
  std::vector<double> shares() const;                                  // of all d; they sum to 1
  int components_for(double share) const;                              // the fewest that hold this share

 private:
  friend class PcaSteps;  // fit() in pieces
  void expect(const Samples& x);
  MatrixD covariance(const Moments& m) const;
  void decompose(const Moments& m, Eigen eigen);
  void finish();  // map_ from mean_, components_ and variances_

  PcaOptions options_;
  Input input_;
  std::vector<double> mean_, variances_;
  MatrixD components_;
  Affine map_;
};

}  // namespace thimble
