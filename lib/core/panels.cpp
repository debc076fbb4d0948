#include "core/panels.h"

#include <algorithm>

#include "core/error.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

int panel_lanes(int channels) { return channels <= 16 ? 16 : 32; }

PanelShape panel_shape(const Shape& sample) {
  if (sample.rank() == 3) return {sample[0], sample[1], sample[2], panel_lanes(sample[0])};
  return {sample.size(), 1, 1, panel_lanes(sample.size())};
}

namespace {

struct Pictures {
  int images, channels, height, width;
  ptrdiff_t places() const { return ptrdiff_t{height} * width; }
  explicit Pictures(const Shape& s)
      : images(s[0]),
        channels(s[1]),
        height(s.rank() == 4 ? s[2] : 1),
        width(s.rank() == 4 ? s[3] : s.size() / (s[0] * s[1])) {}
};

// How many of s.images go into a piece, so that it is worth a thread.
int images_together(const Pictures& s) {
  constexpr int64_t kValues = 1 << 15;
  const int64_t each = s.channels * s.places();
  return static_cast<int>(std::clamp<int64_t>(kValues / std::max<int64_t>(each, 1), 8, 1 << 20));
}

// One channel: panels of one lane are the transposed picture rows.
void one_channel(const Tensor& x, const Pictures& s, int top, int left, const Panels& p) {
  parallel_for(s.height, 4, [&](int begin, int end) {
    for (int y = begin; y < end; ++y)
      kernels::active().transpose(s.images, s.width, x.data() + ptrdiff_t{y} * s.width, s.height * s.width,
                                  p.data + p.offset(0, y + top, left), p.images);
  });
}

}  // namespace

void to_panels(const Tensor& x, int top, int left, const Panels& p) {
  const Pictures s(x.shape());
  const PanelShape& to = p.shape;
  check(p.images == s.images && to.channels == s.channels && to.height >= s.height + top && to.width >= s.width + left,
        "to_panels: expected room for ", x.shape());
  const bool padded = to.height > s.height || to.width > s.width;
  if (padded || to.blocks() * to.lanes > s.channels) std::fill(p.data, p.data + p.floats(), 0.f);
  if (s.channels == 1 && to.lanes == 1) return one_channel(x, s, top, left, p);
  parallel_for(s.images, images_together(s), [&](int begin, int end) {
    for (int n = begin; n < end; ++n)
      for (int b = 0; b < to.blocks(); ++b) {
        const int first = b * to.lanes, count = std::min(to.lanes, s.channels - first);
        const float* from = x.data() + (ptrdiff_t{n} * s.channels + first) * s.places();
        if (s.places() == 1) {
          std::copy(from, from + count, p.data + p.offset(b, top, left) + n * to.lanes);
          continue;
        }
        for (int y = 0; y < s.height; ++y)
          kernels::active().transpose(count, s.width, from + ptrdiff_t{y} * s.width, static_cast<int>(s.places()),
                                      p.data + p.offset(b, y + top, left) + n * to.lanes, static_cast<int>(p.panel()));
      }
  });
}

void from_panels(const Panels& p, Tensor& x) {
  const Pictures s(x.shape());
  const PanelShape& from = p.shape;
  check(p.images == s.images && from.channels * from.places() == s.channels * s.places(), "from_panels: expected ",
        x.shape());
  parallel_for(s.images, images_together(s), [&](int begin, int end) {
    for (int n = begin; n < end; ++n)
      for (int b = 0; b < from.blocks(); ++b) {
        const int first = b * from.lanes, count = std::min(from.lanes, from.channels - first);
        float* to = x.data() + (ptrdiff_t{n} * from.channels + first) * from.places();
        const float* row = p.at(b, 0) + n * from.lanes;
        if (from.places() == 1)
          std::copy(row, row + count, to);
        else
          kernels::active().transpose(from.places(), count, row, static_cast<int>(p.panel()), to, from.places());
      }
  });
}

}  // namespace thimble
