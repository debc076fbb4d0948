#include "classic/neighbours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "classic/nearest_bytes.h"
#include "classic/nearest_few.h"
#include "core/error.h"
#include "core/functions.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/number.h"

namespace thimble {
namespace {

constexpr double kMostP = 100;
constexpr int kQueries = 8;      // that pass over a block of training samples together
constexpr int kBlock = 1 << 19;  // bytes of it: in the second cache

// How many columns of a pair are looked at before it is judged again. Where they cost little, the question costs more.
constexpr int kAll = 1 << 30, kSome = 128, kFew = 8;

// What some columns add to a key, of the metrics that have a kernel for it.
using OfFloats = float (*)(int n, const float* x, const float* y);
OfFloats float_kernel(Metric metric) {
  const kernels::Kernels& k = kernels::active();
  if (metric == Metric::l1) return k.absolute_distance;            // sum |x - y|
  if (metric == Metric::l2) return k.squared_distance;             // sum (x - y)^2
  if (metric == Metric::l3) return k.cubic_distance;               // sum |x - y|^3
  return metric == Metric::linf ? k.largest_difference : nullptr;  // max |x - y|
}

using OfBytes = uint32_t (*)(int n, const uint8_t* x, const uint8_t* y);  // that of l3 gives 64 bits
OfBytes byte_kernel(Metric metric) {
  const kernels::Kernels& k = kernels::active();
  if (metric == Metric::l1) return k.absolute_distance_u8;
  if (metric == Metric::l2) return k.squared_distance_u8;
  return metric == Metric::linf ? k.largest_difference_u8 : nullptr;
}

double power(double size, double p) { return size > 0 ? pow_exact(size, p) : 0; }

// |a - b|^p of two bytes by their difference.
std::array<double, 256> powers(double p) {
  std::array<double, 256> table;
  for (size_t d = 0; d < table.size(); ++d) table[d] = power(static_cast<double>(d), p);
  return table;
}

double distance_of(Metric metric, double key) {
  if (metric == Metric::l1 || metric == Metric::linf) return key;
  return metric == Metric::l2 ? std::sqrt(key) : power(key, 1 / metric.p);
}

// The key of a pair, or of its first columns where these are too far already. part(n, x, y) is what n columns add.
template <class Key, class Value, class Part>
Key key_within(const NearestFew<Key>& best, Metric metric, int columns, int width, const Value* x, const Value* y,
               const Part& part) {
  if (columns >= width) return part(width, x, y);
  Key key = 0;
  for (int c = 0; c < width && best.takes(key); c += columns) {
    const Key more = part(std::min(columns, width - c), x + c, y + c);
    key = metric == Metric::linf ? std::max(key, more) : key + more;
  }
  return key;
}

// Every pair, one after the other: at(samples, i) are the values of sample i.
template <class Key, class At, class Part>
Neighbours by_pairs(const Samples& train, const Samples& queries, int k, Metric metric, int columns, const At& at,
                    const Part& part) {
  Neighbours found{k, std::vector<int>(static_cast<size_t>(queries.size()) * static_cast<size_t>(k)), {}};
  std::vector<Key> keys(found.index.size());
  const int width = train.sample().size(), bytes = static_cast<int>(at(train, 0).size_bytes()),
            block = std::max(1, kBlock / std::max(bytes, 1));
  parallel_for(queries.size(), kQueries, [&](int first, int last) {
    std::vector<NearestFew<Key>> nearest;
    for (int q = first; q < last; ++q) {
      const size_t begin = static_cast<size_t>(q) * static_cast<size_t>(k), count = static_cast<size_t>(k);
      nearest.emplace_back(std::span(keys).subspan(begin, count), std::span(found.index).subspan(begin, count));
    }
    for (int i0 = 0; i0 < train.size(); i0 += block)
      for (int q = first; q < last; ++q) {
        NearestFew<Key>& best = nearest[static_cast<size_t>(q - first)];
        const auto* query = at(queries, q).data();
        for (int i = i0; i < std::min(i0 + block, train.size()); ++i) {
          const Key key = key_within(best, metric, columns, width, query, at(train, i).data(), part);
          if (best.takes(key)) best.insert(key, i);
        }
      }
  });
  for (const Key key : keys) found.distance.push_back(distance_of(metric, static_cast<double>(key)));
  return found;
}

Neighbours of_pictures(const Samples& train, const Samples& queries, int k, Metric metric) {
  const auto at = [](const Samples& x, int i) { return x.bytes(i); };
  const int columns = metric == Metric::l1 || metric == Metric::l2 ? kAll : kSome;
  if (const OfBytes part = byte_kernel(metric)) return by_pairs<uint64_t>(train, queries, k, metric, columns, at, part);
  if (metric == Metric::l3)
    return by_pairs<uint64_t>(train, queries, k, metric, columns, at,
                              kernels::active().cubic_distance_u8);  // sum |x - y|^3
  const std::array<double, 256> table = powers(metric.p);
  return by_pairs<double>(train, queries, k, metric, columns, at, [&](int n, const uint8_t* x, const uint8_t* y) {
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += table[static_cast<size_t>(std::abs(x[i] - y[i]))];
    return sum;
  });
}

Neighbours of_features(const Samples& train, const Samples& queries, int k, Metric metric) {
  const auto at = [](const Samples& x, int i) { return x.features().row(i); };
  if (const OfFloats part = float_kernel(metric)) return by_pairs<float>(train, queries, k, metric, kAll, at, part);
  return by_pairs<double>(train, queries, k, metric, kFew, at, [=](int n, const float* x, const float* y) {
    double sum = 0;
    for (int i = 0; i < n; ++i)
      sum += power(std::fabs(static_cast<double>(x[i]) - static_cast<double>(y[i])), metric.p);
    return sum;
  });
}

}  // namespace

std::string metric_name(Metric metric) { return metric == Metric::linf ? "linf" : "l" + number_text(metric.p); }

std::optional<Metric> metric_named(const std::string& name) {
  if (name == "linf") return Metric::linf;
  const auto p = name.empty() || name[0] != 'l' ? std::nullopt : parse_number(name.substr(1));
  if (!p || !(*p >= 1 && *p <= kMostP)) return std::nullopt;
  return Metric{*p};
}

Neighbours nearest(const Samples& train, const Samples& queries, int k, Metric metric) {
  check(k >= 1 && k <= train.size(), "neighbours: expected k from 1 to ", train.size(),
        ", the number of training samples, got ", k);
  check(queries.size() == 0 || queries.sample() == train.sample(), "neighbours: expected samples of shape ",
        train.sample(), ", got ", queries.sample());
  check(queries.size() == 0 || queries.is_bytes() == train.is_bytes(), "neighbours: expected ",
        train.is_bytes() ? "pictures" : "features", " as in training, got ",
        train.is_bytes() ? "features" : "pictures");
  check(metric == Metric::linf || (metric.p >= 1 && metric.p <= kMostP), "neighbours: expected p from 1 to ", kMostP,
        ", got ", metric.p);
  if (!train.is_bytes()) return of_features(train, queries, k, metric);
  if (metric == Metric::l2 && worth_tiles(train, queries)) return nearest_bytes(train, queries, k);
  return of_pictures(train, queries, k, metric);
}

}  // namespace thimble
