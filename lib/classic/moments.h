// The first two moments of samples: what Gaussians, principal components and Fisher's directions are made of.
//   n,   s = sum_n (v_n - o),   q = sum_n |v_n - o|^2,   P = sum_n (v_n - o)(v_n - o)^T
// v are the stored values (bytes, or features), not yet scaled; o is an origin near their mean, so that little is lost
// where P - s s^T / n is small beside P.
//
// Of bytes every number is the exact integer (o = 0; below 2^53 for 1.4e11 samples), so sums may be added and taken away
// in any order without changing a bit. Of features they are sums in double in the order of the samples.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/linalg.h"
#include "learn/dataset.h"

namespace thimble {

struct Device;

struct Moments {
  double count = 0;
  std::vector<double> origin, sums;  // o, s   d values each
  double squares = 0;                // q
  MatrixD products;                  // P      d x d, or empty where nobody asked for it

  void add(const Moments& other);  // of other samples about the same origin
  void subtract(const Moments& part);

  std::vector<double> mean() const;  // m = o + s / n
  MatrixD scatter() const;           // sum_n (v_n - m)(v_n - m)^T = P - s s^T / n
  double scatter_trace() const;      // sum_n |v_n - m|^2          = q - |s|^2 / n
};

// 0 for bytes, the mean for features.
std::vector<double> origin_for(const Samples& x);

// Of the samples `rows`, or of all of them. A device, if one is named, multiplies the bytes of pictures: the same integers.
Moments moments(const Samples& x, std::span<const int> rows, std::span<const double> origin, bool products,
                const Device* device = nullptr);
Moments moments(const Samples& x, std::span<const double> origin, bool products, const Device* device = nullptr);
// One for each class, in label order.
std::vector<Moments> class_moments(const Dataset& data, std::span<const double> origin, bool products,
                                   const Device* device = nullptr);

}  // namespace thimble
