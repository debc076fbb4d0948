#include "core/ops_first.h"

#include <algorithm>

#include "core/filter_sums.h"
#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

bool is_first_conv(const Filter& f, const Window& pool) {
  const Window& w = f.window;
  const bool within = w.top <= 0 && w.left <= 0 && w.bottom <= 0 && w.right <= 0;
  return f.in.lanes == 1 && f.in.channels == 1 && (w.height == 3 || w.height == 5) && w.width == w.height &&
         w.stride == 1 && within && pool.height == 2 && pool.width == 2 && pool.stride == 2;
}

void first_conv_forward(const Filter& f, const Panels& x, const float* packed, const float* b, const Panels& y,
                        std::vector<uint8_t>* winner) {
  if (winner != nullptr) winner->resize(y.floats());
  const int blocks = f.out.blocks(), lanes = f.out.lanes, rows = y.shape.height;
  const int parts = chunks(y.images, kWindowImages);
  const float* start = lane_values(f.out, b);
  const int64_t work = int64_t{f.taps()} * f.out.places() * lanes * blocks * y.images;
  const int pieces = rows * blocks * parts;
  parallel_for(pieces, work < kSmall ? pieces : 1, [&](int begin, int end) {
    for (int piece = begin; piece < end; ++piece) {
      const int part = piece % parts, row = piece / parts % rows, block = piece / parts / rows;
      const int first = part * kWindowImages;
      float* to = y.at(block, row * y.shape.width) + ptrdiff_t{first} * lanes;
      kernels::active().conv_pool({.window = f.window.width,
                                   .windows = y.shape.width,
                                   .images = std::min(kWindowImages, y.images - first),
                                   .lanes = lanes,
                                   .x = x.data + x.offset(0, 2 * row, 0) + first,
                                   .x_row = x.shape.width * x.panel(),
                                   .x_col = x.panel(),
                                   .w = packed + block * packed_block(f),
                                   .start = start + block * lanes,
                                   .y = to,
                                   .y_window = y.panel(),
                                   .winner = winner == nullptr ? nullptr : winner->data() + (to - y.data)});
    }
  });
}

namespace {

constexpr int kTurned = 32;  // images whose pixels are turned at a time, so that a picture's lie side by side
constexpr int kRead = 8;     // floats that the kernel reads from a pixel on

}  // namespace

bool add_first_conv_gradient(const Filter& f, const Panels& x, const Panels& dz, const std::vector<uint8_t>& winner,
                             float* dw, float* db) {
  const kernels::Kernels& k = kernels::active();
  if (k.picked == 1 || f.window.height != 3) return false;
  const int lanes = f.out.lanes, width = x.shape.width, pixels = 4 * width, turns = chunks(dz.images, kTurned);
  const int units = dz.shape.height * turns;
  const Parts parts(f, std::min(kSumParts, units), false);
  const bool small = int64_t{f.taps()} * dz.shape.places() * parts.width * dz.images < kSmall;
  parallel_for(parts.count, small ? parts.count : 1, [&](int begin, int end) {
    const ptrdiff_t picture = pixels + kRead;
    float* turned = scratch(Scratch::plane, static_cast<size_t>(picture * kTurned));
    for (int part = begin; part < end; ++part) {
      const Sums sums = parts.part(part);
      std::fill(sums.data, sums.data + parts.floats, 0.f);
      const int from = units * part / parts.count, to = units * (part + 1) / parts.count;
      for (int unit = from; unit < to; ++unit) {
        const int row = unit / turns, first = unit % turns * kTurned, images = std::min(kTurned, dz.images - first);
        k.transpose(pixels, images, x.data + x.offset(0, 2 * row, 0) + first, x.images, turned,
                    static_cast<int>(picture));
        for (int b = 0; b < dz.shape.blocks(); ++b) {
          const ptrdiff_t at = dz.offset(b, row, 0) + ptrdiff_t{first} * lanes;
          k.conv_winners({.windows = dz.shape.width,
                          .images = images,
                          .lanes = lanes,
                          .x = turned,
                          .x_image = picture,
                          .x_row = width,
                          .dz = dz.data + at,
                          .winner = winner.data() + at,
                          .z_window = dz.panel(),
                          .dw = sums.data + b * lanes,
                          .db = sums.biases + b * lanes,
                          .w_tap = sums.tap_step});
        }
      }
    }
  });
  add_parts(f, parts, false, false, dw, db);
  return true;
}

}  // namespace thimble
