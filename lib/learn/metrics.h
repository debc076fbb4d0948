// How good the answers are: confusion matrix, accuracy, precision, recall, F1, and their text layouts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/tensor.h"

namespace thimble {

// counts(i, j): samples of class i that were called j.
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(int classes)
      : classes_(classes), counts_(static_cast<size_t>(classes) * static_cast<size_t>(classes)) {}
  ConfusionMatrix(std::span<const int> truth, std::span<const int> predicted, int classes);

  void add(int truth, int predicted, int64_t count = 1);
  int classes() const { return classes_; }
  int64_t operator()(int truth, int predicted) const;
  int64_t total() const;
  int64_t trace() const;
  int64_t row_total(int truth) const;
  int64_t column_total(int predicted) const;

  double accuracy() const;        // trace / total                                              tutorial 10 (10.1)
  double precision(int k) const;  // counts(k, k) / column total; 0 where nothing was called k  tutorial 10 (10.2)
  double recall(int k) const;     // counts(k, k) / row total; 0 where the class has no sample  tutorial 10 (10.3)
  double f1(int k) const;         // 2 P R / (P + R); 0 where both are 0                        tutorial 10 (10.4)
  double macro_f1() const;        // mean over the classes                                      tutorial 10 (10.5)

 private:
  int classes_;
  std::vector<int64_t> counts_;
};

// mean over n of -ln s[n][label n], tutorial 10 (10.13); a score of 0 counts as 1e-38, the smallest float that is no
// subnormal.
double log_loss(const Tensor& s, std::span<const int> labels);

// scikit-learn's classification_report, byte for byte (digits decimals, zero_division = 0).
std::string classification_report(const ConfusionMatrix& m, const std::vector<std::string>& names, int digits = 2);

// The matrix as text: names, counts, and behind each row its total, so that a lost sample shows.
std::string confusion_text(const ConfusionMatrix& m, const std::vector<std::string>& names);

// Off-diagonal cells of at least `least`, most frequent first.
struct Confusion {
  int truth, predicted;
  int64_t count;
};
std::vector<Confusion> most_confused(const ConfusionMatrix& m, int64_t least = 1);

}  // namespace thimble
