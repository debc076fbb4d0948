// thimble compare: are two models different, or is it chance? McNemar's test on the same samples.

#include <chrono>
#include <memory>

#include "core/error.h"
#include "learn/mcnemar.h"
#include "native/classical.h"
#include "native/model_argument.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string first, second, split = "test";
};

struct Answers {
  std::vector<int> labels;
  ConfusionMatrix confusion;
};

Answers answers_of(const std::string& path, Dataset data) {
  const std::unique_ptr<Classifier> model = model_for(path);
  const Input input = model->input();
  if (data.x.sample() != input.sample || data.classes() != input.classes())
    fail(Error::data, text(path, ": the model takes samples of shape ", input.sample, " in ", input.classes(),
                           " classes, the data has ", data.x.sample(), " in ", data.classes()));
  data.x.scale = input.scale;
  data.x.shift = input.shift;
  const std::vector<int> labels = model->predict(data.x);
  return {labels, ConfusionMatrix(data.labels, labels, data.classes())};
}

std::string verdict(const McNemar& test) {
  if (test.p >= 0.05) return "no difference that chance would not make";
  return text("the ", test.only_first > test.only_second ? "first" : "second", " is better");
}

void compare(const Arguments& a, const Shared& shared) {
  const TrainTest source = load_source(shared);
  const Dataset& data = a.split == "test" ? source.test : source.train;
  if (data.size() == 0) fail(Error::data, "compare: the data has no test set; --split train takes what there is");
  const auto begin = std::chrono::steady_clock::now();
  const Answers first = answers_of(a.first, data), second = answers_of(a.second, data);
  const McNemar test = mcnemar(data.labels, first.labels, second.labels);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (shared.wants_json()) {
    const Json result = {{"models", {a.first, a.second}},
                         {"split", a.split},
                         {"count", data.size()},
                         {"accuracy", {first.confusion.accuracy(), second.confusion.accuracy()}},
                         {"only_first", test.only_first},
                         {"only_second", test.only_second},
                         {"exact", test.exact},
                         {"chi_squared", test.chi_squared},
                         {"p", test.p},
                         {"seconds", seconds},
                         {"confusion", {to_json(first.confusion), to_json(second.confusion)}}};
    return print_out(shared.jsonl ? one_line(result) : pretty(result));
  }
  print_out(coloured(text("McNemar's test on ", data.size(), " pictures of the ", a.split, " set"), Colour::bold) +
            text("\nfirst   accuracy ", decimal(first.confusion.accuracy(), 4), "   ", test.only_first,
                 " pictures that only it named rightly   ", a.first, "\nsecond  accuracy ",
                 decimal(second.confusion.accuracy(), 4), "   ", test.only_second,
                 " pictures that only it named rightly   ", a.second, "\np = ", decimal(test.p, 6),
                 test.exact ? " (exact)" : text(" (chi^2 ", decimal(test.chi_squared, 2), ")"), ": ", verdict(test),
                 "\n"));
}

}  // namespace

void add_compare(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "compare", "Two saved models on the same pictures: is the difference chance?",
                                  "  thimble compare one.safetensors other.safetensors\n"
                                  "  thimble compare tiny page --json");
  command.add_option("MODEL_A", a->first, "A model file, written with --out, or " + shipped_names())->required();
  command.add_option("MODEL_B", a->second, "Another")->required();
  command.add_option("--split", a->split, "test or train")->check(one_of({"test", "train"}));
  add_data_option(command, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { compare(*a, shared); }; });
}

}  // namespace thimble
