#include "app/train_setup.h"

#include <algorithm>

#include "app/recipe.h"
#include "core/error.h"
#include "data/augment.h"
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

// The recipe's settings instead of `setup`'s.
TrainSetup as_recipe(TrainSetup setup, const std::string& id) {
  const Recipe recipe = builtin_recipe(id);
  setup.net = id;
  setup.optimizer = recipe.optimizer;
  setup.schedule = recipe.schedule;
  setup.augment = recipe.augment;
  setup.lr = recipe.lr;
  setup.batch = recipe.batch;
  setup.epochs = recipe.epochs;
  return setup;
}

}  // namespace

const std::vector<std::string>& presets() {
  static const std::vector<std::string> ids = {"quick", "S2-1", "S4-1", "page"};
  return ids;
}

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

std::string TrainSetup::preset() const {
  for (const std::string& id : presets()) {
    const TrainSetup like = as_recipe(*this, id);
    if (net == id && optimizer == like.optimizer && schedule == like.schedule && augment == like.augment &&
        lr == like.lr && batch == like.batch && epochs == like.epochs)
      return id;
  }
  return "";
}

std::string TrainSetup::net_text() const { return is_recipe(net) ? builtin_recipe(net).net : net; }

void TrainSetup::set(const std::string& key, const std::string& value) {
  if (key == "net") {
    if (!is_recipe(value)) parse_network(value);
    net = value;
  } else if (key == "optimizer") {
    make_optimizer(value);
    optimizer = value;
  } else if (key == "preset") {
    check(std::find(presets().begin(), presets().end(), value) != presets().end(), "preset: expected one of ",
          listed(presets()), ", got \"", value, "\"");
    *this = as_recipe(*this, value);
  } else if (key == "augment") {
    augment = to_text(parse_augment(value));
  } else if (key == "share") {
    const auto part = parse_number(value);
    check(part && *part > 0 && *part <= 1, "share: expected a part of the pictures from 0 to 1, got \"", value, "\"");
    share = *part;
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
    fail(Error::usage, text("train: unknown setting \"", key,
                            "\"; known: preset, net, optimizer, schedule, augment, lr, share, batch, epochs, seed"));
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
  add("augment", augment, fresh.augment);
  add("lr", lr, fresh.lr);
  add("share", share, fresh.share);
  add("batch", batch, fresh.batch);
  add("epochs", epochs, fresh.epochs);
  add("seed", seed, fresh.seed);
  return all;
}

}  // namespace thimble
