// Mini-batch gradient descent, one mini-batch per step(): the caller owns time.
//
// One step, with eta from the schedule at (epoch + batch / batches):
//   z = f(x; w)      L = cross_entropy(softmax(z), labels) + sum l2 w^2      dw = dL/dw
//   w <- w - eta lambda w      w <- optimizer(w, dw, eta)      a <- a + (1 - d) (w - a)
// with lambda = weight_decay (nn/weight_decay.h) and d = ema (nn/weight_average.h), each as far as it is wanted.
// The samples of an epoch are shuffled by (seed, Purpose::shuffle, epoch); its last mini-batch may be smaller, and
// counts by its size in the running means, as in Keras. While a step is computed, threads that would wait gather and
// augment the samples of the next one.
//
// A network that lives on a device is trained there. The pictures are brought there once and gathered there; where they
// are augmented, that is done here, and each mini-batch is brought. Losses are read every few steps (nn/step_losses.h), so
// Progress may lag behind by these, but not at the end of an epoch.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/aside.h"
#include "learn/dataset.h"
#include "learn/safetensors.h"
#include "nn/optimizer.h"
#include "nn/schedule.h"
#include "nn/sequential.h"
#include "nn/step_losses.h"
#include "nn/weight_average.h"

namespace thimble {

// Changes one training picture x of `shape` in place; `sample` is its number in the data set. Called on many threads.
using Augmenter = std::function<void(std::span<float> x, const Shape& shape, const Key& key, int sample)>;

struct TrainOptions {
  int epochs = 10, batch_size = 32;
  Schedule learning_rate = constant(1e-3f);
  Augmenter augment = nullptr;  // data/augment.h has one
  uint64_t seed = 0;
  float smoothing = 0;     // of the labels that are trained on; a validation loss is never smoothed
  float weight_decay = 0;  // lambda; 0: none
  float ema = 0;           // d, in [0, 1); 0: none. Else validation, observers of epochs and the end see the averages
};

struct Score {
  double loss = 0, accuracy = 0;
};

// Where training stands. `train` is the running mean over the epoch so far, as Keras prints it (dropout on, penalty
// included); `validation` is a full pass at the end of the epoch.
struct Progress {
  int epoch = 0, epochs = 0;   // epoch counts from 0
  int batch = 0, batches = 0;  // batches done in this epoch
  int64_t step = 0;            // batches done in all
  double loss = 0;             // of the last batch
  float learning_rate = 0;
  Score train, validation;
  bool has_validation = false;
};

enum class Control { go_on, stop };

class Trainer;

// Watches training: a progress bar, a history, early stopping, a chart in the browser.
class TrainObserver {
 public:
  virtual ~TrainObserver() = default;
  virtual void on_batch(const Progress&) {}
  virtual Control on_epoch(const Progress&) { return Control::go_on; }
  virtual void on_end(const Progress&) {}
  virtual void save(Record&) const {}
  virtual void load(const Record&) {}
};

class Trainer {
 public:
  // The network must be built for the data's samples. `validation` may be null. All are borrowed.
  Trainer(Sequential& net, Optimizer& optimizer, const Dataset& train, const Dataset* validation, TrainOptions options);

  void observe(TrainObserver& observer);  // borrowed; called in the order added
  void set_learning_rate(float rate);     // from the next step on, instead of the schedule

  // One mini-batch, and behind the last one of an epoch the validation pass; false, and nothing done, when training is
  // over. numeric error naming step, epoch, learning rate and layer when the loss is no longer finite.
  bool step();
  void run() {
    while (step()) {
    }
  }
  const Progress& progress() const { return progress_; }
  bool finished() const { return finished_; }

  // Everything needed to go on as if never interrupted, mid-epoch too, on any number of threads. Between two steps:
  // an observer sees only a part of one. The keys:
  //   thimble.kind             "checkpoint"
  //   NAME                     every parameter, moving statistics included: "conv2d.weight"
  //   trainer.net              the network's text
  //   trainer.samples          size of the training set       trainer.labels: SHA-256 of its labels (which split is this)
  //   trainer.batch_size, trainer.seed, trainer.compute       ("float32", "bf16" or "tf32")
  //   trainer.loss_sum, .correct, .seen                       the running means of the epoch begun
  //   trainer.fixed_rate       the rate that was set instead of the schedule, or -1
  //   trainer.stopped          1: by an observer
  //   trainer.progress.*       epoch, batch, batches, step, loss, learning_rate, train, validation
  //   optimizer.*              its name, step count and moments
  //   ema.steps, ema.NAME                                     the averages, if there are any; NAME is then not averaged
  //   history.*, early_stopping.*                             the observers' own
  // `epochs` is not among them: a longer run may go on from a shorter one.
  void save(Record& record) const;
  // data error where the record is of another network, data set, batch size, seed or optimizer, or does not hold what
  // it should; then nothing has changed but, perhaps, observers.
  void load(const Record& record);

 private:
  void begin_epoch();
  void end_epoch();
  bool end();
  std::span<const int> rows_of(int batch) const;
  float learning_rate() const;
  void take_batch();
  void prepare(int batch);
  void fill_next(int begin, int end);
  void show_averages(bool on);
  void bring_pictures();
  const Tensor& input() const { return net_.device() == nullptr ? now_.x : there_; }
  void settle(const Pass& pass);
  bool recordable();
  void add(const StepLoss& step);
  [[noreturn]] void fail_not_finite(const std::string& what, double value, const std::string& where) const;

  Sequential& net_;
  Optimizer& optimizer_;
  const Dataset& train_;
  const Dataset* validation_;
  TrainOptions options_;
  std::vector<TrainObserver*> observers_;
  std::vector<int> order_;  // this epoch's permutation
  Progress progress_;
  double loss_sum_ = 0;
  int64_t correct_ = 0, seen_ = 0;
  float fixed_rate_ = -1;
  bool finished_ = false, stopped_ = false, ended_ = false;
  WeightAverage average_;
  bool averages_shown_ = false;  // the network holds the averages, and average_ the weights themselves

  struct MiniBatch {
    int number = -1;  // in this epoch; -1: none
    Tensor x;
    std::vector<int> labels;
  };
  bool helped_ = false;   // other threads make next_ ready
  MiniBatch now_, next_;  // the batch of this step; the one that is made ready meanwhile
  Tensor dz_;
  StepLosses losses_;
  int alike_ = 0;            // steps in a row with as many samples on a device
  Tensor pictures_, there_;  // on a device: all of them, unless they are augmented; the batch of this step
  Aside preparing_;          // of next_; declared last, since it must end before what it fills
};

// Loss and accuracy of a full pass in Mode::infer; where `predicted` is given it receives the argmax of each sample.
// The loss includes the L2 penalty, as Keras's evaluate() does.
// At most `batch_size` samples at a time, fewer where activations are large.
Score evaluate(Sequential& net, const Dataset& data, int batch_size = 256, std::vector<int>* predicted = nullptr);

// How many samples evaluate() runs at once: 256, or what 128 MB of activations hold.
int evaluation_batch(const Sequential& net);

// Softmax probabilities (N, classes) of all samples.
void probabilities(Sequential& net, const Samples& x, Tensor& p, int batch_size = 256);

// sum of l2 * sum value^2 over the parameters; add_l2_gradients adds 2 l2 value to every grad.
double l2_penalty(std::span<Parameter* const> parameters);
void add_l2_gradients(std::span<Parameter* const> parameters);

int count_correct(const Tensor& z, std::span<const int> labels);  // rows whose argmax is the label

}  // namespace thimble
