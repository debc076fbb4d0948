#include "exercises.h"

#include "core/functions.h"
#include "core/ops.h"

using thimble::Tensor;

float good_learning_rate() { return 0.1f; }

double Value::value() const { return tape->notes_[place].value; }
double Value::gradient() const { return tape->notes_[place].gradient; }

Value Tape::number(double value) {
  notes_.push_back({.value = value});
  return {this, notes_.size() - 1};
}

Value Tape::computed(double value, Value a, double slope_a, Value b, double slope_b) {
  notes_.push_back({.value = value, .from = {a.place, b.place}, .slope = {slope_a, slope_b}});
  return {this, notes_.size() - 1};
}

void Tape::backward(Value loss) {
  for (Note& note : notes_) note.gradient = 0;
  notes_[loss.place].gradient = 1;  // dL/dL
}

Value operator+(Value a, Value b) { return a.tape->computed(a.value() + b.value(), a, 1, b, 1); }

Value operator-(Value a, Value b) { return a.tape->computed(a.value() - b.value(), a, 1, b, -1); }

Value operator*(Value a, Value b) { return a.tape->computed(a.value() * b.value(), a, 0, b, 0); }

Value sigmoid(Value a) {
  const double y = 1 / (1 + thimble::exp_exact(-a.value()));
  return a.tape->computed(y, a, 0, a, 0);
}

void LeakyRelu::forward(const Tensor& x, Tensor& y, const thimble::Pass&) { thimble::copy(x, y); }

void LeakyRelu::backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor& dx) { thimble::copy(dy, dx); }
