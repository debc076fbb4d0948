// The mean picture of each class.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/dataset.h"

namespace thimble {

// Of the first `count` pictures; black for a class that has none among them.
std::vector<std::vector<uint8_t>> class_means(const Dataset& data, int count);

}  // namespace thimble
