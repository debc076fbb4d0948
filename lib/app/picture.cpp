#include "app/picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/enclosed.h"
#include "app/ground.h"
#include "core/error.h"

namespace thimble {

namespace {

constexpr float kDark = 96;             // a darker ground is taken for the data set's own black
constexpr float kLeastDifference = 13;  // 5 % of 255, as the data set's authors trimmed
constexpr float kExact = 2.5f;          // grey levels: an enclosed area nearer the ground's is a hole
constexpr float kSharpen = 0.25f;

// A picture as floats, 0..255.
struct Plane {
  int width, height;
  std::vector<float> values;
  size_t place(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
  }
  float& at(int x, int y) { return values[place(x, y)]; }
  float at(int x, int y) const { return values[place(x, y)]; }
};
Plane make_plane(int width, int height) {
  return {width, height, std::vector<float>(static_cast<size_t>(width) * static_cast<size_t>(height))};
}

struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;  // right and bottom are one behind the last
};

Colour colour_at(const Picture& p, int x, int y) {
  const size_t pixel = static_cast<size_t>(y) * static_cast<size_t>(p.width) + static_cast<size_t>(x);
  const uint8_t* c = &p.pixels[pixel * static_cast<size_t>(p.channels)];
  const auto colour = [](int r, int g, int b) {
    return Colour{static_cast<float>(r), static_cast<float>(g), static_cast<float>(b)};
  };
  if (p.channels == 1) return colour(c[0], c[0], c[0]);
  if (p.channels == 3) return colour(c[0], c[1], c[2]);
  const int a = c[3];
  const auto over_white = [a](int v) { return (v * a + 255 * (255 - a) + 127) / 255; };
  return colour(over_white(c[0]), over_white(c[1]), over_white(c[2]));
}

float grey(const Colour& c) {  // ITU-R BT.601
  return std::floor((299 * c[0] + 587 * c[1] + 114 * c[2] + 500) / 1000);
}

// -1 at the first of `count` pixels, 1 at the last.
float along(int i, int count) { return count < 2 ? 0 : 2 * static_cast<float>(i) / static_cast<float>(count - 1) - 1; }

std::vector<BorderPixel> border(const Picture& p) {
  std::vector<BorderPixel> out;
  for (int y = 0; y < p.height; ++y) {
    const bool edge = y == 0 || y == p.height - 1;
    for (int x = 0; x < p.width; x += edge || p.width == 1 ? 1 : p.width - 1)
      out.push_back({along(x, p.width), along(y, p.height), colour_at(p, x, y)});
  }
  return out;
}

float median_grey(const std::vector<BorderPixel>& edge) {
  std::vector<float> values(edge.size());
  std::transform(edge.begin(), edge.end(), values.begin(), [](const BorderPixel& b) { return grey(b.colour); });
  return median(values);
}

// Steps 2 and 3: 0 on the background, the garment's tone elsewhere, a short ramp between the two.
Plane tones(const Picture& p) {
  const std::vector<BorderPixel> edge = border(p);
  const GroundModel ground = fit_ground(edge);
  const float threshold = std::max(kLeastDifference, 3 * ground.roughness);  // a rough ground: more
  const bool negate = median_grey(edge) >= kDark;

  Plane far = make_plane(p.width, p.height), out = far;
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x)
      far.at(x, y) = difference(colour_at(p, x, y), ground.at(along(x, p.width), along(y, p.height)));
  mark_enclosed(p.width, p.height, threshold, std::max(kExact, 2 * ground.roughness), far.values);
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) {
      const float tone = grey(colour_at(p, x, y));
      const float share = std::clamp(2 * far.at(x, y) / threshold - 1, 0.0f, 1.0f);  // none below half the threshold
      out.at(x, y) = share * (negate ? 255 - tone : tone);
    }
  }
  return out;
}

// The rows and columns that hold more than a few specks.
Box trim(const Plane& p) {
  std::vector<int> rows(static_cast<size_t>(p.height)), columns(static_cast<size_t>(p.width));
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) {
      if (p.at(x, y) < kLeastDifference) continue;
      ++rows[static_cast<size_t>(y)];
      ++columns[static_cast<size_t>(x)];
    }
  }
  const auto ends = [](const std::vector<int>& counts, int across) {
    const int least = 1 + across / 250;
    int first = 0, last = static_cast<int>(counts.size());
    while (first < last && counts[static_cast<size_t>(first)] < least) ++first;
    while (last > first && counts[static_cast<size_t>(last - 1)] < least) --last;
    return std::array<int, 2>{first, last};
  };
  const std::array<int, 2> x = ends(columns, p.height), y = ends(rows, p.width);
  return {x[0], y[0], x[1], y[1]};
}

