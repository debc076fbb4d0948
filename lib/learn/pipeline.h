// Transforms in a row, then a classifier, fitted together: each on what the one before makes of the training set. As a
// whole it is a classifier like any other, so a cross-validation fits the transforms inside each fold too.
//   x -> t_1 -> t_2 -> ... -> classifier
// In a file: the parts' records under the names 0., 1., ... in that order, and pipeline.parts, how many there are.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "learn/classifier.h"
#include "learn/transform.h"

namespace thimble {

class Pipeline : public Classifier {
 public:
  Pipeline(std::vector<std::unique_ptr<Transform>> transforms, std::unique_ptr<Classifier> last);
  std::string name() const override { return "pipeline"; }
  void fit(const Dataset& train) override;
  void scores(const Samples& x, Tensor& s) override;
  Input input() const override;  // the first part's samples, the last one's classes
  void save(Record& record) const override;

  int transforms() const { return static_cast<int>(transforms_.size()); }
  const Transform& transform(int i) const { return *transforms_[static_cast<size_t>(i)]; }
  Classifier& classifier() { return *last_; }

  // The two functions know all kinds of parts (app/models.h). data error naming the part that is damaged.
  static std::unique_ptr<Pipeline> load(const Record& record,
                                        const std::function<std::unique_ptr<Transform>(const Record&)>& load_transform,
                                        const std::function<std::unique_ptr<Classifier>(const Record&)>& load_last);

 private:
  bool fit_last_in_parts(const Dataset& in);  // what the last transform makes of `in` is never in memory as a whole

  std::vector<std::unique_ptr<Transform>> transforms_;
  std::unique_ptr<Classifier> last_;
};

}  // namespace thimble
