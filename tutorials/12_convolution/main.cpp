// Chapter 12: what a convolution knows that a dense layer does not, what it costs, and what it has learned.
#include <cmath>
#include <cstdio>
#include <cstring>

#include "app/recipe.h"
#include "convolution.h"
#include "core/file.h"
#include "data/source.h"
#include "exchange.h"
#include "filters.h"
#include "sizes.h"

using namespace thimble;

void print_sizes(const char* title, const std::string& text) {
  Sequential net = parse_network(text);
  net.build({1, 28, 28}, 0);
  std::printf("\n%-22s shape           parameters  multiplications  sees\n", title);
  for (const LayerSize& row : layer_sizes(net))
    if (row.parameters > 0 || row.text.find("pool") != std::string::npos)
      std::printf("%-22s %-15s %10lld %16lld  %4s\n", row.text.c_str(), row.out.text().c_str(),
                  static_cast<long long>(row.parameters), static_cast<long long>(row.macs),
                  row.out.rank() == 1 ? "all" : std::to_string(row.sees).c_str());
  std::printf("%-38s %10lld %16lld\n", "all", static_cast<long long>(net.parameter_count()),
              static_cast<long long>(net.macs()));
}

// [moved]
// |f(moved) - f(x)| / |f(x)| over all pictures, where moved is one pixel to the right.
double change_when_moved(const char* text, const Dataset& data, const Record& trained) {
  Sequential net = parse_network(text);
  net.build(data.x.network_shape(), 0);
  for (Parameter* p : net.parameters()) p->value = trained.tensor(p->name);
  Tensor x, moved;
  data.x.gather(Rng().permutation(data.size()), x);
  moved = x;
  for (int i = x.size() - 1; i > 0; --i) moved.data()[i] = i % 28 == 0 ? 0 : x.data()[i - 1];
  const Tensor at_rest = net.forward(x);
  Tensor difference = net.forward(moved);
  add_scaled(-1, at_rest, difference);
  return std::sqrt(sum_of_squares(difference) / sum_of_squares(at_rest));
}
// [end]

void filters(const Record& trained, const Dataset& data) {
  const Tensor& w = trained.tensor("conv2d.weight");
  std::vector<std::vector<uint8_t>> pixels;
  int even = 0;
  for (int f = 0; f < 32; ++f) {
    double sum = 0;
    for (const float v : w.row(f)) sum += double(v);
    even += std::abs(sum) < 0.05;
    pixels.push_back(grey(w.row(f)));
  }
  std::printf("\n%d of 32 trained filters are blind to an even surface\n", even);
  std::vector<Tile> tiles;
  for (size_t f = 0; f < 32; ++f) tiles.push_back({pixels[f], std::to_string(f)});
  write_file("figures/filters.svg", image_grid(tiles, 3, 3, 8, 18, "The 32 filters of a trained S2-1", false));
  write_file("figures/maps.svg", maps_drawing(trained, data.x.bytes(0), {11, 12, 29}));
}

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--filters-of") == 0) return keep_filters(argv[2]);
  if (argc == 3 && std::strcmp(argv[1], "--whole") == 0) return exchange(argv[2]);
  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  const std::string deep = builtin_recipe("S1-B").net;
  print_sizes("S2-1", builtin_recipe("S2-1").net);
  print_sizes("S4-3", builtin_recipe("S4-3").net);
  print_sizes("S1-B, valid", deep);
  print_sizes("S1-B, same", with_same(deep));
  const Tensor x = small_picture(), w = small_filter();
  write_file("figures/window.svg", window_drawing(x, w, convolved(x, w, 0.5f)));

  const std::vector<uint8_t> file = read_file(THIMBLE_SOURCE_DIR "/tutorials/12_convolution/filters.safetensors");
  const Record trained = from_safetensors(file, "filters.safetensors");
  filters(trained, data.test);
  std::printf("\nhow much changes when a picture moves by one pixel\n");
  for (const char* text : {"flatten", "conv 32 3x3, relu", "conv 32 3x3, relu, avg_pool 2",
                           "conv 32 3x3, relu, max_pool 2", "conv 32 3x3, relu, max_pool 4"})
    std::printf("%-31s %4.0f %%\n", text, 100 * change_when_moved(text, data.test, trained));
}
