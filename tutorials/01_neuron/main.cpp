// From one neuron to a layer: a weighted sum, the line it draws, what one alone cannot do, and ten of them at work.

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "core/file.h"
#include "data/source.h"
#include "nn/dense.h"
#include "nn/relu.h"
#include "nn/sigmoid.h"
#include "plot/chart.h"
#include "plot/image_grid.h"

using namespace thimble;

namespace {

// [neuron]
// tutorial 01 (1.1)
float neuron(std::span<const float> x, std::span<const float> w, float b) {
  float z = b;
  for (size_t i = 0; i < x.size(); ++i) z += w[i] * x[i];
  return z;
}

float step(float z) { return z > 0 ? 1.0f : 0.0f; }  // tutorial 01 (1.2)
// [end]

// The plane around the four inputs, shaded wherever the neuron fires; the inputs are filled where it should.
void draw_plane(Canvas& canvas, double left, const char* name, float b, const float (&wanted)[4]) {
  constexpr float w[] = {1, 1}, inputs[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  for (int i = 0; i < 400; ++i) {
    const float x[] = {static_cast<float>(i % 20) / 10 - 0.45f, static_cast<float>(i / 20) / 10 - 0.44f};
    if (step(neuron(x, w, b)) > 0)
      canvas.rect({left + 9 * (i % 20), 211.0 - 9 * (i / 20)}, 9, 9, {.fill = Ink::series0, .opacity = 0.3});
  }
  canvas.rect({left, 40}, 180, 180, {.stroke = Ink::axis, .width = 1});
  for (int n = 0; n < 4; ++n)
    canvas.circle({left + 45 + 90 * inputs[n][0], 175 - 90 * inputs[n][1]}, 8,
                  {.stroke = Ink::text, .width = 2, .fill = wanted[n] > 0 ? Ink::text : Ink::paper});
  canvas.text({left + 90, 30}, name, {.size = 14, .anchor = Anchor::middle, .bold = true});
}

// [means]
// Ten neurons whose answer k is largest where the mean picture of class k is nearest.     tutorial 01 (1.6)
Dense nearest_mean_layer(const Dataset& data, const Tensor& x) {
  Dense layer(10);
  Rng rng;
  layer.build({784}, rng);  // makes W (784, 10) and b (10)
  Tensor &w = layer.weight().value, &b = layer.bias().value;
  w.fill(0);
  for (int n = 0; n < data.size(); ++n) {
    const int k = data.labels[static_cast<size_t>(n)];
    const float share = 1.0f / static_cast<float>(data.class_counts()[static_cast<size_t>(k)]);
    for (int i = 0; i < 784; ++i) w(i, k) += share * x.row(n)[static_cast<size_t>(i)];  // column k is m_k
  }
  for (int k = 0; k < 10; ++k)
    for (int i = 0; i < 784; ++i) b(k) -= 0.5f * w(i, k) * w(i, k);  // b_k = -|m_k|^2 / 2
  return layer;
}
// [end]

}  // namespace

int main() {
  Canvas canvas(640, 240, "What one neuron can tell apart");
  draw_plane(canvas, 20, "AND", -1.5f, {0, 0, 0, 1});
  draw_plane(canvas, 230, "OR", -0.5f, {0, 1, 1, 1});
  draw_plane(canvas, 440, "XOR", -0.5f, {0, 1, 1, 0});
  write_file("figures/lines.svg", canvas.svg());

  std::vector<Series> curves{{"step", {}}, {"sigmoid", {}}, {"ReLU", {}}};
  for (int i = -20; i <= 20; ++i) {
    const Tensor z({1, 1}, {0.2f * static_cast<float>(i)});
    Tensor y({1, 1}, step(z(0, 0)));
    curves[0].points.push_back({z(0, 0), y(0, 0)});
    Sigmoid().forward(z, y, {});
    curves[1].points.push_back({z(0, 0), y(0, 0)});
    Relu().forward(z, y, {});
    curves[2].points.push_back({z(0, 0), y(0, 0)});
  }
  const ChartOptions words{.title = "Three activations", .x_label = "z", .y_label = "y", .y_low = -0.1, .y_high = 2};
  write_file("figures/activations.svg", line_chart(curves, words));

  // [use]
  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  Tensor train, test, scores({100, 10});
  std::vector<int> rows(200);
  std::iota(rows.begin(), rows.end(), 0);
  data.train.x.gather(rows, train);
  data.test.x.gather(std::span(rows).first(100), test);
  Dense layer = nearest_mean_layer(data.train, train);
  layer.forward(test, scores, {});  // Z = X W + b
  // [end]
  const Tensor &w = layer.weight().value, &bias = layer.bias().value;
  std::printf("%d weights, %d biases\n\npicture  true class   ten scores and the answer\n", w.size(), bias.size());
  int right = 0;
  for (int n = 0; n < 100; ++n) {
    const std::span<const float> row = scores.row(n);
    const int answer = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    const int truth = data.test.labels[static_cast<size_t>(n)];
    right += answer == truth ? 1 : 0;
    if (n < 4) {
      std::printf("%4d     %d %-10s", n, truth, data.test.class_names[static_cast<size_t>(truth)].c_str());
      for (const float score : row) std::printf("%5.0f", score);
      std::printf("  -> %d\n", answer);
    }
  }
  std::printf("\nright for %d of 100 test pictures\n", right);

  std::vector<uint8_t> pictures[3];  // of weights; the last has 0 as middle grey
  for (int i = 0; i < 784; ++i) {
    const float boot = w(i, 9), sneaker = w(i, 7), values[] = {boot, sneaker, (1 + boot - sneaker) / 2};
    for (size_t k = 0; k < 3; ++k) pictures[k].push_back(static_cast<uint8_t>(255 * values[k] + 0.5f));
  }
  const std::vector<Tile> tiles{{pictures[0], "ankle boot"}, {pictures[1], "sneaker"}, {pictures[2], "boot - sneaker"}};
  write_file("figures/weights.svg", image_grid(tiles, 28, 28, 3, 5, "Weights, drawn as pictures"));
}
