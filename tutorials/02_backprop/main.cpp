// Backpropagation on the 2-2-2 network: forward, backward, a step, many steps; and is the gradient right?

#include <cstdio>

#include "core/file.h"
#include "network.h"
#include "nn/gradient_check.h"
#include "plot/chart.h"

using namespace thimble;

namespace {

void print(const char* name, const Tensor& values) {
  std::printf("%-4s", name);
  for (const float v : values.values()) std::printf("%9.4f", v);
  std::printf("\n");
}

// [nudge]
// (L(p + h) - L(p - h)) / 2h: how fast the loss really changes with one parameter.     tutorial 02 (2.12)
double measured_slope(TwoTwoTwo& net, float& parameter) {
  constexpr float h = 0.01f;
  const float before = parameter;
  parameter = before + h;
  const double higher = net.forward();
  parameter = before - h;
  const double lower = net.forward();
  parameter = before;
  return (higher - lower) / (2 * h);
}
// [end]

// [forgetful]
// A sigmoid whose author forgot the factor y (1 - y).
class ForgetfulSigmoid final : public Layer {
 public:
  Kind kind() const override { return Kind::sigmoid; }
  std::string name() const override { return "sigmoid"; }
  std::string text() const override { return "sigmoid"; }
  Shape build(const Shape& in, Rng&) override { return in; }
  void forward(const Tensor& x, Tensor& y, const Pass&) override { sigmoid(x, y); }
  void backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor& dx) override { copy(dy, dx); }
};
// [end]

void print_check(const char* name, const GradientCheck& check) {
  for (const GradientError& g : check.gradients) {
    const std::string error = g.relative < 1e-6 ? "below 1e-6  ok" : decimal(g.relative, 2) + "        wrong";
    std::printf("%-18s d%-8s%s\n", name, g.name.c_str(), error.c_str());
  }
}

// The network as a drawing: values above the circles, gradients below.
std::string drawing(const TwoTwoTwo& net) {
  Canvas canvas(640, 280, "The 2-2-2 network: values forward, gradients backward");
  const Tensor* values[] = {&net.x, &net.h, &net.y};
  const Tensor* gradients[] = {&net.dx, &net.dh, &net.dy};
  const char* letters[] = {"x", "h", "y"};
  const auto place = [](int layer, int unit) { return Point{100.0 + 220 * layer, 90.0 + 130 * unit}; };
  for (int layer = 0; layer < 2; ++layer)
    for (int from = 0; from < 2; ++from)
      for (int to = 0; to < 2; ++to)
        canvas.line(place(layer, from), place(layer + 1, to), {.stroke = Ink::axis, .width = 1.5});
  for (int layer = 0; layer < 3; ++layer)
    for (int unit = 0; unit < 2; ++unit) {
      const Point p = place(layer, unit);
      canvas.circle(p, 22, {.stroke = Ink::text, .width = 2, .fill = Ink::paper});
      canvas.text({p.x, p.y + 5}, letters[layer] + std::to_string(unit + 1), {.size = 15, .anchor = Anchor::middle});
      canvas.text({p.x, p.y - 30}, decimal((*values[layer])(0, unit), 4), {.anchor = Anchor::middle, .bold = true});
      canvas.text({p.x, p.y + 40},
                  std::string("d") + letters[layer] + std::to_string(unit + 1) + " = " +
                      decimal((*gradients[layer])(0, unit), 4),
                  {.anchor = Anchor::middle, .ink = Ink::bad});
    }
  return canvas.svg();
}

}  // namespace

int main() {
  TwoTwoTwo net;
  const double loss = net.forward();
  net.backward();
  std::printf("forward\n");
  print("z", net.z);
  print("h", net.h);
  print("y", net.y);
  std::printf("loss %.4f\n\nbackward\n", loss);
  print("dy", net.dy);
  print("dV", net.second.weight().grad);
  print("dc", net.second.bias().grad);
  print("dh", net.dh);
  print("dz", net.dz);
  print("dW", net.first.weight().grad);
  print("db", net.first.bias().grad);
  write_file("figures/network.svg", drawing(net));

  std::printf("\nslopes of W: measured, backpropagated\n");
  for (int i = 0; i < 4; ++i)
    std::printf("%9.4f%9.4f\n", measured_slope(net, net.first.weight().value.values()[static_cast<size_t>(i)]),
                net.first.weight().grad.values()[static_cast<size_t>(i)]);

  std::printf("\nstep      loss\n");
  std::vector<Point> losses;
  for (int step = 0; step <= 20; ++step) {
    losses.push_back({double(step), net.forward()});
    if (step < 3 || step % 5 == 0) std::printf("%4d%10.5f\n", step, losses.back().y);
    net.backward();
    net.step(0.1f);
  }
  write_file("figures/loss.svg",
             line_chart({{"", losses}}, {.title = "Twenty steps downhill", .x_label = "step", .y_label = "loss"}));

  std::printf("\nlayer             gradient  relative error\n");
  for (const char* layer : {"dense 5", "sigmoid", "relu"}) print_check(layer, check_gradients(layer, {12}, 3, 0));
  ForgetfulSigmoid forgetful;
  print_check("forgetful sigmoid", check_gradients(forgetful, {12}, 3, 0));
}
