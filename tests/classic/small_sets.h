// Sets of a few samples for the tests of the classical learners, made from Purpose::test.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "core/linalg.h"
#include "learn/dataset.h"

namespace thimble {

Dataset features(int width, std::initializer_list<float> values,
                 std::vector<int> labels);  // classes 0 .. largest label
// n samples of each class, normal around a random centre, with axes of different length that are correlated.
Dataset clouds(int n, int classes, int width, uint64_t seed);
// The same as 8-bit pictures of 1 x width pixels.
Dataset byte_clouds(int n, int classes, int width, uint64_t seed);

double entry(const Tensor& t, int i, int j);  // in double

}  // namespace thimble
