// How gradients become new parameters.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "learn/safetensors.h"
#include "nn/layer.h"

namespace thimble {

class Optimizer {
 public:
  virtual ~Optimizer() = default;
  virtual std::string name() const = 0;
  virtual void step(std::span<Parameter* const> parameters, float learning_rate) = 0;  // trainable ones only
  // Moments and step count, for checkpoints; names begin with "optimizer.".
  virtual void save(std::span<Parameter* const> parameters, Record& record) const = 0;
  virtual void load(std::span<Parameter* const> parameters, const Record& record) = 0;
};

struct SgdOptions {
  float momentum = 0;
  bool nesterov = false;
};

//   v <- mu v - eta g;   p <- p + v       (Nesterov: p <- p + mu v - eta g)
class Sgd : public Optimizer {
 public:
  explicit Sgd(SgdOptions options = {}) : options_(options) {}
  std::string name() const override { return "sgd"; }
  void step(std::span<Parameter* const> parameters, float learning_rate) override;
  void save(std::span<Parameter* const> parameters, Record& record) const override;
  void load(std::span<Parameter* const> parameters, const Record& record) override;

 private:
  SgdOptions options_;
  std::vector<Tensor> v_;
};

// Where epsilon stands is not the same everywhere. Algorithm 1 adds it to sqrt(v / (1 - beta2^t)), as PyTorch does; the
// rewriting before the paper's section 2.1 adds "epsilon hat" to sqrt(v), as Keras does.
struct AdamOptions {
  float beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-7f;
  bool epsilon_hat = true;
  static AdamOptions keras() { return {}; }  // epsilon 1e-7
  static AdamOptions pytorch() { return {.epsilon = 1e-8f, .epsilon_hat = false}; }
};

// Kingma & Ba 2015, Algorithm 1:
//   m <- beta1 m + (1 - beta1) g;   v <- beta2 v + (1 - beta2) g^2
//   p <- p - eta (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
// or, with epsilon_hat (section 2, last paragraph before 2.1):
//   p <- p - eta sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
class Adam : public Optimizer {
 public:
  explicit Adam(AdamOptions options = {}) : options_(options) {}
  std::string name() const override { return "adam"; }
  void step(std::span<Parameter* const> parameters, float learning_rate) override;
  void save(std::span<Parameter* const> parameters, Record& record) const override;
  void load(std::span<Parameter* const> parameters, const Record& record) override;

 private:
  AdamOptions options_;
  std::vector<Tensor> m_, v_;
  int64_t t_ = 0;
};

}  // namespace thimble
