#include "nn/trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/ops.h"
#include "core/threads.h"
#include "nn/weight_decay.h"

namespace thimble {

namespace {

// Multiply-adds of a forward pass from which on other threads make the next mini-batch ready. A smaller step would wait
// longer for their caches than it takes to fill its own.
constexpr int64_t kWorthHelp = 1 << 20;
// Multiply-adds of a forward pass up to which a device runs a step as one: its kernels then take microseconds.
constexpr int64_t kSmallStep = int64_t{1} << 31;
constexpr int kSamplesPerPiece = 4;  // made ready on the side: short, so that nobody waits long for who does it

// What is asked of a device while it is there is started by finish(), as one; without that it is forgotten.
class Recording {
 public:
  explicit Recording(const Device* device) : device_(device) {
    if (device_ != nullptr) device_->begin_recording();
  }
  ~Recording() {
    if (device_ != nullptr) device_->end_recording(false);
  }
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;
  void finish() {
    if (const Device* device = std::exchange(device_, nullptr)) device->end_recording(true);
  }

 private:
  const Device* device_;
};

double first_bad(const Tensor& there) {
  const Tensor t = there.to(nullptr);
  for (const float v : t.values())
    if (!std::isfinite(v)) return static_cast<double>(v);
  return 0;
}

// "conv2d_1 (its weight)": the first place, from the input on, where a value is not finite.
std::string first_not_finite(Sequential& net, const Tensor& x, const Pass& pass) {
  if (!all_finite(x)) return "the input";
  const std::vector<std::string> names = net.layer_names();
  for (int i = 0; i < net.size(); ++i) {
    const std::string& name = names[static_cast<size_t>(i)];
    for (const Parameter* p : net.layer(i).parameters())
      if (!all_finite(p->value)) return name + " (its " + p->name.substr(p->name.rfind('.') + 1) + ")";
    if (!all_finite(net.activation(i, x, pass))) return name + " (its output)";
  }
  return "none: only the loss itself overflowed";
}

}  // namespace

double l2_penalty(std::span<Parameter* const> parameters) {
  double penalty = 0;
  for (const Parameter* p : parameters)
    if (p->l2 != 0) penalty += static_cast<double>(p->l2) * sum_of_squares(p->value);  // lambda sum w^2
  return penalty;
}

void add_l2_gradients(std::span<Parameter* const> parameters) {
  for (Parameter* p : parameters)
    if (p->l2 != 0) add_scaled(2 * p->l2, p->value, p->grad);  // dw += 2 lambda w
}

Trainer::Trainer(Sequential& net, Optimizer& optimizer, const Dataset& train, const Dataset* validation,
                 TrainOptions options)
    : net_(net), optimizer_(optimizer), train_(train), validation_(validation), options_(std::move(options)) {
  check(net.built(), "trainer: the network is not built yet");
  check(options_.epochs >= 1, "trainer: expected at least 1 epoch, got ", options_.epochs);
  check(options_.batch_size >= 1, "trainer: expected a batch of at least 1 sample, got ", options_.batch_size);
  check(train.size() >= 1, "trainer: the training set is empty");
  check(static_cast<int>(train.labels.size()) == train.size(), "trainer: ", train.size(), " samples, ",
        train.labels.size(), " labels");
  check(net.input_shape() == train.x.network_shape(), "trainer: the network expects samples of shape ",
        net.input_shape(), ", got ", train.x.network_shape());
  check(net.outputs() == train.classes(), "trainer: the network has ", net.outputs(), " outputs, the data ",
        train.classes(), " classes");
  if (validation != nullptr) {
    check(validation->size() >= 1, "trainer: the validation set is empty");
    check(validation->x.network_shape() == train.x.network_shape() && validation->classes() == train.classes(),
          "trainer: expected validation samples of shape ", train.x.network_shape(), " in ", train.classes(),
          " classes, got ", validation->x.network_shape(), " in ", validation->classes());
  }
  check(bool(options_.learning_rate), "trainer: no learning rate given");
  const auto in_range = [](const char* what, float value, float most) {
    check(value >= 0 && value <= most, "trainer: expected ", what, " from 0 to ", most, ", got ", value);
  };
  in_range("a smoothing", options_.smoothing, 1);
  in_range("a weight decay", options_.weight_decay, 1e6f);
  in_range("an ema", options_.ema, 0.999999f);
  helped_ = threads() > 1 && (options_.augment || net.macs() * options_.batch_size >= kWorthHelp);
  if (net.device() != nullptr && !options_.augment) bring_pictures();
  progress_.epochs = options_.epochs;
  progress_.batches = (train.size() - 1) / options_.batch_size + 1;
  begin_epoch();
}

void Trainer::observe(TrainObserver& observer) { observers_.push_back(&observer); }

void Trainer::set_learning_rate(float rate) {
  check(std::isfinite(rate) && rate >= 0, "trainer: expected a learning rate of at least 0, got ", rate);
  fixed_rate_ = rate;
}

bool Trainer::step() {
  if (finished_) return end();
  if (progress_.batch == progress_.batches) {
    ++progress_.epoch;
    begin_epoch();
  }
  const Pass pass{Mode::train, Key(options_.seed, Purpose::augment, progress_.epoch), rows_of(progress_.batch)};
  Recording recording(recordable() ? net_.device() : nullptr);
  take_batch();
  progress_.learning_rate = learning_rate();
  ++progress_.batch;
  ++progress_.step;

  const Tensor& z = net_.forward(input(), pass);                                // z = f(x; w)
  losses_.compute(z, now_.labels, options_.smoothing, net_.parameters(), dz_);  // L, dz = dL/dz
  if (net_.device() == nullptr) settle(pass);
  net_.set_gradients(dz_);              // dw = dL/dw
  add_l2_gradients(net_.parameters());  //    + 2 l2 w
  if (options_.weight_decay > 0) decay_weights(net_.parameters(), progress_.learning_rate * options_.weight_decay);
  optimizer_.step(net_.parameters(), progress_.learning_rate);          // w <- w - eta (...)
  if (options_.ema > 0) average_.add(net_.parameters(), options_.ema);  // a <- a + (1 - d) (w - a)

  recording.finish();
  if (losses_.due() || progress_.batch == progress_.batches) settle(pass);

  for (TrainObserver* o : observers_) o->on_batch(progress_);
  if (progress_.batch == progress_.batches) end_epoch();
  return true;
}

// What is known of the steps so far is counted.
void Trainer::settle(const Pass& pass) {
  for (const StepLoss& step : losses_.look()) {
    progress_.loss = step.loss;
    if (!std::isfinite(step.loss)) fail_not_finite("the loss", step.loss, first_not_finite(net_, input(), pass));
    add(step);
  }
  losses_.clear();
}

// A small step is started as one where all its memory is there already: behind two plain ones of as many samples.
bool Trainer::recordable() {
  const Device* device = net_.device();
  const int samples = static_cast<int>(rows_of(progress_.batch).size());
  alike_ = samples == there_.dim(0) ? alike_ + 1 : 0;
  return device != nullptr && device->begin_recording != nullptr && !pictures_.empty() && alike_ > 2 &&
         net_.macs() * samples <= kSmallStep;
}

void Trainer::begin_epoch() {
  preparing_.finish();
  losses_.clear();
  order_ = Rng(options_.seed, Purpose::shuffle, progress_.epoch).permutation(train_.size());
  next_.number = -1;
  progress_.batch = 0;
  progress_.has_validation = false;
  loss_sum_ = 0;
  correct_ = seen_ = 0;
}

std::span<const int> Trainer::rows_of(int batch) const {
  const size_t begin = static_cast<size_t>(batch) * static_cast<size_t>(options_.batch_size);
  return std::span(order_).subspan(begin, std::min(static_cast<size_t>(options_.batch_size), order_.size() - begin));
}

float Trainer::learning_rate() const {
  if (fixed_rate_ >= 0) return fixed_rate_;
  return options_.learning_rate(progress_.epoch + static_cast<double>(progress_.batch) / progress_.batches);
}

// now_ becomes the batch of this step, and the one behind it is begun.
void Trainer::take_batch() {
  if (!pictures_.empty()) {
    const std::span<const int> rows = rows_of(progress_.batch);
    now_.labels.resize(rows.size());
    for (size_t n = 0; n < rows.size(); ++n) now_.labels[n] = train_.labels[static_cast<size_t>(rows[n])];
    there_.resize(train_.x.network_shape().with_batch(static_cast<int>(rows.size())));
    return gather_rows(pictures_, rows, there_);
  }
  if (next_.number != progress_.batch) prepare(progress_.batch);
  if (helped_)
    preparing_.finish();
  else
    fill_next(0, next_.x.dim(0));
  std::swap(now_, next_);
  if (net_.device() != nullptr) {
    if (there_.device() == nullptr) there_ = Tensor(now_.x.shape(), 0, net_.device());
    there_.resize(now_.x.shape());
    there_.copy_from(now_.x);
  }
  if (now_.number + 1 < progress_.batches) prepare(now_.number + 1);
}

// All pictures as the network sees them, to where it lives.
void Trainer::bring_pictures() {
  constexpr int kTogether = 4096;
  const Shape sample = train_.x.network_shape();
  pictures_ = Tensor(sample.with_batch(train_.size()), 0, net_.device());
  there_ = Tensor(sample.with_batch(1), 0, net_.device());
  Tensor part;
  std::vector<int> rows;
  for (int begin = 0; begin < train_.size(); begin += kTogether) {
    rows.resize(static_cast<size_t>(std::min(kTogether, train_.size() - begin)));
    std::iota(rows.begin(), rows.end(), begin);
    train_.x.gather(rows, part);
    Tensor::borrow(pictures_.memory() + int64_t{begin} * sample.size(), part.shape(), net_.device()).copy_from(part);
  }
}

// Begins to fill next_, or at least has its samples fetched.
void Trainer::prepare(int batch) {
  preparing_.finish();
  const std::span<const int> rows = rows_of(batch);
  next_.number = batch;
  next_.x.resize(train_.x.network_shape().with_batch(static_cast<int>(rows.size())));
  next_.labels.resize(rows.size());
  if (!helped_) return train_.x.expect(rows);
  preparing_.begin(static_cast<int>(rows.size()), kSamplesPerPiece,
                   [this](int begin, int end) { fill_next(begin, end); });
}

// x = scale * sample + shift, augmented.
void Trainer::fill_next(int begin, int end) {
  const std::span<const int> sample = rows_of(next_.number);
  for (int n = begin; n < end; ++n) {
    const int i = sample[static_cast<size_t>(n)];
    next_.labels[static_cast<size_t>(n)] = train_.labels[static_cast<size_t>(i)];
    train_.x.copy(i, next_.x.row(n));
    if (options_.augment)
      options_.augment(next_.x.row(n), train_.x.network_shape(), Key(options_.seed, Purpose::augment, progress_.epoch),
                       i);
  }
}

void Trainer::add(const StepLoss& step) {
  loss_sum_ += step.loss * step.samples;
  correct_ += step.correct;
  seen_ += step.samples;
  progress_.train = {loss_sum_ / static_cast<double>(seen_),
                     static_cast<double>(correct_) / static_cast<double>(seen_)};
}

void Trainer::end_epoch() {
  for (const Parameter* p : net_.parameters())
    if (!all_finite(p->value)) fail_not_finite("a weight", first_bad(p->value), p->name);
  show_averages(options_.ema > 0);
  if (validation_ != nullptr) {
    progress_.validation = evaluate(net_, *validation_);
    progress_.has_validation = true;
    if (!std::isfinite(progress_.validation.loss))
      fail_not_finite("the validation loss", progress_.validation.loss, "met in the validation pass");
  }
  for (TrainObserver* o : observers_)
    if (o->on_epoch(progress_) == Control::stop) stopped_ = true;
  finished_ = stopped_ || progress_.epoch + 1 == progress_.epochs;
  if (!finished_) show_averages(false);
}

void Trainer::show_averages(bool on) {
  if (on != averages_shown_) average_.swap(net_.parameters());
  averages_shown_ = on;
}

// After the last step, and after whoever drives the loop has had a chance to save it.
bool Trainer::end() {
  if (!ended_)
    for (TrainObserver* o : observers_) o->on_end(progress_);
  ended_ = true;
  return false;
}

void Trainer::fail_not_finite(const std::string& what, double value, const std::string& where) const {
  fail(Error::numeric, text("training: ", what, " is no longer a finite number (", value, ") at step ", progress_.step,
                            " (epoch ", progress_.epoch + 1, ", batch ", progress_.batch, " of ", progress_.batches,
                            ") with learning rate ", progress_.learning_rate,
                            "; first layer whose values are not finite: ", where, "; a smaller rate may help"));
}

}  // namespace thimble
