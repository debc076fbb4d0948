#include "exercises.h"

#include <algorithm>

namespace thimble {

std::vector<double> fold_accuracies(const MakeClassifier& make, const Dataset& data, const std::vector<Split>& splits) {
  std::vector<double> accuracies;
  for (const Split& split : splits) {
    const std::unique_ptr<Classifier> model = make();
    model->fit(data.subset(split.train));
    const Dataset fold = data.subset(split.validation);
    accuracies.push_back(ConfusionMatrix(fold.labels, model->predict(fold.x), data.classes()).accuracy());
  }
  return accuracies;
}

double exact_p(std::span<const int> truth, std::span<const int> first, std::span<const int> second) {
  int b = 0, c = 0;
  for (size_t n = 0; n < truth.size(); ++n) {
    const bool first_right = first[n] == truth[n], second_right = second[n] == truth[n];
    b += first_right && !second_right ? 1 : 0;
    c += second_right && !first_right ? 1 : 0;
  }
  double term = 1, sum = 0;  // C(b + c, i), and the sum of those up to min(b, c)
  for (int i = 0; i <= std::min(b, c); ++i) {
    sum += term;
    term *= static_cast<double>(b + c - i) / (i + 1);
  }
  for (int i = 0; i < b + c; ++i) sum /= 2;
  return std::min(1.0, 2 * sum);
}

// The row lacks `wanted` minus its sum, so that much must come from the one digit.
std::vector<Repair> one_digit_repairs(const std::vector<int64_t>& row, int64_t wanted) {
  int64_t lacking = wanted;
  for (const int64_t count : row) lacking -= count;
  std::vector<Repair> repairs;
  for (size_t j = 0; j < row.size() && lacking != 0; ++j)
    for (int64_t place = 1; place == 1 || place <= row[j]; place *= 10) {
      const int64_t digit = row[j] / place % 10, meant = digit + lacking / place;
      const bool leads = place > 1 && row[j] < 10 * place;
      if (lacking % place == 0 && meant >= (leads ? 1 : 0) && meant <= 9)
        repairs.push_back({static_cast<int>(j), row[j], row[j] + lacking});
    }
  return repairs;
}

}  // namespace thimble
