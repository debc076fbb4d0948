// Who is trained on and who is kept aside: index lists over a data set.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace thimble {

struct Split {
  std::vector<int> train, validation;
};

// Validation = the first `count`, train = the rest.
Split head_split(int n, int count);
// Validation = round(n share) chosen at random, in shuffled order.
Split random_split(int n, double share, uint64_t seed);
// The same share of every class.
Split stratified_split(std::span<const int> labels, double share, uint64_t seed);

// "none", "head:5000", "random:0.2" or "stratified:0.1". usage error for other texts, or counts that leave nobody.
Split make_split(const std::string& text, std::span<const int> labels, uint64_t seed);

// k disjoint folds that cover 0..n-1, sizes differing by at most one; stratified: so within each class.
std::vector<std::vector<int>> folds(int n, int k, uint64_t seed);
std::vector<std::vector<int>> stratified_folds(std::span<const int> labels, int k, uint64_t seed);

}  // namespace thimble
