// The state behind the page's panel that trains: a network, the pictures as they arrive, and what can be watched. Whoever
// shows it calls advance() whenever there is time; nothing here takes longer than one mini-batch.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/arriving_data.h"
#include "app/chosen_pictures.h"
#include "app/own_pictures.h"
#include "app/sliced_test.h"
#include "app/snapshots.h"
#include "app/train_setup.h"
#include "nn/net_classifier.h"
#include "nn/trainer.h"

namespace thimble {

// Time is counted in epochs: training pictures seen / training pictures that there are.
struct CurvePoint {
  double epoch, loss, accuracy;
};

class TrainScene {
 public:
  using Clock = std::function<double()>;  // milliseconds, from any moment on

  explicit TrainScene(std::vector<std::string> class_names);
  explicit TrainScene(std::shared_ptr<ArrivingData> data);  // that another scene trains on too

  ArrivingData& data() { return *data_; }
  const ArrivingData& data() const { return *data_; }
  const std::shared_ptr<ArrivingData>& shared_data() const { return data_; }
  OwnPictures own;  // learned beside the data's
  const TrainSetup& setup() const { return setup_; }
  // A learning rate, a schedule, a number of epochs, a batch size, an augmentation or a share of the data hold from the
  // next mini-batch on, and another optimizer begins afresh; another network or seed throws away what was learned. usage
  // error as TrainSetup::set.
  void set(const std::string& key, const std::string& value);

  void start();      // for setup().epochs more epochs if all have been run; waits for data
  void pause();      // a test that has been begun is finished
  void step();       // one mini-batch, then pause
  void run_epoch();  // to the end of the epoch, then pause
  void reset();      // fresh weights
  bool running() const { return wish_ != Wish::none; }

  // Works until `milliseconds` are over, or would be with one more piece; at least one piece. False: nothing to do.
  // numeric error when the loss is no longer finite; then training has stopped.
  bool advance(double milliseconds, const Clock& now);
  bool work();  // one piece: a mini-batch, or kSlice pictures of a test

  // Where training stands.
  bool begun() const { return model_ != nullptr; }
  int64_t steps() const { return steps_; }
  double epoch() const {
    return epoch_size_ == 0 ? 0 : static_cast<double>(pictures_) / static_cast<double>(epoch_size_);
  }
  double images_per_second() const { return rate_; }
  double learning_rate() const;                                    // of the next mini-batch
  const std::vector<CurvePoint>& train() const { return train_; }  // means over the mini-batches since the point before
  const std::vector<CurvePoint>& test() const { return test_; }
  const TestResult& tested() const { return test_run_.result(); }  // the last test
  const ConfusionMatrix& confusion() const { return tested().confusion; }
  const Snapshots& snapshots() const { return snapshots_; }  // at the beginning, and behind every test
  double batch_loss() const { return last_loss_; }

  const Sequential* net() const { return model_ ? &model_->net : nullptr; }
  NetClassifier* network() { return model_.get(); }  // null before training has begun
  unsigned run() const { return run_; }              // counted up whenever the weights are thrown away

  std::vector<uint8_t> model() const;  // as a safetensors file; usage error before training has begun
  void load(NetClassifier model);      // to go on from; usage error where it does not fit the data

  static constexpr int kShortTest =
      2000;  // pictures of a test within an epoch; at its end, unless it is short, all are asked
  static constexpr size_t kMostPoints = 400;  // of a curve; then every two become one

 private:
  enum class Wish { none, step, epoch, all };
  void wish(Wish w);
  void set_goal();
  void make_model();
  void make_trainer();
  void fit_epoch();
  void train_batch();
  void note_batch();
  void look_ahead(int64_t before);
  void begin_test(int count);
  void test_slice();
  void forget_curves();

  std::shared_ptr<ArrivingData> data_;
  TrainSetup setup_;
  ChosenPictures chosen_;
  std::unique_ptr<NetClassifier> model_;
  std::unique_ptr<Optimizer> optimizer_;
  std::unique_ptr<Trainer> trainer_;
  std::shared_ptr<const Dataset> training_on_;  // by trainer_
  int trainers_ = 0;                            // made since the weights were fresh
  Wish wish_ = Wish::none;
  unsigned run_ = 0;
  int64_t epoch_size_ = 0;                       // pictures
  int64_t pictures_ = 0, goal_ = 0, steps_ = 0;  // goal_: to pause at so many pictures; 0: not yet known
  int planned_ = 0;                              // epochs that the schedule covers

  struct Sum {
    double loss = 0;
    int64_t correct = 0, count = 0;
    CurvePoint mean(double epoch) const {
      return {epoch, loss / static_cast<double>(count), static_cast<double>(correct) / static_cast<double>(count)};
    }
  };
  double last_loss_ = 0;
  int64_t epoch_correct_ = 0;  // in trainer_'s epoch, up to the batch before
  Sum since_point_;
  int64_t per_point_ = 0, next_test_ = 0, fully_tested_ = 0;  // pictures
  std::vector<CurvePoint> train_, test_;
  SlicedTest test_run_;
  bool owes_test_ = false;  // training has ended before the test pictures came
  Snapshots snapshots_;

  double rate_ = 0, rate_since_ = -1;
  int64_t rate_pictures_ = 0;
};

}  // namespace thimble
