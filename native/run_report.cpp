// From a finished run to what its page shows.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "learn/number.h"
#include "native/command_line.h"
#include "native/report_html.h"
#include "native/terminal.h"
#include "native/train_result.h"
#include "nn/net_classifier.h"
#include "nn/summary.h"
#include "nn/words.h"
#include "plot/markup.h"

namespace thimble {

namespace {

constexpr int kGallery = 32, kMistakes = 24;

std::string figure(double value) {
  return value >= 100 ? grouped(static_cast<int64_t>(value + 0.5)) : decimal(value, 4);
}

// Counts must be equal; a loss should be small, the rest large; 0.01 is close.
ReportedFigure judged(const Comparison& c) {
  constexpr double close = 0.01;
  const bool count = c.name == "parameters", epochs = c.name == "epochs",
             loss = c.name.find("loss") != std::string::npos;
  const double better = loss ? c.reported - c.ours : c.ours - c.reported;
  ReportedFigure f{c.name, figure(c.ours), figure(c.reported), "", true};
  if (count || epochs) {
    f.ours = grouped(static_cast<int64_t>(c.ours));
    f.reported = grouped(static_cast<int64_t>(c.reported));
    f.good = epochs || c.ours == c.reported;
    f.verdict = c.ours == c.reported ? "the same" : "another number";
  } else if (std::fabs(better) <= close) {
    f.verdict = "close (" + std::string(c.ours > c.reported ? "+" : "") + decimal(c.ours - c.reported, 4) + ")";
  } else {
    f.good = better > 0;
    f.verdict = (f.good ? "better by " : "worse by ") + decimal(std::fabs(better), 4);
  }
  return f;
}

// The command that repeats the run: what is not the default, with the network in full.
std::string command_of(const TrainResult& result, const std::string& net) {
  const Recipe standard, &r = result.recipe;
  std::string words = "thimble train --net " + quoted(net);
  const auto add = [&](const char* option, const std::string& value, bool differs) {
    if (differs) words += std::string(" --") + option + " " + quoted(value);
  };
  add("data", result.data_place, !result.data_place.empty());
  add("optimizer", r.optimizer, r.optimizer != standard.optimizer);
  add("lr", number_text(r.lr), r.lr != standard.lr);
  add("momentum", number_text(momentum_of(r)), momentum_of(r) != momentum_of(standard));
  if (r.nesterov) words += " --nesterov";
  add("schedule", r.schedule, r.schedule != standard.schedule);
  add("batch", std::to_string(r.batch), r.batch != standard.batch);
  add("epochs", std::to_string(r.epochs), true);
  add("validation", r.validation, r.validation != standard.validation);
  add("augment", r.augment, r.augment != standard.augment);
  add("init", r.init, r.init != standard.init);
  add("patience", std::to_string(r.patience), r.patience != standard.patience);
  if (r.restore_best) words += " --restore-best";
  add("smoothing", number_text(r.smoothing), r.smoothing != standard.smoothing);
  add("weight-decay", number_text(r.weight_decay), r.weight_decay != standard.weight_decay);
  add("ema", number_text(r.ema), r.ema != standard.ema);
  add("compute", r.compute, r.compute != standard.compute);
  add("scale", number_text(r.scale), r.scale != standard.scale);
  add("seed", std::to_string(r.seed), true);
  return words;
}

void add_pictures(RunReport& report, NetClassifier& model, const Dataset& test) {
  const Shape& shape = test.x.sample();
  const int rank = shape.rank();
  const bool grey = test.size() > 0 && test.x.is_bytes() && (rank == 2 || (rank == 3 && shape[0] == 1));
  if (!grey) return;
  Tensor p;
  model.scores(test.x, p);
  const std::vector<int> answers = argmax_rows(p);
  const auto name = [&](int k) { return test.class_names[static_cast<size_t>(k)]; };
  const auto tile = [&](int i) {
    const size_t n = static_cast<size_t>(i);
    const std::span<const uint8_t> pixels = test.x.bytes(i);
    return ReportTile{shape[rank - 1],      shape[rank - 2],  {pixels.begin(), pixels.end()},
                      name(test.labels[n]), name(answers[n]), static_cast<double>(p(i, answers[n]))};
  };
  for (int i = 0; i < std::min(kGallery, test.size()); ++i) report.gallery.push_back(tile(i));

  std::vector<int> wrong;
  for (int i = 0; i < test.size(); ++i) {
    if (answers[static_cast<size_t>(i)] != test.labels[static_cast<size_t>(i)]) wrong.push_back(i);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [&](int a, int b) {
    return p(a, answers[static_cast<size_t>(a)]) > p(b, answers[static_cast<size_t>(b)]);
  });
  for (size_t i = 0; i < std::min<size_t>(kMistakes, wrong.size()); ++i) report.mistakes.push_back(tile(wrong[i]));
}

std::vector<Fact> headline(const TrainResult& r) {
  std::vector<Fact> facts;
  if (r.test) {
    facts.push_back({"test accuracy", decimal(r.test->accuracy, 4),
                     grouped(r.confusion.trace()) + " of " + grouped(r.confusion.total()) + " right"});
    facts.push_back({"test loss", decimal(r.test->loss, 4), "cross-entropy"});
  }
  if (r.validation)
    facts.push_back({"validation accuracy", decimal(r.validation->accuracy, 4), "kept aside from training"});
  facts.push_back({"parameters", grouped(r.parameters), ""});
  facts.push_back({"training took", in_seconds(r.seconds), text(r.epochs, r.epochs == 1 ? " epoch" : " epochs")});
  facts.push_back(
      {"speed", grouped(static_cast<int64_t>(r.images_per_second)) + "/s", decimal(r.gflops, 0) + " GFLOP/s"});
  return facts;
}

}  // namespace

std::vector<Progress> reported_history(const Recipe& recipe) {
  const auto entry = recipe.reported.find("history");
  if (entry == recipe.reported.end()) return {};
  std::vector<double> numbers;
  for (const std::string& word : split_words(entry->second)) {
    const auto value = parse_number(word);
    if (!value) return {};
    numbers.push_back(*value);
  }
  std::vector<Progress> out;
  for (size_t i = 0; i + 4 <= numbers.size(); i += 4) {
    Progress p;
    p.epoch = static_cast<int>(out.size());
    p.train = {numbers[i], numbers[i + 1]};
    p.validation = {numbers[i + 2], numbers[i + 3]};
    p.has_validation = true;
    out.push_back(p);
  }
  return out;
}

std::string report_html(const TrainResult& r, NetClassifier& model, const Dataset& test) {
  const Recipe& recipe = r.recipe;
  RunReport report;
  const std::string place = r.data_name == "unknown" ? "an unknown data set" : r.data_name;
  report.title = recipe.name.empty() ? "A network on " + place : recipe.name + " on " + place;
  report.subtitle = recipe.title;
  report.command = command_of(r, model.net.text());
  report.headline = headline(r);
  report.history = r.history;
  report.reported_history = reported_history(recipe);
  report.test = r.confusion;
  report.class_names = r.class_names;
  for (const Comparison& c : comparisons(r)) report.reported.push_back(judged(c));
  report.reported_note = "The figures published for this set-up, and ours. Close means within 0.01.";
  report.network = summary(model.net);
  report.options = {{"network", recipe.net},
                    {"optimizer", recipe.optimizer},
                    {"learning rate", text(recipe.lr), recipe.schedule == "constant" ? "" : recipe.schedule},
                    {"batch", std::to_string(recipe.batch)},
                    {"epochs", text(r.epochs, " of ", recipe.epochs),
                     r.best_epoch >= 0 ? text("weights of epoch ", r.best_epoch + 1) : ""},
                    {"validation", recipe.validation},
                    {"augmentation", recipe.augment},
                    {"initialisation", recipe.init},
                    {"seed", std::to_string(recipe.seed)}};
  report.machine = {{"time", in_seconds(r.seconds)},
                    {"throughput", grouped(static_cast<int64_t>(r.images_per_second)) + " images/s"},
                    {"arithmetic", decimal(r.gflops, 1) + " GFLOP/s"},
                    {"instruction set", r.isa},
                    {"products in", r.compute},
                    {"threads", std::to_string(r.threads)},
                    {"weights' SHA-256", r.weights_sha256}};
  add_pictures(report, model, test);
  return report_html(report);
}

}  // namespace thimble
