#include "app/cluster_scene.h"

#include "app/inside_scene.h"
#include "app/striped_garments.h"
#include "classic/cluster_classifier.h"
#include "classic/kmeans.h"
#include "classic/starting_centres.h"
#include "support/throws.h"

namespace thimble {
namespace {

void finish(ClusterScene& scene) {
  while (scene.work()) {
  }
}

TEST(ClusterScene, KMeansGoesTheWayOfFit) {
  const auto data = striped_garments(600);
  ClusterScene scene;
  scene.set_data(data);
  finish(scene);  // to the first centres, and no further
  EXPECT_TRUE(scene.ready());
  EXPECT_EQ(scene.steps(), 0);
  scene.start();
  finish(scene);
  EXPECT_TRUE(scene.finished());
  EXPECT_FALSE(scene.running());

  KMeans fitted({.k = 10});
  Rng rng(1, Purpose::cluster);
  fitted.start_from(data->x, centres_at(data->x, plus_plus_rows(data->x, 10, 1, rng)));
  while (fitted.step()) {
  }
  EXPECT_EQ(scene.steps(), fitted.iterations());
  EXPECT_NEAR(scene.curve().back().inertia, fitted.inertia() / 600, 1e-3);
  for (int j = 0; j < 10; ++j)
    for (const int p : {0, 300, 783})
      EXPECT_NEAR(scene.centre(j)[static_cast<size_t>(p)], 255 * fitted.centroids()(j, p), 0.51) << j << ' ' << p;
  for (size_t i = 1; i < scene.curve().size(); ++i)
    EXPECT_LE(scene.curve()[i].inertia, scene.curve()[i - 1].inertia + 1e-6) << i;

  ClusterClassifier named(std::make_unique<KMeans>(std::move(fitted)));
  named.name_clusters(*data);
  Tensor s;
  named.scores(data->x, s);
  const std::vector<int> said = argmax_rows(s);
  int right = 0;
  for (size_t n = 0; n < said.size(); ++n) right += said[n] == data->labels[n] ? 1 : 0;
  EXPECT_NEAR(scene.curve().back().accuracy, right / 600.0, 1e-9);
}

TEST(ClusterScene, EveryMethodImprovesItsStart) {
  for (const ClusterMethod method : {ClusterMethod::kmeans, ClusterMethod::wta, ClusterMethod::som}) {
    ClusterScene scene;
    scene.set_data(striped_garments(640));
    scene.set({.method = method, .k = 12, .rate = 0.1});
    scene.start();
    finish(scene);
    EXPECT_EQ(scene.size(), 12);
    EXPECT_TRUE(scene.finished()) << method_name(method);
    EXPECT_LT(scene.curve().back().inertia, scene.curve().front().inertia) << method_name(method);
    EXPECT_GT(scene.curve().back().accuracy, 0.5) << method_name(method);
    int all = 0;
    for (int j = 0; j < 12; ++j) all += scene.members(j);
    EXPECT_EQ(all, 640);
    EXPECT_EQ(cluster_method_named(method_name(method)), method);
  }
}

TEST(ClusterScene, StepsSinglyAndBeginsAnew) {
  const auto data = striped_garments(500);
  ClusterScene scene;
  scene.step();
  EXPECT_FALSE(scene.work());  // nothing to do without data
  scene.set_data(data);
  scene.pause();
  finish(scene);
  scene.step();
  finish(scene);
  EXPECT_EQ(scene.steps(), 1);
  EXPECT_FALSE(scene.running());
  const std::vector<uint8_t> before = scene.centre(0);
  scene.reset();
  finish(scene);
  EXPECT_EQ(scene.steps(), 0);
  EXPECT_NE(scene.centre(0), before);
  EXPECT_ERROR(scene.set({.k = 21}), usage, "clusters: expected 2 to 20 centres, got 21");
  EXPECT_ERROR(scene.set({.rate = 0}), usage, "clusters: expected a rate above 0 and up to 1, got 0");
  EXPECT_ERROR(cluster_method_named("x"), usage, "clusters: expected kmeans, wta or som, got \"x\"");
}

TEST(ClusterScene, KnowsTheCentreThatIsNearestToAPicture) {
  const auto data = striped_garments(500);
  ClusterScene scene;
  scene.set_data(data);
  scene.start();
  finish(scene);
  for (const int n : {3, 7}) {
    const int j = scene.nearest(data->x.bytes(n));
    const auto apart = [&](int i) {
      double sum = 0;
      for (size_t p = 0; p < 784; ++p) sum += std::abs(scene.centre(i)[p] - data->x.bytes(n)[p]);
      return sum;
    };
    for (int i = 0; i < scene.size(); ++i) EXPECT_LE(apart(j), apart(i)) << n << ' ' << i;
  }
}

TEST(InsideScene, WorksOnWhatIsSeenAndOnNothingElse) {
  const auto data = striped_garments(500);
  InsideScene inside;
  double now = 0;
  const auto clock = [&] { return now += 1; };
  inside.set_data(data, nullptr);
  ASSERT_EQ(inside.means().size(), 10u);
  EXPECT_FALSE(inside.advance(10, clock, false));
  inside.set_picture(data->x.bytes(9));
  EXPECT_TRUE(inside.advance(10, clock, false));
  EXPECT_FALSE(inside.busy(false));
  EXPECT_EQ(inside.neighbours.found()[0].index, 9);
  EXPECT_EQ(inside.plane.progress(), 0);
  inside.set("view", "clusters");
  EXPECT_FALSE(inside.advance(10, clock, false));
  EXPECT_TRUE(inside.advance(10, clock, true));
  EXPECT_TRUE(inside.clusters.ready());
  inside.set("view", "plane");
  EXPECT_TRUE(inside.busy(true));
  EXPECT_FALSE(inside.busy(false));
}

TEST(InsideScene, SettingsAreHeardOrRefusedInWords) {
  InsideScene inside;
  for (const auto& [key, value] : {std::pair{"k", "7"},
                                   {"metric", "linf"},
                                   {"components", "100"},
                                   {"across", "3"},
                                   {"up", "1"},
                                   {"case", "3"},
                                   {"mpp_components", "8"},
                                   {"method", "som"},
                                   {"centres", "16"},
                                   {"rate", "0.2"},
                                   {"seed", "4"}})
    inside.set(key, value);
  EXPECT_EQ(inside.neighbours.k(), 7);
  EXPECT_EQ(inside.neighbours.metric(), Metric::linf);
  EXPECT_EQ(inside.kept, 100);
  EXPECT_EQ(inside.across, 2);
  EXPECT_EQ(inside.up, 0);
  EXPECT_EQ(inside.posteriors.which(), MppCase::own);
  EXPECT_EQ(inside.posteriors.components(), 8);
  EXPECT_EQ(inside.clusters.setup().method, ClusterMethod::som);
  EXPECT_EQ(inside.clusters.setup().k, 16);
  EXPECT_EQ(inside.clusters.setup().rate, 0.2);
  EXPECT_ERROR(inside.set("k", "2.5"), usage, "k: expected a whole number from 1 to 15, got \"2.5\"");
  EXPECT_ERROR(inside.set("metric", "l7"), usage, "metric: expected l1, l2, l3 or linf, got \"l7\"");
  EXPECT_ERROR(inside.set("view", "x"), usage, "view: expected neighbours");
  EXPECT_ERROR(inside.set("rate", "x"), usage, "clusters: expected a rate");
  EXPECT_ERROR(inside.set("colour", "x"), usage, "there is no setting \"colour\"");
}

}  // namespace
}  // namespace thimble
