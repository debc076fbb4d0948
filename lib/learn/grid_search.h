// Grid search: every combination of some options' values, each judged on samples kept aside for it.
//
// It is given no test set, so it cannot choose by one: what wins here is to be measured once more, on samples that had no
// part in the choice; the best of many looks better than it is, tutorial 10 (10.9). One split is a validation set,
// several are the folds of a cross-validation (fold_splits()).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "learn/classifier.h"
#include "learn/dataset.h"
#include "learn/split.h"

namespace thimble {

struct Axis {
  std::string name;                 // of the option
  std::vector<std::string> values;  // as the user would write them
};

using Setting = std::map<std::string, std::string>;  // option -> value
using MakeFromSetting = std::function<std::unique_ptr<Classifier>(const Setting&)>;

struct GridRow {
  Setting setting;
  std::vector<double> accuracies;  // on each split's validation part
  double mean = 0, deviation = 0;
};

struct GridSearch {
  std::vector<GridRow> rows;  // the last axis varies fastest
  int best = 0;               // the row with the greatest mean, the first of equals
};

// usage error for an axis without values or one named twice, and where there is no split or an empty part in one. A
// setting that the learner refuses ends the search with the learner's own error.
GridSearch grid_search(const std::vector<Axis>& axes, const MakeFromSetting& make, const Dataset& train,
                       const std::vector<Split>& splits, const std::function<void(const GridRow&)>& after_row = {});

}  // namespace thimble
