#include "classic/centre_search.h"

#include <algorithm>
#include <cassert>
#include <climits>
#include <cmath>
#include <vector>

#include "core/device.h"
#include "core/device_bytes.h"
#include "core/error.h"
#include "core/ops.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/gemm_u8.h"

namespace thimble {

namespace {

constexpr int kGrain = 512;  // samples of a piece, a multiple of every set's byte_cols
constexpr int kMostCols = 64;

size_t index(int i) { return static_cast<size_t>(i); }
const uint32_t* words(const Tensor& t) { return reinterpret_cast<const uint32_t*>(t.data()); }
uint32_t* words(Tensor& t) { return reinterpret_cast<uint32_t*>(t.data()); }

// Bits behind the point that 32 bits have room for: |sum_i x_i c_i| <= width 255 128 once 128 is taken off x.
int fraction_bits(int width) {
  int bits = 8;
  while (bits > 0 && (int64_t{width} * 32640 << bits) > INT_MAX) --bits;
  return bits;
}

// The centres as bytes: row 2 j holds hi of centre j, row 2 j + 1 lo.
struct ByteCentres {
  std::vector<uint8_t> planes;
  std::vector<uint32_t> start;  // 2^bits (|c|^2 / 2 - 128 sum_i c_i)
  bool in_range = true;

