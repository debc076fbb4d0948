#include "learn/grid_search.h"

#include "core/error.h"
#include "learn/cross_validation.h"
#include "learn/metrics.h"

namespace thimble {

namespace {

std::vector<Setting> settings_of(const std::vector<Axis>& axes) {
  std::vector<Setting> settings(1);
  for (const Axis& axis : axes) {
    check(!axis.values.empty(), "grid: expected values for ", axis.name, ", got none");
    check(settings[0].count(axis.name) == 0, "grid: expected each option once, got ", axis.name, " twice");
    std::vector<Setting> longer;
    for (const Setting& setting : settings)
      for (const std::string& value : axis.values) {
        longer.push_back(setting);
        longer.back()[axis.name] = value;
      }
    settings = std::move(longer);
  }
  return settings;
}

}  // namespace

GridSearch grid_search(const std::vector<Axis>& axes, const MakeFromSetting& make, const Dataset& train,
                       const std::vector<Split>& splits, const std::function<void(const GridRow&)>& after_row) {
  check(!splits.empty(), "grid: expected a validation set or folds, got none");
  for (const Split& split : splits)
    check(!split.train.empty() && !split.validation.empty(),
          "grid: expected samples to train on and to validate on, got ", split.train.size(), " and ",
          split.validation.size());
  GridSearch search;
  for (const Setting& setting : settings_of(axes)) {
    GridRow row{setting, {}, 0, 0};
    for (const Split& split : splits) {
      const std::unique_ptr<Classifier> model = make(setting);
      model->fit(train.subset(split.train));
      const Dataset validation = train.subset(split.validation);
      row.accuracies.push_back(
          ConfusionMatrix(validation.labels, model->predict(validation.x), train.classes()).accuracy());
    }
    row.mean = mean_of(row.accuracies);
    row.deviation = deviation_of(row.accuracies);
    if (after_row) after_row(row);
    search.rows.push_back(std::move(row));
    if (search.rows.back().mean > search.rows[static_cast<size_t>(search.best)].mean)
      search.best = static_cast<int>(search.rows.size()) - 1;
  }
  return search;
}

}  // namespace thimble
