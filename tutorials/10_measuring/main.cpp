// Chapter 10: a matrix that lost samples, error bars that hold and miss, the best of equals, a leak, and a fair duel.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "best_features.h"
#include "classic/knn.h"
#include "classic/mpp.h"
#include "core/file.h"
#include "core/rng.h"
#include "data/source.h"
#include "error_bars.h"
#include "learn/cross_validation.h"
#include "learn/mcnemar.h"
#include "learn/metrics.h"
#include "learn/pipeline.h"
#include "plot/heatmap.h"
#include "report_matrix.h"

using namespace thimble;

void matrix() {
  ConfusionMatrix m(10);
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 10; ++j) m.add(i, j, kReported[size_t(i)][size_t(j)]);
  std::printf("%s\n%d of %d right\n", confusion_text(m, kClothes).c_str(), int(m.trace()), int(m.total()));
  write_file("figures/matrix.svg", heatmap(kReported, kClothes, {.title = "A reported confusion matrix"}));
}

// [test]
// A model that is right with probability q takes a test of n pictures; q +- two standard errors.
Bar take_test(double q, int n, Rng& rng) {
  int right = 0;
  for (int i = 0; i < n; ++i) right += rng.chance(float(q)) ? 1 : 0;
  const double share = double(right) / n;
  return {share, 2 * std::sqrt(share * (1 - share) / n)};  // tutorial 10 (10.6)
}
// [end]

void error_bars() {
  Rng rng(4, Purpose::synthetic);
  std::vector<Bar> bars;
  for (int i = 0; i < 20; ++i) bars.push_back(take_test(0.8, 100, rng));
  write_file("figures/bars.svg", draw_bars(bars, 0.8, "20 tests of 100 pictures, one model, right for .8 of all"));
  std::printf("\n1000 tests of a model that is right for .8\npictures  two standard errors  bars that hold .8\n");
  for (const int n : {100, 1000, 10000}) {
    int hold = 0;
    for (int i = 0; i < 1000; ++i) hold += take_test(0.8, n, rng).holds(0.8);
    std::printf("%8d  %19.4f  %17d\n", n, 2 * std::sqrt(0.8 * 0.2 / n), hold);
  }
}

// [best]
// m models, all right for .89 of all pictures. The best on a test of 10,000 is chosen, and tested anew.
void best_of_equals() {
  Rng rng(5, Purpose::synthetic);
  std::printf("\nthe best of m equals, mean of 20 trials\n  m  when chosen  tested anew\n");
  for (const int m : {1, 4, 12, 24}) {
    double chosen = 0, anew = 0;
    for (int trial = 0; trial < 20; ++trial) {
      double best = 0;
      for (int i = 0; i < m; ++i) best = std::max(best, take_test(0.89, 10000, rng).middle);
      chosen += best / 20;
      anew += take_test(0.89, 10000, rng).middle / 20;
    }
    std::printf("%3d  %11.4f  %11.4f\n", m, chosen, anew);
  }
}
// [end]

// [leak]
// 50 samples, 2000 features, all of them noise; heads and tails by turns. Nothing can be learned from this.
void leak() {
  double leaked = 0, honest = 0;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    Rng rng(seed, Purpose::synthetic);
    Tensor noise({50, 2000});
    for (float& v : noise.values()) v = rng.normal();
    Dataset data{Samples(std::move(noise)), {}, {"heads", "tails"}};
    for (int n = 0; n < 50; ++n) data.labels.push_back(n % 2);
    const CrossValidationOptions options{.folds = 10, .stratified = true, .seed = seed};
    const auto means = [] { return std::make_unique<Mpp>(MppCase::isotropic); };

    BestFeatures of_all(20);
    of_all.fit(data);  // has seen every fold
    leaked += cross_validate(means, transformed(of_all, data), options).mean / 10;

    const auto pipeline = [&] {
      std::vector<std::unique_ptr<Transform>> first;
      first.push_back(std::make_unique<BestFeatures>(20));
      return std::make_unique<Pipeline>(std::move(first), means());
    };
    honest += cross_validate(pipeline, data, options).mean / 10;  // is fitted anew for every fold
  }
  std::printf("\nten-fold cross-validation on noise\nfeatures chosen on all samples  %.3f\n", leaked);
  std::printf("features chosen in each fold    %.3f\n", honest);
}
// [end]

void duel() {
  const TrainTest data = load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny");
  Mpp means(MppCase::isotropic);
  Knn nearest(1);
  means.fit(data.train);
  nearest.fit(data.train);
  const std::vector<int> a = means.predict(data.test.x), b = nearest.predict(data.test.x);
  const McNemar test = mcnemar(data.test.labels, a, b);
  std::printf("\nnearest mean %.2f, nearest neighbour %.2f\n", ConfusionMatrix(data.test.labels, a, 10).accuracy(),
              ConfusionMatrix(data.test.labels, b, 10).accuracy());
  std::printf("right only by the mean %d, only by the neighbour %d, p = %.3f\n", int(test.only_first),
              int(test.only_second), test.p);
}

int main() {
  matrix();
  error_bars();
  best_of_equals();
  leak();
  duel();
}
