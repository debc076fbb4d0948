#include "classic/hog.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.h"
#include "core/threads.h"
#include "learn/restored.h"

namespace thimble {

namespace {

constexpr float kPi = 3.14159265f;

size_t index(int i) { return static_cast<size_t>(i); }

// arctan t, 0 <= t <= 1, to 2e-8 (Abramowitz & Stegun, 4.4.49)
float arctan(float t) {
  const float s = t * t;
  float p = 0.0028662257f;
  p = p * s - 0.0161657367f;
  p = p * s + 0.0429096138f;
  p = p * s - 0.0752896400f;
  p = p * s + 0.1065626393f;
  p = p * s - 0.1420889944f;
  p = p * s + 0.1999355085f;
  p = p * s - 0.3333314528f;
  return (p * s + 1) * t;
}

// The angle of (g_v, g_u) modulo pi, 0 where both are 0.
float direction(float gv, float gu) {
  const float v = std::abs(gv), u = std::abs(gu);
  const float longer = v > u ? v : u, shorter = v > u ? u : v;
  const float acute = arctan(shorter / (longer > 0 ? longer : 1));
  const float first = u > v ? kPi / 2 - acute : acute;  // as if both were positive
  return gu * gv < 0 ? kPi - first : first;
}

// Where pixel i of an axis votes: cell `lower` with weight 1 - upper, the next with `upper`.
struct Place {
  int lower;
  float upper;
};

std::vector<Place> places(int extent, int cell) {
  const int offset = extent % cell / 2;
  std::vector<Place> all;
  for (int i = 0; i < extent; ++i) {
    const float at = (static_cast<float>(i - offset) + 0.5f) / static_cast<float>(cell) - 0.5f;
    const float lower = std::floor(at);
    all.push_back({static_cast<int>(lower), at - lower});
  }
  return all;
}

// One picture's working memory.
struct Picture {
  int height, width, bins, cell_rows, cell_columns;
  std::vector<Place> down, across;
  std::vector<float> x, size, bin, votes, strip, cells;

  Picture(int h, int w, const HogOptions& o)
      : height(h),
        width(w),
        bins(o.bins),
        cell_rows(h / o.cell),
        cell_columns(w / o.cell),
        down(places(h, o.cell)),
        across(places(w, o.cell)),
        x(index(h * w)),
        size(index(w)),
        bin(index(w)),
        votes(index(o.bins * w)),
        strip(index(cell_rows * o.bins * w)),
        cells(index(cell_rows * cell_columns * o.bins)) {}

  void gradients(int row) {
    const float* above = x.data() + std::max(row - 1, 0) * width;
    const float* below = x.data() + std::min(row + 1, height - 1) * width;
    const float* here = x.data() + row * width;
    const float per_bin = static_cast<float>(bins) / kPi;
    const auto one = [&](int v, int left, int right) {
      const float gv = here[right] - here[left], gu = below[v] - above[v];
      size[index(v)] = std::sqrt(gv * gv + gu * gu);
      bin[index(v)] = direction(gv, gu) * per_bin - 0.5f;
    };
    one(0, 0, std::min(1, width - 1));
    for (int v = 1; v < width - 1; ++v) one(v, v - 1, v + 1);
    if (width > 1) one(width - 1, width - 2, width - 1);
  }

  // votes[b][v]: what the pixel of this row and column v gives to direction b
  void vote() {
    std::fill(votes.begin(), votes.end(), 0.0f);
    for (int v = 0; v < width; ++v) {
      const float lower = std::floor(bin[index(v)]), upper = bin[index(v)] - lower;
      const int first = static_cast<int>(lower) < 0 ? bins - 1 : static_cast<int>(lower) % bins;
      votes[index(first * width + v)] += size[index(v)] * (1 - upper);
      votes[index((first + 1) % bins * width + v)] += size[index(v)] * upper;
    }
  }

  void add_to_strip(int cell_row, float weight) {
    if (cell_row < 0 || cell_row >= cell_rows) return;
    float* to = strip.data() + cell_row * bins * width;
    for (int i = 0; i < bins * width; ++i) to[i] += weight * votes[index(i)];
  }

  void histograms() {
    std::fill(strip.begin(), strip.end(), 0.0f);
    for (int u = 0; u < height; ++u) {
      gradients(u);
      vote();
      add_to_strip(down[index(u)].lower, 1 - down[index(u)].upper);
      add_to_strip(down[index(u)].lower + 1, down[index(u)].upper);
    }
    std::fill(cells.begin(), cells.end(), 0.0f);
    for (int r = 0; r < cell_rows; ++r)
      for (int b = 0; b < bins; ++b)
        for (int v = 0; v < width; ++v) {
          const float value = strip[index((r * bins + b) * width + v)];
          const Place& place = across[index(v)];
          if (place.lower >= 0) cell(r, place.lower)[b] += (1 - place.upper) * value;
          if (place.lower + 1 < cell_columns) cell(r, place.lower + 1)[b] += place.upper * value;
        }
  }

