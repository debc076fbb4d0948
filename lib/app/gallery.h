// Test pictures to look at: those of a cell of the confusion matrix, or the mistakes of which the network was surest.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "app/sliced_test.h"

namespace thimble {

struct Cell {
  int truth, said;
  bool operator==(const Cell&) const = default;
};

struct Exhibit {
  int picture, truth, said;
  float probability;  // of what it was called
};

// At most `most` of the pictures that were asked for. Mistakes: the surest first; pictures called by their name: the
// least sure first. Of equals the one that comes first in the data set.
std::vector<Exhibit> gallery(const Answers& answers, std::span<const int> labels, const std::optional<Cell>& cell,
                             size_t most);

}  // namespace thimble
