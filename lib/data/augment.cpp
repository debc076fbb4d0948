#include "data/augment.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/functions.h"
#include "data/pen.h"

namespace thimble {
namespace {

// Where the value of each place comes from: source = A (place - centre) + centre + offset.
struct Affine {
  float xx = 1, xy = 0, yx = 0, yy = 1;  // source x = xx x + xy y + ..., source y = yx x + yy y + ...
  float dx = 0, dy = 0;
};

struct Rectangle {
  int top = 0, left = 0, height = 0, width = 0;
};

// What happens to one picture.
struct Change {
  Affine map;
  bool moved = false;
  Rectangle blank;
  std::optional<Strokes> strokes;
};

float symmetric(Rng& rng, float size) { return rng.uniform(-size, size); }

// Whole pixels -n..n, each equally likely.
float whole(Rng& rng, float size) {
  const int n = static_cast<int>(size);
  return static_cast<float>(rng.below(2 * n + 1) - n);
}

// Zhong et al. 2017, Algorithm 1: area S_e in [.02, .33] of the picture, ratio r_e = H_e / W_e in [.3, 1 / .3], again
// until it fits.
Rectangle random_rectangle(Rng& rng, int height, int width) {
  for (int trial = 0; trial < 100; ++trial) {
    const float area = rng.uniform(0.02f, 0.33f) * static_cast<float>(height * width);
    const float ratio = rng.uniform(0.3f, 1 / 0.3f);
    const int h = static_cast<int>(std::sqrt(area * ratio));
    const int w = static_cast<int>(std::sqrt(area / ratio));
    if (h < 1 || w < 1 || h >= height || w >= width) continue;
    const int top = rng.below(height - h + 1), left = rng.below(width - w + 1);
    return {top, left, h, w};
  }
  return {};
}

// The first epoch is decided by chance, every later one is the mirror image of the one before.
bool alternates(const Key& key, int sample) {
  const bool first = Rng(Key(key.seed, Purpose::alternate), static_cast<uint32_t>(sample)).chance(0.5f);
  return first != (key.epoch % 2 == 1);
}

Change random_change(const Augment& a, bool alternately, Rng rng, int height, int width) {
  Change change;
  const bool smooth = a.rotate != 0 || a.zoom != 0;
  const double angle = static_cast<double>(symmetric(rng, a.rotate)) * std::numbers::pi / 180;
  const float zoom = 1 + symmetric(rng, a.zoom);
  const float shift_x = smooth ? symmetric(rng, a.shift_x) : whole(rng, a.shift_x);
  const float shift_y = smooth ? symmetric(rng, a.shift_y) : whole(rng, a.shift_y);
  const bool flipped = (rng.chance(0.5f) && a.flip) || alternately;
  const bool erased = rng.chance(a.erase);

  // The picture is mirrored, zoomed and turned about its centre, then shifted; the map goes the other way.
  const float c = smooth ? static_cast<float>(cos_exact(angle)) / zoom : 1;
  const float s = smooth ? static_cast<float>(sin_exact(angle)) / zoom : 0;
  const float mirror = flipped ? -1.0f : 1.0f;
  change.map = {mirror * c, mirror * s, -s, c, mirror * (-c * shift_x - s * shift_y), s * shift_x - c * shift_y};
  change.moved = smooth || flipped || shift_x != 0 || shift_y != 0;
  if (erased) change.blank = random_rectangle(rng, height, width);
  if (a.outline != 0 || a.fill != 0) {
    const float which = rng.uniform();
    if (which < a.outline + a.fill)
      change.strokes = random_strokes(which < a.outline ? Drawing::outline : Drawing::fill, rng);
  }
  return change;
}

float pixel(const float* plane, int height, int width, int y, int x) {
  return y < 0 || y >= height || x < 0 || x >= width ? 0 : plane[y * width + x];
}

// Bilinear: the four neighbours, weighted by how near they are.
float sample(const float* plane, int height, int width, float y, float x) {
  if (!(y > -1 && y < static_cast<float>(height) && x > -1 && x < static_cast<float>(width))) return 0;
  const float y0 = std::floor(y), x0 = std::floor(x), v = y - y0, u = x - x0;
  const int i = static_cast<int>(y0), j = static_cast<int>(x0);
  const float above = (1 - u) * pixel(plane, height, width, i, j) + u * pixel(plane, height, width, i, j + 1);
  const float below = (1 - u) * pixel(plane, height, width, i + 1, j) + u * pixel(plane, height, width, i + 1, j + 1);
  return (1 - v) * above + v * below;
}

void apply(const Change& change, int height, int width, std::vector<float>& before, float* plane) {
  if (change.moved) {
    before.assign(plane, plane + height * width);
    const Affine& m = change.map;
    const float cy = static_cast<float>(height - 1) / 2, cx = static_cast<float>(width - 1) / 2;
    for (int i = 0; i < height; ++i)
      for (int j = 0; j < width; ++j) {
        const float y = static_cast<float>(i) - cy, x = static_cast<float>(j) - cx;
        plane[i * width + j] =
            sample(before.data(), height, width, m.yx * x + m.yy * y + m.dy + cy, m.xx * x + m.xy * y + m.dx + cx);
      }
  }
  if (change.strokes) draw(*change.strokes, height, width, {plane, static_cast<size_t>(height * width)});
  const Rectangle& r = change.blank;
  for (int i = r.top; i < r.top + r.height; ++i) std::fill_n(plane + i * width + r.left, r.width, 0.0f);
}

}  // namespace

void augment(const Augment& a, const Key& key, int sample, const Shape& shape, std::span<float> x) {
  if (!a.any()) return;
  check(shape.rank() == 3 && x.size() == static_cast<size_t>(shape.size()),
        "augment: expected a picture (C, H, W), got ", shape.text());
  thread_local std::vector<float> before;
  const int channels = shape[0], height = shape[1], width = shape[2];
  const bool alternately = a.alternate && alternates(key, sample);
  const Change change = random_change(a, alternately, Rng(key, static_cast<uint32_t>(sample)), height, width);
  for (int c = 0; c < channels; ++c) apply(change, height, width, before, x.data() + c * height * width);
}

}  // namespace thimble
