#include "data/known.h"

#include <algorithm>

#include "core/error.h"
#include "core/threads.h"

namespace thimble {
namespace {

constexpr std::array<const char*, 4> kParts = {"training pictures", "training labels", "test pictures", "test labels"};

// Of the decompressed files.
constexpr std::array<const char*, 4> kFashion = {"c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                                                 "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                                                 "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                                                 "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"};
constexpr uint64_t kFashionTrainRows = 0x79e085b475e8e61b, kFashionTestRows = 0xdc8844287fb33680;  // see row_sum

constexpr const char* kDigitPictures = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db";
constexpr std::array<int, 10> kDigitCounts = {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949};

bool has_digit_counts(std::span<const int> counts) {
  return std::equal(counts.begin(), counts.end(), kDigitCounts.begin(), kDigitCounts.end());
}

Identity digits() {
  return {"MNIST (handwritten digits)",
          numbered_classes(10),
          {"these are MNIST's handwritten digits, not Fashion-MNIST's garments"}};
}

Identity fashion() { return {"Fashion-MNIST", fashion_class_names(), {}}; }

}  // namespace

Identity identify(const std::array<std::string, 4>& sha256, std::span<const uint8_t> train_labels) {
  std::vector<int> counts(10);
  for (const uint8_t k : train_labels) {
    if (k >= counts.size()) counts.resize(size_t{k} + 1);
    ++counts[k];
  }
  if (sha256[0] == kDigitPictures || has_digit_counts(counts)) return digits();
  if (sha256[0] != kFashion[0]) return {};
  Identity known = fashion();
  for (size_t i = 1; i < kParts.size(); ++i)
    if (sha256[i] != kFashion[i])
      known.warnings.push_back(
          text("the ", kParts[i], " are not Fashion-MNIST's: SHA-256 ", sha256[i], ", expected ", kFashion[i]));
  return known;
}

Identity identify_rows(const Dataset& train, const Dataset& test) {
  if (has_digit_counts(train.class_counts())) return digits();
  if (row_sum(train) != kFashionTrainRows) return {};
  Identity known = fashion();
  if (test.size() != 0 && row_sum(test) != kFashionTestRows)
    known.warnings.push_back("the test rows are not Fashion-MNIST's");
  return known;
}

uint64_t row_sum(const Dataset& data) {
  constexpr int kRowsPerPiece = 1024;
  std::vector<uint64_t> sums(static_cast<size_t>(chunks(data.size(), kRowsPerPiece)));
  parallel_for(data.size(), kRowsPerPiece, [&](int begin, int end) {
    uint64_t sum = 0;
    for (int i = begin; i < end; ++i) {
      uint64_t hash = 0xcbf29ce484222325;  // FNV-1a, 64 bits
      const auto take = [&hash](uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3; };
      take(static_cast<uint8_t>(data.labels[static_cast<size_t>(i)]));
      for (const uint8_t pixel : data.x.bytes(i)) take(pixel);
      sum += hash;
    }
    sums[static_cast<size_t>(begin / kRowsPerPiece)] = sum;
  });
  uint64_t total = 0;
  for (const uint64_t sum : sums) total += sum;
  return total;
}

std::vector<std::string> fashion_class_names() {
  return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"};
}

}  // namespace thimble
