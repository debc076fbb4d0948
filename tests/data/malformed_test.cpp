// Every malformed data file is refused with the message that the manifest promises.

#include <gtest/gtest.h>

#include "core/tensor.h"
#include "data/corpus.h"
#include "data/csv.h"
#include "data/idx.h"
#include "data/source.h"
#include "learn/safetensors.h"
#include "support/gzip.h"

namespace thimble {
namespace {

const Idx kThreePictures = {{3, 2, 2}, std::vector<uint8_t>(12)};
const Idx kThreeLabels = {{3}, {0, 1, 9}};

TEST(Malformed, ManifestIsLargeEnough) {
  EXPECT_GE(
      corpus::cases({"idx", "labels", "pictures", "gz", "csv", "safetensors", "network", "recipe", "image"}).size(),
      180u);
}

TEST(Malformed, Idx) {
  for (const auto& c : corpus::cases({"idx"}))
    corpus::expect_refused(c, true, [](const auto& bytes, const auto& name) { parse_idx(bytes, name); });
}

TEST(Malformed, Gzip) {
  if (!test_support::has_gzip()) GTEST_SKIP() << "this build has no zlib";
  for (const auto& c : corpus::cases({"gz"}))
    corpus::expect_refused(c, true, [](const auto& bytes, const auto& name) { parse_idx(bytes, name); });
}

TEST(Malformed, Labels) {
  for (const auto& c : corpus::cases({"labels"}))
    corpus::expect_refused(c, true, [](const auto& bytes, const auto& name) {
      dataset_from_idx(kThreePictures, parse_idx(bytes, name), "pictures", name, fashion_class_names());
    });
}

TEST(Malformed, Pictures) {
  for (const auto& c : corpus::cases({"pictures"}))
    corpus::expect_refused(c, true, [](const auto& bytes, const auto& name) {
      dataset_from_idx(parse_idx(bytes, name), kThreeLabels, name, name, fashion_class_names());
    });
}

TEST(Malformed, Csv) {
  for (const auto& c : corpus::cases({"csv"}))
    corpus::expect_refused(c, true, [](const auto& bytes, const auto& name) {
      parse_csv({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, name, fashion_class_names());
    });
}

TEST(Malformed, Safetensors) {
  for (const auto& c : corpus::cases({"safetensors"}))
    corpus::expect_refused(c, true, [](const auto& bytes, const auto& name) { from_safetensors(bytes, name); });
}

}  // namespace
}  // namespace thimble
