#include "core/ops_winners.h"

#include <algorithm>

#include "core/filter_sums.h"
#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kTaps = 9;
constexpr int kTogether = 16;  // images: the patches under one window of the pool fit the first cache
constexpr int kMostLanes = 32;

// The winners of a block of filters under one window of the pool, a list for each filter: where their windows begin in X,
// and in the dX of the images at hand.
struct Lists {
  int count[kMostLanes];
  float value[kMostLanes][kTogether];
  int in_x[kMostLanes][kTogether], in_dx[kMostLanes][kTogether];

  // dz and winner (images, lanes); place 2 i + j of a window begins (i, j) places on.
  void fill(int images, int lanes, const float* dz, const uint8_t* winner, const Panels& x, const Panels& dx) {
    int begin_x[4], begin_dx[4];
    for (int place = 0; place < 4; ++place) {
      begin_x[place] = static_cast<int>(x.offset(0, place / 2, place % 2));
      begin_dx[place] = static_cast<int>(dx.offset(0, place / 2, place % 2));
    }
    for (int l = 0; l < lanes; ++l) {
      int n = 0;
      for (int i = 0; i < images; ++i) {
        const float v = dz[i * lanes + l];
        const int place = winner[i * lanes + l], image = i * x.shape.lanes;
        value[l][n] = v;
        in_x[l][n] = image + begin_x[place];
        in_dx[l][n] = image + begin_dx[place];
        n += v != 0;
      }
      count[l] = n;
    }
  }
};

// Weights, and sums for their gradients, as the kernels want them: [filter][block of channels][tap][lane].
struct Layout {
  const Filter& f;
  ptrdiff_t block() const { return ptrdiff_t{kTaps} * f.in.lanes; }
  ptrdiff_t filter() const { return f.in.blocks() * block(); }
  ptrdiff_t floats() const { return f.out.channels * filter(); }
  int channels(int b) const { return std::min(f.in.lanes, f.in.channels - b * f.in.lanes); }

  void pack(const float* w, float* to) const {
    std::fill(to, to + floats(), 0.f);
    for (int i = 0; i < f.out.channels; ++i)
      for (int b = 0; b < f.in.blocks(); ++b)
        kernels::active().transpose(channels(b), kTaps, w + i * f.filter_step + b * f.in.lanes * kTaps, kTaps,
                                    to + i * filter() + b * block(), f.in.lanes);
  }

  void add_to(int i, const float* sums, float* dw) const {  // those of filter i
    float turned[kMostLanes * kTaps];
    for (int b = 0; b < f.in.blocks(); ++b) {
      kernels::active().transpose(kTaps, channels(b), sums + i * filter() + b * block(), f.in.lanes, turned, kTaps);
      kernels::active().add(channels(b) * kTaps, turned, dw + i * f.filter_step + b * f.in.lanes * kTaps);
    }
  }
};

// One list after the other, against all blocks of channels; x and dx are at the window of the pool.
void multiply(const Layout& layout, const Lists& lists, int first_filter, int filters, const Panels& x,
              const Panels& dx, const float* packed, float* sums) {
  const kernels::Kernels& k = kernels::active();
  const auto taps_of = [&](int l, const int* at, const Panels& p, int b, float* w) {
    const ptrdiff_t panel = p.panel();
    return kernels::Winners{lists.count[l],
                            p.shape.lanes,
                            lists.value[l],
                            at,
                            p.data + b * p.block(),
                            p.shape.width * panel,
                            panel,
                            w + (first_filter + l) * layout.filter() + b * layout.block()};
  };
  for (int b = 0; b < x.shape.blocks(); ++b) {
    for (int l = 0; l < filters; ++l) k.gather_winners(taps_of(l, lists.in_x[l], x, b, sums));
    for (int l = 0; l < filters && dx.data != nullptr; ++l)
      k.spread_winners(taps_of(l, lists.in_dx[l], dx, b, const_cast<float*>(packed)));
  }
}

Panels from(const Panels& p, int row, int col, int image) {
  Panels part = p;
  part.data = p.data == nullptr ? nullptr : p.data + p.offset(0, row, col) + ptrdiff_t{image} * p.shape.lanes;
  return part;
}

