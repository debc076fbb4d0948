#include "data/whole_sha256.h"

#include "learn/sha256.h"

namespace thimble {

namespace {

std::string sum_of(const std::string& words) {
  return sha256({reinterpret_cast<const uint8_t*>(words.data()), words.size()});
}

std::string labels_of(const Dataset& data) {
  std::string words;
  for (const int label : data.labels) words += std::to_string(label) + ' ';
  return sum_of(words);
}

}  // namespace

std::string whole_sha256(const TrainTest& source) {
  const std::string test = source.test.size() == 0 ? "" : sha256(source.test.x.all_bytes());
  return sum_of(source.sha256 + '\n' + labels_of(source.train) + '\n' + test + '\n' + labels_of(source.test));
}

}  // namespace thimble