// Every pixel of the result is the mean of the area it covers in the box.
Plane shrink(const Plane& p, const Box& box, int width, int height) {
  const double step_x = static_cast<double>(box.right - box.left) / width;
  const double step_y = static_cast<double>(box.bottom - box.top) / height;
  Plane out = make_plane(width, height);
  for (int y = 0; y < height; ++y) {
    const double y0 = box.top + y * step_y, y1 = y0 + step_y;
    for (int x = 0; x < width; ++x) {
      const double x0 = box.left + x * step_x, x1 = x0 + step_x;
      double sum = 0;
      for (int v = static_cast<int>(y0); v < box.bottom && v < y1; ++v) {
        const double tall = std::min(y1, v + 1.0) - std::max<double>(y0, v);
        for (int u = static_cast<int>(x0); u < box.right && u < x1; ++u) {
          sum += tall * (std::min(x1, u + 1.0) - std::max<double>(x0, u)) * static_cast<double>(p.at(u, v));
        }
      }
      out.at(x, y) = static_cast<float>(sum / (step_x * step_y));
    }
  }
  return out;
}

// v + a (v - mean of the 3 x 3 around it), inside the garment only.
uint8_t sharpened(const Plane& p, int x, int y) {
  const float v = p.at(x, y);
  if (v < 1) return 0;
  float sum = 0;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx)
      sum += p.at(std::clamp(x + dx, 0, p.width - 1), std::clamp(y + dy, 0, p.height - 1));
  }
  return static_cast<uint8_t>(std::clamp(v + kSharpen * (v - sum / 9), 0.0f, 255.0f) + 0.5f);
}

// The data set's own form: opaque, grey, most of the border dark.
bool is_ready(const Picture& p) {
  if (median_grey(border(p)) >= kDark) return false;
  for (size_t i = 0; i < p.pixels.size(); i += static_cast<size_t>(p.channels)) {
    const uint8_t* c = &p.pixels[i];
    if (p.channels >= 3 && (c[0] != c[1] || c[1] != c[2])) return false;
    if (p.channels == 4 && c[3] != 255) return false;
  }
  return true;
}

}  // namespace

std::vector<uint8_t> garment(const Picture& picture, int width, int height) {
  const Picture& p = picture;
  check(p.width > 0 && p.height > 0 && width > 0 && height > 0, "picture: expected sizes above 0, got ", p.width, " x ",
        p.height, " to ", width, " x ", height);
  check(p.channels == 1 || p.channels == 3 || p.channels == 4, "picture: expected 1, 3 or 4 channels, got ",
        p.channels);
  const size_t area = static_cast<size_t>(p.width) * static_cast<size_t>(p.height);
  check(p.pixels.size() == area * static_cast<size_t>(p.channels), "picture: expected ",
        area * static_cast<size_t>(p.channels), " bytes, got ", p.pixels.size());

  std::vector<uint8_t> out(static_cast<size_t>(width) * static_cast<size_t>(height));
  if (p.width == width && p.height == height && is_ready(p)) {
    for (size_t i = 0; i < area; ++i) out[i] = p.pixels[i * static_cast<size_t>(p.channels)];
    return out;
  }
  const Plane tone = tones(p);
  const Box box = trim(tone);
  const int across = box.right - box.left, down = box.bottom - box.top;
  if (across <= 0 || down <= 0) return out;
  const double scale = std::min(static_cast<double>(width) / across, static_cast<double>(height) / down);
  const int w = std::clamp(static_cast<int>(across * scale + 0.5), 1, width);
  const int h = std::clamp(static_cast<int>(down * scale + 0.5), 1, height);
  const Plane small = shrink(tone, box, w, h);
  const int left = (width - w + 1) / 2, top = (height - h + 1) / 2;  // an odd rest as in the data set
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      out[static_cast<size_t>(top + y) * static_cast<size_t>(width) + static_cast<size_t>(left + x)] =
          sharpened(small, x, y);
    }
  }
  return out;
}

}  // namespace thimble
