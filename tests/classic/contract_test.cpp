// What every Classifier promises, asked of each in turn. A new learner is one line in learners().

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "app/models.h"
#include "classic/cluster_classifier.h"
#include "classic/fld.h"
#include "classic/kmeans.h"
#include "classic/knn.h"
#include "classic/mpp.h"
#include "classic/pca.h"
#include "classic/small_sets.h"
#include "core/threads.h"
#include "learn/pipeline.h"
#include "nn/spec.h"
#include "support/throws.h"

namespace thimble {
namespace {

using Make = std::function<std::unique_ptr<Classifier>()>;

std::unique_ptr<Classifier> network() {
  auto model = std::make_unique<NetClassifier>();
  model->net = parse_network("flatten, dense 16, tanh, dense 3");
  return model;
}

std::unique_ptr<Classifier> behind(std::unique_ptr<Transform> transform, std::unique_ptr<Classifier> last) {
  std::vector<std::unique_ptr<Transform>> transforms;
  transforms.push_back(std::move(transform));
  return std::make_unique<Pipeline>(std::move(transforms), std::move(last));
}

struct Learner {
  const char* name;
  Make make;
};
const std::vector<Learner>& learners() {
  static const std::vector<Learner> all = {
      {"mpp_1", [] { return std::make_unique<Mpp>(MppOptions{MppCase::isotropic}); }},
      {"mpp_2",
       [] {
         return std::make_unique<Mpp>(MppOptions{MppCase::shared, 1e-4});
       }},
      {"mpp_3",
       [] {
         return std::make_unique<Mpp>(MppOptions{MppCase::own, 1e-4});
       }},
      {"pca_mpp",
       [] {
         return behind(std::make_unique<Pca>(PcaOptions{.variance = 0.99}),
                       std::make_unique<Mpp>(MppOptions{MppCase::own, 1e-4}));
       }},
      {"fld_mpp",
       [] {
         return behind(std::make_unique<Fld>(FldOptions{.ridge = 1e-6}), std::make_unique<Mpp>(MppCase::isotropic));
       }},
      {"knn", [] { return std::make_unique<Knn>(3); }},
      {"knn_l1", [] { return std::make_unique<Knn>(2, Metric::l1, Weights::distance); }},
      {"kmeans",
       [] { return std::make_unique<ClusterClassifier>(std::make_unique<KMeans>(KMeansOptions{.k = 6, .seed = 2})); }},
      {"network", network},
  };
  return all;
}

class Contract : public testing::TestWithParam<Learner> {
 protected:
  std::unique_ptr<Classifier> make() const { return GetParam().make(); }
  std::unique_ptr<Classifier> fitted(const Dataset& data) const {
    std::unique_ptr<Classifier> learner = make();
    learner->fit(data);
    return learner;
  }
};

// Three classes of four values that lie well apart.
Dataset easy(uint64_t seed = 1) {
  Dataset data = clouds(200, 3, 4, seed);
  Tensor x = data.x.features();
  for (int n = 0; n < data.size(); ++n) x(n, data.labels[static_cast<size_t>(n)]) += 9;
  data.x = Samples(x);
  return data;
}

Dataset easy_pictures() {
  const Dataset soft = easy();
  std::vector<uint8_t> bytes;
  for (const float v : soft.x.features().values())
    bytes.push_back(static_cast<uint8_t>(std::clamp(100 + 10 * v, 0.0f, 255.0f)));
  return {Samples({2, 2}, std::move(bytes)), soft.labels, soft.class_names};
}

std::vector<float> scores(Classifier& learner, const Samples& x) {
  Tensor s;
  learner.scores(x, s);
  return {s.values().begin(), s.values().end()};
}

double share_right(Classifier& learner, const Dataset& data) {
  const std::vector<int> called = learner.predict(data.x);
  int right = 0;
  for (size_t n = 0; n < called.size(); ++n) right += called[n] == data.labels[n];
  return static_cast<double>(right) / static_cast<double>(called.size());
}

std::vector<int> numbers(int n) {
  std::vector<int> rows(static_cast<size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

Dataset with_value(Dataset data, int n, int p, float value) {
  Tensor x = data.x.features();
  x(n, p) = value;
  data.x = Samples(x);
  return data;
}

std::vector<uint8_t> file_of(const Classifier& learner) {
  Record record;
  learner.save(record);
  return to_safetensors(record);
}

std::unique_ptr<Classifier> loaded(const Classifier& learner) {
  return classifier_from(from_safetensors(file_of(learner), "m"));
}

TEST_P(Contract, LearnsWhatIsEasy) { EXPECT_GT(share_right(*fitted(easy()), easy(1)), 0.97); }

TEST_P(Contract, LearnsPictures) { EXPECT_GT(share_right(*fitted(easy_pictures()), easy_pictures()), 0.9); }

TEST_P(Contract, FittingAgainChangesNothing) {
  const auto once = fitted(easy()), twice = fitted(easy());
  twice->fit(easy());
  EXPECT_EQ(file_of(*once), file_of(*twice));
}

TEST_P(Contract, FittingForgetsWhatWasBefore) {
  const auto fresh = fitted(easy()), used = fitted(clouds(20, 3, 4, 77));
  used->fit(easy());
  EXPECT_EQ(scores(*fresh, easy().x), scores(*used, easy().x));
}

TEST_P(Contract, TwoOfAKindLearnTheSame) {
  EXPECT_EQ(scores(*fitted(easy()), easy().x), scores(*fitted(easy()), easy().x));
}

TEST_P(Contract, LeavesItsTrainingSetAlone) {
  const Dataset before = easy();
  Dataset data = easy();
  make()->fit(data);
  EXPECT_EQ(data.labels, before.labels);
  EXPECT_THAT(data.x.features().values(), testing::ElementsAreArray(before.x.features().values()));
  EXPECT_EQ(data.class_names, before.class_names);
}

TEST_P(Contract, LeavesSamplesAlone) {
  const Samples before = easy().x, x = easy().x;
  fitted(easy())->predict(x);
  EXPECT_THAT(x.features().values(), testing::ElementsAreArray(before.features().values()));
}

TEST_P(Contract, PredictingChangesNothing) {
  const auto learner = fitted(easy());
  const std::vector<uint8_t> before = file_of(*learner);
  learner->predict(easy(2).x);
  EXPECT_EQ(file_of(*learner), before);
}

TEST_P(Contract, ScoresAreOneRowASampleAndOneColumnAClass) {
  Tensor s;
  fitted(easy())->scores(easy().x, s);
  EXPECT_EQ(s.shape(), (Shape{600, 3}));
}

TEST_P(Contract, ScoresAreProbabilities) {
  Tensor s;
  fitted(easy())->scores(clouds(40, 3, 4, 5).x, s);
  for (int n = 0; n < s.dim(0); ++n) {
    double sum = 0;
    for (const float p : s.row(n)) {
      EXPECT_GE(p, 0);
      EXPECT_LE(p, 1.000001f);
      sum += static_cast<double>(p);
    }
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

TEST_P(Contract, ScoresAreProbabilitiesFarAway) {
  Tensor x({2, 4}, {1e4f, -1e4f, 1e4f, 1e4f, -1e5f, 0, 0, 0}), s;
  fitted(easy())->scores(Samples(x), s);
  for (int n = 0; n < 2; ++n) {
    double sum = 0;
    for (const float p : s.row(n)) sum += static_cast<double>(p);
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

TEST_P(Contract, PredictsTheClassWithTheHighestScore) {
  const auto learner = fitted(easy());
  Tensor s;
  learner->scores(easy(3).x, s);
  EXPECT_EQ(learner->predict(easy(3).x), argmax_rows(s));
}

TEST_P(Contract, PredictionsDoNotDependOnBatching) {
  const auto learner = fitted(easy());
  const Samples x = clouds(20, 3, 4, 6).x;
  const std::vector<float> together = scores(*learner, x);
  for (const int each : {1, 7}) {
    std::vector<float> apart;
    for (int first = 0; first < x.size(); first += each) {
      std::vector<int> rows = numbers(x.size());
      rows = {rows.begin() + first, rows.begin() + std::min(first + each, x.size())};
      const std::vector<float> some = scores(*learner, x.subset(rows));
      apart.insert(apart.end(), some.begin(), some.end());
    }
    EXPECT_THAT(apart, testing::Pointwise(testing::FloatNear(2e-5f), together));
  }
}

TEST_P(Contract, PredictionsDoNotDependOnTheOrderOfTheSamples) {
  const auto learner = fitted(easy());
  const Samples x = clouds(20, 3, 4, 7).x;
  std::vector<int> backwards = numbers(x.size());
  std::reverse(backwards.begin(), backwards.end());
  std::vector<int> called = learner->predict(x.subset(backwards));
  std::reverse(called.begin(), called.end());
  EXPECT_EQ(called, learner->predict(x));
}

TEST_P(Contract, EqualSamplesAreCalledTheSame) {
  const auto learner = fitted(easy());
  Tensor x({50, 4});
  for (int n = 0; n < 50; ++n)
    for (int p = 0; p < 4; ++p) x(n, p) = easy().x.features()(3, p);
  const std::vector<int> called = learner->predict(Samples(x));
  EXPECT_THAT(called, testing::Each(called[0]));
}

TEST_P(Contract, IsTheSameBitsForAnyNumberOfThreads) {
  set_threads(1);
  const std::vector<float> one = scores(*fitted(easy()), easy(4).x);
  set_threads(3);
  const std::vector<float> three = scores(*fitted(easy()), easy(4).x);
  set_threads(0);
  EXPECT_EQ(one, three);
}

TEST_P(Contract, PredictsASingleSample) {
  const std::vector<int> first = {0};
  EXPECT_EQ(fitted(easy())->predict(easy().x.subset(first)).size(), 1u);
}

TEST_P(Contract, PredictsNoSamplesAtAll) {
  Tensor s;
  fitted(easy())->scores(easy().x.subset({}), s);
  EXPECT_EQ(s.shape(), (Shape{0, 3}));
}

TEST_P(Contract, LabelsNeedNotBeAllTheClasses) {
  Dataset data = easy();
  std::vector<int> rows;
  for (int n = 0; n < data.size(); ++n)
    if (data.labels[static_cast<size_t>(n)] != 1) rows.push_back(n);
  data = data.subset(rows);  // labels 0 and 2 of three classes
  const auto learner = fitted(data);
  EXPECT_THAT(learner->predict(data.x), testing::Each(testing::AnyOf(0, 2)));
  EXPECT_GT(share_right(*learner, data), 0.97);
}

TEST_P(Contract, TakesASingleValueASample) {
  Dataset data = easy();
  Tensor x({data.size(), 1});
  for (int n = 0; n < data.size(); ++n)
    x(n, 0) = static_cast<float>(data.labels[static_cast<size_t>(n)] * 4 - 4 + n % 5) / 4;
  data.x = Samples(x);
  EXPECT_GT(share_right(*fitted(data), data), 0.6);
}

TEST_P(Contract, TakesAValueThatNeverChanges) {
  Dataset data = easy();
  for (int n = 0; n < data.size(); ++n) data = with_value(std::move(data), n, 3, 2.5f);
  EXPECT_GT(share_right(*fitted(data), data), 0.97);
}

TEST_P(Contract, TakesASubsetOfPictures) {
  const Dataset all = easy_pictures();
  const std::vector<int> rows = {5, 1, 9, 11, 0, 3, 4, 8, 7, 2, 6, 10, 20, 21, 22, 23, 24, 25};
  const Dataset some = all.subset(rows);
  std::vector<uint8_t> bytes;
  for (int n = 0; n < some.size(); ++n) bytes.insert(bytes.end(), some.x.bytes(n).begin(), some.x.bytes(n).end());
  const Dataset copy{Samples({2, 2}, std::move(bytes)), some.labels, some.class_names};
  EXPECT_EQ(scores(*fitted(some), all.x), scores(*fitted(copy), all.x));
}

TEST_P(Contract, ScalesPicturesAsItsTrainingSetWas) {
  const Dataset data = easy_pictures();
  const auto learner = fitted(data);
  Samples raw = data.x;
  raw.scale = 1;
  EXPECT_EQ(scores(*learner, raw), scores(*learner, data.x));
}

TEST_P(Contract, RefusesToPredictBeforeItIsFitted) { EXPECT_ERROR(make()->predict(easy().x), usage, "fit it first"); }

TEST_P(Contract, RefusesAnEmptyTrainingSet) { EXPECT_ERROR(make()->fit(easy().subset({})), data, ", got "); }

TEST_P(Contract, RefusesATrainingSetOfOneClass) {
  Dataset data = easy();
  std::fill(data.labels.begin(), data.labels.end(), 2);
  EXPECT_ERROR(make()->fit(data), data, "expected samples of two classes or more, got only class 2 (2)");
}

TEST_P(Contract, RefusesATrainingSetOfOneSample) {
  const std::vector<int> first = {0};
  EXPECT_ERROR(make()->fit(easy().subset(first)), data, "expected ");
}

TEST_P(Contract, RefusesLabelsThatAreNoClass) {
  for (const int label : {-1, 3}) {
    Dataset data = easy();
    data.labels[7] = label;
    EXPECT_ERROR(make()->fit(data), data, text("sample 7: expected a label from 0 to 2, got ", label));
  }
}

TEST_P(Contract, RefusesFewerLabelsThanSamples) {
  Dataset data = easy();
  data.labels.pop_back();
  EXPECT_ERROR(make()->fit(data), usage, "expected 600 labels, one a sample, got 599");
}

TEST_P(Contract, RefusesToLearnFromWhatIsNotFinite) {
  EXPECT_ERROR(make()->fit(with_value(easy(), 12, 3, NAN)), data, "sample 12: value 3 is nan");
  EXPECT_ERROR(make()->fit(with_value(easy(), 0, 0, INFINITY)), data, "sample 0: value 0 is inf");
}

TEST_P(Contract, RefusesToPredictWhatIsNotFinite) {
  const auto learner = fitted(easy());
  EXPECT_ERROR(learner->predict(with_value(easy(), 8, 1, NAN).x), data, "sample 8: value 1 is nan");
  EXPECT_ERROR(learner->predict(with_value(easy(), 8, 1, -INFINITY).x), data, "sample 8: value 1 is -inf");
}

TEST_P(Contract, RefusesSamplesOfAnotherShape) {
  const auto learner = fitted(easy());
  EXPECT_ERROR(learner->predict(clouds(2, 2, 5, 1).x), usage, "expected samples of shape (4), got (5)");
  EXPECT_ERROR(learner->predict(easy_pictures().x), usage, "expected samples of shape (4), got (2, 2)");
}

TEST_P(Contract, LoadsWhatItSaved) {
  for (const Dataset& data : {easy(), easy_pictures()}) {
    const auto before = fitted(data), after = loaded(*before);
    EXPECT_EQ(after->name(), before->name());
    EXPECT_EQ(scores(*after, data.x), scores(*before, data.x));
  }
}

TEST_P(Contract, SavesTheSameBytesAgain) {
  const auto learner = fitted(easy());
  EXPECT_EQ(file_of(*learner), file_of(*learner));
  EXPECT_EQ(file_of(*loaded(*learner)), file_of(*learner));
}

TEST_P(Contract, RemembersWhatItWasFittedOn) {
  const auto learner = fitted(easy_pictures());
  for (const Input& input : {learner->input(), loaded(*learner)->input()}) {
    EXPECT_EQ(input.sample, (Shape{2, 2}));
    EXPECT_EQ(input.scale, 1 / 255.0f);
    EXPECT_EQ(input.class_names, easy_pictures().class_names);
  }
}

TEST_P(Contract, NamesItsKindInTheFile) {
  const auto learner = fitted(easy());
  EXPECT_EQ(from_safetensors(file_of(*learner), "m").text("thimble.kind"), learner->name());
}

TEST_P(Contract, ALoadedOneRefusesWhatTheSavedOneDid) {
  const auto learner = loaded(*fitted(easy()));
  EXPECT_ERROR(learner->predict(clouds(2, 2, 5, 1).x), usage, "expected samples of shape (4), got (5)");
  EXPECT_ERROR(learner->predict(with_value(easy(), 8, 1, NAN).x), data, "sample 8: value 1 is nan");
}

TEST_P(Contract, ALoadedOneCanLearnAgain) {
  const auto learner = loaded(*fitted(easy()));
  learner->fit(easy_pictures());
  EXPECT_EQ(scores(*learner, easy_pictures().x), scores(*fitted(easy_pictures()), easy_pictures().x));
}

TEST_P(Contract, WithoutAFoldIsAsIfTheFoldHadNotBeen) {
  const Dataset data = easy_pictures();
  std::vector<int> fold, rest;
  for (int n = 0; n < data.size(); ++n) (n % 4 == 1 ? fold : rest).push_back(n);
  const auto learner = fitted(data);
  const std::unique_ptr<Classifier> taken = learner->without(data.subset(fold));
  const bool keeps_sums = dynamic_cast<const Mpp*>(learner.get()) != nullptr;  // all others say that they fit again
  ASSERT_EQ(taken != nullptr, keeps_sums);
  EXPECT_EQ(learner->keeps_sums(), keeps_sums);
  if (keeps_sums) {
    EXPECT_EQ(scores(*taken, data.x), scores(*fitted(data.subset(rest)), data.x));
  }
}

INSTANTIATE_TEST_SUITE_P(Learners, Contract, testing::ValuesIn(learners()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace

}  // namespace thimble
