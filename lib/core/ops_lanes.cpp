#include "core/ops_lanes.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/dropout_stream.h"
#include "core/filter_terms.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kValues = 1 << 14;  // floats that are worth a piece
constexpr int kCall = 256;        // values in the time of a call
constexpr int kParts = 8;         // of the places, each with its own sums

// body(block, place) for every panel, place by place as the products go: a thread then finds what it has put there.
template <class Body>
void for_panels(const Panels& x, const Body& body) {
  const int blocks = x.shape.blocks();
  const int grain = static_cast<int>(std::max<ptrdiff_t>(1, kValues / std::max<ptrdiff_t>(x.panel(), kCall)));
  parallel_for(blocks * x.shape.places(), grain, [&](int begin, int end) {
    for (int i = begin; i < end; ++i) body(i % blocks, i / blocks);
  });
}

// Sums over images and places of what add(block, place, sums) finds in a panel, `kinds` at a time: total[kind][channel].
template <class Add>
void sum_lanes(const PanelShape& shape, int kinds, double* total, const Add& add) {
  const int blocks = shape.blocks(), lanes = shape.lanes, places = shape.places(), parts = std::min(kParts, places);
  const int width = kinds * lanes;
  double* sums = reinterpret_cast<double*>(scratch(Scratch::partials, static_cast<size_t>(2 * parts * blocks * width)));
  parallel_for(parts * blocks, 1, [&](int begin, int end) {
    for (int piece = begin; piece < end; ++piece) {
      const int part = piece / blocks, block = piece % blocks;
      double* to = sums + ptrdiff_t{piece} * width;
      std::fill(to, to + width, 0.0);
      std::array<float, 64> run;
      for (int place = places * part / parts; place < places * (part + 1) / parts; ++place) {
        run.fill(0);
        add(block, place, run.data());
        for (int l = 0; l < width; ++l) to[l] += static_cast<double>(run[static_cast<size_t>(l)]);
      }
    }
  });
  for (int kind = 0; kind < kinds; ++kind)
    for (int c = 0; c < shape.channels; ++c) {
      double& sum = total[kind * shape.channels + c];
      sum = 0;
      for (int part = 0; part < parts; ++part)
        sum += sums[(part * blocks + c / lanes) * width + kind * lanes + c % lanes];
    }
}

// The constants of the lanes of all blocks, zeros where there is no channel: `kinds` arrays one after the other.
float* lane_constants(const PanelShape& shape, std::initializer_list<const float*> kinds) {
  const int lanes = shape.blocks() * shape.lanes;
  float* values = scratch(Scratch::shared, kinds.size() * static_cast<size_t>(lanes));
  float* to = values;
  for (const float* from : kinds) {
    std::fill(std::copy(from, from + shape.channels, to), to + lanes, 0.f);
    to += lanes;
  }
  return values;
}

const int* samples_or_null(std::span<const int> samples) { return samples.empty() ? nullptr : samples.data(); }

}  // namespace

void copy_panels(const Panels& x, const Panels& y) {
  for_panels(x, [&](int b, int place) { std::copy_n(x.at(b, place), x.panel(), y.at(b, place)); });
}

void add_panels(const Panels& a, const Panels& b, const Panels& y) {
  for_panels(a, [&](int block, int place) {
    float* to = y.at(block, place);
    if (to != a.at(block, place)) std::copy_n(a.at(block, place), a.panel(), to);
    kernels::active().axpy(static_cast<int>(a.panel()), 1, b.at(block, place), to);
  });
}

void mask_lanes(float scale, const Panels& y, const Panels& dy) {
  for_panels(y, [&](int b, int place) {
    kernels::active().masked_scale(static_cast<int>(y.panel()), scale, y.at(b, place), dy.at(b, place),
                                   dy.at(b, place));
  });
}

void dropout_lanes(float p, const Key& key, std::span<const int> samples, const Panels& x) {
  const kernels::DropoutStream stream = dropout_stream(p, key);
  const int lanes = x.shape.lanes, blocks = x.shape.blocks(), parts = chunks(x.images, kImages);
  const int grain = std::max(1, kValues / std::max(std::min(x.images, kImages) * lanes, kCall));
  parallel_for(x.shape.places() * parts * blocks, grain, [&](int begin, int end) {
    for (int i = begin; i < end; ++i) {
      const int b = i % blocks, first = i / blocks % parts * kImages, place = i / blocks / parts;
      float* to = x.at(b, place) + ptrdiff_t{first} * lanes;
      kernels::active().dropout(std::min(kImages, x.images - first), lanes, stream,
                                static_cast<uint32_t>(b * x.shape.places() + place),
                                samples.empty() ? nullptr : samples.data() + first, first, to, to);
    }
  });
}

