#include "app/train_setup.h"

#include <algorithm>

#include "app/recipe.h"
#include "core/error.h"
#include "learn/number.h"
#include "nn/schedule.h"
#include "nn/spec.h"

namespace thimble {
namespace {

constexpr float kMomentum = 0.9f;
constexpr long long kMostSeeds = 1LL << 53;  // what a JavaScript number holds

bool is_recipe(const std::string& name) {
  const std::vector<std::string> ids = builtin_recipes();
  return std::find(ids.begin(), ids.end(), name) != ids.end();
}

long long whole(const std::string& key, const std::string& value, long long least, long long most) {
  const auto number = parse_integer(value, least, most);
  check(number.has_value(), key, ": expected a whole number from ", least, " to ", most, ", got \"", value, "\"");
  return *number;
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

}  // namespace

const std::vector<std::string>& optimizers() {
  static const std::vector<std::string> names = {"sgd", "momentum", "nesterov", "adam"};
  return names;
}

std::unique_ptr<Optimizer> make_optimizer(const std::string& name) {
  if (name == "sgd") return std::make_unique<Sgd>();
  if (name == "momentum") return std::make_unique<Sgd>(SgdOptions{.momentum = kMomentum});
  if (name == "nesterov") return std::make_unique<Sgd>(SgdOptions{.momentum = kMomentum, .nesterov = true});
  if (name == "adam") return std::make_unique<Adam>();
  fail(Error::usage, text("optimizer: expected one of ", listed(optimizers()), ", got \"", name, "\""));
}

std::string TrainSetup::net_text() const { return is_recipe(net) ? builtin_recipe(net).net : net; }

void TrainSetup::set(const std::string& key, const std::string& value) {
  if (key == "net") {
    if (!is_recipe(value)) parse_network(value);
    net = value;
  } else if (key == "optimizer") {
    make_optimizer(value);
    optimizer = value;
  } else if (key == "schedule") {
    parse_schedule(value, 1, epochs);
    schedule = value;
  } else if (key == "lr") {
    const auto rate = parse_number(value);
    check(rate && *rate >= 0 && *rate <= 100, "lr: expected a learning rate from 0 to 100, got \"", value, "\"");
    lr = *rate;
  } else if (key == "batch") {
    batch = static_cast<int>(whole(key, value, 1, 4096));
  } else if (key == "epochs") {
    epochs = static_cast<int>(whole(key, value, 1, 1000));
  } else if (key == "seed") {
    seed = static_cast<uint64_t>(whole(key, value, 0, kMostSeeds));
  } else {
    fail(Error::usage,
         text("train: unknown setting \"", key, "\"; known: net, optimizer, schedule, lr, batch, epochs, seed"));
  }
}

std::vector<std::pair<std::string, std::string>> TrainSetup::settings() const {
  const TrainSetup fresh;
  std::vector<std::pair<std::string, std::string>> all;
  const auto add = [&](const char* key, const auto& now, const auto& before) {
    if (now != before) all.emplace_back(key, text(now));
  };
  add("net", net, fresh.net);
  add("optimizer", optimizer, fresh.optimizer);
  add("schedule", schedule, fresh.schedule);
  add("lr", lr, fresh.lr);
  add("batch", batch, fresh.batch);
  add("epochs", epochs, fresh.epochs);
  add("seed", seed, fresh.seed);
  return all;
}

}  // namespace thimble
