// thimble eval: a saved model against the test (or the training) set.

#include <cstdio>
#include <memory>

#include "core/error.h"
#include "core/file.h"
#include "data/source.h"
#include "learn/flips.h"
#include "learn/metrics.h"
#include "native/command_line.h"
#include "native/devices.h"
#include "native/json_output.h"
#include "native/model_argument.h"
#include "nn/net_classifier.h"
#include "nn/trainer.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string model, split = "test", scores, device = "cpu";
  bool flips = false;
};

// A line a sample: its class, then a probability a class, with the digits that read back to the same float.
std::string scores_csv(const Dataset& data, const Tensor& s) {
  std::string csv;
  char number[32];
  for (int n = 0; n < s.dim(0); ++n) {
    csv += std::to_string(data.labels[static_cast<size_t>(n)]);
    for (const float p : s.row(n)) {
      std::snprintf(number, sizeof number, ",%.9g", static_cast<double>(p));
      csv += number;
    }
    csv += '\n';
  }
  return csv;
}

void score(Classifier& model, const Samples& x, bool flips, Tensor& s) {
  flips ? scores_with_flips(model, x, s) : model.scores(x, s);
}

// A network's loss comes from its logits, which hold more digits than probabilities near 0.
Score measure(Classifier& model, const Dataset& data, bool flips, std::vector<int>& predicted) {
  if (model.name() == "network" && !flips)
    return evaluate(static_cast<NetClassifier&>(model).net, data, 256, &predicted);
  Tensor s;
  score(model, data.x, flips, s);
  predicted = argmax_rows(s);
  Score score{log_loss(s, data.labels), 0};
  score.accuracy = ConfusionMatrix(data.labels, predicted, data.classes()).accuracy();
  return score;
}

void eval(const Arguments& a, const Shared& shared) {
  const Device* device = chosen_device(a.device);
  const std::unique_ptr<Classifier> model = model_for(a.model);
  move_model(*model, a.model, device);
  const Input input = model->input();
  TrainTest source = load_data(shared.data);
  if (!shared.quiet)
    for (const std::string& warning : source.warnings) print_note("warning: " + warning + "\n");
  Dataset& data = a.split == "test" ? source.test : source.train;
  if (data.size() == 0) fail(Error::data, "eval: the data has no test set; --split train measures on what there is");
  if (data.x.sample() != input.sample || data.classes() != input.classes())
    fail(Error::data, text(a.model, ": the model takes samples of shape ", input.sample.text(), " in ", input.classes(),
                           " classes, the data has ", data.x.sample().text(), " in ", data.classes()));
  data.x.scale = input.scale;
  data.x.shift = input.shift;

  if (!a.scores.empty()) {
    Tensor s;
    score(*model, data.x, a.flips, s);
    write_file(a.scores, scores_csv(data, s));
  }
  std::vector<int> predicted;
  const Score score = measure(*model, data, a.flips, predicted);
  const ConfusionMatrix confusion(data.labels, predicted, data.classes());
  if (shared.wants_json()) {
    Json result = {{"split", a.split},
                   {"accuracy", score.accuracy},
                   {"loss", score.loss},
                   {"confusion", to_json(confusion)},
                   {"count", confusion.total()}};
    if (a.flips) result["flips"] = true;
    return print_out(shared.jsonl ? one_line(result) : pretty(result));
  }
  print_out(coloured("Confusion matrix, " + a.split + " set", Colour::bold) + " (rows: true, columns: predicted)\n" +
            confusion_text(confusion, input.class_names) + "\n" + classification_report(confusion, input.class_names) +
            text("\n", a.split, " accuracy ", decimal(score.accuracy, 4), "   loss ", decimal(score.loss, 4), "   ",
                 confusion.total(), " pictures of ", source.name, a.flips ? ", each both ways round\n" : "\n"));
}

}  // namespace

void add_eval(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "eval", "Measure a saved model: confusion matrix and classification report",
                                  "  thimble eval my.safetensors\n"
                                  "  thimble eval tiny --split train --json");
  command.add_option("MODEL", a->model, "A model file, written with --out, or " + shipped_names())->required();
  command.add_option("--split", a->split, "test or train")->check(one_of({"test", "train"}));
  command.add_option("--scores", a->scores,
                     "A CSV file to write: a line a picture, its class, then a probability a class");
  command.add_flag("--flips", a->flips, "Average what is said of each picture and of its mirror image");
  add_device_option(command, a->device);
  add_data_option(command, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { eval(*a, shared); }; });
}

}  // namespace thimble
