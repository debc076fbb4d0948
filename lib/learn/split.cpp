#include "learn/split.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/rng.h"
#include "learn/number.h"

namespace thimble {
namespace {

using Rows = std::vector<int>;

// The rows of each class in a random order; every class has a stream of its own.
std::vector<Rows> shuffled_by_class(std::span<const int> labels, uint64_t seed) {
  const int classes = labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end()) + 1;
  std::vector<Rows> rows(static_cast<size_t>(classes));
  for (size_t i = 0; i < labels.size(); ++i) rows[static_cast<size_t>(labels[i])].push_back(static_cast<int>(i));
  for (size_t k = 0; k < rows.size(); ++k)
    Rng(Key(seed, Purpose::split), static_cast<uint32_t>(k) + 1).shuffle(rows[k]);
  return rows;
}

std::ptrdiff_t rounded_share(size_t n, double share) { return std::lround(static_cast<double>(n) * share); }

void check_folds(int n, int k) {
  check(k >= 2 && k <= n, "folds: expected 2 to ", n, " folds of ", n, " samples, got ", k);
}

// "head:5000" -> "5000" for the kind "head"
bool takes(const std::string& text, const std::string& kind, std::string& argument) {
  if (text.rfind(kind + ":", 0) != 0) return false;
  argument = text.substr(kind.size() + 1);
  return true;
}

}  // namespace

Split head_split(int n, int count) {
  Split split{Rows(static_cast<size_t>(n - count)), Rows(static_cast<size_t>(count))};
  std::iota(split.validation.begin(), split.validation.end(), 0);
  std::iota(split.train.begin(), split.train.end(), count);
  return split;
}

Split random_split(int n, double share, uint64_t seed) {
  const Rows order = Rng(seed, Purpose::split).permutation(n);
  const auto cut = order.begin() + rounded_share(order.size(), share);
  return {Rows(cut, order.end()), Rows(order.begin(), cut)};
}

Split stratified_split(std::span<const int> labels, double share, uint64_t seed) {
  Split split;
  for (const Rows& rows : shuffled_by_class(labels, seed)) {
    const auto cut = rows.begin() + rounded_share(rows.size(), share);
    split.validation.insert(split.validation.end(), rows.begin(), cut);
    split.train.insert(split.train.end(), cut, rows.end());
  }
  Rng order(seed, Purpose::split);
  order.shuffle(split.train);
  order.shuffle(split.validation);
  return split;
}

Split make_split(const std::string& text, std::span<const int> labels, uint64_t seed) {
  const int n = static_cast<int>(labels.size());
  if (text == "none") return head_split(n, 0);
  Split split;
  std::string argument;
  if (takes(text, "head", argument)) {
    const auto count = parse_integer(argument, 1, std::max(n - 1, 1));
    check(count.has_value(), "validation: expected head: and a count from 1 to ", n - 1, ", got \"", text, '"');
    split = head_split(n, std::min(static_cast<int>(*count), n));
  } else {
    const bool random = takes(text, "random", argument), stratified = takes(text, "stratified", argument);
    check(random || stratified, "validation: expected none, head:COUNT, random:SHARE or stratified:SHARE, got \"", text,
          '"');
    const auto share = parse_number(argument);
    check(share && *share > 0 && *share < 1, "validation: expected a share between 0 and 1, got \"", text, '"');
    split = random ? random_split(n, *share, seed) : stratified_split(labels, *share, seed);
  }
  check(!split.train.empty() && !split.validation.empty(), "validation: \"", text, "\" of ", n, " samples leaves ",
        split.train.size(), " for training and ", split.validation.size(), " for validation");
  return split;
}

std::vector<Rows> folds(int n, int k, uint64_t seed) {
  check_folds(n, k);
  const Rows order = Rng(seed, Purpose::split).permutation(n);
  std::vector<Rows> result(static_cast<size_t>(k));
  for (size_t i = 0; i < order.size(); ++i) result[i % result.size()].push_back(order[i]);
  return result;
}

std::vector<Rows> stratified_folds(std::span<const int> labels, int k, uint64_t seed) {
  check_folds(static_cast<int>(labels.size()), k);
  std::vector<Rows> result(static_cast<size_t>(k));
  size_t dealt = 0;  // goes on from class to class, so that the folds' whole sizes differ by at most one too
  for (const Rows& rows : shuffled_by_class(labels, seed))
    for (const int row : rows) result[dealt++ % result.size()].push_back(row);
  return result;
}

}  // namespace thimble
