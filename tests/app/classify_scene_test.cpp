#include "app/classify_scene.h"

#include "app/recipe.h"
#include "data/synthetic.h"
#include "nn/net_classifier.h"
#include "support/throws.h"

namespace thimble {
namespace {

// An untrained network of ten classes: what it says is arbitrary, but always the same.
std::vector<uint8_t> model_file(const Shape& sample = {28, 28}) {
  Dataset data;
  data.x = Samples(sample, std::vector<uint8_t>(static_cast<size_t>(20 * sample.size())));
  for (int i = 0; i < 20; ++i) data.labels.push_back(i % 10);
  data.class_names = numbered_classes(10);
  NetClassifier model(network_for("flatten, dense 12, relu, dense 10", data, Init(), 3), data);
  Record record;
  model.save(record);
  return to_safetensors(record);
}

void draw_something(ClassifyScene& scene) {
  scene.drawing().press(80, 60, 30, 0);
  scene.drawing().drag(200, 220);
  scene.update();
}

TEST(ClassifyScene, AnswersAsSoonAsThereAreAModelAndAPicture) {
  ClassifyScene scene;
  EXPECT_FALSE(scene.has_answer());
  scene.load_model(model_file(), "a.safetensors");
  EXPECT_TRUE(scene.ready());
  EXPECT_FALSE(scene.has_answer());  // of a white sheet
  draw_something(scene);
  ASSERT_TRUE(scene.has_answer());
  float sum = 0;
  for (float p : scene.probabilities()) sum += p;
  EXPECT_NEAR(sum, 1, 1e-5);
  scene.clear();
  EXPECT_FALSE(scene.has_answer());
}

TEST(ClassifyScene, TheAnswerIsTheModelsOwn) {
  ClassifyScene scene;
  const std::vector<uint8_t> file = model_file();
  scene.load_model(file, "a.safetensors");
  draw_something(scene);
  NetClassifier model = NetClassifier::load(from_safetensors(file, "a"));
  Tensor s;
  model.scores(Samples({28, 28}, garment(scene.picture())), s);
  for (int c = 0; c < 10; ++c) EXPECT_EQ(scene.probabilities()[static_cast<size_t>(c)], s.data()[c]) << c;
  const std::vector<int> order = scene.ranking();
  EXPECT_EQ(order.front(), argmax_rows(s).front());
  for (size_t i = 1; i < order.size(); ++i) EXPECT_GE(s.data()[order[i - 1]], s.data()[order[i]]) << i;
}

TEST(ClassifyScene, APhotographTakesTheDrawingsPlaceUntilItIsCleared) {
  ClassifyScene scene;
  scene.load_model(model_file(), "a.safetensors");
  draw_something(scene);
  const std::vector<uint8_t> drawn(scene.seen().begin(), scene.seen().end());
  Picture photo{40, 50, 3, std::vector<uint8_t>(40 * 50 * 3, 250)};
  for (int y = 10; y < 40; ++y)
    for (int x = 15 * 3; x < 25 * 3; ++x) photo.pixels[static_cast<size_t>(y * 120 + x)] = 30;
  scene.show(photo);
  EXPECT_TRUE(scene.shows_photo());
  EXPECT_EQ(std::vector<uint8_t>(scene.seen().begin(), scene.seen().end()), garment(photo));
  scene.clear();
  EXPECT_FALSE(scene.shows_photo());
  EXPECT_FALSE(scene.has_answer());
  EXPECT_NE(std::vector<uint8_t>(scene.seen().begin(), scene.seen().end()), drawn);
}

TEST(ClassifyScene, AFileThatIsNoModelOfPicturesLeavesTheOldOne) {
  ClassifyScene scene;
  scene.load_model(model_file(), "a.safetensors");
  draw_something(scene);
  const std::vector<float> before(scene.probabilities().begin(), scene.probabilities().end());
  EXPECT_ERROR(scene.load_model(std::vector<uint8_t>{1, 2, 3}, "b.safetensors"), data, "b.safetensors");
  EXPECT_ERROR(scene.load_model(model_file({5, 5}), "c.safetensors"), data,
               "c.safetensors: expected a model of pictures of 28 x 28");
  EXPECT_ERROR(scene.show({3, 3, 2, std::vector<uint8_t>(18)}), usage, "expected 1, 3 or 4 channels, got 2");
  EXPECT_EQ(std::vector<float>(scene.probabilities().begin(), scene.probabilities().end()), before);
}

}  // namespace
}  // namespace thimble
