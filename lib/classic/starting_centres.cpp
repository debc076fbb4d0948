#include "classic/starting_centres.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "classic/centre_search.h"
#include "core/functions.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

constexpr int kGrain = 1024;

size_t index(int i) { return static_cast<size_t>(i); }

double uniform53(Rng& rng) {
  const uint64_t high = rng.next() >> 5, low = rng.next() >> 6;
  return static_cast<double>(high << 26 | low) / 9007199254740992.0;  // 2^53
}

// |x_n - x_m|^2 in the units of the values
double squared_distance(const Samples& x, int n, int m) {
  const kernels::Kernels& k = kernels::active();
  const int width = x.sample().size();
  if (x.is_bytes()) return k.squared_distance_u8(width, x.bytes(n).data(), x.bytes(m).data());
  return static_cast<double>(k.squared_distance(width, x.features().row(n).data(), x.features().row(m).data()));
}

// D(x)^2 of every sample, and its sums over pieces of kGrain samples, which find a drawn one quickly.
struct Potential {
  std::vector<double> of, piece;

  explicit Potential(int n) : of(index(n), std::numeric_limits<double>::infinity()), piece(index(chunks(n, kGrain))) {}

  double total() const { return std::accumulate(piece.begin(), piece.end(), 0.0); }

  // The sample n with  sum_{i < n} of[i] <= share total < sum_{i <= n} of[i].
  int at(double share) const {
    double left = share * total();
    size_t p = 0;
    while (p + 1 < piece.size() && left >= piece[p]) left -= piece[p++];
    size_t n = p * kGrain;
    const size_t end = std::min(of.size(), n + kGrain);
    while (n + 1 < end && left >= of[n]) left -= of[n++];
    return static_cast<int>(n);
  }

  // After one of these rows is a centre too: the one that leaves the least, the first of equals.
  int take_best(const Samples& x, std::span<const int> candidates, const CentreSearch* search) {
    const size_t count = candidates.size();
    std::vector<double> next(of.size() * count), sums(piece.size() * count);
    std::vector<uint32_t> together(search != nullptr ? next.size() : 0);
    const bool measured = search != nullptr && search->squared_distances(candidates, together);
    const auto distance = [&](int n, size_t c) {
      return measured ? together[index(n) * count + c] : squared_distance(x, n, candidates[c]);
    };
    parallel_for(x.size(), kGrain, [&](int begin, int end) {
      double* sum = sums.data() + index(begin / kGrain) * count;
      for (int n = begin; n < end; ++n)
        for (size_t c = 0; c < count; ++c)
          sum[c] += next[index(n) * count + c] = std::min(of[index(n)], distance(n, c));
    });
    size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (size_t c = 0; c < count; ++c) {
      double sum = 0;
      for (size_t p = 0; p < piece.size(); ++p) sum += sums[p * count + c];
      if (sum < least) {
        least = sum;
        best = c;
      }
    }
    for (size_t n = 0; n < of.size(); ++n) of[n] = next[n * count + best];
    for (size_t p = 0; p < piece.size(); ++p) piece[p] = sums[p * count + best];
    return candidates[best];
  }
};

}  // namespace

std::vector<int> plus_plus_rows(const Samples& x, int k, int candidates, Rng& rng, const CentreSearch* search) {
  if (candidates == 0) candidates = 2 + static_cast<int>(log_exact(k));
  Potential potential(x.size());
  std::vector<int> rows, drawn = {rng.below(x.size())};
  rows.push_back(potential.take_best(x, drawn, search));
  while (static_cast<int>(rows.size()) < k) {
    drawn.clear();
    const bool all_equal = !(potential.total() > 0);
    for (int c = 0; c < candidates; ++c)
      drawn.push_back(all_equal ? rng.below(x.size()) : potential.at(uniform53(rng)));
    rows.push_back(potential.take_best(x, drawn, search));
  }
  return rows;
}

std::vector<int> random_rows(const Samples& x, int k, Rng& rng) {
  std::vector<int> rows = rng.permutation(x.size());
  rows.resize(index(k));
  return rows;
}

Tensor centres_at(const Samples& x, std::span<const int> rows) {
  Tensor centres({static_cast<int>(rows.size()), x.sample().size()});
  for (size_t j = 0; j < rows.size(); ++j) x.copy(rows[j], centres.row(static_cast<int>(j)));
  return centres;
}

}  // namespace thimble
