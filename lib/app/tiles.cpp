#include "app/tiles.h"

#include <algorithm>
#include <cmath>

namespace thimble {
namespace {

int every(int extent) { return (extent - 1) / kTile + 1; }

Tile map_tile(std::span<const float> plane, int rows, int columns, const Greys& greys) {
  const int step = std::max(every(rows), every(columns));
  Tile tile{(columns - 1) / step + 1, (rows - 1) / step + 1, {}};
  for (int v = 0; v < tile.rows; ++v)
    for (int u = 0; u < tile.columns; ++u)
      tile.grey.push_back(greys.of(plane[static_cast<size_t>(v * step * columns + u * step)]));
  return tile;
}

// In rows of kTile; what is left of the last row has the grey of 0.
Tile flat_tile(std::span<const float> values, const Greys& greys) {
  const int count = std::min(static_cast<int>(values.size()), kTile * kTile), columns = std::min(count, kTile);
  Tile tile{columns, (count - 1) / columns + 1, {}};
  for (const float v : values.first(static_cast<size_t>(count))) tile.grey.push_back(greys.of(v));
  tile.grey.resize(static_cast<size_t>(tile.columns * tile.rows), greys.of(0));
  return tile;
}

// A grid of windows, each kernel_rows x kernel_columns, a pixel apart.
Tile filter_tile(const Tensor& w, int f, int channels, int across) {
  const int kernel_rows = w.dim(2), kernel_columns = w.dim(3), down = (channels - 1) / across + 1;
  Tile tile{across * (kernel_columns + 1) - 1, down * (kernel_rows + 1) - 1, {}};
  tile.grey.assign(static_cast<size_t>(tile.columns * tile.rows), 127);
  Greys greys(w.row(f));
  greys.sign = true;
  for (int c = 0; c < channels; ++c) {
    const int top = c / across * (kernel_rows + 1), left = c % across * (kernel_columns + 1);
    for (int u = 0; u < kernel_rows; ++u)
      for (int v = 0; v < kernel_columns; ++v)
        tile.grey[static_cast<size_t>((top + u) * tile.columns + left + v)] = greys.of(w(f, c, u, v));
  }
  return tile;
}

bool shows_something(Kind kind) { return kind != Kind::flatten && kind != Kind::dropout; }

}  // namespace

Greys::Greys(std::span<const float> values) {
  for (const float v : values) {
    largest = std::max(largest, std::abs(v));
    sign = sign || v < 0;
  }
}

uint8_t Greys::of(float value) const {
  if (largest == 0) return sign ? 127 : 0;
  const float grey = sign ? 127.5f + 127.5f * value / largest : 255 * value / largest;
  return static_cast<uint8_t>(std::clamp(grey, 0.f, 255.f));
}

std::vector<LayerMaps> layer_maps(Sequential& net, const Tensor& x, int most) {
  const std::vector<std::string> names = net.layer_names();
  std::vector<LayerMaps> all;
  net.forward(x);  // anew: another picture may have lain at the same place
  for (int i = 0; i < net.size(); ++i) {
    if (!shows_something(net.layer(i).kind())) continue;
    const Tensor y = net.activation(i, x);
    const Shape& shape = net.output_shape(i);
    LayerMaps maps{names[static_cast<size_t>(i)], net.layer(i).text(), shape, 0, {}};
    const auto zeros = std::count(y.values().begin(), y.values().end(), 0.f);
    maps.zero = static_cast<double>(zeros) / static_cast<double>(y.size());
    const Greys greys(y.values());
    if (shape.rank() == 3) {
      const size_t plane = static_cast<size_t>(shape[1]) * static_cast<size_t>(shape[2]);
      for (int c = 0; c < std::min(most, shape[0]); ++c)
        maps.tiles.push_back(
            map_tile(y.values().subspan(plane * static_cast<size_t>(c), plane), shape[1], shape[2], greys));
    } else {
      maps.tiles.push_back(flat_tile(y.values(), greys));
    }
    all.push_back(std::move(maps));
  }
  return all;
}

std::vector<FilterBank> filter_banks(const Sequential& net, int most) {
  const std::vector<std::string> names = net.layer_names();
  std::vector<FilterBank> all;
  for (int i = 0; i < net.size(); ++i) {
    if (net.layer(i).kind() != Kind::conv2d) continue;
    const std::string weight = names[static_cast<size_t>(i)] + ".weight";
    const auto is_weight = [&weight](const Parameter* p) { return p->name == weight; };
    const Tensor& w = (*std::find_if(net.parameters().begin(), net.parameters().end(), is_weight))->value;
    const int channels = w.dim(1), across_most = (kTile + 1) / (w.dim(3) + 1), down_most = (kTile + 1) / (w.dim(2) + 1);
    if (across_most == 0 || down_most == 0) continue;  // a window larger than a tile
    int across = 1;
    while (across * across < channels) ++across;
    across = std::min(across, across_most);
    FilterBank bank{names[static_cast<size_t>(i)], w.dim(0), channels, std::min(channels, across * down_most), {}};
    for (int f = 0; f < std::min(most, w.dim(0)); ++f)
      bank.tiles.push_back(filter_tile(w, f, bank.shown_channels, across));
    all.push_back(std::move(bank));
  }
  return all;
}

}  // namespace thimble
