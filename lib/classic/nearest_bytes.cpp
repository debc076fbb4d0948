#include "classic/nearest_bytes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "classic/nearest_few.h"
#include "core/ops_scratch.h"
#include "core/threads.h"
#include "kernels/gemm_u8.h"

namespace thimble {
namespace {

using kernels::Side;

constexpr int kShared = 4096;  // training pictures that are packed at a time, for all threads
constexpr int kBlock = 256;    // of them that stay in the second cache while queries pass
constexpr int kQueries = 192;  // of a piece of work: a multiple of every set's byte_rows
constexpr int kPacked = 256;   // pictures that a piece of packing takes: a multiple of every set's byte_cols
constexpr int kPart = 64;      // of a block: what is searched for a neighbour at a time
constexpr int kMostRows = 32;  // of any set's tile
constexpr int kFewest = 16;    // queries

// Pictures [begin, end) packed for one side of the tile, and what each adds to its distances.
void pack(Side side, const Samples& x, int begin, int end, uint32_t* packed, uint32_t* of_each) {
  const kernels::Kernels& k = kernels::active();
  const int depth = x.sample().size();
  std::vector<uint8_t> rows(static_cast<size_t>(end - begin) * static_cast<size_t>(depth));
  for (int i = begin; i < end; ++i) {
    const uint8_t* from = x.bytes(i).data();
    std::memcpy(rows.data() + static_cast<size_t>(i - begin) * static_cast<size_t>(depth), from,
                static_cast<size_t>(depth));
    of_each[i - begin] = k.dot_u8(depth, from, from);                        // |x|^2
    if (side == Side::a) of_each[i - begin] -= 256 * k.sum_u8(depth, from);  // |q|^2 - 256 sum q
  }
  kernels::pack_u8(side, end - begin, depth, {rows.data(), depth, 1}, packed);
}

// The queries [begin, end) beside a block of training pictures, the first of which has the index `first`.
struct Block {
  const uint32_t* packed;
  const uint32_t* of_each;
  int first, size;
};

class Search {
 public:
  Search(const Samples& queries, int k) : depth_(queries.sample().size()) {
    const size_t n = static_cast<size_t>(queries.size()), count = static_cast<size_t>(k);
    found_ = {k, std::vector<int>(n * count), {}};
    keys_.resize(n * count);
    of_each_.resize(n);
    packed_.resize(static_cast<size_t>(kernels::packed_words(Side::a, queries.size(), depth_)));
    for (size_t q = 0; q < n; ++q)
      nearest_.emplace_back(std::span(keys_).subspan(q * count, count),
                            std::span(found_.index).subspan(q * count, count));
    parallel_for(queries.size(), kQueries, [&](int begin, int end) {
      pack(Side::a, queries, begin, end, packed_at(begin), of_each_.data() + begin);
    });
  }

  void compare(int begin, int end, const Block& block) {
    const int rows = kernels::active().byte_rows;
    alignas(64) int32_t products[kMostRows * kBlock];
    for (int q = begin; q < end; q += rows) {
      const int height = std::min(rows, end - q);
      std::memset(products, 0, sizeof(int32_t) * static_cast<size_t>(rows * kBlock));
      kernels::add_packed_products_u8(height, block.size, depth_, packed_at(q), block.packed, products, kBlock);
      for (int p = 0; p < height; ++p) look(q + p, block, products + p * kBlock);
    }
  }

  Neighbours result() && {
    for (const uint32_t key : keys_) found_.distance.push_back(std::sqrt(static_cast<double>(key)));
    return std::move(found_);
  }

 private:
  // Few blocks hold a neighbour, and of those that do few parts: the least distance of each is looked at first.
  void look(int query, const Block& block, const int32_t* products) {
    const auto least = kernels::active().least_distance;
    const size_t q = static_cast<size_t>(query);
    NearestFew<uint32_t>& best = nearest_[q];
    const uint32_t of_query = of_each_[q];
    if (!best.takes(least(block.size, of_query, block.of_each, products))) return;
    for (int begin = 0; begin < block.size; begin += kPart) {
      const int end = std::min(begin + kPart, block.size);
      if (!best.takes(least(end - begin, of_query, block.of_each + begin, products + begin))) continue;
      for (int i = begin; i < end; ++i) {
        const uint32_t d = of_query + block.of_each[i] - 2 * static_cast<uint32_t>(products[i]);
        if (best.takes(d)) best.insert(d, block.first + i);
      }
    }
  }

  uint32_t* packed_at(int query) { return packed_.data() + kernels::packed_offset(query, depth_); }

  int depth_;
  Neighbours found_;
  std::vector<uint32_t> keys_, of_each_, packed_;
  std::vector<NearestFew<uint32_t>> nearest_;
};

}  // namespace

bool worth_tiles(const Samples& train, const Samples& queries) {
  return queries.size() >= kFewest && train.sample().size() <= kernels::kDeepest;
}

Neighbours nearest_bytes(const Samples& train, const Samples& queries, int k) {
  const int depth = train.sample().size();
  Search search(queries, k);
  auto* packed = reinterpret_cast<uint32_t*>(
      scratch(Scratch::packed, static_cast<size_t>(kernels::packed_words(Side::b, kShared, depth))));
  std::vector<uint32_t> of_each(kShared);
  for (int first = 0; first < train.size(); first += kShared) {
    const int size = std::min(kShared, train.size() - first);
    parallel_for(size, kPacked, [&](int begin, int end) {
      pack(Side::b, train, first + begin, first + end, packed + kernels::packed_offset(begin, depth),
           of_each.data() + begin);
    });
    parallel_for(queries.size(), kQueries, [&](int begin, int end) {
      for (int i = 0; i < size; i += kBlock)
        search.compare(
            begin, end,
            {packed + kernels::packed_offset(i, depth), of_each.data() + i, first + i, std::min(kBlock, size - i)});
    });
  }
  return std::move(search).result();
}

}  // namespace thimble
