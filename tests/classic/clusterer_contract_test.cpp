// What all methods that cluster promise, asked of each.
#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>

#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/mini_batch_kmeans.h"
#include "classic/small_sets.h"
#include "classic/winner_take_all.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAreArray;

struct Method {
  const char* name;
  std::function<std::unique_ptr<Clusterer>(int k, uint64_t seed)> make;
  std::function<std::unique_ptr<Clusterer>(const Record&)> load;
};

std::vector<Method> methods() {
  return {
      {"kmeans", [](int k, uint64_t seed) { return std::make_unique<KMeans>(KMeansOptions{.k = k, .seed = seed}); },
       [](const Record& r) { return std::make_unique<KMeans>(KMeans::load(r)); }},
      {"mini_batch_kmeans",
       [](int k, uint64_t seed) {
         return std::make_unique<MiniBatchKMeans>(MiniBatchKMeansOptions{.k = k, .seed = seed, .batch = 100});
       },
       [](const Record& r) { return std::make_unique<MiniBatchKMeans>(MiniBatchKMeans::load(r)); }},
      {"wta",
       [](int k, uint64_t seed) { return std::make_unique<WinnerTakeAll>(WinnerTakeAllOptions{.k = k, .seed = seed}); },
       [](const Record& r) { return std::make_unique<WinnerTakeAll>(WinnerTakeAll::load(r)); }},
      {"som",
       [](int k, uint64_t seed) {
         return std::make_unique<Kohonen>(KohonenOptions{.rows = 1, .columns = k, .seed = seed});
       },
       [](const Record& r) { return std::make_unique<Kohonen>(Kohonen::load(r)); }}};
}

template <class Body>
void for_every_method(Body body) {
  for (const Method& method : methods()) {
    SCOPED_TRACE(method.name);
    body(method);
  }
}

std::vector<uint8_t> file_of(const Clusterer& clusterer) {
  Record record;
  clusterer.save(record);
  return to_safetensors(record);
}

TEST(Clusterers, SayTheirName) {
  for_every_method([](const Method& m) { EXPECT_EQ(m.make(2, 0)->name(), m.name); });
}

TEST(Clusterers, FittedTwiceAreFittedOnce) {
  for_every_method([](const Method& m) {
    const Dataset data = byte_clouds(200, 3, 5, 1);
    const auto once = m.make(4, 3), twice = m.make(4, 3);
    once->fit(data.x);
    twice->fit(clouds(100, 2, 7, 2).x);
    twice->fit(data.x);
    EXPECT_EQ(file_of(*once), file_of(*twice));
  });
}

TEST(Clusterers, DependOnTheSeedButNotOnTheThreads) {
  for_every_method([](const Method& m) {
    for (const bool bytes : {false, true}) {
      const Dataset data = bytes ? byte_clouds(700, 3, 5, 1) : clouds(700, 3, 5, 1);
      const auto first = m.make(4, 3), other = m.make(4, 4);
      first->fit(data.x);
      other->fit(data.x);
      EXPECT_NE(file_of(*first), file_of(*other));
      for (const int count : {1, 2, 7}) {
        set_threads(count);
        const auto again = m.make(4, 3);
        again->fit(data.x);
        EXPECT_EQ(file_of(*first), file_of(*again)) << count << " threads";
      }
      set_threads(0);
    }
  });
}

TEST(Clusterers, LeaveTheirSamplesAlone) {
  for_every_method([](const Method& m) {
    const Dataset data = clouds(100, 3, 5, 1), copy = data;
    const auto clusterer = m.make(4, 3);
    clusterer->fit(data.x);
    clusterer->assign(data.x);
    EXPECT_THAT(data.x.features().values(), ElementsAreArray(copy.x.features().values()));
  });
}

TEST(Clusterers, SeparateWhatLiesFarApart) {
  for_every_method([](const Method& m) {
    const Samples x(Tensor({6, 1}, {0, 100, 0.5f, 101, 1, 99}));
    const auto clusterer = m.make(2, 3);
    clusterer->fit(x);
    const std::vector<int> a = clusterer->assign(x);
    EXPECT_NE(a[0], a[1]);
    EXPECT_THAT(a, testing::ElementsAre(a[0], a[1], a[0], a[1], a[0], a[1]));
  });
}

TEST(Clusterers, AssignSampleBySampleAsAllTogether) {
  for_every_method([](const Method& m) {
    const Dataset data = byte_clouds(60, 3, 9, 1);
    const auto clusterer = m.make(5, 3);
    clusterer->fit(data.x);
    const std::vector<int> all = clusterer->assign(data.x);
    for (int n = 0; n < data.size(); ++n) {
      const std::vector<int> row = {n};
      EXPECT_EQ(clusterer->assign(data.x.subset(row))[0], all[static_cast<size_t>(n)]);
    }
    EXPECT_TRUE(clusterer->assign(data.x.subset(std::vector<int>())).empty());
  });
}

