#include "app/shipped_models.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "app/models.h"
#include "app/recipe.h"
#include "core/file.h"
#include "data/source.h"
#include "learn/sha256.h"
#include "nn/init.h"
#include "nn/spec.h"

namespace thimble {
namespace {

NetClassifier network(const std::string& name) {
  const std::span<const uint8_t> file = find_shipped(name)->file();
  const std::unique_ptr<Classifier> model = model_from(file, name);
  EXPECT_EQ(model->name(), "network");
  return std::move(static_cast<NetClassifier&>(*model));
}

double right_of_the_excerpt(NetClassifier& model) {
  Dataset test = load_data(THIMBLE_EXCERPT).test;
  test.x.scale = model.input().scale;
  test.x.shift = model.input().shift;
  const std::vector<int> answers = model.predict(test.x);
  int right = 0;
  for (size_t i = 0; i < answers.size(); ++i) right += answers[i] == test.labels[i];
  return double(right) / double(answers.size());
}

TEST(ShippedModels, HaveNames) {
  ASSERT_EQ(shipped_models().size(), 3u);
  for (const ShippedModel& m : shipped_models()) EXPECT_EQ(find_shipped(m.name), &m);
  EXPECT_EQ(find_shipped("tinier"), nullptr);
}

// 100 test pictures of the data set, of which the standard error is .025.
TEST(ShippedModels, KnowTheExcerptsPictures) {
  for (const ShippedModel& m : shipped_models()) {
    NetClassifier model = network(m.name);
    EXPECT_GE(right_of_the_excerpt(model), .85) << m.name;
  }
}

TEST(ShippedModels, AreTheirRecipesAndAsSmallAsPromised) {
  const struct {
    const char* name;
    int64_t parameters;
    size_t bytes;
  } limits[] = {{"tiny", 100000, 210000}, {"tiny10k", 10000, 25000}};
  for (const auto& limit : limits) {
    NetClassifier model = network(limit.name);
    const Recipe recipe = builtin_recipe(limit.name);
    Sequential fresh = parse_network(recipe.net, parse_init(recipe.init));
    fresh.build({1, 28, 28}, 0);
    EXPECT_EQ(model.net.text(), fresh.text());
    EXPECT_LE(model.net.parameter_count(), limit.parameters);
    EXPECT_LE(find_shipped(limit.name)->file().size(), limit.bytes);
  }
}

// The page that says how to build them again says of what.
TEST(ShippedModels, AreTheFilesOfTheirPage) {
  const std::vector<uint8_t> bytes = read_file(THIMBLE_SOURCE_DIR "/lib/models/README.md");
  const std::string page(bytes.begin(), bytes.end());
  for (const char* name : {"tiny", "tiny10k"}) {
    const std::span<const uint8_t> file = find_shipped(name)->file();
    const std::vector<uint8_t> stored =
        read_file(std::string(THIMBLE_SOURCE_DIR "/lib/models/") + name + ".safetensors");
    EXPECT_TRUE(std::equal(file.begin(), file.end(), stored.begin(), stored.end())) << name;
    EXPECT_NE(page.find(sha256(file)), std::string::npos) << name << ": " << sha256(file);
    EXPECT_NE(page.find(std::string("thimble train --net ") + name + ' '), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace thimble