  ByteCentres(const Tensor& centres, double scale, double shift, int bits) {
    const int width = centres.dim(1);
    planes.resize(2 * index(centres.size()));
    for (int j = 0; j < centres.dim(0); ++j) {
      double sum = 0;
      for (int i = 0; i < width; ++i) {
        const double grey = (static_cast<double>(centres(j, i)) - shift) / scale;
        if (!(grey > -1 / 512.0 && grey < 255 + 1 / 512.0)) {
          in_range = false;
          return;
        }
        const long c = std::clamp(std::lround(256 * grey), 0L, 65280L);
        planes[index(2 * j * width + i)] = static_cast<uint8_t>(c >> 8);
        planes[index((2 * j + 1) * width + i)] = static_cast<uint8_t>(c & 255);
        const double rounded = static_cast<double>(c) / 256;
        sum += rounded * (rounded / 2 - 128);
      }
      start.push_back(static_cast<uint32_t>(std::llround(sum * (1 << bits))));
    }
  }
};

struct Best {
  int32_t score[kMostCols];
  int label[kMostCols];
};

// score = start - 2^bits (hi + lo / 256), which fits 32 bits, though its parts need not
void take_closer(int n, int j, uint32_t start, int bits, const int32_t* hi, const int32_t* lo, Best& best) {
  for (int q = 0; q < n; ++q) {
    const uint32_t product = (static_cast<uint32_t>(hi[q]) << bits) + static_cast<uint32_t>(lo[q] >> (8 - bits));
    const int32_t score = static_cast<int32_t>(start - product);
    const bool closer = score < best.score[q];
    best.score[q] = closer ? score : best.score[q];
    best.label[q] = closer ? j : best.label[q];
  }
}

}  // namespace

CentreSearch::~CentreSearch() = default;

CentreSearch::CentreSearch(const Samples& x, const Device* device) : x_(&x), set_(&kernels::active()) {
  if (!x.is_bytes()) return;
  const int width = x.sample().size();
  assert(width <= kMostBytes && set_->byte_cols <= kMostCols && kGrain % set_->byte_cols == 0);
  if (device != nullptr && x.size() > 0) {
    if (device->nearest_centres == nullptr) fail_without("clusters", *device);
    sent_ = std::make_unique<const DeviceBytes>(*device, *x.shared_bytes(), width);
  }
  const int64_t count = kernels::packed_words(kernels::Side::b, x.size(), width);
  check(count <= INT_MAX, "clusters: expected samples of at most ", INT_MAX, " packed words, got ", count);
  packed_.resize({static_cast<int>(count)});
  squares_.resize(index(x.size()));
  parallel_for(x.size(), kGrain, [&](int begin, int end) {
    std::vector<uint8_t> rows(index(set_->byte_cols) * index(width));
    for (int first = begin; first < end; first += set_->byte_cols) {
      const int height = std::min(set_->byte_cols, end - first);
      for (int n = 0; n < height; ++n) {
        const std::span<const uint8_t> bytes = x.bytes(first + n);
        std::copy(bytes.begin(), bytes.end(), rows.data() + int64_t{n} * width);
        squares_[index(first + n)] = set_->dot_u8(width, bytes.data(), bytes.data());
      }
      kernels::pack_u8(kernels::Side::b, height, width, {rows.data(), width, 1},
                       words(packed_) + kernels::packed_offset(first, width));
    }
  });
}

void CentreSearch::nearest(const Tensor& centres, std::span<int> labels) const {
  assert(centres.dim(1) == x_->sample().size() && std::ssize(labels) == x_->size());
  if (!x_->is_bytes() || !nearest_bytes(centres, labels)) nearest_floats(centres, labels);
}

bool CentreSearch::nearest_bytes(const Tensor& centres, std::span<int> labels) const {
  assert(set_ == &kernels::active());
  const int k = centres.dim(0), width = centres.dim(1), bits = fraction_bits(width);
  const ByteCentres bytes(centres, static_cast<double>(x_->scale), static_cast<double>(x_->shift), bits);
  if (!bytes.in_range) return false;
  if (sent_ != nullptr) {
    sent_->device->nearest_centres(*sent_, bytes.planes, bytes.start, bits, labels);
    return true;
  }
  Tensor packed;
  packed.resize({static_cast<int>(kernels::packed_words(kernels::Side::a, 2 * k, width))});
  kernels::pack_u8(kernels::Side::a, 2 * k, width, {bytes.planes.data(), width, 1}, words(packed));

  parallel_for(x_->size(), kGrain, [&](int begin, int end) {
    Best best;
    for (int first = begin; first < end; first += set_->byte_cols) {
      const int count = std::min(set_->byte_cols, end - first);
      std::fill(best.score, best.score + count, INT32_MAX);
      std::fill(best.label, best.label + count, 0);
      kernels::for_each_tile_u8(2 * k, count, width, words(packed),
                                words(packed_) + kernels::packed_offset(first, width),
                                [&](int i, int height, int, int n, const int32_t* tile, int stride) {
                                  for (int p = 0; p < height; p += 2)
                                    take_closer(n, (i + p) / 2, bytes.start[index((i + p) / 2)], bits,
                                                tile + p * stride, tile + (p + 1) * stride, best);
                                });
      std::copy(best.label, best.label + count, labels.begin() + first);
    }
  });
  return true;
}

bool CentreSearch::squared_distances(std::span<const int> rows, std::span<uint32_t> out) const {
  if (!x_->is_bytes()) return false;
  assert(set_ == &kernels::active());
  const int count = static_cast<int>(rows.size()), width = x_->sample().size();
  assert(std::ssize(out) == int64_t{x_->size()} * count);
  std::vector<uint8_t> chosen;
  std::vector<uint32_t> of_row, packed(static_cast<size_t>(kernels::packed_words(kernels::Side::a, count, width)));
  for (const int m : rows) {
    const std::span<const uint8_t> bytes = x_->bytes(m);
    chosen.insert(chosen.end(), bytes.begin(), bytes.end());
    of_row.push_back(squares_[index(m)] - 256 * set_->sum_u8(width, bytes.data()));
  }
  kernels::pack_u8(kernels::Side::a, count, width, {chosen.data(), width, 1}, packed.data());
  parallel_for(x_->size(), kGrain, [&](int begin, int end) {
    for (int first = begin; first < end; first += set_->byte_cols)
      kernels::for_each_tile_u8(count, std::min(set_->byte_cols, end - first), width, packed.data(),
                                words(packed_) + kernels::packed_offset(first, width),
                                [&](int i, int height, int, int n, const int32_t* tile, int stride) {
                                  for (int q = 0; q < n; ++q)
                                    for (int p = 0; p < height; ++p)  // |m|^2 - 256 sum m + |x|^2 - 2 sum m (x - 128)
                                      out[index(first + q) * index(count) + index(i + p)] =
                                          of_row[index(i + p)] + squares_[index(first + q)] -
                                          2 * static_cast<uint32_t>(tile[p * stride + q]);
                                });
  });
  return true;
}

void CentreSearch::nearest_floats(const Tensor& centres, std::span<int> labels) const {
  const int k = centres.dim(0), width = centres.dim(1);
  Tensor start({k});
  for (int j = 0; j < k; ++j)
    start(j) = -kernels::active().dot(width, centres.row(j).data(), centres.row(j).data()) / 2;
  parallel_for(x_->size(), kGrain, [&](int begin, int end) {
    const int n = end - begin;
    Tensor x = Tensor::borrow(scratch(Scratch::plane, index(n) * index(width)), {n, width});
    Tensor s = Tensor::borrow(scratch(Scratch::row, index(n) * index(k)), {n, k});
    for (int i = 0; i < n; ++i) x_->copy(begin + i, x.row(i));
    matmul_bias(x, transposed(centres), start, false, s);  // x . c - |c|^2 / 2
    for (int i = 0; i < n; ++i) {
      const std::span<const float> row = s.row(i);
      labels[index(begin + i)] = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    }
  });
}

}  // namespace thimble
