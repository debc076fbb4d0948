#include "app/models.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "core/file.h"
#include "data/synthetic.h"
#include "support/throws.h"

namespace thimble {
namespace {

// A path in the folder for temporary files that is gone after the test.
struct TemporaryFile {
  std::string path;
  explicit TemporaryFile(const std::string& name) : path(testing::TempDir() + "thimble_models_test_" + name) {}
  ~TemporaryFile() { std::filesystem::remove(path); }
};

NetClassifier small(const Dataset& data) {
  return NetClassifier(network_for("flatten, dense 6, relu, dense 2", data, Init::glorot_uniform, 1), data);
}

TEST(Models, AFileHoldsTheWholeLearner) {
  const Dataset data = bars(30, 8, 0.1f, 1);
  NetClassifier before = small(data);
  const TemporaryFile file("whole.safetensors");
  save_model(before, file.path);
  const std::unique_ptr<Classifier> after = load_model(file.path);
  EXPECT_EQ(after->name(), "network");
  EXPECT_EQ(after->predict(data.x), before.predict(data.x));
  EXPECT_EQ(load_network(file.path).net.weights_sha256(), before.net.weights_sha256());
}

void expect_refused(const std::vector<uint8_t>& bytes, const char* part) {
  const TemporaryFile file("refused.safetensors");
  write_file(file.path, std::span<const uint8_t>(bytes));
  EXPECT_ERROR(load_model(file.path), data, part);
  EXPECT_ERROR(load_network(file.path), data, "refused.safetensors: ");
}

TEST(Models, NamesFileAndPlaceOfWhatIsNoModel) {
  Record record;
  record.set("x", Tensor({1}));
  expect_refused(to_safetensors(record), "refused.safetensors: expected a model with the text \"thimble.kind\"");
  record.set("thimble.kind", "oracle");
  expect_refused(
      to_safetensors(record),
      "refused.safetensors: expected a model of kind network, mpp, knn, a clustering or pipeline, found \"oracle\"");
  record.set("thimble.kind", "checkpoint");
  expect_refused(to_safetensors(record), "found the checkpoint of an unfinished training");
  Record broken;
  small(bars(4, 8, 0, 1)).save(broken);
  broken.set("dense.bias", Tensor({7}));
  expect_refused(to_safetensors(broken), "refused.safetensors: dense.bias: expected shape (6), found (7)");
  expect_refused({1, 2, 3}, "refused.safetensors: safetensors: ");
  EXPECT_ERROR(load_model("no/such/file"), io, "no/such/file");
}

}  // namespace
}  // namespace thimble