// dX = sums, or gate sums where X > 0, for the images from `first` on.
void put(const Panels& sums, float gate, int first, const Panels& x, const Panels& dx) {
  const int values = static_cast<int>(sums.panel());
  for (int b = 0; b < dx.shape.blocks(); ++b)
    for (int place = 0; place < dx.shape.places(); ++place) {
      const float* from = sums.at(b, place);
      const ptrdiff_t at = dx.offset(b, 0, 0) + place * dx.panel() + ptrdiff_t{first} * dx.shape.lanes;
      if (gate == 0)
        std::copy(from, from + values, dx.data + at);
      else
        kernels::active().masked_scale(values, gate, x.data + at, from, dx.data + at);
    }
}

}  // namespace

bool goes_by_winners(const Filter& f, const Window& pool) {
  const Window& w = f.window;
  const bool within = w.top <= 0 && w.left <= 0 && w.bottom <= 0 && w.right <= 0;
  return (f.in.lanes == 16 || f.in.lanes == kMostLanes) && w.height == 3 && w.width == 3 && w.stride == 1 && within &&
         f.tap_step == 1 && pool.height == 2 && pool.width == 2 && pool.stride == 2;
}

void winners_backward(const Filter& f, const Panels& x, float scale, const Panels& y, const Panels& dy,
                      const std::vector<uint8_t>& winner, const float* w, float gate, float* dw, float* db,
                      const Panels& dx) {
  const Layout layout{f};
  const int turns = chunks(dy.images, kTogether), parts = std::min(kSumParts, turns), lanes = f.out.lanes;
  const ptrdiff_t part_floats = layout.floats() + ptrdiff_t{f.out.blocks()} * lanes;  // the biases behind the weights
  float* partials = scratch(Scratch::partials, static_cast<size_t>(parts * part_floats));
  float* packed = scratch(Scratch::weights, static_cast<size_t>(layout.floats()));
  if (dx.data != nullptr) layout.pack(w, packed);
  const bool small = layout.floats() * dy.shape.places() * dy.images < kSmall;
  parallel_for(parts, small ? parts : 1, [&](int begin, int end) {
    const kernels::Kernels& k = kernels::active();
    Lists lists;
    for (int part = begin; part < end; ++part) {
      float *sums = partials + part * part_floats, *biases = sums + layout.floats();
      std::fill(sums, sums + part_floats, 0.f);
      for (int turn = turns * part / parts; turn < turns * (part + 1) / parts; ++turn) {
        const int first = turn * kTogether, images = std::min(kTogether, dy.images - first);
        Panels own{nullptr, f.in, images};
        if (dx.data != nullptr) {
          own.data = scratch(Scratch::plane, own.floats());
          std::fill(own.data, own.data + own.floats(), 0.f);
        }
        for (int place = 0; place < dy.shape.places(); ++place)
          for (int b = 0; b < f.out.blocks(); ++b) {
            const int p = place / dy.shape.width * 2, q = place % dy.shape.width * 2;
            const ptrdiff_t at = dy.at(b, place) - dy.data + ptrdiff_t{first} * lanes;
            const float* dz = alive_of(y, dy, at, images * lanes, scale);
            k.lane_sums(images, lanes, dz, biases + b * lanes);
            const int filters = std::min(lanes, f.out.channels - b * lanes);
            lists.fill(images, lanes, dz, winner.data() + at, x, own);
            multiply(layout, lists, b * lanes, filters, from(x, p, q, first), from(own, p, q, 0), packed, sums);
          }
        if (dx.data != nullptr) put(own, gate, first, x, dx);
      }
    }
  });
  parallel_for(f.out.channels, chunks(f.out.channels, kSumParts), [&](int begin, int end) {
    for (int part = 0; part < parts; ++part) {
      for (int i = begin; i < end; ++i) layout.add_to(i, partials + part * part_floats, dw);
      if (db != nullptr)
        kernels::active().add(end - begin, partials + part * part_floats + layout.floats() + begin, db + begin);
    }
  });
}

}  // namespace thimble
