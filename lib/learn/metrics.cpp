#include "learn/metrics.h"

#include <algorithm>

#include "core/error.h"
#include "core/functions.h"

namespace thimble {
namespace {

double ratio(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

ConfusionMatrix::ConfusionMatrix(std::span<const int> truth, std::span<const int> predicted, int classes)
    : ConfusionMatrix(classes) {
  check(truth.size() == predicted.size(), "confusion matrix: expected as many answers as labels (", truth.size(),
        "), got ", predicted.size());
  for (size_t i = 0; i < truth.size(); ++i) add(truth[i], predicted[i]);
}

void ConfusionMatrix::add(int truth, int predicted, int64_t count) {
  check(truth >= 0 && truth < classes_ && predicted >= 0 && predicted < classes_,
        "confusion matrix: expected classes from 0 to ", classes_ - 1, ", got ", truth, " called ", predicted);
  counts_[static_cast<size_t>(truth) * static_cast<size_t>(classes_) + static_cast<size_t>(predicted)] += count;
}

int64_t ConfusionMatrix::operator()(int truth, int predicted) const {
  return counts_[static_cast<size_t>(truth) * static_cast<size_t>(classes_) + static_cast<size_t>(predicted)];
}

int64_t ConfusionMatrix::total() const {
  int64_t sum = 0;
  for (const int64_t count : counts_) sum += count;
  return sum;
}

int64_t ConfusionMatrix::trace() const {
  int64_t sum = 0;
  for (int k = 0; k < classes_; ++k) sum += (*this)(k, k);
  return sum;
}

int64_t ConfusionMatrix::row_total(int truth) const {
  int64_t sum = 0;
  for (int j = 0; j < classes_; ++j) sum += (*this)(truth, j);
  return sum;
}

int64_t ConfusionMatrix::column_total(int predicted) const {
  int64_t sum = 0;
  for (int i = 0; i < classes_; ++i) sum += (*this)(i, predicted);
  return sum;
}

double ConfusionMatrix::accuracy() const { return ratio(trace(), total()); }
double ConfusionMatrix::precision(int k) const { return ratio((*this)(k, k), column_total(k)); }
double ConfusionMatrix::recall(int k) const { return ratio((*this)(k, k), row_total(k)); }

double ConfusionMatrix::f1(int k) const {
  const double p = precision(k), r = recall(k);
  return p + r == 0 ? 0 : 2 * p * r / (p + r);  // F1 = 2 P R / (P + R)     tutorial 10 (10.4)
}

double ConfusionMatrix::macro_f1() const {
  double sum = 0;
  for (int k = 0; k < classes_; ++k) sum += f1(k);
  return classes_ == 0 ? 0 : sum / classes_;
}

double log_loss(const Tensor& s, std::span<const int> labels) {
  check(s.shape().rank() == 2 && s.dim(0) == static_cast<int>(labels.size()), "log_loss: expected ", labels.size(),
        " rows of scores, got ", s.shape());
  double sum = 0;
  for (int n = 0; n < s.dim(0); ++n)
    sum -= log_exact(std::max(static_cast<double>(s(n, labels[static_cast<size_t>(n)])), 1e-38));
  return labels.empty() ? 0 : sum / static_cast<double>(labels.size());
}

std::vector<Confusion> most_confused(const ConfusionMatrix& m, int64_t least) {
  std::vector<Confusion> cells;
  for (int i = 0; i < m.classes(); ++i)
    for (int j = 0; j < m.classes(); ++j)
      if (i != j && m(i, j) >= least) cells.push_back({i, j, m(i, j)});
  std::stable_sort(cells.begin(), cells.end(),
                   [](const Confusion& a, const Confusion& b) { return a.count > b.count; });
  return cells;
}

}  // namespace thimble
