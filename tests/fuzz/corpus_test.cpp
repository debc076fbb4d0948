// Every malformed network text and recipe is refused with the message that the manifest promises.

#include <gtest/gtest.h>

#include "app/recipe.h"
#include "data/corpus.h"
#include "nn/spec.h"

namespace thimble {
namespace {

TEST(Malformed, Network) {
  for (const auto& c : corpus::cases({"network"}))
    corpus::expect_refused(
        c, false, [](const auto& bytes, const auto&) { parse_network(std::string(bytes.begin(), bytes.end())); });
}

TEST(Malformed, Recipe) {
  for (const auto& c : corpus::cases({"recipe"}))
    corpus::expect_refused(c, true, [](const auto& bytes, const auto& name) {
      parse_recipe(std::string(bytes.begin(), bytes.end()), name);
    });
}

}  // namespace
}  // namespace thimble
