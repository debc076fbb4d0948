// Networks that come with the program, by name: `page`, which reads photographs and drawings (app/shipped_model.h), and
// those of the recipes `tiny` and `tiny10k`, which know the data set's own pictures best (lib/models/README.md).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace thimble {

struct ShippedModel {
  std::string name, what;
  std::span<const uint8_t> (*file)();  // its bytes, for model_from()
};

const std::vector<ShippedModel>& shipped_models();
const ShippedModel* find_shipped(const std::string& name);  // null where none has that name

std::span<const uint8_t> shipped_tiny();
std::span<const uint8_t> shipped_tiny10k();

}  // namespace thimble
