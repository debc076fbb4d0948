// A training that can be put down and taken up, and one that starts a hair's breadth beside another.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/ops.h"
#include "data/source.h"
#include "learn/safetensors.h"
#include "nn/spec.h"
#include "nn/trainer.h"
#include "plot/chart.h"

// Epochs of 10 steps on the 200 training pictures, with dropout and Adam.
struct Journey {
  thimble::Dataset train = thimble::load_data(THIMBLE_SOURCE_DIR "/tests/data/tiny").train;
  thimble::Sequential net = thimble::parse_network("flatten, dense 32, relu, dropout 0.2, dense 10");
  std::unique_ptr<thimble::Adam> adam = std::make_unique<thimble::Adam>();
  std::unique_ptr<thimble::Trainer> trainer;
  std::vector<double> losses;
  int epochs;
  float rate;

  explicit Journey(uint64_t seed = 1, int for_epochs = 6, float at_rate = 0.003f) : epochs(for_epochs), rate(at_rate) {
    net.build(train.x.network_shape(), seed);
    start(seed);
  }
  void start(uint64_t seed) {
    trainer = std::make_unique<thimble::Trainer>(
        net, *adam, train, nullptr, thimble::TrainOptions{epochs, 20, thimble::constant(rate), nullptr, seed});
  }
  void steps(int count) {
    for (int i = 0; i < count && trainer->step(); ++i) losses.push_back(trainer->progress().loss);
  }
  std::vector<uint8_t> bytes() const {
    thimble::Record record;
    trainer->save(record);
    return thimble::to_safetensors(record);
  }
  void resume(const std::vector<uint8_t>& file) { trainer->load(thimble::from_safetensors(file, "checkpoint")); }
};

// |w_a - w_b| over all parameters.
inline double distance(const Journey& a, const Journey& b) {
  double squares = 0;
  for (size_t i = 0; i < a.net.parameters().size(); ++i) {
    thimble::Tensor difference = a.net.parameters()[i]->value;
    thimble::add_scaled(-1, b.net.parameters()[i]->value, difference);
    squares += thimble::sum_of_squares(difference);
  }
  return std::sqrt(squares);
}

// [apart]
// How far two trainings are apart after each step, if every weight of the last layer begins one last bit apart.
inline thimble::Series apart(const std::string& name, float rate) {
  Journey a(1, 30, rate), b(1, 30, rate);
  for (float& weight : b.net.parameters()[2]->value.values()) weight = std::nextafter(weight, 1.0f);
  thimble::Series distances{name, {{0, distance(a, b)}}};
  for (int step = 1; step <= 300; ++step) {
    for (Journey* journey : {&a, &b}) journey->steps(1);
    distances.points.push_back({double(step), distance(a, b)});
  }
  return distances;
}
// [end]
