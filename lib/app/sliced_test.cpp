#include "app/sliced_test.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/ops.h"
#include "learn/classifier.h"

namespace thimble {

void SlicedTest::begin(std::shared_ptr<const Dataset> data, int count) {
  data_ = std::move(data);
  next_ = 0;
  count_ = std::min(count, data_->size());
  loss_ = 0;
  coming_.confusion = ConfusionMatrix(data_->classes());
  coming_.answers.said.clear();
  coming_.answers.probability.clear();
}

bool SlicedTest::slice(Sequential& net) {
  const int size = std::min(kSlice, count_ - next_);
  std::vector<int> rows(static_cast<size_t>(size)), labels;
  std::iota(rows.begin(), rows.end(), next_);
  for (const int row : rows) labels.push_back(data_->labels[static_cast<size_t>(row)]);
  data_->x.gather(rows, x_);
  const Tensor& z = net.forward(x_, Pass{.same_weights = next_ > 0});
  const std::vector<int> said = argmax_rows(z);
  p_.resize(z.shape());
  softmax(z, p_);
  for (int n = 0; n < size; ++n) {
    const int k = said[static_cast<size_t>(n)];
    coming_.confusion.add(labels[static_cast<size_t>(n)], k);
    coming_.answers.said.push_back(static_cast<uint8_t>(k));
    coming_.answers.probability.push_back(p_(n, k));
  }
  loss_ += softmax_cross_entropy(z, labels, no_gradient_) * size;
  next_ += size;
  if (next_ < count_) return false;
  coming_.score = {loss_ / count_, coming_.confusion.accuracy()};
  count_ = 0;
  std::swap(result_, coming_);
  return true;
}

void SlicedTest::forget() {
  stop();
  result_ = TestResult{{}, ConfusionMatrix(result_.confusion.classes()), {}};
}

}  // namespace thimble
