// What every Transform promises, asked of each in turn. A new one is one line in transforms().

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "app/models.h"
#include "classic/fld.h"
#include "classic/hog.h"
#include "classic/pca.h"
#include "classic/small_sets.h"
#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

struct Kind {
  const char* name;
  std::function<std::unique_ptr<Transform>()> make;
};
const std::vector<Kind>& transforms() {
  static const std::vector<Kind> all = {
      {"pca", [] { return std::make_unique<Pca>(); }},
      {"pca_3", [] { return std::make_unique<Pca>(PcaOptions{.components = 3}); }},
      {"pca_white", [] { return std::make_unique<Pca>(PcaOptions{.variance = 0.9, .whiten = true}); }},
      {"fld", [] { return std::make_unique<Fld>(); }},
      {"hog", [] { return std::make_unique<Hog>(HogOptions{.cell = 2, .bins = 5, .block = 1, .grey = 0.5}); }},
  };
  return all;
}

class TransformContract : public testing::TestWithParam<Kind> {
 protected:
  std::unique_ptr<Transform> make() const { return GetParam().make(); }
  std::unique_ptr<Transform> fitted(const Dataset& data) const {
    std::unique_ptr<Transform> transform = make();
    transform->fit(data);
    return transform;
  }
};

// The values of a sample in two rows, so that it is a small picture.
Dataset in_two_rows(Dataset data) {
  const Shape shape{2, data.x.sample().size() / 2};
  if (data.x.is_bytes()) {
    data.x = Samples(shape, data.x.shared_bytes());
    return data;
  }
  Tensor x(shape.with_batch(data.size()));
  for (int n = 0; n < data.size(); ++n) data.x.copy(n, x.row(n));
  data.x = Samples(std::move(x));
  return data;
}

Dataset soft() { return in_two_rows(clouds(60, 4, 6, 1)); }
Dataset pictures() { return in_two_rows(byte_clouds(60, 4, 6, 2)); }

std::vector<float> applied(const Transform& transform, const Samples& x) {
  Tensor y;
  transform.apply(x, y);
  EXPECT_EQ(y.shape(), (Shape{x.size(), transform.outputs()}));
  return {y.values().begin(), y.values().end()};
}

std::unique_ptr<Transform> loaded(const Transform& transform) {
  Record record;
  transform.save(record);
  EXPECT_EQ(record.text("thimble.kind"), transform.name());
  return transform_from(from_safetensors(to_safetensors(record), "t"));
}

Samples with_value(const Samples& x, int n, int p, float value) {
  Tensor t = x.features();
  t.row(n)[static_cast<size_t>(p)] = value;
  return Samples(t);
}

TEST_P(TransformContract, FittingAgainForgetsWhatWasBefore) {
  const auto fresh = fitted(soft()), used = fitted(in_two_rows(clouds(20, 3, 8, 7)));
  used->fit(soft());
  EXPECT_EQ(applied(*fresh, soft().x), applied(*used, soft().x));
}

TEST_P(TransformContract, LeavesItsInputAlone) {
  const Dataset data = soft();
  applied(*fitted(data), data.x);
  EXPECT_THAT(data.x.features().values(), testing::ElementsAreArray(soft().x.features().values()));
  EXPECT_EQ(data.labels, soft().labels);
}

TEST_P(TransformContract, DoesNotDependOnBatching) {
  const auto transform = fitted(soft());
  std::vector<float> apart;
  for (int n = 0; n < soft().size(); ++n) {
    const std::vector<float> one = applied(*transform, soft().x.subset(std::vector<int>{n}));
    apart.insert(apart.end(), one.begin(), one.end());
  }
  EXPECT_THAT(apart, testing::Pointwise(testing::FloatNear(1e-4f), applied(*transform, soft().x)));
  EXPECT_TRUE(applied(*transform, soft().x.subset({})).empty());
}

TEST_P(TransformContract, IsTheSameBitsForAnyNumberOfThreads) {
  set_threads(1);
  const std::vector<float> one = applied(*fitted(pictures()), pictures().x);
  set_threads(3);
  const std::vector<float> three = applied(*fitted(pictures()), pictures().x);
  set_threads(0);
  EXPECT_EQ(one, three);
}

TEST_P(TransformContract, LoadsWhatItSaved) {
  for (const Dataset& data : {soft(), pictures()}) {
    const auto before = fitted(data), after = loaded(*before);
    EXPECT_EQ(after->name(), before->name());
    EXPECT_EQ(after->outputs(), before->outputs());
    EXPECT_EQ(after->input().sample, data.x.sample());
    EXPECT_EQ(applied(*after, data.x), applied(*before, data.x));
    after->fit(data);  // with the options it was saved with
    EXPECT_EQ(applied(*after, data.x), applied(*before, data.x));
  }
}

TEST_P(TransformContract, ScalesPicturesAsItsTrainingSetWas) {
  const auto transform = fitted(pictures());
  Samples raw = pictures().x;
  raw.scale = 1;
  EXPECT_EQ(applied(*transform, raw), applied(*transform, pictures().x));
}

TEST_P(TransformContract, TakesASubsetOfPictures) {
  std::vector<int> backwards(240);
  std::iota(backwards.rbegin(), backwards.rend(), 0);
  const auto a = fitted(pictures()), b = fitted(pictures().subset(backwards));
  EXPECT_EQ(applied(*a, pictures().x), applied(*b, pictures().x));  // sums of bytes know no order
}

TEST_P(TransformContract, RefusesWhatIsNoInput) {
  Tensor y;
  EXPECT_ERROR(make()->apply(soft().x, y), usage, "fit it first");
  EXPECT_ERROR(make()->fit(soft().subset({})), data, ", got ");
  Dataset bad = soft();
  bad.x = with_value(bad.x, 5, 2, NAN);
  EXPECT_ERROR(make()->fit(bad), data, "sample 5: value 2 is nan");
  const auto transform = fitted(soft());
  EXPECT_ERROR(transform->apply(bad.x, y), data, "sample 5: value 2 is nan");
  EXPECT_ERROR(transform->apply(with_value(soft().x, 239, 5, INFINITY), y), data, "sample 239: value 5 is inf");
  EXPECT_ERROR(transform->apply(clouds(2, 2, 7, 1).x, y), usage, "expected samples of shape (2, 3), got (7)");
  EXPECT_ERROR(transform->apply(byte_clouds(2, 2, 6, 1).x, y), usage, "expected samples of shape (2, 3), got (1, 6)");
}

INSTANTIATE_TEST_SUITE_P(Transforms, TransformContract, testing::ValuesIn(transforms()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace thimble
