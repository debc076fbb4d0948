#include "data/pen.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace thimble {
namespace {

constexpr float kSharpen = 0.25f;   // as app/picture.cpp
constexpr float kFlat = 1e-3f;      // a slope below it points nowhere
constexpr float kFar = 10;          // pixels: beside no line
constexpr float kInside = 0.9f;     // of the silhouette: its own rim is drawn already
constexpr float kUnsteady = 0.8f;   // pixels, at most
constexpr float kStretched = 0.2f;  // the proportions of a drawing are wrong by at most so much

struct Point {
  float x, y;
};

// A picture with a frame of zeros, two pixels wide.
class Field {
 public:
  void resize(int height, int width) {
    height_ = height, stride_ = width + 4;
    values_.assign(static_cast<size_t>(height + 4) * static_cast<size_t>(stride_), 0.0f);
  }
  float& at(int y, int x) { return values_[static_cast<size_t>((y + 2) * stride_ + x + 2)]; }

  // Bilinear; 0 outside.
  float at(Point p) const {
    if (!(p.x > -2 && p.y > -2 && p.x < static_cast<float>(stride_ - 3) && p.y < static_cast<float>(height_ + 1)))
      return 0;
    const float x = p.x + 2, y = p.y + 2;
    const int j = static_cast<int>(x), i = static_cast<int>(y);
    const float u = x - static_cast<float>(j), v = y - static_cast<float>(i);
    const float* above = &values_[static_cast<size_t>(i * stride_ + j)];
    const float* below = above + stride_;
    return (1 - v) * ((1 - u) * above[0] + u * above[1]) + v * ((1 - u) * below[0] + u * below[1]);
  }

  // Cubic B-spline weights 1/6, 4/6, 1/6 along both axes: slopes without steps, and a strap of one pixel stays.
  void smooth() {
    for (int j = 0; j < stride_; ++j) smooth_line(j, stride_, height_ + 4);
    for (int i = 0; i < height_ + 4; ++i) smooth_line(i * stride_, 1, stride_);
  }

 private:
  void smooth_line(int first, int step, int count) {
    float before = 0;
    for (int k = first + step; k < first + (count - 1) * step; k += step) {
      float& here = values_[static_cast<size_t>(k)];
      const float old = here;
      here = (before + 4 * old + values_[static_cast<size_t>(k + step)]) / 6;
      before = old;
    }
  }
  int height_ = 0, stride_ = 0;
  std::vector<float> values_;
};

// The share of a pixel, `far` from the middle of a stroke, that the stroke covers.
float covered(float far, float width) { return std::clamp((width + 1) / 2 - far, 0.0f, std::min(width, 1.0f)); }

// Where in the photograph a pixel of the drawing lies: the garment's box is brought to the whole frame less the pen,
// and the hand strays.
class Place {
 public:
  Place(const Strokes& s, int height, int width) : strokes_(s), height_(height), width_(width) {}
  bool trim(std::span<const float> x, float least) {
    int top = height_, left = width_, bottom = -1, right = -1;
    for (int i = 0; i < height_; ++i)
      for (int j = 0; j < width_; ++j)
        if (x[static_cast<size_t>(i * width_ + j)] > least) {
          top = std::min(top, i), bottom = i;
          left = std::min(left, j), right = std::max(right, j);
        }
    if (bottom < 0) return false;
    const float pen = strokes_.pen ? strokes_.width : 0;
    const float across = static_cast<float>(right - left + 1), down = static_cast<float>(bottom - top + 1);
    const float scale = std::max(across / (static_cast<float>(width_) - pen),
                                 down * strokes_.tall / (static_cast<float>(height_) - pen));
    scale_x_ = scale, scale_y_ = scale / strokes_.tall;
    centre_ = {static_cast<float>(left + right) / 2, static_cast<float>(top + bottom) / 2};
    return true;
  }
  Point pixel() const { return {scale_x_, scale_y_}; }  // what one of the drawing's pixels measures there
  Point operator()(float x, float y) const {
    const Point stray = wobble(x, y);
    const float dx = x + stray.x - static_cast<float>(width_ - 1) / 2;
    const float dy = y + stray.y - static_cast<float>(height_ - 1) / 2;
    return {centre_.x + scale_x_ * dx, centre_.y + scale_y_ * dy};
  }

