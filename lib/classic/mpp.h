// Maximum posterior probability: each class is a Gaussian, and a sample belongs to the class that makes it most probable.
//
//   p(x | k) = (2 pi)^(-d/2) |Sigma_k|^(-1/2) exp(-1/2 (x - mu_k)^T Sigma_k^-1 (x - mu_k))
//   g_k(x) = ln p(x | k) + ln P_k, without what is the same for all classes:
// case 1  Sigma_k = sigma^2 I    g_k = -|x - mu_k|^2 / (2 sigma^2) + ln P_k                                          (1)
//                                    = mu_k^T x / sigma^2 - |mu_k|^2 / (2 sigma^2) + ln P_k + the same for all k
// case 2  Sigma_k = Sigma        g_k = -1/2 (x - mu_k)^T Sigma^-1 (x - mu_k) + ln P_k                                (2)
//                                    = (Sigma^-1 mu_k)^T x - 1/2 mu_k^T Sigma^-1 mu_k + ln P_k + the same for all k
// case 3  Sigma_k its own        g_k = -1/2 (x - mu_k)^T Sigma_k^-1 (x - mu_k) - 1/2 ln |Sigma_k| + ln P_k           (3)
// Posterior: P(k | x) = e^g_k / sum_j e^g_j.
//
//   X (N, d)   mu (K, d)   Sigma (d, d)   g, posteriors (N, K)
// Case 1 with equal priors is the nearest class mean; its boundaries and case 2's are planes, case 3's are quadrics.
//
// Estimates (maximum likelihood): mu_k the mean of class k, S_k its scatter sum (x - mu_k)(x - mu_k)^T;
//   Sigma_k = S_k / n_k,   Sigma = sum_k S_k / N,   sigma^2 = tr Sigma / d
// Where a covariance is singular, which is refused, two remedies may be combined:
//   Sigma' = (1 - s) Sigma + s (tr Sigma / d) I + r I        shrinkage 0 <= s <= 1, ridge r >= 0
// r is in units of the variance of a scaled value (pictures: x = byte / 255). A class without samples gets the posterior 0.
//
// No inverse is formed: Sigma = L L^T (Cholesky), ln |Sigma| = 2 sum_i ln L_ii, and the distances are triangular solves.
// Of bytes all sums are exact integers, so without(fold) gives the very bits of a fit without the fold.
//
// Source: Duda, Hart and Stork, Pattern Classification, 2nd ed., sections 2.6.1 to 2.6.3 (the three cases), 3.2 (estimates),
// 3.7 (shrinkage). Worked by hand: tutorial 06 (6.5) for case 1, tutorial 06 (6.6) for case 2, tutorial 06 (6.10) for case 3.
// Errors: usage for options out of range and samples of another shape; data as expect_labelled (learn/input.h), and "mpp: the
// covariance of class 3 (Dress) is singular ...: add a ridge or shrinkage".
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "classic/affine.h"
#include "classic/moments.h"
#include "classic/priors.h"
#include "classic/quadratic.h"
#include "learn/classifier.h"
#include "learn/input.h"

namespace thimble {

enum class MppCase { isotropic = 1, shared = 2, own = 3 };

struct MppOptions {
  MppCase which = MppCase::shared;
  double ridge = 0, shrink = 0;
  Priors priors = {};
  const Device* device = nullptr;  // for the sums of products of pictures (moments.h)
};

class Mpp : public Classifier {
 public:
  explicit Mpp(MppCase which) : Mpp(MppOptions{which}) {}
  explicit Mpp(MppOptions options);
  std::string name() const override { return "mpp"; }
  void fit(const Dataset& train) override;
  bool fit_in_parts(int parts, const std::function<Dataset(int i)>& part) override;
  void scores(const Samples& x, Tensor& s) override;  // posteriors
  void save(Record& record) const override;
  static Mpp load(const Record& record);
  std::unique_ptr<Classifier> without(const Dataset& fold) const override;
  bool keeps_sums() const override { return priors_.empty() || !sums_.empty(); }  // a loaded one has none

  void discriminants(const Samples& x, Tensor& g) const;   // g_k (N, K); -inf for a class without samples
  void log_posteriors(const Samples& x, Tensor& s) const;  // ln P(k | x) = g_k - ln sum_j e^g_j

  const MppOptions& options() const { return options_; }
  Input input() const override { return input_; }
  const Tensor& means() const { return means_; }                                     // mu (K, d)
  const std::vector<double>& priors() const { return priors_; }                      // P_k
  const std::vector<double>& log_determinants() const { return log_determinants_; }  // ln |Sigma_k|

 private:
  void estimate();  // everything below from the sums
  void estimate_linear(std::span<const double> centre, double sigma2);
  void estimate_quadratic(std::span<const double> centre);

  MppOptions options_;
  Input input_;
  std::vector<Moments> sums_;  // of each class; with products in case 3
  Moments total_;              // with products in case 2
  std::vector<double> priors_, log_determinants_;
  Tensor means_;
  Affine linear_;        // cases 1 and 2
  Quadratic quadratic_;  // case 3
};

}  // namespace thimble
