#include "app/fool_brush.h"

#include <algorithm>

namespace thimble {
namespace {

uint8_t moved(uint8_t value, int by) { return static_cast<uint8_t>(std::clamp(int{value} + by, 0, 255)); }

std::vector<size_t> disc(const Input& input, int x, int y) {
  const int rank = input.sample.rank(), width = input.sample[rank - 1], height = input.sample[rank - 2];
  std::vector<size_t> pixels;
  for (int v = std::max(0, y - kRadius); v <= std::min(height - 1, y + kRadius); ++v)
    for (int u = std::max(0, x - kRadius); u <= std::min(width - 1, x + kRadius); ++u)
      if ((u - x) * (u - x) + (v - y) * (v - y) <= kRadius * kRadius)
        pixels.push_back(static_cast<size_t>(v * width + u));
  return pixels;
}

}  // namespace

std::vector<uint8_t> painted_against(Classifier& model, const Input& input, std::span<const uint8_t> picture, int c,
                                     int x, int y) {
  std::vector<uint8_t> out(picture.begin(), picture.end());
  const std::vector<size_t> pixels = disc(input, x, y);
  if (pixels.empty()) return out;
  std::vector<uint8_t> probes;
  for (const size_t i : pixels)
    for (const int by : {kProbe, -kProbe}) {
      probes.insert(probes.end(), picture.begin(), picture.end());
      uint8_t& probed = probes[probes.size() - picture.size() + i];
      probed = moved(probed, by);
    }
  Samples samples(input.sample, std::move(probes));
  samples.scale = input.scale, samples.shift = input.shift;
  Tensor s;
  model.scores(samples, s);
  for (size_t k = 0; k < pixels.size(); ++k) {
    const auto p = [&](size_t n) {
      return s.data()[n * static_cast<size_t>(input.classes()) + static_cast<size_t>(c)];
    };
    const float slope = p(2 * k) - p(2 * k + 1);
    uint8_t& pixel = out[pixels[k]];
    pixel = moved(pixel, slope > 0 ? -kPush : slope < 0 ? kPush : 0);
  }
  return out;
}

}  // namespace thimble
