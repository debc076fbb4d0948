#include "exercises.h"

#include "core/functions.h"

using thimble::Tensor;

float good_learning_rate() { return 0.5f; }

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
  for (size_t i = loss.place + 1; i-- > 0;)
    for (size_t k = 0; k < 2; ++k)
      notes_[notes_[i].from[k]].gradient += notes_[i].gradient * notes_[i].slope[k];  // (2.5): one path more
}

Value operator+(Value a, Value b) { return a.tape->computed(a.value() + b.value(), a, 1, b, 1); }

Value operator-(Value a, Value b) { return a.tape->computed(a.value() - b.value(), a, 1, b, -1); }

Value operator*(Value a, Value b) { return a.tape->computed(a.value() * b.value(), a, b.value(), b, a.value()); }

Value sigmoid(Value a) {
  const double y = 1 / (1 + thimble::exp_exact(-a.value()));
  return a.tape->computed(y, a, y * (1 - y), a, 0);
}

void LeakyRelu::forward(const Tensor& x, Tensor& y, const thimble::Pass&) {
  for (int i = 0; i < x.size(); ++i) y.data()[i] = x.data()[i] > 0 ? x.data()[i] : 0.1f * x.data()[i];
}

void LeakyRelu::backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor& dx) {
  for (int i = 0; i < dx.size(); ++i) dx.data()[i] = x.data()[i] > 0 ? dy.data()[i] : 0.1f * dy.data()[i];
}