 private:
  Point wobble(float x, float y) const {
    constexpr int n = Strokes::kNodes;
    const auto cell = [](float at, int size, float& rest) {
      const float node = std::clamp(at / static_cast<float>(size - 1), 0.0f, 0.999f) * (n - 1);
      const int k = static_cast<int>(node);
      rest = node - static_cast<float>(k);
      return k;
    };
    float u = 0, v = 0;
    const int j = cell(x, std::max(width_, 2), u), i = cell(y, std::max(height_, 2), v);
    const float* node = &strokes_.wobble[static_cast<size_t>(2 * (i * n + j))];
    const auto mix = [&](int axis) {
      const float* w = node + axis;
      return (1 - v) * ((1 - u) * w[0] + u * w[2]) + v * ((1 - u) * w[2 * n] + u * w[2 * n + 2]);
    };
    // Not across the frame's edge: the drawing is trimmed to what was drawn.
    const auto held = [](float at, int size) {
      const float t = at / static_cast<float>(std::max(size - 1, 1));
      return std::clamp(8 * t * (1 - t), 0.0f, 1.0f);
    };
    return {held(x, width_) * mix(0), held(y, height_) * mix(1)};
  }
  const Strokes& strokes_;
  int height_, width_;
  float scale_x_ = 1, scale_y_ = 1;
  Point centre_{};
};

// Slope of a field over one pixel of the drawing; the hand's own bend is too slight to count.
Point slope(const Field& f, Point here, Point pixel) {
  const float x = pixel.x / 2, y = pixel.y / 2;
  return {f.at({here.x + x, here.y}) - f.at({here.x - x, here.y}),
          f.at({here.x, here.y + y}) - f.at({here.x, here.y - y})};
}
float length(Point p) { return std::sqrt(p.x * p.x + p.y * p.y); }

struct Scratch {
  Field silhouette, tone, steepness;
  std::vector<Point> slopes, places;
};

// Where the tone changes most along its slope (Canny 1986, non-maximum suppression), as strokes through that place.
void draw_inner_edges(const Strokes& s, const Place& place, int height, int width, float ink, Scratch& scratch,
                      std::span<float> x) {
  scratch.steepness.resize(height, width);
  scratch.slopes.resize(x.size());
  for (int i = 0; i < height; ++i)
    for (int j = 0; j < width; ++j) {
      const Point here = scratch.places[static_cast<size_t>(i * width + j)];
      if (scratch.silhouette.at(here) < kInside) continue;
      const Point g = slope(scratch.tone, here, place.pixel());
      scratch.slopes[static_cast<size_t>(i * width + j)] = g;
      scratch.steepness.at(i, j) = length(g);
    }
  for (int i = 0; i < height; ++i)
    for (int j = 0; j < width; ++j) {
      const float here = scratch.steepness.at(i, j);
      if (here < s.inner) continue;
      const Point g = scratch.slopes[static_cast<size_t>(i * width + j)];
      const float nx = g.x / here, ny = g.y / here, px = static_cast<float>(j), py = static_cast<float>(i);
      const float before = scratch.steepness.at(Point{px - nx, py - ny});
      const float after = scratch.steepness.at(Point{px + nx, py + ny});
      if (here < before || here <= after) continue;
      const float off = (before - after) / (2 * (before - 2 * here + after));  // the parabola's top
      const auto mark = [&](int v, int u, float far) {
        if (v < 0 || u < 0 || v >= height || u >= width) return;
        float& pixel = x[static_cast<size_t>(v * width + u)];
        pixel = std::max(pixel, ink * covered(far, s.width));
      };
      mark(i, j, std::fabs(off));
      const float side = off < 0 ? -1.0f : 1.0f;
      const int step_x = std::fabs(nx) > 0.38f ? (nx * side > 0 ? 1 : -1) : 0;  // sin 22.5 degrees
      const int step_y = std::fabs(ny) > 0.38f ? (ny * side > 0 ? 1 : -1) : 0;
      mark(i + step_y, j + step_x, 1 - std::fabs(off));
    }
}

void sharpen(int height, int width, float most, Field& before, std::span<float> x) {
  before.resize(height, width);
  for (int i = 0; i < height; ++i)
    for (int j = 0; j < width; ++j) before.at(i, j) = x[static_cast<size_t>(i * width + j)];
  for (int i = 0; i < height; ++i)
    for (int j = 0; j < width; ++j) {
      float sum = 0;
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx)
          sum += before.at(std::clamp(i + dy, 0, height - 1), std::clamp(j + dx, 0, width - 1));
      const float v = before.at(i, j);
      if (v > 0) x[static_cast<size_t>(i * width + j)] = std::clamp(v + kSharpen * (v - sum / 9), 0.0f, most);
    }
}

}  // namespace

