#include "app/picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/conversion.h"
#include "app/enclosed.h"
#include "app/ground.h"
#include "core/error.h"

namespace thimble {

namespace {

constexpr float kDark = 96;             // a darker ground is taken for the data set's own black
constexpr float kLeastDifference = 13;  // 5 % of 255, as the data set's authors trimmed
constexpr float kExact = 2.5f;          // grey levels: an enclosed area nearer the ground's is a hole
constexpr float kSharpen = 0.25f;

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

struct Tones {
  Plane far, tone;  // from the ground's colour; 0 on the ground, the garment's tone elsewhere
  float threshold;
  bool negated;
};

// A row's colours, one channel behind the other: a grey picture has one.
class Row {
 public:
  explicit Row(const Picture& p) : width(static_cast<size_t>(p.width)), channels(p.channels == 1 ? 1 : 3), p_(p) {
    for (std::vector<float>& values : colours_) values = std::vector<float>(width);
    tones_ = std::vector<float>(width);
    for (int v = 0; v < 256; ++v) grey_[static_cast<size_t>(v)] = grey(colour_of(v));
  }
  void read(int y) {
    const uint8_t* from = &p_.pixels[static_cast<size_t>(y) * width * static_cast<size_t>(p_.channels)];
    if (channels == 1) {
      for (size_t x = 0; x < width; ++x) {
        colours_[0][x] = static_cast<float>(from[x]);
        tones_[x] = grey_[from[x]];
      }
      return;
    }
    for (size_t x = 0; x < width; ++x) {
      const Colour c = colour_at(p_, static_cast<int>(x), y);
      for (size_t k = 0; k < channels; ++k) colours_[k][x] = c[k];
      tones_[x] = grey(c);
    }
  }
  std::span<const float> colour(size_t channel) const { return colours_[channel]; }
  std::span<const float> tones() const { return tones_; }

  const size_t width, channels;

 private:
  static Colour colour_of(int v) { return {static_cast<float>(v), static_cast<float>(v), static_cast<float>(v)}; }

  const Picture& p_;
  std::array<std::vector<float>, 3> colours_;
  std::vector<float> tones_;
  std::array<float, 256> grey_{};
};

// How far every pixel's colour is from the ground's: in the channel where it is largest.
void find_differences(const Picture& p, const GroundModel& ground, Plane& far) {
  Row row(p);
  std::vector<float> across(row.width), there(row.width);
  for (int x = 0; x < p.width; ++x) across[static_cast<size_t>(x)] = along(x, p.width);
  const std::array<GroundRows, 3> channels{GroundRows(ground, 0, across), GroundRows(ground, 1, across),
                                           GroundRows(ground, 2, across)};
  for (int y = 0; y < p.height; ++y) {
    row.read(y);
    float* out = &far.values[far.place(0, y)];
    for (size_t c = 0; c < row.channels; ++c) {
      channels[c].at(along(y, p.height), there);
      const float* colour = row.colour(c).data();
      for (size_t x = 0; x < row.width; ++x) out[x] = std::max(out[x], std::fabs(colour[x] - there[x]));
    }
  }
}

// Steps 2 and 3, with a short ramp between ground and garment.
Tones find_tones(const Picture& p, const Conversion& c) {
  const std::vector<BorderPixel> edge = border(p);
  const GroundModel ground = fit_ground(edge);
  const float found = std::max(kLeastDifference, 3 * ground.roughness);  // a rough ground: more
  const bool negate =
      c.negate == Conversion::Negate::found ? median_grey(edge) >= kDark : c.negate == Conversion::Negate::yes;
  Tones out{Plane(p.width, p.height), Plane(p.width, p.height), c.threshold > 0 ? c.threshold : found, negate};
  find_differences(p, ground, out.far);
  if (c.fill) mark_enclosed(p.width, p.height, out.threshold, std::max(kExact, 2 * ground.roughness), out.far.values);
  Row row(p);
  for (int y = 0; y < p.height; ++y) {
    row.read(y);
    const float *far = &out.far.values[out.far.place(0, y)], *tones = row.tones().data();
    float* to = &out.tone.values[out.tone.place(0, y)];
    for (size_t x = 0; x < row.width; ++x) {
      const float share = std::clamp(2 * far[x] / out.threshold - 1, 0.0f, 1.0f);  // 0 below half of it
      to[x] = share * (negate ? 255 - tones[x] : tones[x]);
    }
  }
  return out;
}

uint8_t rounded(float v) { return static_cast<uint8_t>(std::clamp(v, 0.0f, 255.0f) + 0.5f); }

// v + a (v - mean of the 3 x 3 around it), inside the garment only.
uint8_t sharpened(const Plane& p, int x, int y) {
  const float v = p.at(x, y);
  if (v < 1) return 0;
  float sum = 0;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx)
      sum += p.at(std::clamp(x + dx, 0, p.width - 1), std::clamp(y + dy, 0, p.height - 1));
  }
  return rounded(v + kSharpen * (v - sum / 9));
}

