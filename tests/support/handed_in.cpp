#include "support/handed_in.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace test_support {
namespace {

constexpr int kSide = 28, kCanvas = 280;

// Catmull-Rom's weights of the four samples around a place, `u` behind the second of them.
std::array<float, 4> cubic(float u) {
  return {u * (-0.5f + u * (1 - 0.5f * u)), 1 + u * u * (-2.5f + 1.5f * u), u * (0.5f + u * (2 - 1.5f * u)),
          u * u * (-0.5f + 0.5f * u)};
}

// A 28 x 28 picture as a smooth function of the place; 0 outside.
class Smooth {
 public:
  explicit Smooth(std::span<const uint8_t> bytes) : values_(bytes.begin(), bytes.end()) {}
  float at(float x, float y) const {
    const float left = std::floor(x), top = std::floor(y);
    const auto a = cubic(x - left), b = cubic(y - top);
    float sum = 0;
    for (int i = 0; i < 4; ++i)
      for (int j = 0; j < 4; ++j)
        sum += b[static_cast<size_t>(i)] * a[static_cast<size_t>(j)] *
               pixel(static_cast<int>(left) + j - 1, static_cast<int>(top) + i - 1);
    return sum;
  }

 private:
  float pixel(int x, int y) const {
    return x < 0 || y < 0 || x >= kSide || y >= kSide ? 0 : values_[static_cast<size_t>(y * kSide + x)];
  }
  std::vector<float> values_;
};

uint8_t byte(float v) { return static_cast<uint8_t>(std::clamp(v, 0.0f, 255.0f) + 0.5f); }

Smooth silhouette(std::span<const uint8_t> garment) {
  std::vector<uint8_t> mask;
  for (const uint8_t v : garment) mask.push_back(v > 0 ? 255 : 0);
  return Smooth(mask);
}

// Tone of the ground at a place from (0, 0) to (1, 1).
struct Backdrop {
  float tone, across = 0, down = 0;
  float at(float x, float y) const { return tone + across * (x - 0.5f) + down * (y - 0.5f); }
};

Backdrop random_backdrop(Ground ground, Rng& rng) {
  if (ground == Ground::white) return {255};
  if (ground == Ground::grey) return {rng.uniform(110, 210)};
  if (ground == Ground::dark) return {rng.uniform(0, 50)};
  Backdrop b{rng.uniform(170, 225)};
  b.across = rng.uniform(-50, 50), b.down = rng.uniform(-50, 50);
  return b;
}

// A square of values with the garment's place on it.
struct Canvas {
  std::vector<float> values = std::vector<float>(kCanvas * kCanvas);
  float& at(int x, int y) { return values[static_cast<size_t>(y * kCanvas + x)]; }
  float at(int x, int y) const { return values[static_cast<size_t>(y * kCanvas + x)]; }
};

struct Spot {
  int x, y;
};

// Where the silhouette ends, and where the tone changes by at least `least` a pixel of the garment and more than
// beside it.
std::vector<Spot> edges(const Canvas& tone, float level, float least) {
  std::vector<Spot> found;
  const int r = 2;
  for (int y = r; y < kCanvas - r; ++y) {
    for (int x = r; x < kCanvas - r; ++x) {
      const bool inside = tone.at(x, y) > level;
      const bool rim = inside && (tone.at(x - 1, y) <= level || tone.at(x + 1, y) <= level ||
                                  tone.at(x, y - 1) <= level || tone.at(x, y + 1) <= level);
      if (rim) found.push_back({x, y});
      if (rim || !inside || least <= 0) continue;
      const auto slope = [&](int u, int v) {
        const float gx = tone.at(u + 1, v) - tone.at(u - 1, v), gy = tone.at(u, v + 1) - tone.at(u, v - 1);
        return std::array<float, 3>{std::sqrt(gx * gx + gy * gy), gx, gy};
      };
      const auto [here, gx, gy] = slope(x, y);
      if (here < least) continue;
      const int dx = std::fabs(gx) > 0.4f * here ? (gx > 0 ? 1 : -1) : 0;
      const int dy = std::fabs(gy) > 0.4f * here ? (gy > 0 ? 1 : -1) : 0;
      if (here >= slope(x - dx, y - dy)[0] && here > slope(x + dx, y + dy)[0]) found.push_back({x, y});
    }
  }
  return found;
}

}  // namespace

Picture photographed(std::span<const uint8_t> garment, Ground ground, Rng& rng) {
  const float scale = rng.uniform(8, 20), size = kSide * scale;
  const int width = static_cast<int>(size * rng.uniform(1.1f, 1.8f));
  const int height = static_cast<int>(size * rng.uniform(1.1f, 1.8f));
  const float left = rng.uniform(0.03f, 0.97f) * (static_cast<float>(width) - size);
  const float top = rng.uniform(0.03f, 0.97f) * (static_cast<float>(height) - size);
  const Backdrop backdrop = random_backdrop(ground, rng);
  const Smooth tone(garment), cover = silhouette(garment);

  Picture p{width, height, 1, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float px = static_cast<float>(x) + 0.5f, py = static_cast<float>(y) + 0.5f;
      const float u = (px - left) / scale - 0.5f, v = (py - top) / scale - 0.5f;
      const float behind = backdrop.at(px / static_cast<float>(width), py / static_cast<float>(height));
      if (u < -2 || v < -2 || u > kSide + 1 || v > kSide + 1) {
        p.pixels.push_back(byte(behind));
        continue;
      }
      const float share = std::clamp(cover.at(u, v) / 127.5f - 0.5f, 0.0f, 1.0f);
      const float t = std::clamp(tone.at(u, v), 0.0f, 255.0f);
      p.pixels.push_back(byte(behind + share * ((ground == Ground::dark ? t : 255 - t) - behind)));
    }
  }
  return p;
}

Picture drawn(std::span<const uint8_t> garment, Rng& rng) {
  const float scale = rng.uniform(160, 250) / kSide, free = kCanvas - kSide * scale;
  const float left = rng.uniform(0.15f, 0.85f) * free, top = rng.uniform(0.15f, 0.85f) * free;
  const float level = rng.uniform(15, 35), radius = rng.uniform(1, 3);
  const float least = rng.chance(0.75f) ? rng.uniform(40, 90) / scale * 2 : 0;  // differences are taken over two pixels
  const Smooth tone(garment);
  Canvas canvas;
  for (int y = 0; y < kCanvas; ++y)
    for (int x = 0; x < kCanvas; ++x)
      canvas.at(x, y) = tone.at((static_cast<float>(x) + 0.5f - left) / scale - 0.5f,
                                (static_cast<float>(y) + 0.5f - top) / scale - 0.5f);

  Picture p{kCanvas, kCanvas, 1, std::vector<uint8_t>(kCanvas * kCanvas, 255)};
  const int reach = static_cast<int>(radius + 1.5f);
  for (const Spot& s : edges(canvas, level, least)) {
    for (int y = std::max(0, s.y - reach); y <= std::min(kCanvas - 1, s.y + reach); ++y) {
      for (int x = std::max(0, s.x - reach); x <= std::min(kCanvas - 1, s.x + reach); ++x) {
        const float far = std::sqrt(static_cast<float>((x - s.x) * (x - s.x) + (y - s.y) * (y - s.y)));
        uint8_t& pixel = p.pixels[static_cast<size_t>(y * kCanvas + x)];
        pixel = std::min(pixel, byte(255 * (far - radius + 0.5f)));  // white outside the pen's disc
      }
    }
  }
  return p;
}

}  // namespace test_support