void moments_of_lanes(const Panels& x, Tensor& mean, Tensor& variance) {
  const int channels = x.shape.channels, lanes = x.shape.lanes;
  const double count = static_cast<double>(x.images) * x.shape.places();
  double* sums = reinterpret_cast<double*>(scratch(Scratch::packed, static_cast<size_t>(2 * channels)));
  const kernels::Kernels& k = kernels::active();
  sum_lanes(x.shape, 1, sums, [&](int b, int place, float* sum) { k.lane_sums(x.images, lanes, x.at(b, place), sum); });
  for (int c = 0; c < channels; ++c) mean.data()[c] = static_cast<float>(sums[c] / count);
  const float* centre = lane_constants(x.shape, {mean.data()});
  sum_lanes(x.shape, 1, sums, [&](int b, int place, float* sum) {
    k.lane_squares(x.images, lanes, centre + b * lanes, x.at(b, place), sum);
  });
  for (int c = 0; c < channels; ++c) variance.data()[c] = static_cast<float>(sums[c] / count);
}

namespace {

// The place of x that is place i of the window of place `place` of y.
int window_place(const NormTail& tail, const PanelShape& x, const PanelShape& y, int place, int i) {
  return (place / y.width * tail.pool.stride + i / tail.pool.width) * x.width + place % y.width * tail.pool.stride +
         i % tail.pool.width;
}

}  // namespace

void affine_lanes(const Panels& x, const float* a, const float* b, const NormTail& tail, std::span<const int> samples,
                  const Panels& y, std::vector<uint8_t>& winner) {
  const int lanes = x.shape.lanes, area = tail.pool.height * tail.pool.width, values = static_cast<int>(x.panel());
  const float* scale = lane_constants(x.shape, {a, b});
  const float* shift = scale + x.shape.blocks() * lanes;
  const kernels::DropoutStream stream = dropout_stream(tail.p, tail.key);
  if (area > 1) winner.resize(y.floats());
  for_panels(y, [&](int block, int place) {
    const kernels::Kernels& k = kernels::active();
    float* window = area > 1 ? scratch(Scratch::plane, static_cast<size_t>(area * values)) : y.at(block, place);
    std::array<const float*, 256> from;
    for (int i = 0; i < area; ++i) {
      const int at = window_place(tail, x.shape, y.shape, place, i);
      float* to = window + ptrdiff_t{i} * values;
      k.lane_affine(x.images, lanes, scale + block * lanes, shift + block * lanes, x.at(block, at), to);
      if (tail.p > 0)
        k.dropout(x.images, lanes, stream, static_cast<uint32_t>(block * x.shape.places() + at),
                  samples_or_null(samples), 0, to, to);
      from[static_cast<size_t>(i)] = to;
    }
    if (area > 1)
      k.max_of(values, area, -std::numeric_limits<float>::infinity(), from.data(), y.at(block, place),
               winner.data() + (y.at(block, place) - y.data));
  });
}

void affine_lanes_gradient(const Panels& dy, const std::vector<uint8_t>& winner, const NormTail& tail,
                           std::span<const int> samples, const Panels& x, const Panels& g, std::vector<double>& sums,
                           std::vector<double>& products) {
  const int lanes = x.shape.lanes, area = tail.pool.height * tail.pool.width, values = static_cast<int>(x.panel());
  const int channels = x.shape.channels;
  const kernels::DropoutStream stream = dropout_stream(tail.p, tail.key);
  const bool covered = dy.shape.places() * area == x.shape.places();
  if (!covered) std::fill(g.data, g.data + g.floats(), 0.f);
  double* total = reinterpret_cast<double*>(scratch(Scratch::packed, static_cast<size_t>(4 * channels)));
  sum_lanes({channels, dy.shape.height, dy.shape.width, lanes}, 2, total, [&](int b, int place, float* sum) {
    const kernels::Kernels& k = kernels::active();
    const float* from = dy.at(b, place);
    for (int i = 0; i < area; ++i) {
      const int at = window_place(tail, x.shape, dy.shape, place, i);
      float* to = g.at(b, at);
      if (area > 1) k.to_winner(values, i, winner.data() + (from - dy.data), from, to);
      if (tail.p > 0)
        k.dropout(x.images, lanes, stream, static_cast<uint32_t>(b * x.shape.places() + at), samples_or_null(samples),
                  0, area > 1 ? to : from, to);
      if (area == 1 && tail.p <= 0) std::copy(from, from + values, to);
      k.lane_sums(x.images, lanes, to, sum);
      k.lane_products(x.images, lanes, to, x.at(b, at), sum + lanes);
    }
  });
  sums.assign(total, total + channels);
  products.assign(total + channels, total + 2 * channels);
}

void blend_lanes(const float* a, const float* b, const float* c, bool relu, const Panels& x, const Panels& g) {
  const int lanes = x.shape.lanes, all = x.shape.blocks() * lanes;
  const float* constants = lane_constants(x.shape, {a, b, c});
  for_panels(x, [&](int block, int place) {
    const float* first = constants + block * lanes;
    kernels::active().lane_blend(x.images, lanes, first, first + all, first + 2 * all, relu, g.at(block, place),
                                 x.at(block, place), g.at(block, place));
  });
}

}  // namespace thimble
