#include "classic/priors.h"

#include <gmock/gmock.h>

#include "support/throws.h"

namespace thimble {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(Priors, OfEachKind) {
  const std::vector<double> counts = {1, 3, 0};
  EXPECT_THAT(class_priors({Priors::data, {}}, counts), ElementsAre(0.25, 0.75, 0));
  EXPECT_THAT(class_priors({Priors::equal, {}}, counts), ElementsAre(0.5, 0.5, 0));
  EXPECT_THAT(class_priors({Priors::given, {0.1, 0.9, 0}}, counts), ElementsAre(0.1, 0.9, 0));
}

TEST(Priors, AsText) {
  EXPECT_EQ(parse_priors("equal").kind, Priors::equal);
  EXPECT_EQ(parse_priors("data").kind, Priors::data);
  EXPECT_THAT(parse_priors("0.2,0.3,.5").values, ElementsAre(0.2, 0.3, DoubleEq(0.5)));
  for (const char* text : {"equal", "data", "0.2,0.3,0.5", "1"}) EXPECT_EQ(priors_text(parse_priors(text)), text);
  for (const char* text : {"", "0.2,", ",1", "0.2;0.8", "0.2, 0.8", "evenly"})
    EXPECT_ERROR(parse_priors(text), usage, "priors: expected equal, data, or numbers with commas between them, got");
}

TEST(Priors, RefusesWhatIsNoDistribution) {
  const std::vector<double> counts = {1, 3, 0};
  const auto refuses = [&](std::vector<double> values, const char* part) {
    EXPECT_ERROR(class_priors({Priors::given, values}, counts), usage, part);
  };
  refuses({0.5, 0.5}, "mpp: expected 3 priors, one a class, got 2");
  refuses({0.5, 0.4, 0}, "mpp: expected priors that sum to 1, got a sum of 0.9");
  refuses({1.5, -0.5, 0}, "mpp: expected priors of 0 or more, got -0.5");
  refuses({0.5, 0.4, 0.1}, "mpp: class 2 has a prior of 0.1 but no sample");
}

}  // namespace
}  // namespace thimble
