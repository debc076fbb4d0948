#include "native/train_result.h"

#include <cmath>

#include "core/error.h"
#include "learn/number.h"
#include "native/columns.h"
#include "native/terminal.h"
#include "nn/words.h"
#include "plot/markup.h"

namespace thimble {

namespace {

// The mean of a list of numbers, one a class; nothing if any of them is none.
std::optional<double> mean(const std::string& numbers) {
  double sum = 0;
  const std::vector<std::string> words = split_words(numbers);
  for (const std::string& word : words) {
    const auto value = parse_number(word);
    if (!value) return std::nullopt;
    sum += *value;
  }
  if (words.empty()) return std::nullopt;
  return sum / static_cast<double>(words.size());
}

double mean_over(const ConfusionMatrix& m, double (ConfusionMatrix::*figure)(int) const) {
  double sum = 0;
  for (int k = 0; k < m.classes(); ++k) sum += (m.*figure)(k);
  return sum / m.classes();
}

Json score_or_null(const std::optional<Score>& score) { return score ? to_json(*score) : Json(nullptr); }

std::string figure(double value, bool whole) {
  return whole ? grouped(static_cast<int64_t>(value + 0.5)) : decimal(value, 4);
}

std::string comparison_table(const TrainResult& result) {
  std::string table;
  for (const Comparison& c : comparisons(result)) {
    if (table.empty()) {
      const std::string head = left("figure", 24) + right("reported", 12) + right("here", 12) + right("difference", 12);
      table = "\n" + coloured("Reported figures of " + result.recipe.name, Colour::bold) + "\n" + head + "\n";
    }
    const double difference = c.ours - c.reported;
    const bool whole = c.name == "parameters" || c.name == "epochs";
    const std::string sign = difference > 0 ? "+" : difference < 0 ? "-" : "";
    table += left(c.name, 24) + right(figure(c.reported, whole), 12) + right(figure(c.ours, whole), 12) +
             right(sign + figure(std::abs(difference), whole), 12) + "\n";
  }
  return table;
}

}  // namespace

Json to_json(const TrainResult& r) {
  Json test = score_or_null(r.test);
  if (r.test) test["confusion"] = to_json(r.confusion);
  Json json{{"train", to_json(r.train)},
            {"validation", score_or_null(r.validation)},
            {"test", test},
            {"epochs", r.epochs},
            {"seconds", r.seconds},
            {"images_per_second", r.images_per_second},
            {"gflops", r.gflops},
            {"seed", r.recipe.seed},
            {"threads", r.threads},
            {"isa", r.isa},
            {"parameters", r.parameters},
            {"weights_sha256", r.weights_sha256}};
  if (r.compute != "float32") json["compute"] = r.compute;
  if (r.device != "cpu") json["device"] = r.device;
  return json;
}

std::vector<Comparison> comparisons(const TrainResult& r) {
  std::vector<Comparison> found;
  const auto compare = [&](const std::string& key, const std::string& name, const std::optional<double>& ours) {
    const auto entry = r.recipe.reported.find(key);
    if (entry == r.recipe.reported.end() || !ours) return;
    if (const auto reported = mean(entry->second)) found.push_back({name, *reported, *ours});
  };
  const auto accuracy = [](const std::optional<Score>& s) { return s ? std::optional(s->accuracy) : std::nullopt; };
  const auto loss = [](const std::optional<Score>& s) { return s ? std::optional(s->loss) : std::nullopt; };
  const auto over_classes = [&](double (ConfusionMatrix::*of)(int) const) {
    return r.test ? std::optional(mean_over(r.confusion, of)) : std::nullopt;
  };
  compare("parameters", "parameters", static_cast<double>(r.parameters));
  compare("epochs", "epochs", static_cast<double>(r.epochs));
  compare("train_accuracy", "train accuracy", r.train.accuracy);
  compare("train_loss", "train loss", r.train.loss);
  compare("validation_accuracy", "validation accuracy", accuracy(r.validation));
  compare("validation_loss", "validation loss", loss(r.validation));
  compare("test_accuracy", "test accuracy", accuracy(r.test));
  compare("test_loss", "test loss", loss(r.test));
  compare("precision", "precision, class mean", over_classes(&ConfusionMatrix::precision));
  compare("recall", "recall, class mean", over_classes(&ConfusionMatrix::recall));
  compare("f1", "f1, class mean", over_classes(&ConfusionMatrix::f1));
  return found;
}

std::string result_text(const TrainResult& r) {
  std::string out;
  const auto line = [&](const std::string& name, const std::optional<Score>& s) {
    if (s) out += left(name, 12) + "accuracy " + decimal(s->accuracy, 4) + "   loss " + decimal(s->loss, 4) + "\n";
  };
  if (r.test) {
    out += coloured("Confusion matrix, test set", Colour::bold) + " (rows: true, columns: predicted)\n" +
           confusion_text(r.confusion, r.class_names) + "\n" +
           coloured("Classification report, test set", Colour::bold) + "\n" +
           classification_report(r.confusion, r.class_names) + "\n";
  }
  line("train", r.train);
  line("validation", r.validation);
  line("test", r.test);
  if (r.best_epoch >= 0)
    out += text("weights of epoch ", r.best_epoch + 1, ", the one with the smallest validation loss\n");
  out += text(r.epochs, r.epochs == 1 ? " epoch, " : " epochs, ", in_seconds(r.seconds), " for this run, ",
              grouped(static_cast<int64_t>(r.images_per_second)), " images/s, ", decimal(r.gflops, 1), " GFLOP/s (",
              r.isa, ", ", r.threads, r.threads == 1 ? " thread" : " threads", "), seed ", r.recipe.seed,
              "\nweights' SHA-256 ", r.weights_sha256, "\n");
  return out + comparison_table(r);
}

}  // namespace thimble
