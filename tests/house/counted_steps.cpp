#include <memory>

#include "app/recipe.h"
#include "core/rng.h"
#include "house/counted_jobs.h"
#include "nn/spec.h"
#include "nn/trainer.h"

namespace house {
namespace {

using namespace thimble;

Dataset noise(Shape sample, int pictures) {
  std::vector<uint8_t> bytes(static_cast<size_t>(pictures) * static_cast<size_t>(sample.size()));
  Rng rng(1, Purpose::test);
  for (uint8_t& b : bytes) b = static_cast<uint8_t>(rng.next());
  Dataset data{Samples(sample, std::move(bytes)), {}, numbered_classes(10)};
  for (int i = 0; i < pictures; ++i) data.labels.push_back(i % 10);
  return data;
}

// A network in training: the second step allocates nothing any more and is the one to count.
class Training {
 public:
  Training(const std::string& text, Shape sample, int batch)
      : data_(noise(sample, 2 * batch)), net_(parse_network(text)) {
    net_.build(data_.x.network_shape(), 1);
    TrainOptions options;
    options.batch_size = batch;
    trainer_ = std::make_unique<Trainer>(net_, adam_, data_, nullptr, options);
  }
  void step() { trainer_->step(); }

 private:
  Dataset data_;
  Sequential net_;
  Adam adam_;
  std::unique_ptr<Trainer> trainer_;
};

// S3-1 with the layers of its first half, smaller: what it has beyond S2-1 are batch_norm, l2 and several blocks.
const char* const kSmallS3 =
    "conv 32 3x3 same, relu, batch_norm, dropout 0.3, conv 48 3x3 same l2 0.01, relu, batch_norm, dropout 0.4,"
    "max_pool 2, flatten, dense 64, relu, batch_norm, dropout 0.5, dense 10";

Job step_of(const std::string& name, const std::string& text, Shape sample, int batch) {
  const auto training = std::make_shared<std::unique_ptr<Training>>();
  return {"step/" + name,
          [=] {
            *training = std::make_unique<Training>(text, sample, batch);
            (*training)->step();
          },
          [=] { (*training)->step(); }};
}

}  // namespace

std::vector<Job> counted_steps() {
  return {
      step_of("S2-1", builtin_recipe("S2-1").net, {28, 28}, 16),
      step_of("S4-1", builtin_recipe("S4-1").net, {28, 28}, 64),
      step_of("S3-1-small", kSmallS3, {8, 8}, 16),
  };
}

std::vector<Job> counted_jobs() {
  std::vector<Job> jobs = counted_kernels();
  for (Job& job : counted_steps()) jobs.push_back(std::move(job));
  return jobs;
}

}  // namespace house
