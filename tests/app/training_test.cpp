// A built-in recipe, real pictures (tests/data/tiny, an excerpt of Fashion-MNIST), the trainer: the whole path but the
// command line.
#include <gtest/gtest.h>

#include "app/recipe.h"
#include "data/source.h"
#include "learn/split.h"
#include "nn/history.h"
#include "nn/net_classifier.h"
#include "nn/schedule.h"
#include "nn/trainer.h"

namespace thimble {
namespace {

TEST(Training, LossOfReportS2Falls) {
  const TrainTest data = load_data(THIMBLE_EXCERPT);
  Recipe recipe = builtin_recipe("S2-1");
  recipe.net = "conv 8 3x3, relu, max_pool 2, flatten, dense 32, relu, dense 10";
  const Split split = make_split(recipe.validation, data.train.labels, recipe.seed);
  const Dataset train = data.train.subset(split.train), validation = data.train.subset(split.validation);

  Sequential net = network_for(recipe.net, train, parse_init(recipe.init), recipe.seed);
  Adam adam;
  TrainOptions options{.epochs = 8, .batch_size = 32, .seed = recipe.seed};
  options.learning_rate = parse_schedule(recipe.schedule, static_cast<float>(recipe.lr), options.epochs);
  Trainer trainer(net, adam, train, &validation, options);
  History history;
  trainer.observe(history);
  trainer.run();

  ASSERT_EQ(history.epochs().size(), 8u);
  EXPECT_LT(history.epochs().back().train.loss, 0.7 * history.epochs().front().train.loss);
  EXPECT_GT(history.epochs().back().validation.accuracy, 0.4);
}

}  // namespace
}  // namespace thimble
