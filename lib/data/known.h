// Data sets that can be told by their bytes, whatever their files are called.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "learn/dataset.h"

namespace thimble {

// Which data set this is, and what about it may surprise.
struct Identity {
  std::string name = "unknown";
  std::vector<std::string> class_names;  // empty if unknown
  std::vector<std::string> warnings;
};

// The names of Fashion-MNIST's ten classes, in label order, as the data set's README spells them.
std::vector<std::string> fashion_class_names();

// From the SHA-256 of the four IDX files (training pictures and labels, test pictures and labels) and the training
// labels.
Identity identify(const std::array<std::string, 4>& sha256, std::span<const uint8_t> train_labels);

// From the rows, in any order, as in a CSV file. `test` may be empty.
Identity identify_rows(const Dataset& train, const Dataset& test);

// A sum over the rows, the same for every order of them: sum_i hash(label i, picture i) mod 2^64.
uint64_t row_sum(const Dataset& data);

}  // namespace thimble
