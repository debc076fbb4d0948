#include "app/plane_scene.h"

#include "app/class_means.h"
#include "app/posterior_scene.h"
#include "app/striped_garments.h"
#include "support/throws.h"

namespace thimble {
namespace {

std::vector<uint8_t> picture_of(const Dataset& data, int i) {
  const std::span<const uint8_t> x = data.x.bytes(i);
  return {x.begin(), x.end()};
}

// One plane for all tests: 784 components take a moment.
class PlaneSceneTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    data = striped_garments(900);
    scene = new PlaneScene;
    scene->set_data(data, nullptr);
    double progress = 0;
    while (scene->work()) {
      EXPECT_GE(scene->progress(), progress);
      progress = scene->progress();
    }
    scene->set_picture(picture_of(*data, 7));
  }
  static void TearDownTestSuite() {
    delete scene;
    scene = nullptr;
    data.reset();
  }
  static std::shared_ptr<const Dataset> data;
  static PlaneScene* scene;
};
std::shared_ptr<const Dataset> PlaneSceneTest::data;
PlaneScene* PlaneSceneTest::scene = nullptr;

TEST_F(PlaneSceneTest, ComponentsAreThoseOfOneGo) {
  Pca pca;
  pca.fit(*data);
  ASSERT_TRUE(scene->ready());
  EXPECT_EQ(scene->progress(), 1);
  EXPECT_EQ(scene->pca().components().values, pca.components().values);
  Tensor y;
  pca.apply(data->x, y);
  ASSERT_EQ(scene->points().size(), 900);
  for (const int n : {0, 300, 899})
    for (const int j : {0, 1, 63}) EXPECT_NEAR(scene->points().x.features()(n, j), y(n, j), 1e-4) << n << ' ' << j;
  EXPECT_EQ(scene->points().labels, data->labels);
  for (const int j : {0, 1, 783}) EXPECT_NEAR(scene->place()[static_cast<size_t>(j)], y(7, j), 1e-4) << j;
}

TEST_F(PlaneSceneTest, OfAllComponentsTheReconstructionIsThePicture) {
  EXPECT_EQ(scene->reconstruction(784), picture_of(*data, 7));
  EXPECT_NE(scene->reconstruction(10), picture_of(*data, 7));
  double before = 1e18;
  for (const int kept : {1, 10, 100, 500}) {
    const std::vector<uint8_t> picture = scene->reconstruction(kept);
    double error = 0;
    for (size_t p = 0; p < 784; ++p) {
      const double d = picture[p] - data->x.bytes(7)[p];
      error += d * d;
    }
    EXPECT_LT(error, before) << kept;
    before = error;
  }
  EXPECT_ERROR(scene->reconstruction(785), usage, "plane: expected 1 to 784 components, got 785");
}

TEST_F(PlaneSceneTest, SharesGrowToOne) {
  EXPECT_GT(scene->share(9), 0.2);
  EXPECT_LT(scene->share(9), scene->share(100));
  EXPECT_NEAR(scene->share(784), 1, 1e-12);
  const std::vector<uint8_t> first = scene->eigen_garment(0);
  EXPECT_EQ(*std::max_element(first.begin(), first.end()), 255);
}

TEST_F(PlaneSceneTest, ABlackPictureHasNoPlace) {
  PlaneScene empty;
  EXPECT_FALSE(empty.work());
  empty.set_picture(picture_of(*data, 1));
  EXPECT_TRUE(empty.place().empty());
  scene->set_picture(std::vector<uint8_t>(784));
  EXPECT_TRUE(scene->place().empty());
  scene->set_picture(picture_of(*data, 7));
  EXPECT_EQ(scene->place().size(), 784u);
}

TEST_F(PlaneSceneTest, PosteriorsAreMppsOwn) {
  PosteriorScene posteriors(*scene);
  EXPECT_TRUE(posteriors.log_posteriors().empty());
  for (const MppCase which : {MppCase::isotropic, MppCase::shared, MppCase::own}) {
    posteriors.set_case(which);
    posteriors.set_components(12);
    while (posteriors.work()) {
    }
    Pca pca({.components = 12});
    pca.fit(*data);
    Mpp mpp({.which = which, .ridge = 1e-3});
    mpp.fit(transformed(pca, *data));
    Tensor y, want;
    pca.apply(Samples({28, 28}, picture_of(*data, 7)), y);
    mpp.log_posteriors(Samples(y), want);
    const std::vector<double> got = posteriors.log_posteriors();
    ASSERT_EQ(got.size(), 10u);
    for (int k = 0; k < 10; ++k) EXPECT_NEAR(got[static_cast<size_t>(k)], want(0, k), 1e-2) << k;
    EXPECT_EQ(std::max_element(got.begin(), got.end()) - got.begin(), 7);
    const std::vector<uint8_t> mean = posteriors.means()[7];
    EXPECT_GT(mean[18 * 28 + 5], mean[2 * 28 + 5] + 60);  // the stripe of class 7 lies in rows 18 to 20
  }
  EXPECT_ERROR(posteriors.set_components(65), usage, "mpp: expected 1 to 64 components, got 65");
}

TEST_F(PlaneSceneTest, TestPicturesAreAskedOnceTheyAreThere) {
  PosteriorScene posteriors(*scene);
  while (posteriors.work()) {
  }
  EXPECT_EQ(posteriors.tested(), 0);
  scene->set_data(data, striped_garments(300));
  while (scene->work()) {
  }
  while (posteriors.work()) {
  }
  EXPECT_EQ(posteriors.tested(), 300);
  EXPECT_GT(posteriors.accuracy(), 0.95);
}

TEST(ClassMeans, AreRoundedAndOfTheFirstPicturesOnly) {
  Dataset data{Samples({1, 2}, std::vector<uint8_t>{0, 10, 4, 20, 5, 5, 200, 200}), {1, 1, 0, 0}, numbered_classes(3)};
  const std::vector<std::vector<uint8_t>> means = class_means(data, 3);
  ASSERT_EQ(means.size(), 3u);
  EXPECT_EQ(means[0], (std::vector<uint8_t>{5, 5}));
  EXPECT_EQ(means[1], (std::vector<uint8_t>{2, 15}));
  EXPECT_EQ(means[2], (std::vector<uint8_t>{0, 0}));
}

}  // namespace
}  // namespace thimble
