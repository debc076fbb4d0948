#include "nn/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "core/functions.h"
#include "nn/words.h"

namespace thimble {

Schedule constant(float eta) {
  return [eta](double) { return eta; };
}

Schedule exponential(float eta, float factor) { return step_decay(eta, factor, 1); }

Schedule step_decay(float eta, float factor, int every) {
  check(factor > 0, "schedule: expected a factor above 0, got ", factor);
  check(every >= 1, "schedule: expected steps of at least 1 epoch, got ", every);
  return [eta, factor, every](double epoch) {
    return static_cast<float>(eta * pow_exact(factor, std::floor(epoch / every)));  // eta factor^floor(epoch / every)
  };
}

Schedule cosine(float eta, int epochs) {
  check(epochs >= 1, "schedule: expected at least 1 epoch, got ", epochs);
  return [eta, epochs](double epoch) {
    const double t = std::clamp(epoch / epochs, 0.0, 1.0);
    return static_cast<float>(eta * (1 + cos_exact(std::numbers::pi * t)) / 2);  // eta (1 + cos(pi t)) / 2
  };
}

Schedule one_cycle(float eta, int epochs, float warm) {
  check(epochs >= 1, "schedule: expected at least 1 epoch, got ", epochs);
  check(warm >= 0 && warm < 1, "schedule: expected a warm-up share in [0, 1), got ", warm);
  return [eta, epochs, warm](double epoch) {
    const double t = std::clamp(epoch / epochs, 0.0, 1.0);
    const double share = t < warm ? t / warm : (1 - t) / (1 - warm);
    return static_cast<float>(eta * share);
  };
}

Schedule parse_schedule(const std::string& line, float eta, int epochs) {
  static const std::vector<std::string> kKnown = {"constant", "exponential", "step", "cosine", "one_cycle"};
  const std::vector<std::string> words = split_words(line);
  check(!words.empty(), "schedule: expected a name, got nothing; ", known_words("", kKnown));
  const std::string& name = words[0];

  auto takes = [&](size_t least, size_t most, const char* form) {
    check(words.size() > least && words.size() <= most + 1, "schedule \"", line, "\": expected \"", form, "\"");
  };
  auto number = [&](size_t i, double low, double high) {
    const auto value = to_number(words[i]);
    check(value && *value > low && *value <= high, "schedule \"", line, "\": expected a number above ", low,
          " and up to ", high, ", got \"", words[i], "\"");
    return static_cast<float>(*value);
  };

  if (name == "constant") {
    takes(0, 0, "constant");
    return constant(eta);
  }
  if (name == "exponential") {
    takes(1, 1, "exponential FACTOR");
    return exponential(eta, number(1, 0, 1000));
  }
  if (name == "step") {
    takes(2, 2, "step FACTOR EPOCHS");
    const auto every = to_count(words[2]);
    check(every && *every >= 1, "schedule \"", line, "\": expected a whole number of epochs, got \"", words[2], "\"");
    return step_decay(eta, number(1, 0, 1000), *every);
  }
  if (name == "cosine") {
    takes(0, 0, "cosine");
    return cosine(eta, epochs);
  }
  if (name == "one_cycle") {
    takes(0, 1, "one_cycle [SHARE]");
    return one_cycle(eta, epochs, words.size() == 2 ? number(1, 0, 0.99) : 0.3f);
  }
  fail(Error::usage, text("schedule \"", line, "\": unknown word \"", name, "\"; ", known_words(name, kKnown)));
}

}  // namespace thimble
