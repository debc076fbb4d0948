#include <algorithm>
#include <chrono>

#include "core/ops.h"
#include "core/rng.h"
#include "native/bench_jobs.h"
#include "native/bench_timing.h"
#include "nn/conv2d.h"
#include "nn/spec.h"

namespace thimble {

namespace {

constexpr int kSide = 28;

Tensor random_tensor(const Shape& shape, Rng& rng) {
  Tensor t(shape);
  for (float& value : t.values()) value = rng.uniform(-1, 1);
  return t;
}

Sequential network_of(const Recipe& recipe) {
  Sequential net = parse_network(without_final_softmax(recipe.net), parse_init(recipe.init));
  net.build({1, kSide, kSide}, recipe.seed);
  return net;
}

// The shapes around layer i, and multiply-adds of one picture: every weight is used once for each place of the output.
struct Place {
  Place(Sequential& net, int i)
      : in(i == 0 ? net.input_shape() : net.output_shape(i - 1)), out(net.output_shape(i)), layer(net.layer(i)) {
    const bool multiplies = layer.kind() == Kind::dense || layer.kind() == Kind::conv2d;
    if (multiplies) macs = 1.0 * layer.parameters()[0]->value.size() * (out.rank() == 3 ? out[1] * out[2] : 1);
  }
  Shape in, out;
  Layer& layer;
  double macs = 0;
};

std::string part(const Recipe& recipe, const std::string& layer, const std::string& what) {
  return recipe.name + "/" + layer + "/" + what;
}

}  // namespace

void bench_conv(const Recipe& recipe, int batch, const Device* device, double seconds, const BenchSink& sink) {
  Sequential net = network_of(recipe);
  net.to(device);
  const std::vector<std::string> names = net.layer_names();
  Rng rng(recipe.seed, Purpose::test);
  for (int i = 0; i < net.size(); ++i) {
    const Place place(net, i);
    if (place.layer.kind() != Kind::conv2d) continue;
    auto& conv = static_cast<Conv2d&>(place.layer);
    const Tensor x = random_tensor(place.in.with_batch(batch), rng).to(device);
    const Tensor dy = random_tensor(place.out.with_batch(batch), rng).to(device);
    const Tensor &w = conv.weight().value, &b = conv.bias().value;
    Tensor y(dy.shape(), 0, device), dx(x.shape(), 0, device), dw(w.shape(), 0, device);
    const auto row = [&](const char* what, const auto& op) {
      sink({"conv", part(recipe, names[static_cast<size_t>(i)], what), batch, seconds_a_call(seconds, op, device),
            2 * place.macs * batch, 4.0 * x.size() + 4.0 * y.size() + 4.0 * w.size()});
    };
    row("forward", [&] { conv2d(x, w, b, conv.window(), y); });
    row("input_gradient", [&] { conv2d_input_gradient(dy, w, conv.window(), dx); });
    row("weight_gradient", [&] { add_conv2d_weight_gradient(x, dy, conv.window(), dw); });
  }
}

namespace {

// The seconds of each step of a pass, one list a step.
class StepSeconds final : public StepWatch {
 public:
  struct Step {
    int first, count;
    bool backward;
    std::vector<double> seconds;
  };
  void begin() {
    next_ = 0;
    last_ = Clock::now();
  }
  void on_forward(int first, int count) override { note(first, count, false); }
  void on_backward(int first, int count) override { note(first, count, true); }
  std::vector<Step>& steps() { return steps_; }

 private:
  using Clock = std::chrono::steady_clock;
  void note(int first, int count, bool backward) {
    const Clock::time_point now = Clock::now();
    if (next_ == steps_.size()) steps_.push_back({first, count, backward, {}});
    steps_[next_++].seconds.push_back(std::chrono::duration<double>(now - last_).count());
    last_ = Clock::now();
  }

  std::vector<Step> steps_;
  size_t next_ = 0;
  Clock::time_point last_;
};

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace

void bench_layers(const Recipe& recipe, int batch, Compute compute, double seconds, const BenchSink& sink) {
  Sequential net = network_of(recipe);
  net.compute(compute);
  const std::vector<std::string> names = net.layer_names();
  Rng rng(recipe.seed, Purpose::test);
  const Pass pass{Mode::train, Key(recipe.seed, Purpose::dropout, 0), {}};
  const Tensor x = random_tensor(net.input_shape().with_batch(batch), rng);
  const Tensor dy = random_tensor(Shape{net.outputs()}.with_batch(batch), rng);
  StepSeconds watch;
  const auto both_ways = [&] {
    watch.begin();
    net.forward(x, pass);
    net.backward(dy);
  };
  both_ways();  // memory is planned in the first pass
  net.watch(&watch);
  seconds_a_call(seconds * static_cast<double>(net.size()), both_ways);

  int first_trained = 0;
  while (first_trained < net.size() && net.layer(first_trained).parameters().empty()) ++first_trained;
  for (const StepSeconds::Step& step : watch.steps()) {
    std::string name;
    double macs = 0, floats = step.count == 0 ? 0 : batch * static_cast<double>(Place(net, step.first).in.size());
    for (int i = step.first; i < step.first + step.count; ++i) {
      const Place place(net, i);
      if (place.layer.kind() == Kind::flatten) continue;  // the same values under another shape
      name += (name.empty() ? "" : "+") + names[static_cast<size_t>(i)];
      macs += place.macs;
      floats += static_cast<double>(net.layer_parameter_count(i));
    }
    if (step.count > 0) floats += batch * static_cast<double>(net.output_shape(step.first + step.count - 1).size());
    if (name.empty()) continue;  // a change of layout, or a view
    const bool wants_dx = step.first > first_trained;
    sink({"layers", part(recipe, name, step.backward ? "backward" : "forward"), batch, median(step.seconds),
          (!step.backward ? 2
           : wants_dx     ? 4
                          : 2) *
              macs * batch,
          4 * floats});
  }
}

}  // namespace thimble
