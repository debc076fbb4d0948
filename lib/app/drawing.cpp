#include "app/drawing.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace thimble {
namespace {

constexpr int kClose = 64;  // greys that the bucket takes for one
constexpr uint8_t kPaper = 255;
constexpr int kMostSide = 1500;
constexpr float kOutside = 250;

}  // namespace

Drawing::Drawing(int side) : side_(side) {
  check(side > 0 && side <= kMostSide, "drawing: expected a side of 1 to ", kMostSide, " pixels, got ", side);
  sheet_ = {side, side, 1, {}};
  repaint();
}

Drawing::Act& Drawing::begin(Act act) {
  acts_.resize(done_);  // what was taken back is gone
  acts_.push_back(std::move(act));
  done_ = acts_.size();
  return acts_.back();
}

// To half a pixel, and not so far outside that a text could not hold it.
float Drawing::snapped(float v) { return std::round(2 * std::clamp(v, -kOutside, kMostSide + kOutside)) / 2; }

void Drawing::press(float x, float y, float width, uint8_t grey) {
  paint(begin({Kind::line, snapped(width), grey, {{snapped(x), snapped(y)}}}));
}

void Drawing::drag(float x, float y) {
  if (done_ == 0 || acts_[done_ - 1].kind != Kind::line) return;
  Act& line = acts_[done_ - 1];
  const Point from = line.points.back(), to{snapped(x), snapped(y)};
  line.points.push_back(to);
  paint_part(line, from, to);
}

void Drawing::fill(float x, float y, uint8_t grey) { paint(begin({Kind::fill, 0, grey, {{snapped(x), snapped(y)}}})); }

void Drawing::clear() {
  if (!empty()) paint(begin({Kind::clear, 0, kPaper, {}}));
}

bool Drawing::undo() {
  if (done_ == 0) return false;
  --done_;
  repaint();
  return true;
}

bool Drawing::redo() {
  if (done_ == acts_.size()) return false;
  paint(acts_[done_++]);
  return true;
}

bool Drawing::empty() const { return done_ == 0 || acts_[done_ - 1].kind == Kind::clear; }

void Drawing::repaint() {
  sheet_.pixels.assign(static_cast<size_t>(side_) * static_cast<size_t>(side_), kPaper);
  for (size_t i = 0; i < done_; ++i) paint(acts_[i]);
}

void Drawing::paint(const Act& act) {
  if (act.kind == Kind::clear) std::fill(sheet_.pixels.begin(), sheet_.pixels.end(), kPaper);
  if (act.kind == Kind::fill) pour(act.points.front(), act.grey);
  if (act.kind != Kind::line) return;
  under_ = sheet_.pixels;
  covered_.assign(under_.size(), 0);
  for (size_t i = 0; i < act.points.size(); ++i) paint_part(act, act.points[i == 0 ? 0 : i - 1], act.points[i]);
}

// Every pixel near the part of the line, by its distance from it. The greatest cover of all parts counts, so that joints
// are no darker than the rest.
void Drawing::paint_part(const Act& act, Point from, Point to) {
  const float radius = act.width / 2, dx = to.x - from.x, dy = to.y - from.y, square = dx * dx + dy * dy;
  const auto low = [&](float a, float b) {
    return static_cast<int>(std::floor(std::clamp(std::min(a, b) - radius - 1, 0.f, static_cast<float>(side_))));
  };
  const auto high = [&](float a, float b) {
    return static_cast<int>(std::ceil(std::clamp(std::max(a, b) + radius + 1, 0.f, static_cast<float>(side_))));
  };
  for (int row = low(from.y, to.y); row < high(from.y, to.y); ++row)
    for (int col = low(from.x, to.x); col < high(from.x, to.x); ++col) {
      const float x = static_cast<float>(col) + 0.5f - from.x, y = static_cast<float>(row) + 0.5f - from.y;
      const float along = square > 0 ? std::clamp((x * dx + y * dy) / square, 0.f, 1.f) : 0;
      const float away_x = x - along * dx, away_y = y - along * dy;
      const float distance = std::sqrt(away_x * away_x + away_y * away_y);
      const int cover = static_cast<int>(255 * std::clamp(radius + 0.5f - distance, 0.f, 1.f) + 0.5f);
      const size_t at = static_cast<size_t>(row) * static_cast<size_t>(side_) + static_cast<size_t>(col);
      if (cover <= covered_[at]) continue;
      covered_[at] = static_cast<uint8_t>(cover);
      sheet_.pixels[at] = static_cast<uint8_t>((under_[at] * (255 - cover) + act.grey * cover + 127) / 255);
    }
}

void Drawing::pour(Point at, uint8_t grey) {
  const auto inside = [&](int x, int y) { return x >= 0 && x < side_ && y >= 0 && y < side_; };
  const auto place = [&](int x, int y) {
    return static_cast<size_t>(y) * static_cast<size_t>(side_) + static_cast<size_t>(x);
  };
  if (!(at.x >= 0 && at.x < static_cast<float>(side_) && at.y >= 0 && at.y < static_cast<float>(side_))) return;
  const int first_x = static_cast<int>(at.x), first_y = static_cast<int>(at.y);
  const int ground = sheet_.pixels[place(first_x, first_y)];
  std::vector<uint8_t> reached(sheet_.pixels.size(), 0);
  std::vector<size_t> waiting{place(first_x, first_y)};
  reached[waiting.front()] = 1;
  while (!waiting.empty()) {
    const size_t here = waiting.back();
    waiting.pop_back();
    const bool like = std::abs(sheet_.pixels[here] - ground) <= kClose;
    uint8_t& pixel = sheet_.pixels[here];
    if (!like) {  // the edge: no lighter than the new grey, or no darker
      pixel = grey < ground ? std::min(pixel, grey) : std::max(pixel, grey);
      continue;
    }
    pixel = grey;
    const int x = static_cast<int>(here % static_cast<size_t>(side_)),
              y = static_cast<int>(here / static_cast<size_t>(side_));
    constexpr int kSteps[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    for (const auto& step : kSteps) {
      if (!inside(x + step[0], y + step[1])) continue;
      const size_t next = place(x + step[0], y + step[1]);
      if (reached[next]) continue;
      reached[next] = 1;
      waiting.push_back(next);
    }
  }
}

}  // namespace thimble
