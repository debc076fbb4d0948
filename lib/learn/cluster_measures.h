// How well a grouping agrees with the classes that it was not told, and how tight its groups are.
//   n(j, k)  samples of class k in cluster j,   a_j = sum_k n(j, k),   b_k = sum_j n(j, k),   N samples
//
// Accuracy by majority (purity): each cluster stands for its most frequent class, tutorial 09 (9.13).
//   (1/N) sum_j max_k n(j, k)
// Normalised mutual information (Strehl & Ghosh 2002; arithmetic mean of the entropies, natural logarithms),
// tutorial 09 (9.14):
//   I = sum_jk n(j,k)/N ln(N n(j,k) / (a_j b_k)),   H(a) = -sum_j a_j/N ln(a_j/N),   NMI = 2 I / (H(a) + H(b))
// Adjusted Rand index (Hubert & Arabie, "Comparing partitions", Journal of Classification 2, 1985): pairs that are
// together in both, 0 on average for random groupings, with C(m) = m (m - 1) / 2 pairs of m samples, tutorial 09 (9.15):
//   ARI = (S - E) / (M - E),   S = sum_jk C(n(j,k)),   A = sum_j C(a_j),   B = sum_k C(b_k),   E = A B / C(N),   M = (A + B) / 2
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/tensor.h"
#include "learn/dataset.h"

namespace thimble {

// The table n(j, k). usage error where a cluster or label is out of range, or the two lists differ in length.
class Contingency {
 public:
  Contingency(std::span<const int> clusters, std::span<const int> labels, int cluster_count, int classes);
  int clusters() const { return clusters_; }
  int classes() const { return classes_; }
  int64_t operator()(int cluster, int k) const;
  int64_t cluster_total(int cluster) const;
  int64_t class_total(int k) const;
  int64_t total() const;

 private:
  int clusters_, classes_;
  std::vector<int64_t> counts_;
};

// The most frequent class of each cluster, ties to the smaller class; an empty cluster stands for class 0.
std::vector<int> majority_classes(const Contingency& table);
double majority_accuracy(const Contingency& table);
// Of other samples, when the clusters stand for these classes.
double majority_accuracy(const Contingency& table, std::span<const int> majority);
double normalized_mutual_information(const Contingency& table);  // 0 to 1; 1 where there is one cluster and one class
double adjusted_rand_index(const Contingency& table);            // 1 where the two agree, also where no pair can differ

// sum_n |x_n - c_{a(n)}|^2      centres (k, width) in the units of x = scale value + shift
double inertia(const Samples& x, const Tensor& centres, std::span<const int> assignment);

}  // namespace thimble
