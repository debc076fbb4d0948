// What chapter 08 measures: errors on two bells, and distances in many dimensions.
#pragma once

#include "classic/knn.h"
#include "core/rng.h"

// Two classes on a line, normal around -1 and 1 with variance 1. Nobody can be wrong less often than 15.87 %.
inline thimble::Dataset bells(int n, uint64_t seed) {
  using namespace thimble;
  Rng rng(Key(seed, Purpose::synthetic));
  Dataset data{Samples(Tensor({n, 1})), {}, {"left", "right"}};
  Tensor x({n, 1});
  for (int i = 0; i < n; ++i) {
    data.labels.push_back(i % 2);
    x(i, 0) = rng.normal() + (i % 2 == 0 ? -1.0f : 1.0f);
  }
  data.x = Samples(std::move(x));
  return data;
}

inline double error_of(int k, const thimble::Dataset& train, const thimble::Dataset& test) {
  using namespace thimble;
  Knn knn(k);
  knn.fit(train);
  const std::vector<int> called = knn.predict(test.x);
  int wrong = 0;
  for (size_t n = 0; n < called.size(); ++n) wrong += called[n] != test.labels[n];
  return double(wrong) / test.size();
}

// Of each query the nearest distance as a share of the mean distance; the mean over the queries.
inline double nearest_to_mean(const thimble::Samples& train, const thimble::Samples& queries) {
  using namespace thimble;
  const Neighbours all = nearest(train, queries, train.size(), Metric::l2);
  double share = 0;
  for (int q = 0; q < queries.size(); ++q) {
    double sum = 0;
    for (int i = 0; i < all.k; ++i) sum += all.distance[size_t(q * all.k + i)];
    share += all.distance[size_t(q * all.k)] * all.k / sum / queries.size();
  }
  return share;
}

inline thimble::Samples cube(int n, int dimensions, uint64_t seed) {
  using namespace thimble;
  Rng rng(Key(seed, Purpose::synthetic));
  Tensor x({n, dimensions});
  for (float& value : x.values()) value = rng.uniform();
  return Samples(std::move(x));
}
