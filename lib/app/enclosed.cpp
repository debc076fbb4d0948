#include "app/enclosed.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace thimble {
namespace {

// Pixels that look like ground and have not been visited, with a frame of others around them.
class Unvisited {
 public:
  Unvisited(int width, int height, float threshold, const std::vector<float>& far)
      : width_(static_cast<size_t>(width)), across_(width_ + 2), open_(across_ * (static_cast<size_t>(height) + 2)) {
    for (size_t y = 0; y < static_cast<size_t>(height); ++y) {
      const float* from = &far[y * width_];
      uint8_t* to = &open_[(y + 1) * across_ + 1];
      for (size_t x = 0; x < width_; ++x) to[x] = from[x] < threshold ? 1 : 0;
    }
  }
  size_t place(size_t x, size_t y) const { return (y + 1) * across_ + x + 1; }
  size_t pixel(size_t place) const { return (place / across_ - 1) * width_ + place % across_ - 1; }
  size_t first(size_t from) const {  // that there is from there on; size(): none
    return static_cast<size_t>(std::find(open_.begin() + static_cast<std::ptrdiff_t>(from), open_.end(), 1) -
                               open_.begin());
  }
  size_t size() const { return open_.size(); }

  // The area around `start`, nearest first.
  const std::vector<size_t>& area(size_t start) {
    area_.clear();
    visit(start);
    for (size_t next = 0; next < area_.size(); ++next) {
      const size_t at = area_[next];
      visit(at - 1), visit(at + 1), visit(at - across_), visit(at + across_);
    }
    return area_;
  }

  // All that is joined to `start` is visited, whole rows at a time.
  void leave(size_t start) {
    if (open_[start] == 0) return;
    starts_.push_back(start);
    while (!starts_.empty()) {
      size_t left = starts_.back(), right = left;
      starts_.pop_back();
      if (open_[left] == 0) continue;
      while (open_[left - 1] != 0) --left;
      while (open_[right] != 0) ++right;
      std::fill(&open_[left], &open_[right], uint8_t{0});
      for (const size_t row : {left - across_, left + across_})
        for (size_t at = row; at < row + (right - left); ++at)
          if (open_[at] != 0 && (at == row || open_[at - 1] == 0)) starts_.push_back(at);
    }
  }

 private:
  void visit(size_t place) {
    if (open_[place] == 0) return;
    open_[place] = 0;
    area_.push_back(place);
  }

  size_t width_, across_;
  std::vector<uint8_t> open_;
  std::vector<size_t> area_, starts_;
};

}  // namespace

void mark_enclosed(int width, int height, float threshold, float exact, std::vector<float>& far) {
  Unvisited ground(width, height, threshold, far);
  const auto w = static_cast<size_t>(width), h = static_cast<size_t>(height);
  for (size_t x = 0; x < w; ++x) ground.leave(ground.place(x, 0)), ground.leave(ground.place(x, h - 1));
  for (size_t y = 0; y < h; ++y) ground.leave(ground.place(0, y)), ground.leave(ground.place(w - 1, y));

  for (size_t start = ground.first(0); start < ground.size(); start = ground.first(start)) {
    const std::vector<size_t>& area = ground.area(start);
    double sum = 0;
    for (const size_t place : area) sum += static_cast<double>(far[ground.pixel(place)]);
    if (sum < static_cast<double>(exact) * static_cast<double>(area.size())) continue;
    for (const size_t place : area) far[ground.pixel(place)] = threshold;
  }
}

}  // namespace thimble
