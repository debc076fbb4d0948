// A picture's shadow: 128 bytes whose distances never exceed those of the pictures, but for a rounding that is known.
//
//   y(x) = A (x - m)                                A (127, d) signed bytes, m (d) bytes: exact integers
//   r(x) = sqrt(g |x - m|^2 - |y(x)|^2)             the rest, with g >= the greatest eigenvalue of A A^T
//   z(x) = (y(x), r(x))
//   s(x) = round(clamp(z(x) / step + offset, 0, 255))
//   e(x) = |what was rounded away|                  Euclidean, in steps
//
// Because |A v|^2 <= g |v|^2, B = (A; (g I - A^T A)^(1/2)) stretches every vector by sqrt(g). Of its lower half r is the
// length, and lengths differ by no more than the vectors do; nor does clamping move two numbers apart. So for all a and b
//   step (|s(a) - s(b)| - e(a) - e(b)) <= |z(a) - z(b)| <= sqrt(g) |a - b|
// whatever A, m, step and offset are. Good ones make the left side large: A spans the directions in which a sample of the
// pictures spreads most (one round of orthogonal iteration, Golub & Van Loan 4th ed., 8.2.4), turned at random so that every
// byte gets its share of the spread, and the step follows from that.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/dataset.h"

namespace thimble {

class Shadows {
 public:
  static constexpr int kAxes = 127, kLength = kAxes + 1, kWidest = 4096;

  explicit Shadows(const Samples& x);  // at least one picture, of at most kWidest bytes

  struct Cast {
    std::vector<uint8_t> bytes;  // s (n, kLength)
    std::vector<float> errors;   // e (n)
  };
  Cast cast(const Samples& x) const;

  // The greatest |s(a) - s(b)|^2 of pictures with |a - b|^2 <= squared_distance and e(a) + e(b) <= errors.
  uint32_t limit(double squared_distance, double errors) const;

 private:
  template <class Use>
  void project(const Samples& x,
               const Use& use) const;  // use(n, (y, r - rest_)(x_n)), which may be changed, on many threads

  int width_ = 0;
  std::vector<uint8_t> axes_, mean_;    // A + 128, m
  std::vector<int32_t> of_mean_;        // A m
  double g_ = 1, step_ = 1, rest_ = 0;  // rest_: the rest that becomes byte 127.5
};

}  // namespace thimble
