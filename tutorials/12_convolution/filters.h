// The first layer of a trained S2-1: kept in a small file, and at work on one picture.
#pragma once

#include <string>
#include <vector>

#include "core/file.h"
#include "core/ops.h"
#include "drawings.h"
#include "learn/safetensors.h"

// filters.safetensors out of the model file that `./run` writes: 32 filters instead of 693,962 numbers.
inline int keep_filters(const char* model) {
  const thimble::Record whole = thimble::from_safetensors(thimble::read_file(model), model);
  thimble::Record first;
  for (const char* name : {"conv2d.weight", "conv2d.bias"}) first.set(name, whole.tensor(name));
  thimble::write_file("filters.safetensors", thimble::to_safetensors(first));
  return 0;
}

// A picture, and what three of the filters make of it: before ReLU, behind it, and behind max-pooling.
inline std::string maps_drawing(const thimble::Record& trained, std::span<const uint8_t> picture,
                                const std::vector<int>& which) {
  using namespace thimble;
  constexpr int kSide = 26;
  const Tensor &w = trained.tensor("conv2d.weight"), &b = trained.tensor("conv2d.bias");
  Tensor x({1, 1, 28, 28}), y({1, w.dim(0), kSide, kSide}), r(y.shape()), pooled({1, w.dim(0), 13, 13});
  for (int i = 0; i < 784; ++i) x.data()[i] = static_cast<float>(picture[size_t(i)]) / 255;
  std::vector<uint8_t> winners, inner;
  conv2d(x, w, b, {.height = 3, .width = 3}, y);
  relu(y, r);
  max_pool(r, {.height = 2, .width = 2, .stride = 2}, pooled, winners);
  for (int i = 1; i < 27; ++i) inner.insert(inner.end(), &picture[size_t(28 * i + 1)], &picture[size_t(28 * i + 27)]);

  const auto map = [](const Tensor& t, int f) {
    const size_t n = size_t(t.dim(2) * t.dim(3));
    return t.values().subspan(size_t(f) * n, n);
  };
  std::vector<std::vector<uint8_t>> pixels;
  for (const int f : which) {
    pixels.push_back(grey(map(y, f)));
    pixels.push_back(grey(map(r, f)));
    pixels.push_back(doubled(grey(map(pooled, f)), 13));
  }
  std::vector<Tile> tiles;
  for (size_t i = 0; i < which.size(); ++i) {
    const std::string f = "filter " + std::to_string(which[i]);
    tiles.push_back({inner, "the picture"});
    tiles.push_back({pixels[3 * i], f});
    tiles.push_back({pixels[3 * i + 1], f + ", relu"});
    tiles.push_back({pixels[3 * i + 2], "pooled"});
  }
  return image_grid(tiles, kSide, kSide, 4, 5, "What three filters make of a picture", false);
}
