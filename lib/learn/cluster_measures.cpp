#include "learn/cluster_measures.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/functions.h"
#include "core/threads.h"
#include "kernels/kernels.h"

namespace thimble {

namespace {

size_t index(int i) { return static_cast<size_t>(i); }
double pairs(int64_t m) { return static_cast<double>(m) * static_cast<double>(m - 1) / 2; }
double share(int64_t part, int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }
double entropy_term(double p) { return p > 0 ? -p * log_exact(p) : 0; }

}  // namespace

Contingency::Contingency(std::span<const int> clusters, std::span<const int> labels, int cluster_count, int classes)
    : clusters_(cluster_count), classes_(classes), counts_(index(cluster_count) * index(classes)) {
  check(clusters.size() == labels.size(), "contingency: expected as many clusters as labels, got ", clusters.size(),
        " and ", labels.size());
  for (size_t n = 0; n < clusters.size(); ++n) {
    check(clusters[n] >= 0 && clusters[n] < clusters_, "contingency: sample ", n, ": expected a cluster from 0 to ",
          clusters_ - 1, ", got ", clusters[n]);
    check(labels[n] >= 0 && labels[n] < classes_, "contingency: sample ", n, ": expected a label from 0 to ",
          classes_ - 1, ", got ", labels[n]);
    ++counts_[index(clusters[n]) * index(classes_) + index(labels[n])];
  }
}

int64_t Contingency::operator()(int cluster, int k) const {
  return counts_[index(cluster) * index(classes_) + index(k)];
}

int64_t Contingency::cluster_total(int cluster) const {
  int64_t sum = 0;
  for (int k = 0; k < classes_; ++k) sum += (*this)(cluster, k);
  return sum;
}

int64_t Contingency::class_total(int k) const {
  int64_t sum = 0;
  for (int j = 0; j < clusters_; ++j) sum += (*this)(j, k);
  return sum;
}

int64_t Contingency::total() const { return std::accumulate(counts_.begin(), counts_.end(), int64_t{0}); }

std::vector<int> majority_classes(const Contingency& table) {
  std::vector<int> majority(index(table.clusters()));
  for (int j = 0; j < table.clusters(); ++j)
    for (int k = 1; k < table.classes(); ++k)
      if (table(j, k) > table(j, majority[index(j)])) majority[index(j)] = k;
  return majority;
}

double majority_accuracy(const Contingency& table) { return majority_accuracy(table, majority_classes(table)); }

double majority_accuracy(const Contingency& table, std::span<const int> majority) {
  check(std::ssize(majority) == table.clusters(), "majority accuracy: expected ", table.clusters(),
        " classes, one a cluster, got ", majority.size());
  int64_t right = 0;
  for (int j = 0; j < table.clusters(); ++j) right += table(j, majority[index(j)]);
  return table.total() == 0 ? 0 : share(right, table.total());
}

double normalized_mutual_information(const Contingency& table) {
  const int64_t n = table.total();
  double of_clusters = 0, of_classes = 0, of_both = 0;
  for (int j = 0; j < table.clusters(); ++j) {
    of_clusters += entropy_term(share(table.cluster_total(j), n));
    for (int k = 0; k < table.classes(); ++k) of_both += entropy_term(share(table(j, k), n));
  }
  for (int k = 0; k < table.classes(); ++k) of_classes += entropy_term(share(table.class_total(k), n));
  if (of_clusters == 0 && of_classes == 0) return 1;
  const double mutual = of_clusters + of_classes - of_both;  // I = H(a) + H(b) - H(a, b)    tutorial 09 (9.14)
  return std::clamp(2 * mutual / (of_clusters + of_classes), 0.0, 1.0);
}

double adjusted_rand_index(const Contingency& table) {
  double in_both = 0, in_clusters = 0, in_classes = 0;
  for (int j = 0; j < table.clusters(); ++j) {
    in_clusters += pairs(table.cluster_total(j));
    for (int k = 0; k < table.classes(); ++k) in_both += pairs(table(j, k));
  }
  for (int k = 0; k < table.classes(); ++k) in_classes += pairs(table.class_total(k));
  const double all = pairs(table.total()), expected = all > 0 ? in_clusters * in_classes / all : 0;
  const double most = (in_clusters + in_classes) / 2;
  return most == expected ? 1 : (in_both - expected) / (most - expected);
}

double inertia(const Samples& x, const Tensor& centres, std::span<const int> assignment) {
  constexpr int kGrain = 1024;
  const int width = x.sample().size();
  check(centres.shape().rank() == 2 && centres.dim(1) == width, "inertia: expected centres of shape (k, ", width,
        "), got ", centres.shape());
  check(std::ssize(assignment) == x.size(), "inertia: expected ", x.size(), " clusters, one a sample, got ",
        assignment.size());
  for (const int j : assignment)
    check(j >= 0 && j < centres.dim(0), "inertia: expected clusters from 0 to ", centres.dim(0) - 1, ", got ", j);
  std::vector<double> of_piece(index(chunks(x.size(), kGrain)));
  parallel_for(x.size(), kGrain, [&](int begin, int end) {
    Tensor sample({width});
    for (int n = begin; n < end; ++n) {
      x.copy(n, sample.values());
      of_piece[index(begin / kGrain)] += static_cast<double>(
          kernels::active().squared_distance(width, sample.data(), centres.row(assignment[index(n)]).data()));
    }
  });
  return std::accumulate(of_piece.begin(), of_piece.end(), 0.0);
}

}  // namespace thimble
