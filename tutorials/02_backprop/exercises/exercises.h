// The exercises of chapter 02: a learning rate, a tape, a layer.
#pragma once

#include <vector>

#include "nn/layer.h"

// 1, modify. The learning rate with which a single step brings the loss of the 2-2-2 network below 0.01.
float good_learning_rate();

// 2, complete. A tape writes a note of every number that is computed: its value, the two numbers that it was computed
// from, and the slopes d value / d from. Read backwards, the notes give the gradient of the last number with respect to
// every number before it: the chain rule, tutorial 02 (2.5), for any formula.

class Tape;

// A number on a tape: it knows where its note stands.
struct Value {
  Tape* tape;
  size_t place;
  double value() const;
  double gradient() const;  // after tape->backward()
};

class Tape {
 public:
  Value number(double value);  // one that is given, not computed
  Value computed(double value, Value a, double slope_a, Value b, double slope_b);
  void backward(Value loss);  // the gradient of `loss` with respect to every number

 private:
  friend struct Value;
  struct Note {
    double value, gradient = 0;
    size_t from[2] = {0, 0};
    double slope[2] = {0, 0};
  };
  std::vector<Note> notes_;
};

Value operator+(Value a, Value b);
Value operator-(Value a, Value b);
Value operator*(Value a, Value b);
Value sigmoid(Value a);

// 3, make. A layer that is not in the library, the leaky rectifier (Maas et al. 2013):
//   y = x where x > 0, else 0.1 x;      dx = dy where x > 0, else 0.1 dy
class LeakyRelu final : public thimble::Layer {
 public:
  thimble::Kind kind() const override { return thimble::Kind::other; }
  std::string name() const override { return "leaky_relu"; }
  std::string text() const override { return "leaky_relu"; }
  thimble::Shape build(const thimble::Shape& in, thimble::Rng&) override { return in; }
  void forward(const thimble::Tensor& x, thimble::Tensor& y, const thimble::Pass&) override;
  void backward(const thimble::Tensor& x, const thimble::Tensor& y, const thimble::Tensor& dy,
                thimble::Tensor& dx) override;
};