TEST(Clusterers, AssignSamplesOfAnotherScaleByTheirOwn) {
  for_every_method([](const Method& m) {
    const Dataset data = byte_clouds(60, 3, 9, 1);
    const auto clusterer = m.make(5, 3);
    clusterer->fit(data.x);
    Samples raw = data.x;
    raw.scale = 1;
    EXPECT_EQ(clusterer->assign(raw), clusterer->assign(data.x));
  });
}

TEST(Clusterers, OneSampleAndOneCentreWillDo) {
  for_every_method([](const Method& m) {
    const Samples x(Tensor({1, 2}, {3, 4}));
    const auto clusterer = m.make(1, 0);
    clusterer->fit(x);
    EXPECT_FLOAT_EQ(clusterer->centroids()(0, 0), 3);
    EXPECT_FLOAT_EQ(clusterer->centroids()(0, 1), 4);
    EXPECT_THAT(clusterer->assign(x), testing::ElementsAre(0));
  });
}

TEST(Clusterers, AsManyCentresAsSamplesWillDo) {
  for_every_method([](const Method& m) {
    const Dataset data = byte_clouds(10, 2, 6, 5);
    const auto clusterer = m.make(20, 1);
    clusterer->fit(data.x);
    EXPECT_EQ(clusterer->size(), 20);
  });
}

TEST(Clusterers, RefuseBadInputInOneLine) {
  for_every_method([](const Method& m) {
    const std::string who = std::string(m.name) + ": ";
    const Dataset data = clouds(10, 2, 3, 1);
    const auto clusterer = m.make(21, 0);
    EXPECT_ERROR(clusterer->assign(data.x), usage, who + "fit it first");
    EXPECT_ERROR(clusterer->fit(data.x), usage, who + "expected 1 to 20 centres for 20 samples, got 21");
    const auto good = m.make(2, 0);
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
      Tensor values = data.x.features();
      values(3, 1) = bad;
      EXPECT_ERROR(good->fit(Samples(values)), data, who + "sample 3: value 1 is");
    }
    good->fit(data.x);
    EXPECT_ERROR(good->assign(clouds(10, 2, 4, 1).x), usage, who + "expected samples of shape (3), got (4)");
    Tensor values = data.x.features();
    values(2, 0) = std::numeric_limits<float>::quiet_NaN();
    EXPECT_ERROR(good->assign(Samples(values)), data, who + "sample 2: value 0 is");
  });
}

TEST(Clusterers, AreSavedAndLoaded) {
  for_every_method([](const Method& m) {
    const Dataset data = byte_clouds(100, 3, 5, 1);
    const auto clusterer = m.make(4, 3);
    Record record;
    EXPECT_ERROR(clusterer->save(record), usage, std::string(m.name) + ": fit it first");
    clusterer->fit(data.x);
    const std::vector<uint8_t> file = file_of(*clusterer);
    const auto loaded = m.load(from_safetensors(file, "x"));
    EXPECT_EQ(file_of(*loaded), file);
    EXPECT_EQ(loaded->assign(data.x), clusterer->assign(data.x));
    EXPECT_FALSE(loaded->step());
  });
}

TEST(Clusterers, RefuseDamagedFiles) {
  for_every_method([](const Method& m) {
    const auto clusterer = m.make(4, 3);
    clusterer->fit(byte_clouds(100, 3, 5, 1).x);
    const auto damaged = [&](const std::function<void(Record&)>& damage) {
      Record record;
      clusterer->save(record);
      damage(record);
      return record;
    };
    EXPECT_ERROR(m.load(damaged([](Record& r) { r.set("thimble.kind", std::string("knn")); })), data, "found \"knn\"");
    EXPECT_ERROR(m.load(damaged([](Record& r) {
      r.set("centroids", Tensor({4, 6}));
    })),
                 data, "centroids: expected shape (4, 5), found (4, 6)");
    EXPECT_ERROR(m.load(damaged([](Record& r) { r.set("centroids", Tensor({5})); })), data,
                 "centroids: expected shape");
    EXPECT_ERROR(m.load(damaged([](Record& r) {
      r.set("centroids", Tensor({4, 5}, std::numeric_limits<float>::quiet_NaN()));
    })),
                 data, "centroids: expected finite values");
    EXPECT_ERROR(m.load(damaged([](Record& r) { r.set("thimble.sample", std::string("0")); })), data, "thimble.sample");
  });
}

}  // namespace
}  // namespace thimble
