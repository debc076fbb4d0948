#include "classic/nearest_pruned.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "classic/nearest_bytes.h"
#include "classic/nearest_few.h"
#include "classic/shadows.h"
#include "core/threads.h"
#include "kernels/gemm_u8.h"

namespace thimble {
namespace {

using kernels::Side;

constexpr int kFewestPictures = 8192, kFewestQueries = 512, kFewestPixels = 512;
constexpr int kStride = 16;        // of the pictures that are looked at first
constexpr int kBlock = 256;        // training pictures that stay in the second cache while queries pass
constexpr int kQueries = 768;      // of a piece of work: a multiple of every set's byte_rows
constexpr int kPacked = kQueries;  // shadows that a piece of packing takes
constexpr int kMostRows = 32;      // of any set's tile
constexpr int kHopeful = 16;       // one pair in so many may be measured; with more it is faster to measure all
constexpr int kDepth = Shadows::kLength;

size_t index(int i) { return static_cast<size_t>(i); }

// Shadows packed for one side of the tile, and what each adds to its distances: as in nearest_bytes.cpp.
struct Packed {
  std::vector<uint32_t> words, of_each;
  std::vector<float> errors;

  Packed(Side side, const Samples& shadows, std::vector<float> rounding)
      : words(static_cast<size_t>(kernels::packed_words(side, shadows.size(), kDepth))),
        of_each(index(shadows.size())),
        errors(std::move(rounding)) {
    parallel_for(shadows.size(), kPacked, [&](int begin, int end) {
      const uint8_t* first = shadows.bytes(begin).data();
      kernels::pack_u8(side, end - begin, kDepth, {first, kDepth, 1},
                       words.data() + kernels::packed_offset(begin, kDepth));
      for (int i = begin; i < end; ++i) {
        const uint8_t* s = shadows.bytes(i).data();
        of_each[index(i)] = kernels::active().dot_u8(kDepth, s, s);
        if (side == Side::a) of_each[index(i)] -= 256 * kernels::active().sum_u8(kDepth, s);
      }
    });
  }
};

class Search {
 public:
  Search(const Samples& train, const Samples& queries, int k, const Shadows& shadows, Packed of_train,
         Packed of_queries)
      : train_(train), queries_(queries), shadows_(shadows), x_(std::move(of_train)), q_(std::move(of_queries)) {
    const size_t n = index(queries.size()), count = index(k);
    found_ = {k, std::vector<int>(n * count), {}};
    keys_.resize(n * count);
    limits_.resize(n);
    for (size_t q = 0; q < n; ++q)
      nearest_.emplace_back(std::span(keys_).subspan(q * count, count),
                            std::span(found_.index).subspan(q * count, count));
    worst_ = *std::max_element(x_.errors.begin(), x_.errors.end());
  }

  // The k-th of these training pictures is as near as any neighbour has to be.
  void begin_with(int query, std::span<const int> seeds) {
    uint32_t farthest = 0;
    for (const int i : seeds) farthest = std::max(farthest, distance(query, i));
    shrink(query, farthest);
  }

  // The queries [begin, end) beside all training pictures; false if too many pairs had to be measured.
  bool run(int begin, int end) {
    const int rows = kernels::active().byte_rows;
    int64_t seen = 0, measured = 0;
    alignas(64) int32_t products[kMostRows * kBlock];
    for (int first = 0; first < train_.size(); first += kBlock) {
      const int size = std::min(kBlock, train_.size() - first);
      for (int q = begin; q < end; q += rows) {
        const int height = std::min(rows, end - q);
        std::memset(products, 0, sizeof(int32_t) * static_cast<size_t>(rows * kBlock));
        kernels::add_packed_products_u8(height, size, kDepth, q_.words.data() + kernels::packed_offset(q, kDepth),
                                        x_.words.data() + kernels::packed_offset(first, kDepth), products, kBlock);
        for (int p = 0; p < height; ++p) measured += look(q + p, first, size, products + p * kBlock);
      }
      seen += int64_t{size} * (end - begin);
      if (first >= 16 * kBlock && measured > seen / kHopeful) hopeless_ = true;
      if (hopeless_) return false;
    }
    return true;
  }

  Neighbours result() && {
    for (const uint32_t key : keys_) found_.distance.push_back(std::sqrt(static_cast<double>(key)));
    return std::move(found_);
  }

 private:
  uint32_t distance(int query, int i) const {
    return kernels::active().squared_distance_u8(train_.sample().size(), queries_.bytes(query).data(),
                                                 train_.bytes(i).data());
  }

  void shrink(int query, uint32_t squared_distance) {
    limits_[index(query)] = shadows_.limit(squared_distance, static_cast<double>(q_.errors[index(query)] + worst_));
  }

  // In the order of the indices, as NearestFew wants them. Returns how many pairs were measured.
  int look(int query, int first, int size, const int32_t* products) {
    int near[kBlock + 16];
    const int count = kernels::active().within_distance(size, limits_[index(query)], q_.of_each[index(query)],
                                                        x_.of_each.data() + first, products, near);
    NearestFew<uint32_t>& best = nearest_[index(query)];
    for (int c = 0; c < count; ++c) {
      const uint32_t d = distance(query, first + near[c]);
      if (!best.takes(d)) continue;
      best.insert(d, first + near[c]);
      if (best.full()) shrink(query, best.last());
    }
    return count;
  }

  const Samples &train_, &queries_;
  const Shadows& shadows_;
  Packed x_, q_;
  Neighbours found_;
  std::vector<uint32_t> keys_, limits_;
  std::vector<NearestFew<uint32_t>> nearest_;
  float worst_ = 0;  // e(x)
  std::atomic<bool> hopeless_ = false;
};

}  // namespace

bool worth_pruning(const Samples& train, const Samples& queries, int k) {
  const int pixels = train.sample().size();
  if (kernels::has_tiles(kernels::active())) return false;  // which multiply faster than pairs can be left out
  return train.size() >= kFewestPictures && queries.size() >= kFewestQueries && pixels >= kFewestPixels &&
         pixels <= Shadows::kWidest && k <= train.size() / kStride / kStride;
}

std::optional<Neighbours> nearest_pruned(const Samples& train, const Samples& queries, int k) {
  const Shadows shadows(train);
  Shadows::Cast of_train = shadows.cast(train), of_queries = shadows.cast(queries);
  const Samples x(Shape{kDepth}, std::move(of_train.bytes)), q(Shape{kDepth}, std::move(of_queries.bytes));
  Search search(train, queries, k, shadows, Packed(Side::b, x, std::move(of_train.errors)),
                Packed(Side::a, q, std::move(of_queries.errors)));

  std::vector<int> some;
  for (int i = 0; i < train.size(); i += kStride) some.push_back(i);
  Neighbours seeds = nearest_bytes(x.subset(some), q, k);
  for (int& i : seeds.index) i *= kStride;
  std::atomic<bool> done = true;
  parallel_for(queries.size(), kQueries, [&](int begin, int end) {
    for (int i = begin; i < end; ++i)
      search.begin_with(i, std::span(seeds.index).subspan(index(i) * index(k), index(k)));
    if (!search.run(begin, end)) done = false;
  });
  if (!done) return std::nullopt;
  return std::move(search).result();
}

}  // namespace thimble