  float* cell(int row, int column) { return cells.data() + (row * cell_columns + column) * bins; }
};

void normalise(float* h, int n, float epsilon) {
  float squares = epsilon * epsilon;
  for (int i = 0; i < n; ++i) squares += h[i] * h[i];
  const float factor = 1 / std::sqrt(squares);
  for (int i = 0; i < n; ++i) h[i] *= factor;
}

// y = grey times the means of 2 x 2 pixels
void halve(const float* x, int height, int width, float grey, float* y) {
  for (int u = 0; u + 1 < height; u += 2)
    for (int v = 0; v + 1 < width; v += 2) {
      const float* p = x + u * width + v;
      *y++ = grey / 4 * (p[0] + p[1] + p[width] + p[width + 1]);
    }
}

}  // namespace

Hog::Hog(HogOptions options) : options_(options) {
  check(options.cell >= 1 && options.cell <= 1024, "hog: expected cells of 1 to 1024 pixels, got ", options.cell);
  check(options.bins >= 1 && options.bins <= 360, "hog: expected 1 to 360 directions, got ", options.bins);
  check(options.block >= 1 && options.block <= 64, "hog: expected blocks of 1 to 64 cells a side, got ", options.block);
  check(options.clip > 0, "hog: expected to clip above 0, got ", options.clip);
  check(options.epsilon > 0, "hog: expected an epsilon above 0, got ", options.epsilon);
  check(options.grey >= 0, "hog: expected a weight of 0 or more for grey levels, got ", options.grey);
}

int Hog::extent(int axis) const { return input_.sample[input_.sample.rank() - 2 + axis]; }

void Hog::expect_pictures() const {
  const Shape& s = input_.sample;
  check(s.rank() == 2 || (s.rank() == 3 && s[0] == 1), "hog: expected pictures of one channel, got samples of shape ",
        s);
  check(blocks(0) >= 1 && blocks(1) >= 1, "hog: expected pictures of at least ", options_.block * options_.cell, " x ",
        options_.block * options_.cell, " pixels for one block, got ", extent(0), " x ", extent(1));
}

void Hog::fit(const Dataset& train) {
  if (train.size() == 0) fail(Error::data, "hog: expected training pictures, got none");
  expect_finite("hog", train.x);
  input_ = Input(train.x);
  expect_pictures();
}

int Hog::outputs() const {
  if (input_.sample.rank() == 0) return 0;
  return histogram_values() + (options_.grey > 0 ? (extent(0) / 2) * (extent(1) / 2) : 0);
}

void Hog::apply(const Samples& x, Tensor& y) const {
  input_.expect("hog", x);
  Samples memory;
  const Samples& scaled = input_.scaled(x, memory);
  y.resize({x.size(), outputs()});
  const float clip = static_cast<float>(options_.clip), epsilon = static_cast<float>(options_.epsilon),
              grey = static_cast<float>(options_.grey);
  const int of_row = options_.block * options_.bins, of_block = options_.block * of_row;
  parallel_for(x.size(), 64, [&](int begin, int end) {
    Picture picture(extent(0), extent(1), options_);
    for (int n = begin; n < end; ++n) {
      scaled.copy(n, picture.x);
      picture.histograms();
      float* h = y.row(n).data();
      for (int r = 0; r < blocks(0); ++r)
        for (int c = 0; c < blocks(1); ++c, h += of_block) {
          for (int i = 0; i < options_.block; ++i)
            std::copy(picture.cell(r + i, c), picture.cell(r + i, c) + of_row, h + i * of_row);
          normalise(h, of_block, epsilon);
          for (int i = 0; i < of_block; ++i) h[i] = std::min(h[i], clip);
          normalise(h, of_block, epsilon);
        }
      if (grey > 0) halve(picture.x.data(), extent(0), extent(1), grey, h);
    }
  });
}

void Hog::save(Record& record) const {
  check(input_.sample.rank() > 0, "hog: fit it first");
  record.set("thimble.kind", name());
  record.set("thimble.version", "1");
  input_.save(record);
  record.set_number("hog.cell", options_.cell);
  record.set_number("hog.bins", options_.bins);
  record.set_number("hog.block", options_.block);
  record.set_number("hog.clip", options_.clip);
  record.set_number("hog.epsilon", options_.epsilon);
  record.set_number("hog.grey", options_.grey);
}

Hog Hog::load(const Record& record) {
  expect_kind(record, "hog");
  HogOptions options;
  options.cell = static_cast<int>(whole_number(record, "hog.cell", 1, 1024));
  options.bins = static_cast<int>(whole_number(record, "hog.bins", 1, 360));
  options.block = static_cast<int>(whole_number(record, "hog.block", 1, 64));
  options.clip = finite_number(record, "hog.clip");
  options.epsilon = finite_number(record, "hog.epsilon");
  options.grey = finite_number(record, "hog.grey");
  expect_stored(options.clip > 0 && options.epsilon > 0 && options.grey >= 0, "hog.clip, hog.epsilon, hog.grey",
                "numbers above 0, the last perhaps 0", text(options.clip, ", ", options.epsilon, ", ", options.grey));
  Hog hog(options);
  hog.input_ = Input::load(record);
  try {
    hog.expect_pictures();
  } catch (const Error& e) {
    fail(Error::data, e.what());
  }
  return hog;
}

}  // namespace thimble
