#include "core/filter_sums.h"

#include <algorithm>

#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

Parts::Parts(const Filter& f, int parts, bool only_biases)
    : count(parts),
      width(f.out.blocks() * f.out.lanes),
      depth(ptrdiff_t{f.in.blocks()} * f.in.depth()),
      floats(((only_biases ? 0 : f.taps() * depth) + 1) * width),
      data(scratch(Scratch::partials, static_cast<size_t>(parts * floats))) {}

Sums Parts::part(int i) const {
  float* first = data + i * floats;
  return {first, depth * width, width, first + floats - width};
}

void Sums::begin(int tap, int channel, int count, const float* start, int width) const {
  for (int i = 0; i < count && start != nullptr; ++i) std::copy(start, start + width, row(tap, channel + i));
}

void add_parts(const Filter& f, const Parts& parts, bool direct, bool set, float* dw, float* db) {
  const kernels::Kernels& k = kernels::active();
  if (set && db != nullptr) std::fill(db, db + f.out.channels, 0.f);
  const auto add_row = [&](int tap, int channel) {
    float* total = parts.part(0).row(tap, channel);
    for (int part = 1; part < parts.count; ++part) k.add(f.out.channels, parts.part(part).row(tap, channel), total);
    float* to = dw + channel * f.channel_step + tap * f.tap_step;
    if (f.filter_step == 1 && f.out.channels >= 16 && !set) return k.add(f.out.channels, total, to);
    for (int j = 0; j < f.out.channels; ++j) to[j * f.filter_step] = total[j] + (set ? 0 : to[j * f.filter_step]);
  };
  if (!direct)
    parallel_for(f.in.channels, parts.floats < 65536 ? f.in.channels : chunks(f.in.channels, kSumParts),
                 [&](int begin, int end) {
                   for (int channel = begin; channel < end; ++channel)
                     for (int tap = 0; tap < f.taps(); ++tap) add_row(tap, channel);
                 });
  for (int part = 0; part < parts.count && db != nullptr; ++part) k.add(f.out.channels, parts.part(part).biases, db);
}

}  // namespace thimble