Strokes random_strokes(Drawing drawing, Rng& rng) {
  Strokes s;
  s.width = rng.uniform(0.2f, 1.2f);
  s.level = rng.uniform(0.04f, 0.15f);
  s.inner = rng.chance(0.8f) ? rng.uniform(0.08f, 0.4f) : 2;
  s.tall = rng.uniform(1 - kStretched, 1 + kStretched);
  const float unsteady = rng.uniform(0, kUnsteady);
  for (float& w : s.wobble) w = rng.uniform(-unsteady, unsteady);
  if (drawing == Drawing::fill) {
    s.parts = 1 + rng.below(3);
    for (float& grey : s.greys) grey = rng.uniform(0.2f, 1.0f);
    s.pen = rng.chance(0.5f);
  }
  return s;
}

void draw(const Strokes& s, int height, int width, std::span<float> x) {
  thread_local Scratch scratch;
  const float ink = *std::max_element(x.begin(), x.end());
  Place place(s, height, width);
  if (!(ink > 0) || !place.trim(x, s.level * ink)) return;
  Field &silhouette = scratch.silhouette, &tone = scratch.tone;
  silhouette.resize(height, width);
  tone.resize(height, width);
  scratch.places.resize(x.size());
  for (int i = 0; i < height; ++i)
    for (int j = 0; j < width; ++j) {
      const float v = x[static_cast<size_t>(i * width + j)] / ink;
      silhouette.at(i, j) = std::clamp(v / (2 * s.level), 0.0f, 1.0f);  // 1/2 at the level
      tone.at(i, j) = v;
    }
  silhouette.smooth();
  tone.smooth();

  for (int i = 0; i < height; ++i)
    for (int j = 0; j < width; ++j) {
      const Point here = place(static_cast<float>(j), static_cast<float>(i));
      scratch.places[static_cast<size_t>(i * width + j)] = here;
      const float above = silhouette.at(here) - 0.5f;
      float far = above < 0 ? -kFar : kFar, v = 0;
      if (std::fabs(above) < 0.499f)  // f / |grad f|: how far within the line f = 0
        far = above / std::max(length(slope(silhouette, here, place.pixel())), kFlat);
      if (s.parts > 0) {
        const int part = std::min(static_cast<int>(tone.at(here) * static_cast<float>(s.parts)), s.parts - 1);
        v = s.greys[static_cast<size_t>(part)] * std::clamp(far + 0.5f, 0.0f, 1.0f);
      }
      if (s.pen) v = std::max(v, covered(std::fabs(far), s.width));
      x[static_cast<size_t>(i * width + j)] = ink * v;
    }
  if (s.pen && s.inner <= 1) draw_inner_edges(s, place, height, width, ink, scratch, x);
  sharpen(height, width, ink, scratch.steepness, x);
}

}  // namespace thimble
