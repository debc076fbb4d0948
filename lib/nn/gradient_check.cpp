#include "nn/gradient_check.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "nn/reference.h"
#include "nn/spec.h"

namespace thimble {
namespace {

Doubles to_doubles(const Tensor& t) { return {t.values().begin(), t.values().end()}; }

double norm(const Doubles& v) {
  double sum = 0;
  for (double a : v) sum += a * a;
  return std::sqrt(sum);
}

// Values at least 4 h from where the layer's derivative jumps: zero for relu, equal neighbours for max-pool.
Tensor smooth_input(Kind kind, const Shape& shape, Rng& rng) {
  Tensor x(shape);
  if (kind == Kind::max_pool) {
    const auto places = rng.permutation(x.size());
    const double spacing = 2.0 / x.size();
    for (size_t i = 0; i < places.size(); ++i) x.values()[i] = static_cast<float>(places[i] * spacing - 1);
    return x;
  }
  for (float& v : x.values()) {
    v = rng.normal();
    if (kind == Kind::relu) v += v < 0 ? -0.05f : 0.05f;
  }
  return x;
}

// L = sum_i r_i y_i as a function of the inputs and of the trained parameters, in double.
class Loss {
 public:
  Loss(const Layer& layer, const Shape& sample, int batch, const Pass& pass, const Tensor& r)
      : layer_(layer), sample_(sample), batch_(batch), pass_(pass), r_(to_doubles(r)) {}

  double operator()() const {
    const Doubles y = reference_forward(layer_, sample_, batch_, x, parameters, pass_);
    double loss = 0;
    for (size_t i = 0; i < y.size(); ++i) loss += r_[i] * y[i];
    return loss;
  }

  // dL/dv for each value of `at`, which is x or one of the parameters: (L(v + h) - L(v - h)) / (2 h).
  Doubles gradient(Doubles& at) const {
    constexpr double h = 1e-5;
    Doubles g;
    for (double& v : at) {
      const double value = v;
      v = value + h;
      const double above = (*this)();
      v = value - h;
      const double below = (*this)();
      v = value;
      g.push_back((above - below) / (2 * h));
    }
    return g;
  }

  Doubles x;
  std::vector<Doubles> parameters;

 private:
  const Layer& layer_;
  Shape sample_;
  int batch_;
  Pass pass_;
  Doubles r_;
};

GradientError compare(const std::string& name, const Tensor& analytic, const Doubles& numeric) {
  const Doubles a = to_doubles(analytic);
  Doubles difference = a;
  for (size_t i = 0; i < a.size(); ++i) difference[i] -= numeric[i];
  const double larger = std::max(norm(a), norm(numeric));
  return {name, larger > 0 ? norm(difference) / larger : 0, norm(numeric)};
}

}  // namespace

double GradientCheck::worst() const {
  double most = 0;
  for (const GradientError& g : gradients) most = std::max(most, g.relative);
  return most;
}

GradientCheck check_gradients(const std::string& layer_text, const Shape& sample, int batch, uint64_t seed) {
  Sequential net = parse_network(layer_text);
  check(net.size() == 1, "gradient check: expected one layer, got \"", layer_text, '"');
  return check_gradients(net.layer(0), sample, batch, seed);
}

GradientCheck check_gradients(Layer& layer, const Shape& sample, int batch, uint64_t seed) {
  Rng rng(seed, Purpose::test);
  const Shape out = layer.build(sample, rng);
  for (Parameter* p : layer.parameters())
    if (p->trainable)
      for (float& v : p->value.values()) v += rng.uniform(-0.25f, 0.25f);
  return check_built(layer, sample, out, batch, seed);
}

GradientCheck check_built(Layer& layer, const Shape& in, const Shape& out, int batch, uint64_t seed) {
  check(batch >= 1, "gradient check: expected a batch of at least 1, got ", batch);
  Rng rng(Key(seed, Purpose::test), 1);
  const Tensor x = smooth_input(layer.kind(), in.with_batch(batch), rng);
  Tensor y(out.with_batch(batch)), r(y.shape()), dx(x.shape());
  for (float& v : r.values()) v = rng.normal();
  const Pass pass{.mode = Mode::train, .key = Key(seed, Purpose::test), .samples = {}};
  Loss loss(layer, in, batch, pass, r);
  loss.x = to_doubles(x);
  for (Parameter* p : layer.parameters()) {
    loss.parameters.push_back(to_doubles(p->value));
    p->grad.fill(0);
  }

  layer.forward(x, y, pass);
  layer.backward(x, y, r, dx);  // dL/dy = r

  GradientCheck result;
  const Doubles reference = reference_forward(layer, in, batch, loss.x, loss.parameters, pass);
  for (size_t i = 0; i < reference.size(); ++i) {
    const double error = std::abs(static_cast<double>(y.values()[i]) - reference[i]);
    result.forward_error = std::max(result.forward_error, error / std::max(1.0, std::abs(reference[i])));
  }
  result.gradients.push_back(compare("x", dx, loss.gradient(loss.x)));
  const auto parameters = layer.parameters();
  for (size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i]->trainable)
      result.gradients.push_back(compare(parameters[i]->name, parameters[i]->grad, loss.gradient(loss.parameters[i])));
  return result;
}

}  // namespace thimble
