#include <algorithm>
#include <array>

#include "core/filter_terms.h"
#include "core/ops_filter.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

// Few images: the convolution's rows that a row of windows covers, then the greatest of each window.
void pool_rows(const Filter& f, const Panels& x, const float* packed, const float* start, const Window& pool,
               const Panels& y, std::vector<uint8_t>& winner) {
  const int lanes = f.out.lanes, blocks = f.out.blocks(), width = f.out.width, area = pool.height * pool.width;
  const int most = f.taps() * f.in.blocks(), values = static_cast<int>(y.panel());
  const ptrdiff_t term = ptrdiff_t{f.in.depth()} * lanes;
  const PanelShape shape{f.out.channels, pool.height, width, lanes};
  parallel_for(y.shape.height, 1, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    std::vector<kernels::Term>& terms = terms_of_thread(2 * static_cast<size_t>(most));
    kernels::Term *here = terms.data(), *next = here + most;
    const Panels rows{scratch(Scratch::plane, shape.floats(y.images)), shape, y.images};
    for (int p = begin; p < end; ++p) {
      for (int i = 0; i < pool.height; ++i)
        for (int q = 0, run; q < width; q += run) {
          const int count = forward_terms(f, x, term, p * pool.stride + i, q, here);
          run = 1;
          while (q + run < width &&
                 continues(here, count, next, forward_terms(f, x, term, p * pool.stride + i, q + run, next),
                           run * x.panel()))
            ++run;
          k.product({.rows = run * y.images,
                     .cols = blocks * lanes,
                     .depth = f.in.depth(),
                     .terms = count,
                     .term = here,
                     .a = x.data,
                     .row_step = x.shape.lanes,
                     .k_step = 1,
                     .b = packed,
                     .b_row = lanes,
                     .b_panel = packed_block(f),
                     .c = rows.at(0, i * width + q),
                     .c_row = lanes,
                     .c_panel = rows.block(),
                     .start = start});
        }
      for (int block = 0; block < blocks; ++block)
        for (int q = 0; q < y.shape.width; ++q) {
          std::array<const float*, 256> from;
          for (int i = 0; i < area; ++i)
            from[static_cast<size_t>(i)] = rows.at(block, i / pool.width * width + q * pool.stride + i % pool.width);
          float* to = y.at(block, p * y.shape.width + q);
          k.max_of(values, area, 0, from.data(), to, winner.data() + (to - y.data));
        }
    }
  });
}

}  // namespace

// The places of a window first, for all filters, then their greatest. max and ReLU commute.
void greatest_of_window(const Panels& window, int place, int first, const Panels& y, std::vector<uint8_t>& winner) {
  std::array<const float*, 256> from;
  for (int block = 0; block < y.shape.blocks(); ++block) {
    for (int i = 0; i < window.shape.places(); ++i) from[static_cast<size_t>(i)] = window.at(block, i);
    const ptrdiff_t at = y.at(block, place) - y.data + ptrdiff_t{first} * y.shape.lanes;
    kernels::active().max_of(window.images * y.shape.lanes, window.shape.places(), 0, from.data(), y.data + at,
                             winner.data() + at);
  }
}

void filter_pool_forward(const Filter& f, const Panels& x, const float* packed, const float* b, const Window& pool,
                         const Panels& y, std::vector<uint8_t>& winner) {
  winner.resize(y.floats());
  if (y.images < kFewImages && f.window.stride == 1)
    return pool_rows(f, x, packed, lane_values(f.out, b), pool, y, winner);
  const int lanes = f.out.lanes, blocks = f.out.blocks(), area = pool.height * pool.width;
  const int most = f.taps() * f.in.blocks(), parts = chunks(y.images, kWindowImages);
  const float* start = lane_values(f.out, b);
  parallel_for(y.shape.places() * parts, 1, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    std::vector<kernels::Term>& terms = terms_of_thread(static_cast<size_t>(most));
    const PanelShape shape{f.out.channels, pool.height, pool.width, lanes};
    for (int unit = begin; unit < end; ++unit) {
      const int place = unit / parts, first = unit % parts * kWindowImages;
      const int images = std::min(kWindowImages, y.images - first);
      const Panels window{scratch(Scratch::plane, shape.floats(images)), shape, images};
      for (int i = 0; i < area; ++i) {
        const int p = place / y.shape.width * pool.stride + i / pool.width;
        const int q = place % y.shape.width * pool.stride + i % pool.width;
        const int count = forward_terms(f, x, ptrdiff_t{f.in.depth()} * lanes, p, q, terms.data());
        k.product({.rows = images,
                   .cols = blocks * lanes,
                   .depth = f.in.depth(),
                   .terms = count,
                   .term = terms.data(),
                   .a = x.data + ptrdiff_t{first} * x.shape.lanes,
                   .row_step = x.shape.lanes,
                   .k_step = 1,
                   .b = packed,
                   .b_row = lanes,
                   .b_panel = packed_block(f),
                   .c = window.at(0, i),
                   .c_row = lanes,
                   .c_panel = window.block(),
                   .start = start});
      }
      greatest_of_window(window, place, first, y, winner);
    }
  });
}

const float* alive_of(const Panels& y, const Panels& dy, ptrdiff_t at, int values, float scale) {
  if (y.data == nullptr) return dy.data + at;
  float* alive = scratch(Scratch::row, static_cast<size_t>(values));
  kernels::active().masked_scale(values, scale, y.data + at, dy.data + at, alive);
  return alive;
}

void pool_gradient(const Window& pool, float scale, const Panels& y, const Panels& dy,
                   const std::vector<uint8_t>& winner, const Panels& dz) {
  const int width = dy.shape.width, places = dy.shape.places(), values = static_cast<int>(dy.panel());
  const bool covered = dz.shape.height == dy.shape.height * pool.stride && dz.shape.width == width * pool.stride;
  if (!covered) std::fill(dz.data, dz.data + dz.floats(), 0.f);  // rows and columns that fill no window
  parallel_for(places * dy.shape.blocks(), 1, [&](int begin, int end) {
    for (int unit = begin; unit < end; ++unit) {
      const int b = unit / places, place = unit % places;
      const ptrdiff_t at = dy.at(b, place) - dy.data;
      const float* alive = alive_of(y, dy, at, values, scale);
      for (int i = 0; i < pool.height * pool.width; ++i)
        kernels::active().to_winner(values, i, winner.data() + at, alive,
                                    dz.data + dz.offset(b, place / width * pool.stride + i / pool.width,
                                                        place % width * pool.stride + i % pool.width));
    }
  });
}

}  // namespace thimble
