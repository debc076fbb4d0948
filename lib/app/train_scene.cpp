#include "app/train_scene.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/recipe.h"
#include "core/error.h"
#include "data/augment.h"
#include "nn/schedule.h"

namespace thimble {
namespace {

constexpr int kForEver = 1 << 30;
constexpr int64_t kFirstPoint = 512;                         // pictures a point of the curve, at the beginning
constexpr int64_t kFirstTest = 3000, kBetweenTests = 15000;  // pictures; the first tests come sooner

// Half as many points: every two become their mean.
void halve(std::vector<CurvePoint>& curve) {
  size_t n = 0;
  for (size_t i = 0; i + 1 < curve.size(); i += 2, ++n)
    curve[n] = {curve[i + 1].epoch, (curve[i].loss + curve[i + 1].loss) / 2,
                (curve[i].accuracy + curve[i + 1].accuracy) / 2};
  curve.resize(n);
}

}  // namespace

TrainScene::TrainScene(std::vector<std::string> class_names)
    : TrainScene(std::make_shared<ArrivingData>(std::move(class_names))) {}

TrainScene::TrainScene(std::shared_ptr<ArrivingData> data) : data_(std::move(data)) { forget_curves(); }

void TrainScene::set(const std::string& key, const std::string& value) {
  const TrainSetup before = setup_;
  setup_.set(key, value);
  if (setup_.net != before.net || setup_.seed != before.seed) reset();
  if (setup_.optimizer != before.optimizer) optimizer_.reset();
  if (setup_.optimizer != before.optimizer || setup_.batch != before.batch || setup_.augment != before.augment)
    trainer_.reset();
  if (setup_.epochs != before.epochs) {
    planned_ = setup_.epochs;
    if (wish_ == Wish::all) goal_ = 0;
  }
}

void TrainScene::reset() {
  wish_ = Wish::none;
  trainer_.reset();
  optimizer_.reset();
  model_.reset();
  trainers_ = planned_ = 0;
  owes_test_ = false;
  ++run_;
  snapshots_.clear();
  pictures_ = goal_ = steps_ = fully_tested_ = 0;
  last_loss_ = rate_ = 0;
  forget_curves();
}

void TrainScene::forget_curves() {
  train_.clear();
  test_.clear();
  since_point_ = {};
  per_point_ = kFirstPoint;
  next_test_ = kFirstTest;
  test_run_.forget();
}

void TrainScene::start() { wish(Wish::all); }
void TrainScene::step() { wish(Wish::step); }
void TrainScene::run_epoch() { wish(Wish::epoch); }

void TrainScene::wish(Wish w) {
  wish_ = w;
  goal_ = 0;
  rate_since_ = -1;
}

void TrainScene::pause() {
  wish_ = Wish::none;
  rate_ = 0;
}

void TrainScene::set_goal() {
  const int64_t epoch = epoch_size_;
  if (planned_ == 0) planned_ = setup_.epochs;
  if (wish_ == Wish::all && pictures_ >= planned_ * epoch) planned_ += setup_.epochs;
  goal_ = wish_ == Wish::step    ? pictures_ + 1
          : wish_ == Wish::epoch ? (pictures_ / epoch + 1) * epoch
                                 : planned_ * epoch;
}

// An epoch is as long as the pictures that are trained on; where that changes, so many epochs have been as before.
void TrainScene::fit_epoch() {
  const int64_t size = ChosenPictures::epoch(*data_, setup_.share, own);
  if (size == epoch_size_) return;
  pictures_ = std::llround(epoch() * static_cast<double>(size));
  epoch_size_ = size;
  fully_tested_ = std::min(fully_tested_, pictures_);
  goal_ = 0;
}

void TrainScene::make_model() {
  const Dataset& data = *data_->train();
  model_ = std::make_unique<NetClassifier>(network_for(setup_.net_text(), data, Init(), setup_.seed), data);
}

void TrainScene::make_trainer() {
  TrainOptions options{.epochs = kForEver, .batch_size = setup_.batch};
  options.seed = setup_.seed + static_cast<uint64_t>(trainers_++);  // another order each time, and other dropout
  const Augment a = parse_augment(setup_.augment);
  if (a.any())
    options.augment = [a](std::span<float> x, const Shape& shape, const Key& key, int sample) {
      augment(a, key, sample, shape, x);
    };
  training_on_ = chosen_.get(*data_, setup_.share, own);
  trainer_ = std::make_unique<Trainer>(model_->net, *optimizer_, *training_on_, nullptr, options);
  epoch_correct_ = 0;
}

double TrainScene::learning_rate() const {
  const Schedule eta = parse_schedule(setup_.schedule, 1, std::max(planned_, 1));
  return setup_.lr * static_cast<double>(eta(epoch()));
}

bool TrainScene::advance(double milliseconds, const Clock& now) {
  const double begin = now();
  if (rate_since_ < 0) rate_since_ = begin, rate_pictures_ = pictures_;
  double at = begin, longest = 0;
  bool any = false;
  while (at - begin + longest <= milliseconds || !any) {
    if (!work()) break;
    any = true;
    const double then = std::exchange(at, now());
    longest = std::max(longest, at - then);
  }
  constexpr double kMeasured = 1000;
  if (at - rate_since_ >= kMeasured && running() && !test_run_.running()) {
    rate_ = 1000 * static_cast<double>(pictures_ - rate_pictures_) / (at - rate_since_);
    rate_since_ = at;
    rate_pictures_ = pictures_;
  }
  return any;
}

bool TrainScene::work() {
  if (owes_test_ && model_ && data_->test()) {
    owes_test_ = false;
    begin_test(data_->test()->size());
  }
  if (test_run_.running()) return test_slice(), true;
  if (wish_ == Wish::none || data_->train() == nullptr) return false;
  try {
    train_batch();
  } catch (...) {
    pause();
    throw;
  }
  return true;
}

void TrainScene::train_batch() {
  if (!model_) make_model();
  if (!optimizer_) optimizer_ = make_optimizer(setup_.optimizer);
  if (snapshots_.size() == 0) snapshots_.take(model_->net, 0, 0, tested());
  fit_epoch();
  const bool epoch_over = trainer_ && trainer_->progress().batch == trainer_->progress().batches;
  const std::shared_ptr<const Dataset> chosen = chosen_.get(*data_, setup_.share, own);
  const bool more_of_it = trainer_ && chosen->size() > training_on_->size() && own.size() == 0;
  if (!trainer_ || (chosen != training_on_ && (epoch_over || !more_of_it))) make_trainer();
  if (goal_ == 0) set_goal();
  trainer_->set_learning_rate(static_cast<float>(learning_rate()));
  trainer_->step();
  const int64_t before = pictures_;
  note_batch();
  look_ahead(before);
}

// Into the curve. The trainer tells its epoch's running accuracy: what this mini-batch added is the difference.
void TrainScene::note_batch() {
  const Progress& p = trainer_->progress();
  const int64_t before = int64_t{p.batch - 1} * setup_.batch;
  const int64_t seen = std::min<int64_t>(before + setup_.batch, training_on_->size());
  const int64_t correct = std::llround(p.train.accuracy * static_cast<double>(seen));
  if (p.batch == 1) epoch_correct_ = 0;
  ++steps_;
  pictures_ += seen - before;
  last_loss_ = p.loss;
  since_point_.loss += p.loss * static_cast<double>(seen - before);
  since_point_.correct += correct - std::exchange(epoch_correct_, correct);
  since_point_.count += seen - before;
  if (since_point_.count < per_point_) return;
  train_.push_back(since_point_.mean(epoch()));
  since_point_ = {};
  if (train_.size() < kMostPoints) return;
  halve(train_);
  per_point_ *= 2;
}

// Is it time for a test, or for a pause? `before`: pictures before this mini-batch.
void TrainScene::look_ahead(int64_t before) {
  const bool epoch_ends = before / epoch_size_ != pictures_ / epoch_size_;
  if (pictures_ >= goal_) pause();
  if (!data_->test()) {
    owes_test_ = !running();
    return;
  }
  const int all = data_->test()->size();
  if (epoch_ends && (pictures_ - fully_tested_ >= all || !running()))
    begin_test(all);
  else if (pictures_ >= next_test_)
    begin_test(kShortTest);
}

void TrainScene::begin_test(int count) {
  test_run_.begin(data_->test(), count);
  if (test_run_.whole()) fully_tested_ = pictures_;
  next_test_ = pictures_ + std::clamp(pictures_ / 2, kFirstTest, kBetweenTests);
}

void TrainScene::test_slice() {
  if (!test_run_.slice(model_->net)) return;
  test_.push_back({epoch(), tested().score.loss, tested().score.accuracy});
  if (test_.size() >= kMostPoints) test_.erase(test_.begin(), test_.begin() + kMostPoints / 2);
  snapshots_.take(model_->net, epoch(), steps_, tested());
}

std::vector<uint8_t> TrainScene::model() const {
  check(begun(), "train: there is no network yet: press Start");
  Record record;
  model_->save(record);
  return to_safetensors(record);
}

void TrainScene::load(NetClassifier model) {
  check(model.sample == Shape{28, 28} && model.net.outputs() == confusion().classes(),
        "train: expected a network for pictures of shape (28, 28) in ", confusion().classes(), " classes, got one for ",
        model.sample, " in ", model.net.outputs());
  reset();
  setup_.net = model.net.text();
  model_ = std::make_unique<NetClassifier>(std::move(model));
}

}  // namespace thimble
