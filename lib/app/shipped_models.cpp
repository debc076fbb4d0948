#include "app/shipped_models.h"

#include <algorithm>

#include "app/shipped_model.h"

namespace thimble {

const std::vector<ShippedModel>& shipped_models() {
  static const std::vector<ShippedModel> models = {
      {"page", "photographs and drawings: the page's network", shipped_model},
      {"tiny", "the data set's own pictures, 97,000 parameters", shipped_tiny},
      {"tiny10k", "the same with 9,400 parameters", shipped_tiny10k},
  };
  return models;
}

const ShippedModel* find_shipped(const std::string& name) {
  const std::vector<ShippedModel>& all = shipped_models();
  const auto found = std::find_if(all.begin(), all.end(), [&](const ShippedModel& m) { return m.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace thimble