// A step as a small picture; `scale` brings its values to 0..255.
Picture shown(const Plane& p, float scale) {
  const Size size = p.width <= kStepSide && p.height <= kStepSide ? Size{p.width, p.height}
                                                                  : fitting(p.width, p.height, kStepSide, kStepSide);
  const Plane small = shrink(p, {0, 0, p.width, p.height}, size.width, size.height);
  Picture out{size.width, size.height, 1, std::vector<uint8_t>(small.values.size())};
  std::transform(small.values.begin(), small.values.end(), out.pixels.begin(),
                 [scale](float v) { return rounded(v * scale); });
  return out;
}

// The crop box in pixels, at least one wide and high.
PixelBox pixels_of(const Part& part, const Picture& p) {
  const auto place = [](float share, int count) {
    return static_cast<int>(std::lround(static_cast<double>(share) * count));
  };
  PixelBox box{place(part.left, p.width), place(part.top, p.height), place(part.right, p.width),
               place(part.bottom, p.height)};
  box.left = std::min(box.left, p.width - 1), box.top = std::min(box.top, p.height - 1);
  box.right = std::max(box.right, box.left + 1), box.bottom = std::max(box.bottom, box.top + 1);
  return box;
}

Picture cut(const Picture& p, const PixelBox& box) {
  Picture out{box.width(), box.height(), p.channels, {}};
  const auto row = static_cast<size_t>(box.width()) * static_cast<size_t>(p.channels);
  out.pixels.reserve(row * static_cast<size_t>(box.height()));
  for (int y = box.top; y < box.bottom; ++y) {
    const size_t first = static_cast<size_t>(y) * static_cast<size_t>(p.width) + static_cast<size_t>(box.left);
    const uint8_t* from = &p.pixels[first * static_cast<size_t>(p.channels)];
    out.pixels.insert(out.pixels.end(), from, from + row);
  }
  return out;
}

void check_picture(const Picture& p, const Conversion& c, int width, int height) {
  check(p.width > 0 && p.height > 0 && width > 0 && height > 0, "picture: expected sizes above 0, got ", p.width, " x ",
        p.height, " to ", width, " x ", height);
  check(p.channels == 1 || p.channels == 3 || p.channels == 4, "picture: expected 1, 3 or 4 channels, got ",
        p.channels);
  const size_t bytes = static_cast<size_t>(p.width) * static_cast<size_t>(p.height) * static_cast<size_t>(p.channels);
  check(p.pixels.size() == bytes, "picture: expected ", bytes, " bytes, got ", p.pixels.size());
  const Part& part = c.crop;
  check(part.left >= 0 && part.top >= 0 && part.right <= 1 && part.bottom <= 1 && part.left < part.right &&
            part.top < part.bottom,
        "picture: expected a crop box within 0..1, got ", part.left, ", ", part.top, " to ", part.right, ", ",
        part.bottom);
  check(c.threshold >= 0 && c.threshold <= 255, "picture: expected a threshold of 0 to 255, got ", c.threshold);
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
  return garment(picture, {}, width, height);
}

std::vector<uint8_t> garment(const Picture& picture, const Conversion& conversion, int width, int height,
                             ConversionSteps* steps) {
  check_picture(picture, conversion, width, height);
  if (steps != nullptr) *steps = {};
  std::vector<uint8_t> out(static_cast<size_t>(width) * static_cast<size_t>(height));
  if (conversion == Conversion{} && picture.width == width && picture.height == height && is_ready(picture)) {
    for (size_t i = 0; i < out.size(); ++i) out[i] = picture.pixels[i * static_cast<size_t>(picture.channels)];
    if (steps != nullptr) steps->unchanged = true;
    return out;
  }
  const PixelBox crop = pixels_of(conversion.crop, picture);
  const bool whole = crop.width() == picture.width && crop.height() == picture.height;
  const Tones tones = find_tones(whole ? picture : cut(picture, crop), conversion);
  const PixelBox box = trim(tones.tone, kLeastDifference);
  if (steps != nullptr) {
    steps->difference = shown(tones.far, 255 / (2 * tones.threshold));
    steps->tone = shown(tones.tone, 1);
    steps->threshold = tones.threshold;
    steps->negated = tones.negated;
    steps->placed = {width, height, 1, out};
  }
  if (box.width() <= 0 || box.height() <= 0) return out;
  const auto [w, h] = fitting(box.width(), box.height(), width, height);
  const Plane small = shrink(tones.tone, box, w, h);
  const int left = (width - w + 1) / 2, top = (height - h + 1) / 2;  // an odd rest as in the data set
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      const size_t place = static_cast<size_t>(top + y) * static_cast<size_t>(width) + static_cast<size_t>(left + x);
      out[place] = conversion.sharpen ? sharpened(small, x, y) : rounded(small.at(x, y));
      if (steps != nullptr) steps->placed.pixels[place] = rounded(small.at(x, y));
    }
  }
  if (steps != nullptr) {
    const auto share = [](int at, int count) { return static_cast<float>(at) / static_cast<float>(count); };
    steps->box = {share(crop.left + box.left, picture.width), share(crop.top + box.top, picture.height),
                  share(crop.left + box.right, picture.width), share(crop.top + box.bottom, picture.height)};
  }
  return out;
}

}  // namespace thimble
