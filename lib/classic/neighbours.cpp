#include "classic/neighbours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "classic/nearest_bytes.h"
#include "classic/nearest_few.h"
#include "classic/nearest_pruned.h"
#include "core/error.h"
#include "core/functions.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {
namespace {

constexpr std::array<const char*, 4> kNames = {"l1", "l2", "l3", "linf"};
constexpr int kQueries = 8;      // that pass over a block of training samples together
constexpr int kBlock = 1 << 19;  // bytes of it: in the second cache

uint64_t key_of(Metric metric, std::span<const uint8_t> a, std::span<const uint8_t> b) {
  const kernels::Kernels& k = kernels::active();
  const int n = static_cast<int>(a.size());
  switch (metric) {
    case Metric::l1:
      return k.absolute_distance_u8(n, a.data(), b.data());  // sum |a - b|
    case Metric::l2:
      return k.squared_distance_u8(n, a.data(), b.data());  // sum (a - b)^2
    case Metric::l3:
      return k.cubic_distance_u8(n, a.data(), b.data());  // sum |a - b|^3
    case Metric::linf:
      return k.largest_difference_u8(n, a.data(), b.data());  // max |a - b|
  }
  return 0;
}

float key_of(Metric metric, std::span<const float> a, std::span<const float> b) {
  const kernels::Kernels& k = kernels::active();
  const int n = static_cast<int>(a.size());
  switch (metric) {
    case Metric::l1:
      return k.absolute_distance(n, a.data(), b.data());
    case Metric::l2:
      return k.squared_distance(n, a.data(), b.data());
    case Metric::l3:
      return k.cubic_distance(n, a.data(), b.data());
    case Metric::linf:
      return k.largest_difference(n, a.data(), b.data());
  }
  return 0;
}

double distance_of(Metric metric, double key) {
  if (metric == Metric::l2) return std::sqrt(key);
  return metric == Metric::l3 && key > 0 ? pow_exact(key, 1.0 / 3) : key;
}

// Every pair, one after the other: at(samples, i) are the values of sample i.
template <class Key, class At>
Neighbours by_pairs(const Samples& train, const Samples& queries, int k, Metric metric, const At& at) {
  Neighbours found{k, std::vector<int>(static_cast<size_t>(queries.size()) * static_cast<size_t>(k)), {}};
  std::vector<Key> keys(found.index.size());
  const int bytes = static_cast<int>(at(train, 0).size_bytes()), block = std::max(1, kBlock / std::max(bytes, 1));
  parallel_for(queries.size(), kQueries, [&](int first, int last) {
    std::vector<NearestFew<Key>> nearest;
    for (int q = first; q < last; ++q) {
      const size_t begin = static_cast<size_t>(q) * static_cast<size_t>(k), count = static_cast<size_t>(k);
      nearest.emplace_back(std::span(keys).subspan(begin, count), std::span(found.index).subspan(begin, count));
    }
    for (int i0 = 0; i0 < train.size(); i0 += block)
      for (int q = first; q < last; ++q) {
        NearestFew<Key>& best = nearest[static_cast<size_t>(q - first)];
        const auto query = at(queries, q);
        for (int i = i0; i < std::min(i0 + block, train.size()); ++i) {
          const Key key = key_of(metric, query, at(train, i));
          if (best.takes(key)) best.insert(key, i);
        }
      }
  });
  for (const Key key : keys) found.distance.push_back(distance_of(metric, static_cast<double>(key)));
  return found;
}

}  // namespace

const char* metric_name(Metric metric) { return kNames[static_cast<size_t>(metric)]; }

std::optional<Metric> metric_named(const std::string& name) {
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<Metric>(at - kNames.begin());
}

Neighbours nearest(const Samples& train, const Samples& queries, int k, Metric metric) {
  check(k >= 1 && k <= train.size(), "neighbours: expected k from 1 to ", train.size(),
        ", the number of training samples, got ", k);
  check(queries.size() == 0 || queries.sample() == train.sample(), "neighbours: expected samples of shape ",
        train.sample(), ", got ", queries.sample());
  check(queries.size() == 0 || queries.is_bytes() == train.is_bytes(), "neighbours: expected ",
        train.is_bytes() ? "pictures" : "features", " as in training, got ",
        train.is_bytes() ? "features" : "pictures");
  if (!train.is_bytes())
    return by_pairs<float>(train, queries, k, metric, [](const Samples& x, int i) { return x.features().row(i); });
  if (metric == Metric::l2 && worth_pruning(train, queries, k))
    if (std::optional<Neighbours> found = nearest_pruned(train, queries, k)) return *std::move(found);
  if (metric == Metric::l2 && worth_tiles(train, queries)) return nearest_bytes(train, queries, k);
  return by_pairs<uint64_t>(train, queries, k, metric, [](const Samples& x, int i) { return x.bytes(i); });
}

}  // namespace thimble
